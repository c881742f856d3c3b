"""The frame of every question: a title, what will happen, fields, verb buttons, a safe default."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.gui import theme
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Field
from ledgerdesk.gui.widgets.focus_ring import FocusRing
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.texts import Text

_LEAST_HEIGHT = 600


class Asking(QDialog):
    """A dialog whose default leaves everything as it is; focus goes back where it was."""

    def __init__(self, parent: QWidget, *, act: Kind, width: int = 480) -> None:
        super().__init__(parent)
        self._before = parent.window().focusWidget()
        self.setMinimumWidth(width)
        # What scrolls inside takes the room there is; a dialog larger than its window is cut.
        self.setMaximumHeight(max(parent.window().height(), _LEAST_HEIGHT))
        self.title = Text(size=theme.LARGE, bold=True)
        self.words = Text(tone="muted", wrap=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self.trouble = Note("bad")
        self.trouble.hide()
        self.act = Button(act)
        self.leave = Button(Kind.PLAIN, key="Esc")
        buttons = self.buttons = QHBoxLayout()
        buttons.setSpacing(12)
        if act is Kind.DESTRUCTIVE:
            # It stands apart from the safe way: a hand that slips must not reach it.
            buttons.addWidget(self.act)
            buttons.addStretch(1)
            buttons.addWidget(self.leave)
        else:
            buttons.addStretch(1)
            buttons.addWidget(self.leave)
            buttons.addWidget(self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addSpacing(6)
        column.addWidget(self.words)
        column.addSpacing(18)
        column.addLayout(self.body)
        column.addWidget(self.trouble)
        column.addSpacing(22)
        column.addLayout(buttons)
        self.leave.clicked.connect(self.reject)
        self.leave.setDefault(True)
        self.ring = FocusRing(self)
        self.finished.connect(self._give_back)

    def say_frame(self, title: str, words: str, act: str, leave: str) -> None:
        """Set the frame's words."""
        self.setWindowTitle(title)
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.act.say(act)
        self.leave.say(leave)

    def showEvent(self, event: QShowEvent) -> None:
        """Take no more room than its words need, and no less than its buttons do."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:  # it does not widen by itself what has a width of its own
            self.setMinimumWidth(max(self.minimumWidth(), layout.totalMinimumSize().width()))
        self.adjustSize()

    def event(self, event: QEvent) -> bool:
        """Grow where a help or a problem needs room; a layout that does not fit lays it over."""
        if event.type() != QEvent.Type.LayoutRequest:
            return super().event(event)
        taken = super().event(event)
        layout = self.layout()
        if layout is not None and self.isVisible():
            needed = layout.totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
        return taken

    def refuse(self, sentence: str) -> None:
        """Say why it was not done; the dialog stays with what was typed."""
        self.trouble.say(sentence)
        self.trouble.show()

    def refuse_at(self, field: Field | None, sentence: str) -> None:
        """Say at its field what is wrong and go there; without a field, refuse it as a whole."""
        self.act.setEnabled(True)
        if field is None:
            self.refuse(sentence)
        else:
            field.show_problem(sentence)
            field.control.setFocus()

    def _give_back(self) -> None:
        if self._before is not None:
            self._before.setFocus()
