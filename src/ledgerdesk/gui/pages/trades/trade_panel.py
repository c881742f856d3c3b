"""What will happen: the amount at 36, its capitals in ink, the facts, the question, the button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from ledgerdesk.core.capitals import with_prefix
from ledgerdesk.core.money import MAX_FEN
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.side_panel import SidePanel
from ledgerdesk.gui.widgets.texts import Elided, Figure, Text


class TradePanel(SidePanel):
    """The right side of the trade page, or its foot where the window is narrow."""

    issue_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._due = Text(size=theme.SMALL, tone="muted")
        self._rest = (0, 0)
        self.amount = Figure(size=theme.HUGE, bold=True)
        self.capitals = Text(tone="accent", wrap=True)
        self._labels = [Text(size=theme.SMALL, tone="muted") for _ in range(4)]
        self._values = [Elided() for _ in range(4)]
        self._checks_head = Text(size=theme.SMALL, tone="muted")
        self._first_words = Text(tone="muted", wrap=True)
        self.checks = [Note("ok", icon="check"), Note("ok", icon="check")]
        self._stand: tuple[bool, ...] = (False, False)
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
        sums, checks, acts = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for column in (sums, checks, acts):
            column.setSpacing(0)
        for part in (self._due, self.amount, self.capitals):
            sums.addWidget(part)
        facts = QGridLayout()
        facts.setVerticalSpacing(4)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            value.setAlignment(right)
            facts.addWidget(label, row, 0)
            facts.addWidget(value, row, 1)
        facts.setColumnStretch(1, 1)
        checks.addWidget(self._checks_head)
        checks.addSpacing(4)
        for note in (self._first_words, *self.checks):
            checks.addWidget(note)
        acts.addStretch(1)
        acts.addWidget(self.question)
        row_below = QHBoxLayout()
        row_below.addWidget(self.problems, 1)
        row_below.addWidget(self._problem_key, 0, Qt.AlignmentFlag.AlignBottom)
        acts.addLayout(row_below)
        acts.addSpacing(8)
        acts.addWidget(self.issue_button)
        acts.addSpacing(8)
        acts.addWidget(self.save_button)
        self.put_up(sums, facts, checks, acts)

    def say(self, *, asks: bool) -> None:
        """Say every text again; `asks` turns the button into the answer to a question."""
        t = self._speech
        self._say_due()
        names = (t.text("Receipt no."), t.text("Payer"), t.text("Paper"), t.text("Clerk"))
        for label, name in zip(self._labels, names, strict=True):
            label.setText(name)
        self._first_words.setText(t.text("What you write is checked here"))
        self._checks_head.setText(t.text("Checked before issue"))
        issue = t.text("Issue all the same") if asks else t.text("Save and issue receipt")
        self.issue_button.say(issue)
        self.save_button.say(t.text("&Save only"))

    def show_amount(self, fen: int, *, owed_fen: int = 0, kept_fen: int = 0) -> None:
        """Show what comes in now in 分 and its capitals; 0 is quiet.

        `owed_fen` is what is owed after it, `kept_fen` what of it is kept as a deposit.
        """
        self._rest = (owed_fen, kept_fen)
        self._say_due()
        self.amount.setText(figures.yuan(fen))
        self.amount.set_tone("text" if fen else "muted")
        fits = 0 < fen <= MAX_FEN
        self.capitals.setText(with_prefix(fen) if fits else "零元整")
        self.capitals.set_tone("accent" if fits else "muted")

    def _say_due(self) -> None:
        t, (owed, kept) = self._speech, self._rest
        if owed:
            self._due.setText(t.text("Paid now; {sum} is owed", sum=figures.yuan(owed)))
        elif kept:
            self._due.setText(t.text("Paid now; {sum} of it is kept", sum=figures.yuan(kept)))
        else:
            self._due.setText(t.text("Amount due"))

    def show_facts(self, *values: str) -> None:
        """Show number, payer, paper and clerk."""
        for label, value in zip(self._values, values, strict=True):
            label.setText(value or "—")

    def show_checks(self, *checks: tuple[str, bool]) -> None:
        """Show what is checked already, each with whether it stands."""
        self._stand = tuple(stands for _, stands in checks)
        for note, (text, _stands) in zip(self.checks, checks, strict=True):
            note.say(text)
        self._show_checks()

    def _show_checks(self) -> None:
        for note, stands in zip(self.checks, self._stand, strict=True):
            note.setVisible(stands and not self.is_lying)
        self._first_words.setVisible(not any(self._stand) and not self.is_lying)
        self._checks_head.setVisible(not self.is_lying)

    def fold(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Lie at the page's foot without what was checked: there is no room to calm anybody."""
        super().fold(on)
        self._show_checks()

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
