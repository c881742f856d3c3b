"""Ctrl+K: one line that leads to every command, customer and receipt by a few letters.

Words answer to their characters, to pinyin and to initials, in both languages. Offered is only what
whoever works here may do, and what can be done where he stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.gui import figures, icons, theme
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.offering_edit import Answer, OfferingEdit
from ledgerdesk.gui.widgets.offers import Offer
from ledgerdesk.gui.widgets.texts import without_mark
from ledgerdesk.services.steps.matching import fits

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from ledgerdesk.bootstrap import Ledger
    from ledgerdesk.core.customers import Customer
    from ledgerdesk.gui.commands import Command, Commands
    from ledgerdesk.gui.shell import Shell
    from ledgerdesk.gui.stage import Stage
    from ledgerdesk.services.receipts import Listed

KEY = "Ctrl+K"
_COMMANDS, _CUSTOMERS, _RECEIPTS = 5, 6, 4
_WIDE, _NARROW = 400, 150
_KEY_PAD = 10
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A command as one may call it: in the language in force, and in the source's."""

    command: Command
    words: tuple[str, str]

    def answers(self, text: str) -> bool:
        """Tell whether the command may be meant."""
        return any(fits(word, text) for word in self.words)

    def rank(self, text: str) -> int:
        """Put first what begins as it is typed, and last what only its other name holds."""
        typed, said = text.casefold(), self.words[0].casefold()
        return 0 if said.startswith(typed) else 1 if fits(self.words[0], text) else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What answers to a text."""

    commands: tuple[Command, ...] = ()
    customers: tuple[Customer, ...] = ()
    receipts: tuple[Listed, ...] = ()


class Palette(OfferingEdit):
    """The line in the bar above; whoever leaves it is where he was before."""

    def __init__(
        self, stage: Stage, commands: Callable[[], Commands], shell: Callable[[], Shell]
    ) -> None:
        super().__init__(self._look, self._told_below, two_lines=False, width=_WIDE)
        self._stage = stage
        self._commands = commands
        self._shell = shell
        self._before: QWidget | None = None
        self.setProperty("filter", True)
        self.setMinimumWidth(_NARROW)
        self.setMaximumWidth(_WIDE)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._mark = QAction(icons.icon("search", "muted"), "", self)
        self.addAction(self._mark, OfferingEdit.ActionPosition.LeadingPosition)
        self.taken.connect(self._take)
        stage.speech.changed.connect(self.say)
        self.say()

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.setPlaceholderText(t.text("customer, receipt, command"))
        self.setAccessibleName(t.text("Find a customer, a receipt or a command"))

    def begin(self) -> None:
        """Take the keys, and remember who had them."""
        focus = QApplication.focusWidget()
        if focus is not self:
            self._before = focus
        self.setFocus()
        self.selectAll()

    def forget(self) -> None:
        """Leave nothing of the book in the line."""
        self.clear()
        self.quiet()
        self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Esc, once no offer is open."""
        if event.key() == Qt.Key.Key_Escape and self.popup.isHidden():
            self._leave()
            event.accept()
            return
        super().keyPressEvent(event)

    def _leave(self) -> None:
        before, self._before = self._before, None
        self.clear()
        self.quiet()
        if before is not None:
            before.setFocus()

    # ── looking ──────────────────────────────────────────────────────────────────────────

    def _look(self, text: str, answer: Answer) -> None:
        told = self._what_can_be_done()

        def work(ledger: Ledger) -> _Found:
            fitting = sorted((one for one in told if one.answers(text)), key=lambda o: o.rank(text))
            return _Found(
                commands=tuple(one.command for one in fitting[:_COMMANDS]),
                customers=tuple(
                    _allowed(lambda: ledger.customers.find(text, limit=_CUSTOMERS), [])
                ),
                receipts=_allowed(lambda: ledger.receipts.find(text, limit=_RECEIPTS), ()),
            )

        def shown(found: _Found) -> None:
            answer(self._offers(found, text))

        def failed(_error: KnownError) -> None:
            answer(())

        self._stage.tasks.query(self, work, shown, failed)

    def _what_can_be_done(self) -> tuple[_Told, ...]:
        t, every = self._stage.speech, self._commands()
        return tuple(
            _Told(
                command=one,
                words=(without_mark(t.text(one.word)), without_mark(one.word)),
            )
            for one in every.commands
            if every.actions[one.name].isVisible() and every.actions[one.name].isEnabled()
        )

    def _offers(self, found: _Found, text: str) -> list[Offer]:
        t = self._stage.speech
        commands = [
            Offer(
                value=one,
                title=without_mark(t.text(one.word)),
                right=one.key or one.told_key or t.text("command"),
            )
            for one in found.commands
        ]
        customers = [
            Offer(value=one, title=one.name, right=f"{t.text('customer')} {one.code}")
            for one in found.customers
        ]
        receipts = [
            Offer(
                value=one,
                title=f"{one.number}  {one.payer}",
                right=figures.amount(one.amount_fen),
            )
            for one in found.receipts
        ]
        if text.isdigit():
            return [*receipts, *customers, *commands]
        return [*commands, *customers, *receipts]

    def _told_below(self, _text: str) -> tuple[str, str, str]:
        return (self._stage.speech.text("↑↓ choose   Enter open   Esc back"), "", "")

    def _take(self, value: object) -> None:
        from ledgerdesk.core.customers import Customer  # noqa: PLC0415 - behind the door
        from ledgerdesk.services.receipts import Listed  # noqa: PLC0415 - behind the door

        self._leave()
        if isinstance(value, Customer):
            self._shell().show_customer(value.code)
        elif isinstance(value, Listed):
            self._shell().show_receipt(value.number)
        else:
            command: Command = value  # type: ignore[assignment] # there is no third kind of offer
            self._commands().actions[command.name].trigger()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell the key at the right while nothing is typed."""
        super().paintEvent(event)
        if self.text() or self.hasFocus():
            return
        painter = QPainter(self)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(colour("muted"))
        place = self.rect().adjusted(0, 0, -_KEY_PAD, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, KEY)


def _allowed(ask: Callable[[], Value], otherwise: Value) -> Value:
    """Ask for what a role may not see only to find nothing."""
    try:
        return ask()
    except KnownError as error:
        if error.code is Code.NOT_ALLOWED:
            return otherwise
        raise
