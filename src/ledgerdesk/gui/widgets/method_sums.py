"""Per method what was taken, expected, counted, and the difference; counted is typed or shown."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ledgerdesk.core.days import MethodLine
from ledgerdesk.core.transactions import Method
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.money_edit import MoneyEdit
from ledgerdesk.gui.widgets.texts import Rule, Text

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEAST, _TYPED = 92, 124
_COUNTED, _DIFFERENCE = 4, 5


class MethodSums(QWidget):
    """A small table of a day sheet; what is not cash may be typed over unless it is closed."""

    changed = Signal()
    finished = Signal()

    def __init__(self, speech: Speech, lines: Sequence[MethodLine], *, typed: bool) -> None:
        super().__init__()
        self._speech = speech
        self.edits: dict[Method, MoneyEdit] = {}
        self._expected: dict[Method, str] = {}
        self._counted: dict[Method, Text] = {}
        self._differences: dict[Method, Text] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._head()
        for row, line in enumerate(lines, start=2):
            self._line(row, line, typed=typed and line.method is not Method.CASH)
        edits = list(self.edits.values())
        for edit, following in pairwise(edits):
            edit.next_wanted.connect(following.setFocus)
        if edits:
            edits[-1].next_wanted.connect(self.finished)
        self.show_lines(lines)

    def _head(self) -> None:
        t = self._speech
        titles = (
            t.text("Method"), t.text("Payments"), t.text("Taken"), t.text("Expected"),
            t.text("Counted"), t.text("Difference"),
        )  # fmt: skip
        for column, words in enumerate(titles):
            title = Text(words, size=theme.SMALL, tone="muted")
            if column:
                self._grid.addWidget(title, 0, column, _RIGHT)
            else:
                self._grid.addWidget(title, 0, column)
        self._grid.addWidget(Rule(), 1, 0, 1, len(titles))

    def _line(self, row: int, line: MethodLine, *, typed: bool) -> None:
        name = figures.method(self._speech, line.method)
        self._grid.addWidget(Text(name), row, 0)
        shown = (str(line.count), figures.amount(line.sum_fen), figures.amount(line.expected_fen))
        for column, words in enumerate(shown, start=1):
            cell = Text(words)
            if column > 1:
                cell.setMinimumWidth(_LEAST)
                cell.setAlignment(_RIGHT)
            self._grid.addWidget(cell, row, column, _RIGHT)
        if typed:
            edit = MoneyEdit()
            edit.setFixedWidth(_TYPED)
            edit.setText(figures.amount(line.expected_fen))
            self._expected[line.method] = edit.text()
            edit.setAccessibleName(f"{name}, {self._speech.text('Counted')}")
            edit.textChanged.connect(self.changed)
            self.edits[line.method] = edit
            self._grid.addWidget(edit, row, _COUNTED, _RIGHT)
        else:
            self._counted[line.method] = Text()
            self._counted[line.method].setMinimumWidth(_LEAST)
            self._counted[line.method].setAlignment(_RIGHT)
            self._grid.addWidget(self._counted[line.method], row, _COUNTED, _RIGHT)
        self._differences[line.method] = Text()
        self._differences[line.method].setMinimumWidth(_LEAST)
        self._differences[line.method].setAlignment(_RIGHT)
        self._grid.addWidget(self._differences[line.method], row, _DIFFERENCE, _RIGHT)

    def sums(self) -> dict[Method, int] | None:
        """Give what was typed over the expected; None where one of them is no amount."""
        typed = {
            method: edit.fen()
            for method, edit in self.edits.items()
            if edit.text() != self._expected[method]
        }
        found = {method: fen for method, fen in typed.items() if fen is not None}
        return found if len(found) == len(typed) else None

    def texts(self) -> dict[str, str]:
        """Give what was typed over the expected."""
        return {
            method.value: edit.text()
            for method, edit in self.edits.items()
            if edit.text() != self._expected[method]
        }

    def write(self, texts: Mapping[str, str]) -> None:
        """Put back what was typed."""
        for method, edit in self.edits.items():
            edit.setText(texts.get(method.value, edit.text()))

    def show_lines(self, lines: Sequence[MethodLine]) -> None:
        """Show what is counted by now, and how it differs."""
        for line in lines:
            if line.method in self._counted:
                counted = (
                    self._speech.text("not counted")
                    if line.counted_fen is None
                    else figures.amount(line.counted_fen)
                )
                self._counted[line.method].setText(counted)
            differs = line.difference_fen
            shown = self._differences[line.method]
            shown.set_tone("bad" if differs else "muted")
            shown.setText(("+" if differs > 0 else "") + figures.amount(differs))
