"""The log: who did what and when, from what to what; verified, and handed out as a proof."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.customers import Customer
from ledgerdesk.core.dates import parse_date
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress
from ledgerdesk.gui import theme
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.pages.record_history import ARROW, person_words
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Job
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.job_bar import JobBar
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Elided, Rule
from ledgerdesk.i18n.findings import finding_sentence
from ledgerdesk.i18n.log_words import (
    NOUNS,
    action_words,
    change_field,
    change_value,
    noun_words,
)
from ledgerdesk.services.audit import (
    Finding,
    LogLine,
    LogQuery,
    ProofFolder,
    Verdict,
)
from ledgerdesk.services.audit import (
    LogPage as Read,
)

_SHOWN_FINDINGS = 6
_NOUNS = tuple(NOUNS)


class LogPage(Page):
    """Filters, the entries newest first, and below them what verifying found."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._query = LogQuery()
        self._before: int | None = None
        self._question = 0
        self._is_asking = False
        self._people: dict[str, str] = {}
        self._findings: tuple[Finding, ...] = ()
        self._checked: Verdict | None = None
        self._job: Job | None = None
        self.verify_button = Button(Kind.PRIMARY, key="Ctrl+Enter", icon="proof")
        self.export_button = Button(Kind.PLAIN)
        self.head = PageHead(self.export_button, self.verify_button)
        self.person, self.noun = Select(), Select()
        self.first, self.last, self.customer = Edit(), Edit(), Edit()
        self.fields = tuple(
            Field(one) for one in (self.person, self.noun, self.first, self.last, self.customer)
        )
        self.model: RowsModel[LogLine] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.table.remember(stage, "log")
        self.whole = Elided(tone="muted")
        self.job = JobBar()
        self.good, self.bad = Note("ok", icon="proof"), Note("bad")
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(12)
        for field, width in zip(self.fields, (160, 160, 120, 120, 0), strict=True):
            if width:
                field.setFixedWidth(width)
            filters.addWidget(field, 0 if width else 1, Qt.AlignmentFlag.AlignTop)
        for edit in (self.first, self.last, self.customer):
            edit.setProperty("filter", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 16)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addLayout(filters)
        column.addWidget(self.table, 1)
        column.addWidget(Rule("line2"))
        column.addWidget(self.whole)
        for part in (self.job, self.good, self.bad):
            column.addWidget(part)
            part.hide()

    def _wire(self) -> None:
        self.verify_button.clicked.connect(self.verify)
        self.lead_with(self.verify_button)
        self.export_button.clicked.connect(self._choose_folder)
        self.job.cancel_button.clicked.connect(self._cancel)
        self.job.cancel_button.bind(self, "Esc")
        for one in (self.person, self.noun):
            one.chosen.connect(self._filter)
        for edit in (self.first, self.last, self.customer):
            edit.left.connect(self._filter)
            edit.next_wanted.connect(self._filter)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.table.current_changed.connect(self._show_whole)

    def _columns(self) -> tuple[Column[LogLine], ...]:
        t = self.stage.speech

        def who(one: LogLine) -> Cell:
            beside = f" + {one.beside}" if one.beside else ""
            return Cell(text=person_words(self.stage, one.person) + beside)

        def named(one: LogLine) -> Cell:
            more = one.rows - len(one.named)
            said = "  ".join(row.label for row in one.named)
            return Cell(text=said or (f"+{more}" if more else ""), tone="muted")

        return (
            Column(
                title=lambda: t.text("Entry"),
                cell=lambda one: Cell(text=str(one.seq), tone="muted"),
                width=72,
                right=True,
                sorted=True,
                name="entry",
            ),
            Column(
                title=lambda: t.text("When"),
                cell=lambda one: Cell(text=f"{one.at:%Y-%m-%d %H:%M:%S}", tone="muted"),
                width=164,
                name="when",
            ),
            Column(title=lambda: t.text("Who"), cell=who, width=110, name="who"),
            Column(
                title=lambda: t.text("What"),
                cell=lambda one: Cell(text=action_words(t.translator, one.action)),
                width=210,
                name="what",
            ),
            Column(title=lambda: t.text("On what"), cell=named, width=190, name="rows"),
            Column(
                title=lambda: t.text("Old → new, and why"),
                cell=lambda one: Cell(text=self._changes(one)),
                name="changes",
            ),
        )

    def _changes(self, line: LogLine) -> str:
        translator = self.stage.speech.translator
        parts = []
        for one in line.changes:
            said = change_field(translator, one.kind, one.field)
            if one.old is not None or one.new is not None:
                old, new = (
                    change_value(translator, one.kind, one.field, value) or "—"
                    for value in (one.old, one.new)
                )
                said += f": {new}" if one.old is None else f": {old} {ARROW} {new}"
            parts.append(f"{said} ({one.why})" if one.why else said)
        return "  ".join(parts)

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Log"))
        self.head.fact.setText(t.text("every act, signed by whoever did it"))
        self.verify_button.say(t.text("Verify the whole log"))
        self.export_button.say(t.text("Export a &proof…"))
        person, noun, first, last, customer = self.fields
        person.say(t.text("Wh&o"))
        noun.say(t.text("What a&bout"))
        first.say(t.text("Fro&m"))
        last.say(t.text("&Until"))
        customer.say(t.text("&Customer"), hint=t.text("name or number; also what hangs on him"))
        self.noun.say((t.text("Everything"), *(noun_words(t.translator, name) for name in _NOUNS)))
        self._say_people()
        self.table.setAccessibleName(t.text("Log"))
        self.job.say(
            t.text("Verifying every entry, signature and row …"),
            t.text("Cancel"),
            t.text("Nothing is changed by it."),
        )
        self.model.say()
        self._say_found()

    def _say_people(self) -> None:
        self.person.say((self.stage.speech.text("Everybody"), *self._people.values()))

    def _say_found(self) -> None:
        t, checked = self.stage.speech, self._checked
        found = self._findings
        self.good.setVisible(not found and checked is not None)
        if checked is not None:
            self.good.say(
                t.plural(
                    "Whole: {number} entry, its signatures and every row agree.",
                    "Whole: {number} entries, their signatures and every row agree.",
                    checked.head.seq,
                )
            )
        self.bad.setVisible(bool(found))
        if found:
            sentences = [
                finding_sentence(t.translator, one.what, one.kind, one.record)
                for one in found[:_SHOWN_FINDINGS]
            ]
            more = len(found) - len(sentences)
            rest = t.plural("{number} more", "{number} more", more) if more else ""
            self.bad.say(
                "\n".join(sentences),
                " · ".join(
                    part
                    for part in (
                        rest,
                        t.text("Make no entry more; export the proof and compare a backup."),
                    )
                    if part
                ),
            )

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("↑↓ walk   Ctrl+C copy   Ctrl+Enter verify the whole log")

    # ── reading ──────────────────────────────────────────────────────────────────────────

    def arrive(self) -> None:
        """Begin in the list, with what was filtered last."""
        self.refresh()
        self.table.setFocus()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._query = LogQuery()
        self._people = {}
        self._findings = ()
        self._checked = None
        self.person.choose(0)
        self.noun.choose(0)
        for edit in (self.first, self.last, self.customer):
            edit.clear()
        for field in self.fields:
            field.show_problem("")
        self.job.hide()
        self.model.show(())
        self.whole.setText("")
        self._say_people()
        self._say_found()

    def show_customer(self, pub: str, name: str) -> None:
        """Show what hangs on a customer."""
        self.customer.setText(name)
        self._query = LogQuery(row=("customer", pub))
        self.person.choose(0)
        self.noun.choose(0)
        self.first.clear()
        self.last.clear()

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show what the verification beside the work found."""
        if findings or self._findings:
            self._findings = findings
            self._say_found()

    def refresh(self) -> None:
        """Ask for the newest entries that fit."""

        def show(people: dict[str, str]) -> None:
            self._people = people
            self._say_people()

        self.stage.tasks.query(self, lambda ledger: ledger.audit.people(), show, self.complain)
        self._before = None
        self._ask()

    def _ask(self) -> None:
        query = replace(self._query, before=self._before)
        self._question += 1
        number, first = self._question, self._before is None
        self._is_asking = True

        def work(ledger: Ledger) -> Read:
            return ledger.audit.page(query)

        def show(read: Read) -> None:
            if number != self._question:
                return
            self._is_asking = False
            self._before = read.before
            if first:
                self.model.show(read.lines)
                self.table.choose(0)
            else:
                self.model.append(read.lines)
            if not read.lines and read.before is not None:
                self._ask()  # a page reads a bounded part of the log, and rare entries lie deeper

        self.stage.tasks.query(self, work, show, self._refused)

    def _refused(self, error: KnownError) -> None:
        self._is_asking = False
        self.complain(error)

    def _scrolled(self, value: int) -> None:
        at_end = value >= self.table.verticalScrollBar().maximum()
        if at_end and self._before is not None and not self._is_asking and self.model.records:
            self._ask()

    def _show_whole(self, row: int) -> None:
        """Tell below what a column has no room for."""
        records = self.model.records
        if not 0 <= row < len(records):
            self.whole.setText("")
            return
        one = records[row]
        named = "  ".join(named.label for named in one.named)
        parts = (action_words(self.stage.speech.translator, one.action), named, self._changes(one))
        self.whole.setText(" · ".join(part for part in parts if part))

    # ── filtering ────────────────────────────────────────────────────────────────────────

    def _filter(self) -> None:
        first, last = self._day(self.first, 2), self._day(self.last, 3)
        pubs = tuple(self._people)
        at, noun = self.person.currentIndex(), self.noun.currentIndex()
        wanted = LogQuery(
            person=pubs[at - 1] if at > 0 else None,
            noun=_NOUNS[noun - 1] if noun > 0 else None,
            first=first,
            last=last,
        )
        typed = self.customer.text().strip()
        if not typed:
            self.fields[4].show_problem("")
            self._look_for(wanted)
            return

        def found(people: list[Customer]) -> None:
            if not people:
                self.fields[4].show_problem(self.stage.speech.text("Nobody fits."))
                return
            self.fields[4].show_problem("")
            self.customer.setText(people[0].name)
            self._look_for(replace(wanted, row=("customer", people[0].pub)))

        kept = self._query.row
        if kept is not None and not self.customer.isModified():
            self._look_for(replace(wanted, row=kept))
            return
        self.customer.setModified(False)
        self.stage.tasks.query(
            self, lambda ledger: ledger.customers.find(typed, limit=1), found, self.complain
        )

    def _day(self, edit: Edit, field: int) -> date | None:
        text = edit.text().strip()
        self.fields[field].show_problem("")
        if not text:
            return None
        try:
            return parse_date(text, today=self.stage.today())
        except KnownError as error:
            self.fields[field].show_problem(self.stage.speech.sentence(error))
            return None

    def _look_for(self, query: LogQuery) -> None:
        if query != self._query:
            self._query = query
            self._before = None
            self._ask()

    # ── verifying and the proof ──────────────────────────────────────────────────────────

    def verify(self) -> None:
        """Verify everything, with a bar and a way to stop."""
        if self._job is not None:
            return
        self.good.hide()
        self.bad.hide()
        self.job.show_percent(0)
        self.job.show()
        self.verify_button.setEnabled(False)

        def work(ledger: Ledger, report: Progress) -> Done[Verdict]:
            return Done(value=ledger.audit.verify(report), changes=Changes.NOTHING)

        def done(verdict: Verdict) -> None:
            self._end()
            self._checked, self._findings = verdict, verdict.findings
            self._say_found()

        def failed(error: KnownError) -> None:
            self._end()
            self._say_found()
            if error.code is not Code.CANCELLED:
                self.complain(error)

        self._job = self.stage.tasks.mutate_long(self, work, done, failed, self.job.show_percent)

    def _end(self) -> None:
        self._job = None
        self.job.hide()
        self.verify_button.setEnabled(True)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _choose_folder(self) -> None:
        t = self.stage.speech
        chosen = QFileDialog.getExistingDirectory(self, t.text("Folder for the proof"))
        if chosen:
            name = f"ledgerdesk-log-{self.stage.clock.now().astimezone():%Y%m%d-%H%M%S}"
            self.export(Path(chosen) / name)

    def export(self, folder: Path) -> None:
        """Write the proof into a new folder."""

        def done(proof: ProofFolder) -> None:
            self.done.emit(
                self.stage.speech.text("The proof lies in {folder}", folder=str(proof.folder))
            )

        self.stage.tasks.mutate(
            self, lambda ledger: ledger.audit.export(folder), done, self.complain
        )
