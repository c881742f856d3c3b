"""What an import will do, or did: sums and counts, what stays out, and the one button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from ledgerdesk.core.importing import Doubtful
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Field
from ledgerdesk.gui.widgets.job_bar import JobBar
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.side_panel import SidePanel
from ledgerdesk.gui.widgets.texts import Figure, Text
from ledgerdesk.services.imports import Outcome

_FACTS = 5
_HEADINGS = 6


class ImportPanel(SidePanel):
    """The right side of the import page, or its foot where the window is narrow."""

    import_wanted = Signal()
    doubt_settled = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._outcome: Outcome | None = None
        self._is_done = False
        self._doing = ""
        self._label = Text(size=theme.SMALL, tone="muted")
        self.count = Figure(size=theme.HUGE, bold=True)
        self.sum = Text(tone="accent")
        self._labels = [Text(size=theme.SMALL, tone="muted") for _ in range(_FACTS)]
        self.values = [Text() for _ in range(_FACTS)]
        self.problem = Note("bad", size=theme.BODY)
        self.refused = Note("warn")
        self.alone = Note("info", size=theme.BODY)
        self.twice = Note("ok", icon="check")
        self.doubtful = Select(tall=theme.FIELD_HEIGHT)
        self.doubtful_field = Field(self.doubtful)
        self.ignored = Text(size=theme.SMALL, tone="muted", wrap=True)
        self.job = JobBar()
        self.import_button = Button(Kind.PRIMARY, key="Ctrl+Enter", big=True)
        self._lay_out()
        self.import_button.clicked.connect(self.import_wanted)
        self.doubtful.chosen.connect(self.doubt_settled)
        self.doubtful.next_wanted.connect(self.import_button.setFocus)
        self.job.hide()
        self.show_nothing()

    def _lay_out(self) -> None:
        sums, notes, acts = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for column in (sums, notes, acts):
            column.setSpacing(0)
        for part in (self._label, self.count, self.sum):
            sums.addWidget(part)
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, (label, value) in enumerate(zip(self._labels, self.values, strict=True)):
            value.setAlignment(right)
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 1)
        grid.setColumnStretch(1, 1)
        for note in (self.problem, self.alone, self.twice, self.refused):
            notes.addWidget(note)
        notes.addWidget(self.doubtful_field)
        notes.addSpacing(8)
        notes.addWidget(self.ignored)
        acts.addStretch(1)
        acts.addWidget(self.job)
        acts.addSpacing(12)
        acts.addWidget(self.import_button)
        self.put_up(sums, grid, notes, acts)

    def fold(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Lie at the page's foot with a smaller figure: its sentences need the room."""
        super().fold(on)
        self.count.set_size(theme.TITLE if on else theme.HUGE)

    def say(self) -> None:
        """Say every text again."""
        t = self._speech
        names = (
            t.text("Rows of data"),
            t.text("New customers"),
            t.text("Already in the book"),
            t.text("Refused rows"),
            t.text("Worth a look"),
        )
        for label, name in zip(self._labels, names, strict=True):
            label.setText(name)
        self.doubtful_field.say(t.text("&Names the book has already"))
        self.doubtful.say(
            (
                t.text("are new customers"),
                t.text("are the book's customers"),
                t.text("are left out"),
            )
        )
        self.job.say(self._doing, t.text("Cancel"), t.text("Cancelling leaves the book as it was."))
        self._label.setText(t.text("Taken in") if self._is_done else t.text("Will be imported"))
        if self._outcome is None:
            self.import_button.say(t.text("Import"))
        else:
            self._say_outcome(self._outcome)

    @property
    def settled(self) -> Doubtful:
        """Tell what becomes of whom the book may have."""
        return tuple(Doubtful)[max(self.doubtful.currentIndex(), 0)]

    def show_nothing(self) -> None:
        """Show no figures while nothing is known."""
        self._outcome, self._is_done = None, False
        for text in (self.count, *self.values):
            text.setText("—")
        self.count.set_tone("muted")
        self.sum.setText("")
        for note in (self.problem, self.alone, self.refused, self.twice, self.ignored):
            note.hide()
        self.doubtful_field.hide()
        self.import_button.setEnabled(False)
        self.say()

    def show_problem(self, sentence: str) -> None:
        """Say why nothing can be imported as it stands."""
        self.show_nothing()
        self.problem.say(sentence)
        self.problem.show()

    def show_outcome(self, outcome: Outcome, *, done: bool) -> None:
        """Show what an import would do, or did."""
        self._outcome, self._is_done = outcome, done
        self.problem.hide()
        self.alone.hide()
        self.import_button.setEnabled(True)
        self.say()

    def _say_outcome(self, outcome: Outcome) -> None:
        t, new = self._speech, self._say_count(outcome)
        refused = outcome.rows - outcome.ok
        warned = len({note.row for note in outcome.warnings})
        figures_of = (outcome.rows, outcome.customers_new, outcome.known, refused, warned)
        for value, figure in zip(self.values, figures_of, strict=True):
            value.setText(f"{figure:,}")
        self._say_notes(outcome, refused)
        if self._is_done:
            self.import_button.say(t.text("To the customers"))
        elif new and outcome.header.tells_trades:
            self.import_button.say(
                t.plural("Import {count} trade", "Import {count} trades", new, count=f"{new:,}")
            )
        elif new:
            self.import_button.say(
                t.plural(
                    "Import {count} customer", "Import {count} customers", new, count=f"{new:,}"
                )
            )
        else:
            self.import_button.say(t.text("Nothing to import"))
            self.import_button.setEnabled(False)

    def _say_count(self, outcome: Outcome) -> int:
        """Say how much comes in, and give it: trades, or customers where no trade is told."""
        t = self._speech
        if outcome.header.tells_trades:
            new = outcome.transactions_new
            self.count.setText(t.plural("{count} trade", "{count} trades", new, count=f"{new:,}"))
            self.sum.setText(t.text("{amount} in all", amount=figures.yuan(outcome.new_fen)))
        else:
            old = outcome.customers_added_to
            new = outcome.customers_new + old
            self.count.setText(
                t.plural("{count} customer", "{count} customers", new, count=f"{new:,}")
            )
            self.sum.setText(
                t.text(
                    "{new} new, {old} with something new",
                    new=f"{outcome.customers_new:,}",
                    old=f"{old:,}",
                )
            )
        self.count.set_tone("text" if new else "muted")
        return new

    def _say_notes(self, outcome: Outcome, refused: int) -> None:
        t = self._speech
        self.refused.setVisible(bool(refused))
        self.refused.say(
            t.plural(
                "{number} row stays out. What is wrong with it stands under Refused.",
                "{number} rows stay out. What is wrong with them stands under Refused.",
                refused,
            )
        )
        self.twice.setVisible(bool(outcome.known))
        self.twice.say(
            t.plural(
                "{number} row is in the book already: it is not taken twice.",
                "{number} rows are in the book already: they are not taken twice.",
                outcome.known,
            )
        )
        self.doubtful_field.setVisible(bool(outcome.doubtful) and not self._is_done)
        self.doubtful_field.show_help(
            t.plural(
                "{number} name and no proof: {names}",
                "{number} names and no proof: {names}",
                len(outcome.doubtful),
                names="、".join(outcome.doubtful[:_HEADINGS]),
            )
        )
        self.alone.setVisible(not outcome.header.tells_trades)
        self.alone.say(
            t.text("No date and no amount are read: customers come in, and no trades."),
            t.text("If the table tells trades, choose both columns at the left."),
        )
        ignored = outcome.header.ignored
        names = ", ".join(ignored[:_HEADINGS])
        self.ignored.setText(t.text("Columns nothing is read from: {names}", names=names))
        self.ignored.setVisible(bool(ignored))

    def offer_again(self) -> None:
        """Let the button compare again, after a cancel."""
        self.import_button.say(self._speech.text("Compare again"))
        self.import_button.setEnabled(True)

    def run(self, doing: str) -> None:
        """Show that work is under way; empty words show that none is.

        The focus stays where the hand is: on the button, or on what cancels it.
        """
        t, cancel = self._speech, self.job.cancel_button
        here = self.import_button.hasFocus() or cancel.hasFocus()
        self.job.setVisible(bool(doing))
        self.job.show_percent(0)
        self.job.say(doing, t.text("Cancel"), t.text("Cancelling leaves the book as it was."))
        self._doing = doing
        self.import_button.setVisible(not doing)
        if here:
            (cancel if doing else self.import_button).setFocus()
