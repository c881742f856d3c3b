"""What every page is handed: the voice, this PC's memory, the way to the ledger, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ledgerdesk.gui.preferences import Preferences
    from ledgerdesk.gui.speech import Speech
    from ledgerdesk.gui.tasks import Tasks
    from ledgerdesk.runtime.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The surroundings of a page."""

    speech: Speech
    preferences: Preferences
    tasks: Tasks
    clock: Clock

    def today(self) -> date:
        """Tell the calendar day of the open book's office; before one is open, this PC's own."""
        return self.clock.now().astimezone(self.tasks.zone).date()
