"""What lasts above every page until somebody deals with it: a bar a state, none as a rule."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from ledgerdesk.core.staff import may
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.notices import InfoBar
from ledgerdesk.gui.widgets.texts import Ground
from ledgerdesk.services.today import Standing

CONFIRM = "series.confirm_last_number"


class LastingBars(Ground):
    """The bars, those that hold work up first."""

    numbers_wanted = Signal()
    sheet_wanted = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__("surface")
        self._speech = speech
        self._may_confirm = False
        self.numbers, self.sheet = InfoBar("warn"), InfoBar("bad")
        self.practice = InfoBar("warn")
        self._bars = (self.numbers, self.practice, self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 0)
        column.setSpacing(6)
        for bar in self._bars:
            column.addWidget(bar)
            bar.hide()
        self.hide()
        self.numbers.action.clicked.connect(self.numbers_wanted)
        self.sheet.action.clicked.connect(self.sheet_wanted)

    def say(self) -> None:
        """Say every text again."""
        t = self._speech
        if self._may_confirm:
            self.numbers.say(
                t.text(
                    "Restored from a backup: no receipt until the last number on paper is told."
                ),
                t.text("Sa&y the number…"),
            )
        else:
            self.numbers.say(
                t.text(
                    "Restored from a backup: no receipt until a supervisor or the owner has told"
                    " the last number on paper."
                ),
                "",
            )
        self.practice.say(
            t.text(
                "Practice book: everything in it is made up, and no receipt of it counts. Your own"
                " book is not touched."
            ),
            "",
        )
        self.sheet.say(
            t.text(
                "The recovery sheet was not read back yet. Without it a lost password is final."
            ),
            t.text("Read it bac&k now…"),
        )

    def show_standing(self, standing: Standing) -> None:
        """Show what lasts of how the desk stands."""
        self._may_confirm = may(standing.person, CONFIRM)
        self.numbers.setVisible(bool(standing.waiting))
        self.practice.setVisible(standing.office.practice)
        self.say()
        self._show_room()

    def show_sheet(self, *, owed: bool) -> None:
        """Show whether the recovery sheet still waits to be read back."""
        self.sheet.setVisible(owed)
        self._show_room()

    def forget(self) -> None:
        """Show nothing of a book that is locked."""
        for bar in self._bars:
            bar.hide()
        self._show_room()

    def _show_room(self) -> None:
        self.setVisible(any(bar.isVisibleTo(self) for bar in self._bars))
