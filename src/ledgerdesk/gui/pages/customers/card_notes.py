"""Notes on a customer: one line writes another, what was written stays below, newest first."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.drafts import Form
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.notes import NoteKind
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.form_drafts import FormDrafts, Texts
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.texts import Ground, Rule, Text
from ledgerdesk.i18n.marks import N_
from ledgerdesk.services.steps.customers.dealings import SHOWN_AT_MOST, Dealings, Note

KINDS = tuple(NoteKind)
_WORDS = {
    NoteKind.REMARK: N_("Remark"),
    NoteKind.FEEDBACK: N_("Feedback"),
    NoteKind.COMPLAINT: N_("Complaint"),
    NoteKind.SUGGESTION: N_("Suggestion"),
}


class NotesTab(QWidget):
    """Write a note and read those that stand; a half-typed one is kept as a draft."""

    customer_wanted = Signal(str)
    written = Signal()
    thrown_away = Signal(object)
    failed = Signal(object)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._pub = ""
        self._name = ""
        self._dealings: Dealings | None = None
        self._coming: Texts | None = None
        self._saving = False
        self.kind = Segments(len(KINDS), digits=False, tall=theme.FILTER_HEIGHT)
        self.text = Edit()
        self.field = Field(self.text)
        self.add_button = Button(Kind.PLAIN, key="Enter")
        self.composer = QWidget()
        self.drafts = FormDrafts(stage, Form.NOTE, self, read=self._texts, fill=self._fill)
        self._told = Text(tone="muted")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.shown: list[QWidget] = []
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.kind)
        line.addStretch(1)
        line.addWidget(self.add_button)
        writing = QVBoxLayout(self.composer)
        writing.setContentsMargins(0, 0, 0, 0)
        writing.setSpacing(8)
        writing.addWidget(self.drafts.bar)
        writing.addWidget(self.field)
        writing.addLayout(line)
        listed = Ground("surface")
        inner = QVBoxLayout(listed)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self._told)
        inner.addLayout(self._rows)
        inner.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(listed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.composer)
        column.addWidget(Rule("line2"))
        column.addWidget(area, 1)

    def _wire(self) -> None:
        self.kind.choose(0)
        self.text.textEdited.connect(self.drafts.touched)
        self.text.next_wanted.connect(self.add)
        self.kind.chosen.connect(self._kind_chosen)
        self.add_button.clicked.connect(self.add)
        self.drafts.thrown_away.connect(self.thrown_away)
        self.drafts.failed.connect(self.failed)

    def say(self) -> None:
        """Say every text again; what was typed stays."""
        t = self._stage.speech
        self.field.say(t.text("A new note"), hint=t.text("signed and dated, it stays as it is"))
        self.kind.say(t.text("Kind of note"), [t.text(_WORDS[one]) for one in KINDS])
        self.add_button.say(t.text("&Write it down"))
        self.drafts.say()
        self.show_dealings(self._dealings)

    def show_customer(self, pub: str, name: str) -> None:
        """Turn to another customer, or to none; what was typed for the last one is kept."""
        if pub == self._pub:
            self._name = name
            return
        coming, self._coming = self._coming, None
        if coming is None or coming.get("customer") != pub:
            self._put_aside()
        self._pub, self._name = pub, name
        self.show_dealings(None)
        if coming is not None and coming.get("customer") == pub:
            self._write(coming)

    @property
    def pub(self) -> str:
        """Tell whose notes are shown."""
        return self._pub

    def _put_aside(self) -> None:
        self.drafts.set_aside()
        self.text.clear()
        self.kind.choose(0)
        self.field.show_problem("")

    def set_aside(self) -> None:
        """Keep what is half typed, as locking does."""
        self._put_aside()

    def forget(self) -> None:
        """Leave nothing of the book here."""
        self._pub = self._name = ""
        self._coming = None
        self.text.clear()
        self.drafts.forget()
        self.show_dealings(None)

    def arrive(self) -> None:
        """Begin where one writes."""
        self.drafts.offer()
        if self.composer.isVisible():
            self.text.setFocus()

    # ── writing ──────────────────────────────────────────────────────────────────────────

    def _kind_chosen(self) -> None:
        if self.text.text().strip():
            self.drafts.touched()

    def _texts(self) -> Texts:
        text = self.text.text()
        if not text.strip() or not self._pub:
            return {}
        kind = KINDS[self.kind.position or 0].value
        return {"customer": self._pub, "name": self._name, "kind": kind, "text": text}

    def _fill(self, texts: Texts, _looked: object) -> None:
        if texts.get("customer") == self._pub:
            self._write(texts)
            return
        self._coming = texts
        self.customer_wanted.emit(texts.get("customer", ""))

    def _write(self, texts: Texts) -> None:
        kinds = [one.value for one in KINDS]
        kind = texts.get("kind", "")
        self.kind.choose(kinds.index(kind) if kind in kinds else 0)
        self.text.setText(texts.get("text", ""))
        QTimer.singleShot(0, self.text, self.text.setFocus)

    def add(self) -> None:
        """Write the note down."""
        text, pub = self.text.text(), self._pub
        if self._saving or not pub:
            return
        if not text.strip():
            self.text.setFocus()
            return
        kind, draft_pub = KINDS[self.kind.position or 0], self.drafts.pub
        self._saving = True
        self.drafts.pause()

        def done(_nothing: None) -> None:
            self._saving = False
            if pub == self._pub:
                self.text.clear()
                self.kind.choose(0)
                self.drafts.begin()
            self.written.emit()

        self._stage.tasks.mutate(
            self,
            lambda ledger: ledger.customers.write_note(pub, kind, text, draft_id=draft_pub),
            done,
            self._refused,
        )

    def _refused(self, error: KnownError) -> None:
        self._saving = False
        self.drafts.touched()
        self.field.show_problem(self._stage.speech.sentence(error))
        self.text.setFocus()

    # ── reading ──────────────────────────────────────────────────────────────────────────

    def show_dealings(self, dealings: Dealings | None) -> None:
        """Show a customer's notes, or none."""
        self._dealings = dealings
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        notes = dealings.notes if dealings else ()
        self.shown = [self._row(one) for one in notes[:SHOWN_AT_MOST]]
        for row in self.shown:
            self._rows.addWidget(row)
        t = self._stage.speech
        self._told.setText(t.text("No note yet.") if dealings and not notes else "")
        self._told.setVisible(bool(self._told.text()))

    def _row(self, one: Note) -> QWidget:
        t = self._stage.speech
        when = figures.exact_moment(t, one.at, self._stage.today())
        head = Text(
            " · ".join((when, one.person, t.text(_WORDS[one.kind]))),
            size=theme.SMALL,
            tone="warn" if one.kind is NoteKind.COMPLAINT else "muted",
        )
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(2)
        column.addWidget(head)
        column.addWidget(Text(one.content, wrap=True))
        column.addSpacing(8)
        column.addWidget(Rule())
        return row


def customer_of(ledger: Ledger, pub: str) -> str:
    """Give the number a list is searched by to show a customer."""
    return ledger.customers.card(pub).customer.code
