"""What will happen: the amount at 36, its capitals in ink, the facts, the question, the button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from ledgerdesk.core.capitals import with_prefix
from ledgerdesk.core.money import MAX_FEN
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.texts import Elided, Ground, Rule, Text


class TradePanel(Ground):
    """The right side of the trade page."""

    issue_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__("raised")
        self._speech = speech
        self.setFixedWidth(theme.SIDE_PANEL)
        self._due = Text(size=theme.SMALL, tone="muted")
        self.amount = Text(size=theme.HUGE, bold=True)
        self.capitals = Text(tone="accent", wrap=True)
        self._labels = [Text(size=theme.SMALL, tone="muted") for _ in range(4)]
        self._values = [Elided() for _ in range(4)]
        self._checks_head = Text(size=theme.SMALL, tone="muted")
        self._first_words = Text(tone="muted", wrap=True)
        self.checks = [Note("ok", icon="check"), Note("ok", icon="check")]
        self.question = Note("warn", size=theme.BODY)
        self.problems = Note("bad", size=theme.BODY)
        self._problem_key = Text("F8", size=theme.SMALL, tone="muted")
        self.issue_button = Button(Kind.PRIMARY, key="Ctrl+Enter", big=True)
        self.save_button = Button(Kind.PLAIN, key="Ctrl+S")
        self.save_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.issue_button.clicked.connect(self.issue_wanted)
        self.save_button.clicked.connect(self.save_wanted)
        self.show_amount(0)
        self.show_problems("")
        self.ask("")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(0)
        column.addWidget(self._due)
        column.addWidget(self.amount)
        column.addWidget(self.capitals)
        column.addSpacing(16)
        column.addWidget(Rule("line2"))
        column.addSpacing(12)
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            value.setAlignment(right)
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addSpacing(12)
        column.addWidget(Rule("line2"))
        column.addSpacing(12)
        column.addWidget(self._checks_head)
        column.addSpacing(4)
        column.addWidget(self._first_words)
        for check in self.checks:
            column.addWidget(check)
        column.addWidget(self.question)
        column.addStretch(1)
        row_below = QHBoxLayout()
        row_below.addWidget(self.problems, 1)
        row_below.addWidget(self._problem_key, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row_below)
        column.addSpacing(8)
        column.addWidget(self.issue_button)
        column.addSpacing(8)
        column.addWidget(self.save_button)

    def say(self, *, asks: bool) -> None:
        """Say every text again; `asks` turns the button into the answer to a question."""
        t = self._speech
        self._due.setText(t.text("Amount due"))
        names = (t.text("Receipt no."), t.text("Payer"), t.text("Paper"), t.text("Clerk"))
        for label, name in zip(self._labels, names, strict=True):
            label.setText(name)
        self._first_words.setText(t.text("Choose the customer, then write the item"))
        self._checks_head.setText(t.text("Checked before issue"))
        issue = t.text("Issue all the same") if asks else t.text("Save and issue receipt")
        self.issue_button.say(issue)
        self.save_button.say(t.text("&Save only"))

    def show_amount(self, fen: int) -> None:
        """Show the sum in 分 and its capitals; 0 is quiet."""
        self.amount.setText(figures.yuan(fen))
        self.amount.set_tone("text" if fen else "muted")
        fits = 0 < fen <= MAX_FEN
        self.capitals.setText(with_prefix(fen) if fits else "零元整")
        self.capitals.set_tone("accent" if fits else "muted")

    def show_facts(self, *values: str) -> None:
        """Show number, payer, paper and clerk."""
        for label, value in zip(self._values, values, strict=True):
            label.setText(value or "—")

    def show_checks(self, *checks: tuple[str, bool]) -> None:
        """Show what is checked already, each with whether it stands."""
        for note, (text, stands) in zip(self.checks, checks, strict=True):
            note.say(text)
            note.setVisible(stands)
        self._first_words.setVisible(not any(stands for _, stands in checks))

    def show_problems(self, text: str) -> None:
        """Tell how many fields wait to be mended; an empty text tells none."""
        self.problems.say(text)
        self.problems.setVisible(bool(text))
        self._problem_key.setVisible(bool(text))

    def ask(self, text: str) -> None:
        """Ask before issuing; an empty text asks nothing."""
        self.question.say(text)
        self.question.setVisible(bool(text))
        self.say(asks=bool(text))
