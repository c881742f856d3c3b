"""Count cash by its pieces: a column of notes and coins, Enter to the next, the sum live."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ledgerdesk.core.days import MAX_PIECES, PIECES
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.widgets.fields import Edit
from ledgerdesk.gui.widgets.texts import Rule, Text
from ledgerdesk.i18n.day_words import piece_words

_EDIT, _SUM = 84, 112
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PieceGrid(QWidget):
    """Eight lines of pieces and their sum; an empty line is none."""

    changed = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.edits = {value: Edit() for value in PIECES}
        self._sums = {value: Text(tone="muted") for value in PIECES}
        self._words = Text(bold=True)
        self._total = Text(bold=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for row, (value, edit) in enumerate(self.edits.items()):
            edit.setFixedWidth(_EDIT)
            edit.setAlignment(_RIGHT)
            edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
            edit.textChanged.connect(self._tell)
            self._sums[value].setMinimumWidth(_SUM)
            self._sums[value].setAlignment(_RIGHT)
            grid.addWidget(Text(f"{piece_words(value)} ×", tone="muted"), row, 0, _RIGHT)
            grid.addWidget(edit, row, 1)
            grid.addWidget(self._sums[value], row, 2, _RIGHT)
        grid.addWidget(Rule(), len(PIECES), 0, 1, 3)
        grid.addWidget(self._words, len(PIECES) + 1, 0, 1, 2)
        grid.addWidget(self._total, len(PIECES) + 1, 2, _RIGHT)
        grid.setRowStretch(len(PIECES) + 2, 1)
        for edit, following in pairwise(self.edits.values()):
            edit.next_wanted.connect(following.setFocus)
        list(self.edits.values())[-1].next_wanted.connect(self.finished)
        self._tell()

    def say(self, total: str, piece: Callable[[str], str]) -> None:
        """Set the words: of the sum, and of a line by its value, for those who listen."""
        self._words.setText(total)
        for value, edit in self.edits.items():
            edit.setAccessibleName(piece(piece_words(value)))

    def pieces(self) -> dict[int, int] | None:
        """Give how many of each were counted; None where a line is no number."""
        found = {value: _number(edit.text()) for value, edit in self.edits.items()}
        if any(pieces is None for pieces in found.values()):
            return None
        return {value: pieces for value, pieces in found.items() if pieces}

    def texts(self) -> dict[str, str]:
        """Give what was typed."""
        return {str(value): edit.text() for value, edit in self.edits.items() if edit.text()}

    def write(self, texts: Mapping[str, str]) -> None:
        """Put back what was typed."""
        for value, edit in self.edits.items():
            edit.setText(texts.get(str(value), ""))

    def first_bad(self) -> Edit | None:
        """Give the first line that is no number."""
        return next((edit for edit in self.edits.values() if _number(edit.text()) is None), None)

    def _tell(self) -> None:
        total = 0
        for value, edit in self.edits.items():
            pieces = _number(edit.text())
            edit.setProperty("bad", pieces is None)
            theme.restyle(edit)
            self._sums[value].setText(figures.amount(value * pieces) if pieces else "")
            total += value * (pieces or 0)
        self._total.setText(figures.yuan(total))
        self.changed.emit()


def _number(text: str) -> int | None:
    plain = text.strip()
    if not plain:
        return 0
    if not plain.isdecimal() or len(plain) > len(str(MAX_PIECES)):
        return None
    return int(plain)
