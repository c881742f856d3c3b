"""Nothing typed is lost when the window goes: it is asked about, or kept as a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ledgerdesk.core.errors import KnownError
    from ledgerdesk.gui.dialogs.leave_trade import LeaveTradeDialog
    from ledgerdesk.gui.pages.office.settings import SettingsPage
    from ledgerdesk.gui.pages.trades.trade import TradePage
    from ledgerdesk.gui.shell import Shell
    from ledgerdesk.gui.stage import Stage


class Leaving:
    """The way out of one window; `desk` gives what is open, or None at a door."""

    def __init__(self, window: QWidget, stage: Stage, desk: Callable[[], Shell | None]) -> None:
        self._window = window
        self._stage = stage
        self._desk = desk
        self._kept_at_end: dict[str, str] = {}
        self.is_decided = False
        self.is_session_over = False

    def decide(self) -> None:
        """Leave without a question from now on; what was not finished is kept as a draft."""
        self.is_decided = True
        shell = self._desk()
        if shell is not None:
            shell.keep_drafts()

    def end_session(self) -> None:
        """Keep what was not finished before the PC's session ends; nobody is there to be asked.

        Should the session go on after all, only what is typed from now on is asked about.
        """
        self.is_session_over = True
        shell = self._desk()
        if shell is None:
            return
        shell.take_quick()
        self._kept_at_end = shell.trade.fields.texts()
        shell.keep_drafts()
        self._stage.tasks.wait()

    def must_ask(self) -> bool:
        """Tell whether something would be lost that nobody decided about."""
        shell = self._desk()
        if shell is not None and not self.is_decided:
            shell.take_quick()
        texts = {} if shell is None else shell.trade.fields.texts()
        return bool(texts) and texts != self._kept_at_end and not self.is_decided

    def must_ask_settings(self) -> bool:
        """Tell whether settings were typed that nobody saved or decided about."""
        shell = self._desk()
        return shell is not None and shell.settings.is_dirty and not self.is_decided

    def ask_settings(self, settings: SettingsPage, then: Callable[[], None]) -> None:
        """Ask what becomes of settings that were typed; what cannot be saved is shown there."""
        from ledgerdesk.gui.dialogs.leave_settings import (  # noqa: PLC0415 - behind the door
            LeaveSettingsDialog,
        )

        dialog = LeaveSettingsDialog(self._window, self._stage.speech)
        dialog.saved.connect(lambda: settings.save(then))
        dialog.dropped.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask(self, trade: TradePage, then: Callable[[], None]) -> LeaveTradeDialog:
        """Ask what becomes of the trade in hand."""
        from ledgerdesk.gui.dialogs.leave_trade import (  # noqa: PLC0415 - behind the door
            LeaveTradeDialog,
        )

        dialog = LeaveTradeDialog(self._window, self._stage.speech)

        def done() -> None:
            dialog.accept()
            trade.clear()
            then()

        def failed(error: KnownError) -> None:
            dialog.refuse(self._stage.speech.sentence(error))

        def throw() -> None:
            trade.drafts.drop_current()
            trade.clear()
            then()

        dialog.kept.connect(lambda: trade.drafts.keep(done, failed))
        dialog.thrown_away.connect(throw)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog
