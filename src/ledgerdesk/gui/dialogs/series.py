"""Begin a series of numbers, or change one; the next three numbers are shown while one types."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import MAX_SEQUENCE, Reset, read_number
from ledgerdesk.core.series import (
    SeriesDraft,
    SeriesLine,
    preview,
    refuse_pattern,
    refuse_twin,
)
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.i18n.paper_words import PAPERS

RESETS = tuple(Reset)
_PAPERS = tuple(PAPERS)


class SeriesDialog(Asking):
    """Code, name, pattern, when it starts again, first number; of an old one its name and state.

    What numbers carry already stays as it is.
    """

    kept = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        stage: Stage,
        others: Sequence[SeriesLine],
        old: SeriesLine | None = None,
    ) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=560)
        self._stage, self._old = stage, old
        self._patterns = [one.pattern for one in others if old is None or one.code != old.code]
        self.code, self.title_edit, self.pattern, self.first = Edit(), Edit(), Edit(), Edit()
        self.reset, self.state = Segments(len(RESETS)), Segments(2)
        self.fields = {
            "code": Field(self.code),
            "title": Field(self.title_edit),
            "pattern": Field(self.pattern),
            "reset": Field(self.reset),
            "first_number": Field(self.first),
            "active": Field(self.state),
        }
        self.paper = Select(tall=theme.FIELD_HEIGHT)
        self._paper = Field(self.paper)
        self._next_label = Text(size=theme.SMALL, tone="muted")
        self.next = Text(size=theme.LARGE, bold=True)
        self._lay_out()
        self._say()
        self._fill()
        self._wire()
        self.look()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(16)
        self.fields["code"].setFixedWidth(140)
        top.addWidget(self.fields["code"])
        top.addWidget(self.fields["title"], 1)
        self.body.addLayout(top)
        self.body.addWidget(self.fields["pattern"])
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.fields["reset"], 1)
        self.fields["first_number"].setFixedWidth(140)
        row.addWidget(self.fields["first_number"])
        self.body.addLayout(row)
        self.body.addWidget(self.fields["active"])
        self.body.addWidget(self._paper)
        self.body.addWidget(self._next_label)
        self.body.addWidget(self.next)
        self.body.addSpacing(4)

    def _say(self) -> None:
        t, is_new = self._stage.speech, self._old is None
        self.fields["code"].say(t.text("C&ode"), hint=t.text("such as YJ") if is_new else "")
        self.fields["title"].say(t.text("Na&me of the series"), hint=t.text("such as 押金 or 培训"))
        shape = "{yyyy} {mm} {0000}"
        self.fields["pattern"].say(
            t.text("&Pattern"),
            hint=t.text("year, month, number: {shape}", shape=shape)
            if is_new
            else t.text("stays: numbers carry it"),
        )
        self.fields["reset"].say(t.text("&Starts again"))
        self.reset.say(
            t.text("Starts again"), (t.text("each year"), t.text("each month"), t.text("runs on"))
        )
        self.fields["first_number"].say(t.text("First n&umber"))
        self.fields["active"].say(t.text("Stat&e"))
        self.state.say(t.text("State"), (t.text("In use"), t.text("Retired")))
        self._paper.say(t.text("Paper on this PC"))
        usual = t.text("as in the settings")
        self.paper.say([usual, *(t.text(PAPERS[one]) for one in _PAPERS)])
        self._next_label.setText(t.text("The next three numbers"))
        self.say_frame(
            t.text("New series") if is_new else t.text("Change a series"),
            t.text("Each series counts for itself. Its pattern stays as it is once it is begun.")
            if is_new
            else t.text("A retired series gives no new numbers; those it gave stay."),
            t.text("Begin it") if is_new else t.text("Keep it"),
            t.text("Cancel"),
        )

    def _fill(self) -> None:
        old = self._old
        self.fields["active"].setVisible(old is not None)
        self.fields["first_number"].setVisible(old is None)
        if old is None:
            self.reset.choose(RESETS.index(Reset.YEARLY))
            self.first.setText("1")
            self.code.setFocus()
            return
        own = self._stage.preferences.series_papers.get(old.code)
        self.paper.choose(next((n for n, one in enumerate(_PAPERS, start=1) if one == own), 0))
        self.code.setText(old.code)
        self.title_edit.setText(old.title)
        self.pattern.setText(old.pattern)
        for edit in (self.code, self.pattern):
            edit.setReadOnly(True)
        self.reset.choose(RESETS.index(old.reset))
        self.reset.setEnabled(False)
        self.state.choose(0 if old.is_active else 1)
        self.title_edit.setFocus()

    def _wire(self) -> None:
        order = (self.code, self.title_edit, self.pattern)
        for edit, following in zip(order, (*order[1:], self.reset), strict=True):
            edit.next_wanted.connect(following.setFocus)
        if self._old is not None:
            self.title_edit.next_wanted.connect(self.state.setFocus)
        self.reset.accepted.connect(self.first.setFocus)
        self.first.next_wanted.connect(self.go)
        self.state.accepted.connect(self.go)
        for edit in (self.pattern, self.first):
            edit.textChanged.connect(self.look)
        self.reset.chosen.connect(self.look)
        self.fields["pattern"].mended.connect(self.look)
        self.act.clicked.connect(self.go)

    # ── while one types ──────────────────────────────────────────────────────────────────

    @property
    def chosen_reset(self) -> Reset:
        """Give when its numbers start again."""
        return RESETS[self.reset.position or 0]

    def look(self) -> None:
        """Show the next numbers of what stands there, or what the pattern lacks."""
        pattern = self.pattern.text().strip()
        problem = ""
        if pattern and self._old is None:
            try:
                refuse_pattern(pattern, self.chosen_reset)
                refuse_twin(pattern, self._patterns)
            except KnownError as error:
                problem = self._stage.speech.sentence(error)
        if problem != self.fields["pattern"].problem:
            self.fields["pattern"].show_problem(problem)
        first = self._sequence()
        shown: tuple[str, ...] = ()
        if pattern and not problem and first is not None:
            shown = preview(pattern, self._stage.today(), first)
        self.next.setText("   ".join(shown) or "—")

    def _sequence(self) -> int | None:
        """Give the sequence that comes next: what is typed, or that of the series as it stands."""
        if self._old is not None:
            found = read_number(self._old.pattern, self._old.next_number)
            return None if found is None else found[1]
        text = self.first.text().strip()
        known = text.isascii() and text.isdigit() and 1 <= int(text) <= MAX_SEQUENCE
        return int(text) if known else None

    # ── keeping it ───────────────────────────────────────────────────────────────────────

    def go(self) -> None:
        """Begin it or change it, or say at its field what is wrong."""
        old, title, first = self._old, self.title_edit.text(), self._sequence()
        if old is None and first is None:
            self._failed(KnownError(Code.BAD_VALUE, field="first_number", reason="not_positive"))
            return
        draft = SeriesDraft(
            code=self.code.text().strip(),
            title=title,
            pattern=self.pattern.text().strip(),
            reset=self.chosen_reset,
            first_number=first or 1,
        )
        active = self.state.position == 0
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[SeriesLine]:
            if old is None:
                return ledger.series.add(draft)
            return ledger.series.change(old.code, title=title, active=active)

        def done(line: SeriesLine) -> None:
            self._remember_paper(line.code)
            self.accept()
            self.kept.emit(line)

        self._stage.tasks.mutate(self, work, done, self._failed)

    def _remember_paper(self, code: str) -> None:
        papers, place = self._stage.preferences.series_papers, self.paper.currentIndex()
        if place > 0:
            papers[code] = _PAPERS[place - 1].value
        else:
            papers.pop(code, None)
        self._stage.preferences.save()

    def _failed(self, error: KnownError) -> None:
        self.refuse_at(self.fields.get(error.field or ""), self._stage.speech.sentence(error))
