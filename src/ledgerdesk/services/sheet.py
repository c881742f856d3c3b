"""The recovery sheet: issued anew, read back, and whether a red bar has to ask for it."""

from collections.abc import Callable
from dataclasses import dataclass

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.keys import sheet_rows
from ledgerdesk.services.steps.keys.key_change import change_keys
from ledgerdesk.services.steps.keys.sheet_rows import Names, names_for
from ledgerdesk.vault.creation import RecoverySheet
from ledgerdesk.vault.rotation import renew_sheet
from ledgerdesk.vault.session import Unlocked
from ledgerdesk.vault.sheet import read_sheet_text
from ledgerdesk.vault.unlocking import unlock_with_recovery

__all__ = ["Names", "PutDown", "Sheet", "SheetState"]


PutDown = Callable[[RecoverySheet, Names], None]
"""Put a new sheet down durably, or raise and leave nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetState:
    """What a bar says of the sheet: its number, whether it opens today's book, whether it is kept.

    `asked` are the two groups that prove it, as (line, group) counted from 1.
    """

    number: int
    is_current: bool
    is_kept: bool
    asked: tuple[tuple[int, int], ...]


class Sheet:
    """What an owner does with the one thing that opens the book without a password."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def state(self) -> SheetState:
        """Tell how it stands with the sheet.

        After a rotation the paper opens the key of yesterday: a new one has to be issued.
        """
        self._desk.allow("sheet.look")
        unlocked = self._desk.unlocked
        with self._desk.database.read() as tx:
            last = sheet_rows.issued(tx)
            kept = last is not None and sheet_rows.is_kept(tx, last)
        current = last is not None and (last.number, last.generation) == (
            unlocked.sheet,
            unlocked.generation,
        )
        return SheetState(
            number=unlocked.sheet,
            is_current=current,
            is_kept=kept and current,
            asked=last.proof.places if last is not None and current else (),
        )

    def renew(self, put_down: PutDown) -> Done[SheetState]:
        """Draw a new recovery key; the sheet before opens nothing here any more.

        The new one is put down before anything is changed. Raises what `put_down` raises.
        """
        self._desk.allow("sheet.renew")
        desk, drawer = self._desk, self._desk.drawer
        renewed = renew_sheet(drawer.raw, desk.unlocked, bounds=drawer.bounds)
        record = sheet_rows.issued_sheet(renewed.sheet, drawer.cost_now(), drawer.bounds)
        put_down(renewed.sheet, names_for(desk, desk.person.name))

        def also(act: Act, _: Unlocked) -> None:
            sheet_rows.note_issued(act, record)

        change_keys(desk, renewed.keys, "sheet.renew", also=also)
        return Done(value=self.state(), changes=Changes.SETTINGS)

    def prove(self, text: str) -> Done[SheetState]:
        """Read the sheet's key back, from its code or as typed: then the sheet is kept.

        Raises `wrong_recovery_key`, with the line where one is mistyped; `not_allowed`.
        """
        self._desk.allow("sheet.keep")
        key, _ = read_sheet_text(text)
        drawer = self._desk.drawer
        unlock_with_recovery(drawer.raw, key, bounds=drawer.bounds)
        return self._kept()

    def prove_groups(self, typed: tuple[str, ...]) -> Done[SheetState]:
        """Prove the sheet by the two groups that `state` names.

        Raises `wrong_recovery_key` (field `groups`), `not_allowed`.
        """
        self._desk.allow("sheet.keep")
        with self._desk.database.read() as tx:
            last = sheet_rows.issued(tx)
        if last is None or not last.proof.fits(typed, self._desk.drawer.bounds):
            raise KnownError(Code.WRONG_RECOVERY_KEY, field="groups", reason="groups")
        return self._kept()

    def _kept(self) -> Done[SheetState]:
        if not self.state().is_current:
            raise KnownError(Code.NOT_ALLOWED, action="sheet.keep", reason="sheet_outdated")
        with self._desk.act("sheet.keep") as act:
            last = sheet_rows.issued(act.tx)
            if last is None:
                raise RuntimeError("a current sheet that was never issued")
            sheet_rows.note_kept(act, last)
            act.close_entry("sheet.keep")
        return Done(value=self.state(), changes=Changes.SETTINGS)
