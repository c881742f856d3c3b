"""The ways to reach a customer as rows one writes on: kind, value, label, their order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.core.customers import Contact, ContactKind
from ledgerdesk.gui import theme
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.texts import Text

KINDS = tuple(ContactKind)
_KIND_WIDTH = 112
_LABEL_WIDTH = 132


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the rows say: the kinds in order, the columns, and what the buttons do."""

    kinds: Sequence[str]
    kind: str
    value: str
    label: str
    up: str
    remove: str
    add: str


class _Row(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.kind = Select(tall=theme.FIELD_HEIGHT)
        self.kind.setFixedWidth(_KIND_WIDTH)
        self.value = Edit()
        self.label = Edit()
        self.label.setFixedWidth(_LABEL_WIDTH)
        self.up = Button(Kind.GHOST, icon="chevron-up")
        self.remove = Button(Kind.GHOST, icon="close")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.kind)
        row.addWidget(self.value, 1)
        row.addWidget(self.label)
        row.addWidget(self.up)
        row.addWidget(self.remove)

    def contact(self) -> Contact:
        """Read the row as it was typed."""
        label = self.label.text().strip()
        kind = KINDS[max(self.kind.currentIndex(), 0)]
        return Contact(kind=kind, value=self.value.text().strip(), label=label or None)

    def write(self, contact: Contact) -> None:
        self.kind.choose(KINDS.index(contact.kind))
        self.value.setText(contact.value)
        self.label.setText(contact.label or "")


class ContactRows(QWidget):
    """As many rows as there are contacts; a row without a value is none."""

    edited = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words: Words | None = None
        self.rows: list[_Row] = []
        self.title = Text(size=theme.SMALL, tone="muted")
        self.problem = Text(size=theme.SMALL, tone="bad", wrap=True)
        self.help = Text(size=theme.SMALL, tone="muted", wrap=True)
        self.add_button = Button(Kind.PLAIN, icon="plus")
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        below = QHBoxLayout()
        below.addWidget(self.add_button)
        below.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.title)
        whole.addLayout(self._column)
        whole.addWidget(self.problem)
        whole.addWidget(self.help)
        whole.addLayout(below)
        self.problem.hide()
        self.help.hide()
        self.add_button.clicked.connect(self._add_by_hand)

    def say(self, title: str, words: Words) -> None:
        """Say every text again."""
        self._words = words
        self.title.setText(title)
        self.add_button.say(words.add)
        for row in self.rows:
            self._say_row(row, words)

    def _say_row(self, row: _Row, words: Words) -> None:
        row.kind.say(words.kinds)
        row.kind.setAccessibleName(words.kind)
        row.value.setAccessibleName(words.value)
        row.label.setAccessibleName(words.label)
        row.label.setPlaceholderText(words.label)
        for button, said in ((row.up, words.up), (row.remove, words.remove)):
            button.setAccessibleName(said)
            button.setToolTip(said)

    def contacts(self) -> tuple[Contact, ...]:
        """Read what stands in the rows, in their order."""
        found = (row.contact() for row in self.rows)
        return tuple(one for one in found if one.value or one.label)

    def write(self, contacts: Sequence[Contact]) -> None:
        """Show these contacts, or one empty row."""
        for row in self.rows:
            self._drop(row)
        self.rows = []
        self.show_problem("")
        for one in contacts or (Contact(kind=ContactKind.PHONE, value=""),):
            self._add().write(one)
        self._settle()

    def show_problem(self, sentence: str, kind: ContactKind | None = None) -> None:
        """Say what is wrong with the contacts, at the first row of a kind where there is one."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        bad = next((row for row in self.rows if row.contact().kind is kind), None)
        for row in self.rows:
            row.value.setProperty("bad", bool(sentence) and row is bad)
            theme.restyle(row.value)
        if bad is not None and sentence:
            bad.value.setFocus()

    def show_help(self, text: str) -> None:
        """Say below the rows what is asked of them, or what they are kept for."""
        self.help.setText(text)
        self.help.setVisible(bool(text))

    def _add_by_hand(self) -> None:
        row = self._add()
        self._settle()
        row.value.setFocus()

    def _add(self) -> _Row:
        row = _Row()
        self.rows.append(row)
        self._column.addWidget(row)
        if self._words is not None:
            self._say_row(row, self._words)
        row.kind.chosen.connect(self._touched)
        for edit in (row.value, row.label):
            edit.textEdited.connect(self._touched)
        row.kind.next_wanted.connect(row.value.setFocus)
        row.value.next_wanted.connect(row.label.setFocus)
        row.label.next_wanted.connect(partial(self._next, row))
        row.up.clicked.connect(self._on(row, self._raise))
        row.remove.clicked.connect(self._on(row, self._remove))
        return row

    def _on(self, row: _Row, act: Callable[[_Row], None]) -> Callable[[], None]:
        return lambda: act(row)

    def _touched(self) -> None:
        if not self.problem.isHidden():
            self.show_problem("")
        self.edited.emit()

    def _next(self, row: _Row) -> None:
        following = self.rows.index(row) + 1
        if following < len(self.rows):
            self.rows[following].value.setFocus()
        else:
            self.finished.emit()

    def _raise(self, row: _Row) -> None:
        place = self.rows.index(row)
        self.rows.insert(place - 1, self.rows.pop(place))
        self._column.insertWidget(place - 1, row)
        self._settle()
        row.value.setFocus()
        self._touched()

    def _remove(self, row: _Row) -> None:
        place = self.rows.index(row)
        self.rows.remove(row)
        self._drop(row)
        if not self.rows:
            self._add()
        self._settle()
        self.rows[min(place, len(self.rows) - 1)].value.setFocus()
        self._touched()

    def _drop(self, row: _Row) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _settle(self) -> None:
        for place, row in enumerate(self.rows):
            row.up.setEnabled(place > 0)
