"""An open list of what waits: an icon, who and what, and the words that act on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.widgets.buttons import Button, Kind, LinkButton
from ledgerdesk.gui.widgets.texts import Elided, Ground, Rule, Text

_ICON = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """One thing that waits; `key` names it to whoever acts, `other` is the quieter way."""

    key: str
    icon: str
    title: str
    below: str
    act: str
    other: str = ""


class WaitingList(QWidget):
    """The head with its count, and a row of 48 px for each thing; nothing where nothing waits.

    `acted` says a row's key, and whether it was the quieter way.
    """

    acted = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[WaitingRow, ...] = ()
        self._buttons: dict[tuple[str, bool], Button] = {}
        self._title = Text(bold=True)
        self._count = Text(size=theme.SMALL, tone="muted")
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._count)
        inside = Ground("surface")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(Rule("line2"))
        column.setSpacing(4)
        column.addWidget(area, 1)
        theme.look().changed.connect(self._draw)
        self.hide()

    def say(self, title: str, key: str) -> None:
        """Set the head: what the list is, and the key that leads to it."""
        self._title.setText(title)
        self._count.setText(key)
        self.setAccessibleName(title)

    @property
    def rows(self) -> tuple[WaitingRow, ...]:
        """Give what is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[WaitingRow]) -> None:
        """Show what waits; the focus stays on what still does."""
        if tuple(rows) == self._rows:
            return
        focused = next((key for key, one in self._buttons.items() if one.hasFocus()), None)
        self._rows = tuple(rows)
        self._draw()
        self.setVisible(bool(self._rows))
        if focused in self._buttons:
            self._buttons[focused].setFocus()
        elif focused is not None:
            self.enter()

    def enter(self) -> None:
        """Give the focus to the first thing that waits."""
        if self._buttons:
            next(iter(self._buttons.values())).setFocus()

    def _draw(self) -> None:
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons = {}
        for place, row in enumerate(self._rows):
            self._column.insertWidget(place, self._made(row))

    def _made(self, row: WaitingRow) -> QWidget:
        made = QWidget()
        made.setFixedHeight(theme.TWO_LINE_ROW)
        mark = QLabel()
        mark.setFixedSize(_ICON, _ICON)
        mark.setPixmap(icons.pixmap(row.icon, "muted", _ICON, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setContentsMargins(0, 4, 0, 4)
        words.setSpacing(0)
        words.addWidget(Elided(row.title))
        words.addWidget(Elided(row.below, size=theme.SMALL, tone="muted"))
        line = QHBoxLayout()
        line.setContentsMargins(2, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(mark)
        line.addSpacing(6)
        line.addLayout(words, 1)
        for text, is_other in ((row.act, False), (row.other, True)):
            if text:
                line.addWidget(self._button(row, text, is_other=is_other))
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line, 1)
        column.addWidget(Rule())
        return made

    def _button(self, row: WaitingRow, text: str, *, is_other: bool) -> Button:
        button = Button(Kind.GHOST) if is_other else LinkButton()
        button.say(text)
        button.setAccessibleName(f"{text}: {row.title} {row.below}")
        button.clicked.connect(lambda: self.acted.emit(row.key, is_other))
        self._buttons[row.key, is_other] = button
        return button
