"""A field: its label above, then exactly one line below: the problem, else the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.widgets.texts import Elided, Text, without_mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QFocusEvent

_MARK = 14


class Edit(QLineEdit):
    """A line one writes on; Enter goes to the next field, preedit text is not yet text."""

    left = Signal()
    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme.font())

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window where nothing was typed that it could take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_undo = event.matches(QKeySequence.StandardKey.Undo)
            if is_undo and not self.isUndoAvailable():
                event.ignore()
                return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the field was left, unless only a popup or another window took the keys."""
        super().focusOutEvent(event)
        away = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in away:
            self.left.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave dropped files to the window: their addresses are no text to write here."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the way to the next field."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.returnPressed.emit()
            self.next_wanted.emit()
            event.accept()
            return
        super().keyPressEvent(event)


class Field(QWidget):
    """Label, control and the one line below; a problem shows on leaving and goes on mending."""

    mended = Signal()

    def __init__(self, control: QWidget, *, help_room: bool = False) -> None:
        super().__init__()
        self.control = control
        self._help = ""
        self._problem = ""
        self._help_room = help_room
        self.label = Text(size=theme.SMALL, tone="muted")
        self.label.setBuddy(control)
        self.hint = Elided(size=theme.SMALL, tone="muted")
        self._mark = QLabel()
        self._mark.setFixedSize(QSize(_MARK, _MARK))
        self._below = Text(size=theme.SMALL, tone="muted", wrap=True)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.label)
        top.addWidget(self.hint)
        top.addStretch(1)
        below = QHBoxLayout()
        below.setContentsMargins(0, 5, 0, 0)
        below.setSpacing(6)
        below.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._below, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addSpacing(4)
        column.addWidget(control)
        column.addLayout(below)
        self._show_below()
        theme.look().changed.connect(self._show_below)

    def say(self, label: str, *, hint: str = "", help_text: str = "") -> None:
        """Set label, the quiet word beside it, and the help below."""
        self.label.setText(label)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._help = help_text
        self.control.setAccessibleName(without_mark(label))
        self._show_below()

    @property
    def problem(self) -> str:
        """Give the problem that is shown, or nothing."""
        return self._problem

    def show_problem(self, sentence: str) -> None:
        """Show what is true and what would be right; an empty sentence takes it away."""
        self._watch(on=bool(sentence))
        self._problem = sentence
        self.control.setProperty("bad", bool(sentence))
        theme.restyle(self.control)
        self.control.update()
        self._show_below()

    def show_help(self, text: str) -> None:
        """Change the help while the window runs, such as the last time's value."""
        self._help = text
        self._show_below()

    def _watch(self, *, on: bool) -> None:
        """Hear of changes while there is a problem, and of none of the many there are else.

        Chosen in a dialog, read from a file, typed: however it changes, it is being put right.
        """
        if on == bool(self._problem):
            return
        for name in ("textChanged", "chosen"):
            changed = getattr(self.control, name, None)
            if changed is not None:
                (changed.connect if on else changed.disconnect)(self._mending)

    def _mending(self, *_what: object) -> None:
        self.show_problem("")
        self.mended.emit()

    def _show_below(self) -> None:
        ratio = self.devicePixelRatioF()
        if self._problem:
            self._mark.setPixmap(icons.pixmap("problem", "bad", _MARK, ratio))
        self._mark.setVisible(bool(self._problem))
        self._below.set_tone("bad" if self._problem else "muted")
        self._below.setText(self._problem or self._help)
        self._below.setVisible(bool(self._problem or self._help) or self._help_room)
        self.control.setAccessibleDescription(self._problem or self._help)


class CapsLock(QObject):
    """Notice Caps Lock from what letters arrive as; no platform tells it better to all of Qt."""

    def __init__(self, edit: QLineEdit, noticed: Callable[[bool], None]) -> None:
        super().__init__(edit)
        self._noticed = noticed
        edit.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Compare a letter's case with Shift."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            letter = event.text()
            if len(letter) == 1 and letter.isascii() and letter.isalpha():
                shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._noticed(letter.isupper() != shifted)
        return False
