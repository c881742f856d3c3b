"""Set how receipts look, beside a page that shows it at once."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.templates import (
    MAX_FILE_BYTES,
    MAX_IMAGE_BYTES,
    STANDARD,
    Template,
    cleaned,
    read,
    written,
)
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.receipt_form_fields import FormFields
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.page_view import PageView
from ledgerdesk.gui.widgets.scrolling import Scrolling
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.i18n.paper_words import PAPERS
from ledgerdesk.runtime.files import write_whole
from ledgerdesk.services.steps.receipts.drawing import picture
from ledgerdesk.services.templates import KeptForm

_WIDTH, _FIELDS, _PAGE_HEIGHT = 1080, 460, 480
_WAIT_MS = 250
_PAPERS = tuple(PAPERS)
_SAMPLE = "sample"
_PICTURES = "PNG, JPEG (*.png *.jpg *.jpeg)"
_FORMS = "JSON (*.json)"


class ReceiptFormDialog(Asking):
    """The office's form of receipts: what is typed on the left is drawn on the right."""

    def __init__(self, parent: QWidget, stage: Stage) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=_WIDTH)
        self._stage = stage
        self.fields = FormFields()
        self.view = PageView()
        self.paper = Select(tall=theme.FIELD_HEIGHT)
        self.standard, self.take, self.give = (Button(Kind.PLAIN) for _ in range(3))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT_MS)
        self._later.timeout.connect(self._show_now)
        self._lay_out()
        self._say()
        self._wire()
        stage.tasks.query(self, lambda ledger: ledger.templates.current(), self._show, self._failed)

    def _lay_out(self) -> None:
        beside = QHBoxLayout()
        beside.setSpacing(20)
        scrolling = Scrolling(self.fields)
        scrolling.setFixedWidth(_FIELDS)
        beside.addWidget(scrolling)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.paper)
        self.view.setMinimumHeight(_PAGE_HEIGHT)
        right.addWidget(self.view, 1)
        beside.addLayout(right, 1)
        self.body.addLayout(beside)
        for place, button in enumerate((self.standard, self.take, self.give)):
            self.buttons.insertWidget(place, button)

    def _say(self) -> None:
        t = self._stage.speech
        self.say_frame(
            t.text("Form of receipts"),
            t.text("New receipts have this form; those issued before keep theirs."),
            t.text("Save"),
            t.text("Cancel"),
        )
        self.fields.say(t)
        self.paper.say([t.text(PAPERS[one]) for one in _PAPERS])
        self.paper.setAccessibleName(t.text("Paper of the preview"))
        self.paper.choose(_PAPERS.index(self._stage.preferences.chosen_paper))
        self.view.setAccessibleName(t.text("Preview"))
        self.standard.say(t.text("Standard form"))
        self.take.say(t.text("From a file…"))
        self.give.say(t.text("Into a file…"))

    def _wire(self) -> None:
        self.act.clicked.connect(self.go)
        self.fields.changed.connect(self._later.start)
        self.fields.image_wanted.connect(self._choose_image)
        self.paper.chosen.connect(lambda _: self._show_now())
        self.view.wanted.connect(self._draw)
        self.standard.clicked.connect(lambda: self._use(STANDARD))
        self.take.clicked.connect(self._choose_form)
        self.give.clicked.connect(self._write_form)

    def _show(self, kept: KeptForm) -> None:
        self._use(kept.template)
        self.fields.texts["title"].setFocus()

    def _use(self, template: Template) -> None:
        self.fields.show_template(template)
        self._show_now()

    # ── the page ─────────────────────────────────────────────────────────────────────────

    def _show_now(self) -> None:
        self._later.stop()
        self.view.open(_SAMPLE)
        self._draw()

    def _draw(self) -> None:
        need = self.view.need
        if need is None:
            return
        template = self._cleaned()
        if template is None:
            return
        paper = _PAPERS[max(self.paper.currentIndex(), 0)]
        self._stage.tasks.draw(
            self,
            lambda ledger: ledger.templates.trial(template, paper),
            lambda sheet: picture(sheet, *need),
            self.view.show_picture,
            self._failed,
        )

    def _cleaned(self) -> Template | None:
        """Give what was typed, or say at its field what is wrong with it."""
        try:
            template = cleaned(self.fields.template())
        except KnownError as error:
            self._failed(error)
            return None
        self.trouble.hide()
        return template

    # ── deeds ────────────────────────────────────────────────────────────────────────────

    def go(self) -> None:
        """Keep the form for new receipts."""
        template = self._cleaned()
        if template is None:
            return
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[KeptForm]:
            if template == STANDARD:
                return ledger.templates.reset()
            return ledger.templates.keep(template)

        self._stage.tasks.mutate(self, work, lambda _kept: self.accept(), self._failed)

    def _choose_image(self, name: str) -> None:
        path = self._opened(_PICTURES)
        if path is not None:
            data = self._bytes_of(path, MAX_IMAGE_BYTES)
            if data is not None:
                self.fields.set_image(name, data)

    def _choose_form(self) -> None:
        path = self._opened(_FORMS)
        data = None if path is None else self._bytes_of(path, MAX_FILE_BYTES)
        if data is None:
            return
        try:
            self._use(read(data.decode("utf-8", "replace")))
        except KnownError as error:
            self._failed(error)

    def _write_form(self) -> None:
        template = self._cleaned()
        if template is None:
            return
        t = self._stage.speech
        name = f"{t.text('Form of receipts')}.json"
        path, _ = QFileDialog.getSaveFileName(self, t.text("Into a file…"), name, _FORMS)
        if not path:
            return
        try:
            write_whole(Path(path), written(template).encode("utf-8"))
        except OSError:
            self.refuse(t.text("The file could not be written. Choose another place."))

    def _opened(self, kinds: str) -> Path | None:
        path, _ = QFileDialog.getOpenFileName(self, self.windowTitle(), "", kinds)
        return Path(path) if path else None

    def _bytes_of(self, path: Path, most: int) -> bytes | None:
        t = self._stage.speech
        try:
            with path.open("rb") as file:
                data = file.read(most + 1)
        except OSError:
            self.refuse(t.text("The file could not be read. Choose another one."))
            return None
        if len(data) > most:
            self.refuse(t.text("The file is too large: at most {limit} kB.", limit=most // 1000))
            return None
        return data

    def _failed(self, error: KnownError) -> None:
        self.act.setEnabled(True)
        said = self._stage.speech.sentence(error)
        field = self.fields.fields.get(error.field or "")
        if field is None:
            self.refuse(said)
        else:
            field.show_problem(said)
