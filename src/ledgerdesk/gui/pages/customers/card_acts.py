"""Below a card's name: number, tags, when it was verified; and what may be done with the card."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.customers import LEFT, CardState, CustomerCard
from ledgerdesk.core.staff import Person, may
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.card_why import EraseDialog, ResumeDialog, StopDialog
from ledgerdesk.gui.dialogs.hand_out import CopyDialog
from ledgerdesk.gui.dialogs.other_card import OtherCardDialog
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.chips import Chip
from ledgerdesk.gui.widgets.texts import Elided, Text
from ledgerdesk.services.customers import Verification

_TAGS = 4
Undo = Callable[[], None]


class CardActs(QWidget):
    """One line; `told` hands out what was done and the act that takes it back, if there is one."""

    told = Signal(str, object)
    failed = Signal(object)
    merge_wanted = Signal(str, str)
    statement_wanted = Signal(str, str)
    pay_wanted = Signal(str, str)
    give_back_wanted = Signal(str, str)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._card: CustomerCard | None = None
        self._person: Person | None = None
        self.code = Text(size=theme.SMALL, tone="muted")
        self._chips = [Chip("tag") for _ in range(_TAGS)]
        self._verified = Elided(size=theme.SMALL, tone="muted")
        self.verify_button = Button(Kind.GHOST, icon="check")
        self.statement_button = Button(Kind.GHOST, icon="reports")
        self.more_button = Button(Kind.GHOST, icon="chevron-down")
        self.menu = QMenu(self)
        self.copy, self.stop, self.resume, self.erase = (QAction(self) for _ in range(4))
        self.merge = QAction(self)
        about_money = self.pay, self.give_back = QAction(self), QAction(self)
        for act in (*about_money, self.merge, self.copy, self.stop, self.resume, self.erase):
            self.menu.addAction(act)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.code)
        for chip in self._chips:
            row.addWidget(chip)
            chip.hide()
        row.addWidget(self._verified, 1)
        row.addWidget(self.statement_button)
        row.addWidget(self.verify_button)
        row.addWidget(self.more_button)
        self.verify_button.clicked.connect(self.verify)
        self.more_button.clicked.connect(self._open_menu)
        self.copy.triggered.connect(self.ask_copy)
        self.merge.triggered.connect(self.ask_other)
        self.statement_button.clicked.connect(lambda: self._want(self.statement_wanted))
        self.pay.triggered.connect(lambda: self._want(self.pay_wanted))
        self.give_back.triggered.connect(lambda: self._want(self.give_back_wanted))
        self.stop.triggered.connect(lambda: self._ask(StopDialog))
        self.resume.triggered.connect(lambda: self._ask(ResumeDialog))
        self.erase.triggered.connect(lambda: self._ask(EraseDialog))

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.verify_button.say(t.text("Found tr&ue"))
        self.verify_button.setToolTip(t.text("What stands on the card was found true today"))
        self.more_button.say(t.text("&More"))
        self.statement_button.say(t.text("Statement"))
        self.statement_button.setToolTip(t.text("Statement of account"))
        self.pay.setText(t.text("Take a payment…"))
        self.give_back.setText(t.text("Give a deposit back…"))
        self.merge.setText(t.text("Merge with another card…"))
        self.copy.setText(t.text("Copy of his data…"))
        self.stop.setText(t.text("Stop using his data…"))
        self.resume.setText(t.text("Use his data again…"))
        self.erase.setText(t.text("Erase his data…"))
        self.show_stored(self._card)

    def show_person(self, person: Person) -> None:
        """Offer what the role of whoever works may."""
        self._person = person
        self.show_stored(self._card)

    def show_code(self, code: str) -> None:
        """Show a number before the rest of its card is read."""
        self.code.setText(code)

    def show_stored(self, card: CustomerCard | None) -> None:
        """Show tags and verification of a card, and offer what may be done with it."""
        self._card = card
        tags = card.draft.tags if card else ()
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(tags))
            if place < len(tags):
                more = len(tags) - _TAGS
                is_last = place == _TAGS - 1 and more > 0
                chip.say(f"{tags[place]} +{more}" if is_last else tags[place])
        state = card.customer.state if card else None
        is_left = state in LEFT
        self._verified.setText(self._said(card) if card and not is_left else "")
        self.statement_button.setVisible(card is not None and state is not CardState.ERASED)
        self.verify_button.setVisible(card is not None and not is_left and self._may("verify"))
        for act, shown in (
            (self.copy, state is not CardState.ERASED and self._may("person", "exports")),
            (self.pay, not is_left and self._may("take", "payments")),
            (self.give_back, not is_left and self._may("refund", "payments")),
            (self.merge, not is_left and self._may("merge")),
            (self.stop, not is_left and self._may("stop")),
            (self.resume, state is CardState.STOPPED and self._may("stop")),
            (self.erase, state is not CardState.ERASED and self._may("erase")),
        ):
            act.setVisible(card is not None and shown)
        self.more_button.setVisible(any(act.isVisible() for act in self.menu.actions()))

    def _said(self, card: CustomerCard) -> str:
        t = self._stage.speech
        said = []
        verified = card.verified
        if verified is not None and verified.by is not None:
            said.append(t.text("verified {day} by {person}", day=verified.on, person=verified.by))
        if card.due_on is not None:
            today: date = self._stage.today()
            if card.due_on <= today:
                said.append(t.text("to be verified since {day}", day=card.due_on))
            else:
                said.append(t.text("next by {day}", day=card.due_on))
        return " · ".join(said)

    def _may(self, deed: str, noun: str = "customers") -> bool:
        return self._person is not None and may(self._person, f"{noun}.{deed}")

    def _open_menu(self) -> None:
        below = self.more_button.rect().bottomLeft()
        self.menu.popup(self.more_button.mapToGlobal(below))

    def verify(self) -> None:
        """Say that the card was found true, and offer to take that back."""
        card, t = self._card, self._stage.speech
        if card is None:
            return
        pub = card.customer.pub

        def done(verification: Verification) -> None:
            def undo() -> None:
                def work(ledger: Ledger) -> Done[None]:
                    return ledger.customers.unverify(pub, verification)

                self._stage.tasks.mutate(self, work, lambda _: None, self.failed.emit)

            self.told.emit(t.text("Verified {name}", name=card.customer.name), undo)

        self._stage.tasks.mutate(
            self, lambda ledger: ledger.customers.verify(pub), done, self.failed.emit
        )

    def ask_copy(self) -> None:
        """Ask where his copy is written."""
        if self._card is not None:
            may_plain = self._may("plain", "exports")
            dialog = CopyDialog(self, self._stage, self._card.customer, may_plain=may_plain)
            dialog.written.connect(lambda said: self.told.emit(said, None))
            self._open(dialog)

    def ask_other(self) -> None:
        """Ask which other card is the same customer's."""
        if self._card is not None:
            dialog = OtherCardDialog(self, self._stage, self._card.customer)
            dialog.chosen.connect(self.merge_wanted)
            self._open(dialog)

    def _ask(self, kind: type[StopDialog | ResumeDialog | EraseDialog]) -> None:
        if self._card is None:
            return
        t, name = self._stage.speech, self._card.customer.name
        dialog = kind(self, self._stage, self._card.customer)
        said = {
            StopDialog: t.text("The data of {name} is used no longer", name=name),
            ResumeDialog: t.text("The data of {name} is used again", name=name),
            EraseDialog: t.text("Erased; the number stays"),
        }[kind]
        dialog.acted.connect(lambda: self.told.emit(said, None))
        self._open(dialog)

    def _want(self, wanted: SignalInstance) -> None:
        if self._card is not None:
            wanted.emit(self._card.customer.pub, self._card.customer.name)

    def _open(self, dialog: Asking) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
