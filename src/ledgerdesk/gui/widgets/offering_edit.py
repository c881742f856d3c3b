"""A field that offers while one types: the lane is asked, the newest answer is shown."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from ledgerdesk.gui.widgets.fields import Edit
from ledgerdesk.gui.widgets.offers import Offer, Offers

Answer = Callable[[Sequence[Offer]], None]
Ask = Callable[[str, Answer], None]
Foot = Callable[[str], tuple[str, str, str]]


class OfferingEdit(Edit):
    """Ask `ask` what fits the committed text; preedit of an input method is not asked about."""

    taken = Signal(object)
    foot_taken = Signal()

    def __init__(
        self, ask: Ask, foot: Foot, *, two_lines: bool, width: int = 0, when_empty: bool = False
    ) -> None:
        super().__init__()
        self._ask = ask
        self._foot = foot
        self.offers_when_empty = when_empty
        self._question = 0
        self._answered = 0
        self._enter_waits = False
        self._typed_ahead: list[QKeyEvent] = []
        self.popup = Offers(self, two_lines=two_lines, width=width)
        self.popup.taken.connect(self.taken)
        self.popup.foot_taken.connect(self.foot_taken)
        self.textEdited.connect(self._typed)

    def _typed(self, _text: str) -> None:
        self.ask_now()

    def ask_now(self) -> None:
        """Ask again for what stands in the field."""
        text = self.text().strip()
        self._question += 1
        number = self._question
        if not text and not self.offers_when_empty:
            self._answered = number
            self.popup.hide()
            return
        self._ask(text, lambda offers: self._show(number, text, offers))

    def _show(self, number: int, text: str, offers: Sequence[Offer]) -> None:
        if number != self._question:
            return  # an older question's answer
        self._answered = number
        if not self.hasFocus():
            self._wait_no_more()
            return
        self.popup.offer(offers, typed=text, foot=self._foot(text))
        if self._enter_waits:
            ahead = self._wait_no_more()
            self._enter()
            _type_on(ahead)

    def _wait_no_more(self) -> list[QKeyEvent]:
        """Give up waiting with an Enter; give back the keys that came after it."""
        ahead, self._typed_ahead = self._typed_ahead, []
        self._enter_waits = False
        return ahead

    @property
    def is_waiting(self) -> bool:
        """Tell whether an answer is still to come."""
        return self._answered != self._question

    def quiet(self) -> None:
        """Put the popup away and forget what was asked."""
        self._question += 1
        self._answered = self._question
        self._wait_no_more()
        self.popup.hide()

    def _enter(self) -> None:
        if not self.popup.take():
            self.next_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose among the offers by arrows, take by Enter, put away by Esc."""
        if self._enter_waits:  # this key is meant for the field after this one
            self._typed_ahead.append(_copy_of(event))
            event.accept()
            return
        key = event.key()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            if self.is_waiting:
                self._enter_waits = True  # a fast typist is ahead of the answer
            else:
                self._enter()
            event.accept()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.popup.isVisible():
            self.popup.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Down and not control:
            self.ask_now()
        elif key == Qt.Key.Key_Escape and self.popup.isVisible():
            self.popup.hide()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from being a shortcut while offers stand, every key while an Enter waits."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            puts_away = event.key() == Qt.Key.Key_Escape and self.popup.isVisible()
            if puts_away or self._enter_waits:
                event.accept()
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Offer at once where an empty field does."""
        super().focusInEvent(event)
        if self.offers_when_empty and not self.text():
            self.ask_now()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the popup away."""
        super().focusOutEvent(event)
        self.quiet()


def _copy_of(event: QKeyEvent) -> QKeyEvent:
    """Keep a key beyond its own moment."""
    return QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())


def _type_on(keys: Sequence[QKeyEvent]) -> None:
    """Give keys to whatever has the focus when each one's turn comes."""
    for key in keys:
        target = QApplication.focusWidget()
        if target is not None:
            QApplication.sendEvent(target, key)
