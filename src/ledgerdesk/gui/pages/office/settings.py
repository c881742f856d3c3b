"""Settings: the office as receipts print it, and this PC's own: language, theme, paper, printer."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.receipts import PageLanguage, page_language
from ledgerdesk.core.staff import may
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.printer_fit import PrinterFitDialog
from ledgerdesk.gui.dialogs.proof_rules import ProofRulesDialog
from ledgerdesk.gui.dialogs.receipt_form import ReceiptFormDialog
from ledgerdesk.gui.dialogs.review import ReviewRulesDialog
from ledgerdesk.gui.pages.office.people_settings import PeopleSettings
from ledgerdesk.gui.printing import Printing
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.theme import ThemeName
from ledgerdesk.gui.type_size import SIZES
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.scrolling import Scrolling
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.texts import Elided, Rule, Text
from ledgerdesk.i18n.paper_words import LANGUAGES, PAPERS
from ledgerdesk.i18n.translator import Language
from ledgerdesk.services.steps import office as names
from ledgerdesk.services.today import Standing

_LANGUAGES = (Language.ZH, Language.EN)
_THEMES = (ThemeName.SYSTEM, ThemeName.LIGHT, ThemeName.DARK, ThemeName.CONTRAST)
_PAPERS = tuple(PAPERS)
_SPOKEN = tuple(PageLanguage)
_WIDTH = 560
_PAYER_IDS = ("", names.MASKED)


class SettingsPage(Page):
    """Two parts: what belongs to the book, what belongs to this PC."""

    cares_for = Changes.SETTINGS
    changed_way = Signal()
    password_wanted = Signal()
    staff_wanted = Signal()
    log_wanted = Signal()
    standard_wanted = Signal()
    sheet_wanted = Signal()

    def __init__(self, stage: Stage, printing: Printing) -> None:
        super().__init__(stage)
        self._printing = printing
        self._stored: dict[str, str] = {}
        self.head = PageHead()
        self._office, self._pc = Text(bold=True), Text(bold=True)
        self.edits = {name: Edit() for name in (names.FIRM, names.ACCOUNTANT, names.CASHIER)}
        self.fields = {name: Field(edit) for name, edit in self.edits.items()}
        self.people = PeopleSettings(stage)
        self.edits[names.IDLE] = self.people.idle
        self.fields[names.IDLE] = self.people.idle_field
        self.save_button = Button(Kind.PRIMARY, key="Ctrl+S")
        self.payer_id = Segments(len(_PAYER_IDS), digits=False)
        self._payer_id = Field(self.payer_id)
        self.language = Segments(len(_LANGUAGES), digits=False)
        self.theme = Segments(len(_THEMES), digits=False)
        self.type_size = Segments(len(SIZES), digits=False)
        self.spoken = Segments(len(_SPOKEN), digits=False)
        self._spoken = Field(self.spoken)
        self.form_button = Button(Kind.PLAIN)
        self._form = Field(self.form_button)
        self.paper = Select(tall=theme.FIELD_HEIGHT)
        choices = (self.language, self.theme, self.type_size, self.paper)
        self._choices = [Field(one) for one in choices]
        self._printer_label = Text(size=theme.SMALL, tone="muted")
        self._printer = Elided()
        self.printer_button = Button(Kind.PLAIN)
        self.fit_button = Button(Kind.PLAIN)
        self.pdf_button = Button(Kind.PLAIN)
        self.folder_button = Button(Kind.PLAIN)
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._lay_out_frame())
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._office, Rule("line2")):
            column.addWidget(part)
            column.addSpacing(8)
        column.addWidget(self.fields[names.FIRM])
        column.addSpacing(14)
        row = QHBoxLayout()
        row.setSpacing(16)
        for name in (names.ACCOUNTANT, names.CASHIER, names.IDLE):
            row.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addSpacing(14)
        line = QHBoxLayout()
        line.addWidget(self._payer_id)
        line.addSpacing(16)
        line.addWidget(self._spoken)
        line.addStretch(1)
        column.addLayout(line)
        column.addSpacing(14)
        form = QHBoxLayout()
        form.addWidget(self._form)
        form.addStretch(1)
        column.addLayout(form)
        column.addSpacing(14)
        column.addWidget(self.people)
        column.addSpacing(14)
        save = QHBoxLayout()
        save.addWidget(self.save_button)
        save.addStretch(1)
        column.addLayout(save)
        column.addSpacing(28)
        for part in (self._pc, Rule("line2")):
            column.addWidget(part)
            column.addSpacing(8)
        for field in self._choices:
            line = QHBoxLayout()
            line.addWidget(field)
            line.addStretch(1)
            column.addLayout(line)
            column.addSpacing(14)
        column.addWidget(self._printer_label)
        column.addSpacing(4)
        column.addWidget(self._printer)
        column.addSpacing(8)
        printer = QHBoxLayout()
        printer.setSpacing(8)
        for button in (self.printer_button, self.fit_button, self.pdf_button, self.folder_button):
            printer.addWidget(button)
        printer.addStretch(1)
        column.addLayout(printer)

    def _lay_out_frame(self) -> QWidget:
        """Put the frame up before it is filled: what moves house is dressed anew every time."""
        around, inner = QWidget(), QWidget()
        page = QVBoxLayout(self)
        page.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 16)
        page.setSpacing(12)
        page.addWidget(self.head)
        page.addWidget(Scrolling(around), 1)
        beside = QVBoxLayout(around)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(inner)
        beside.addStretch(1)
        inner.setFixedWidth(_WIDTH)
        return inner

    def _wire(self) -> None:
        for edit in self.edits.values():
            edit.textEdited.connect(self._show_save)
        for edit, following in pairwise(self.edits.values()):
            edit.next_wanted.connect(following.setFocus)
        self.people.idle.next_wanted.connect(self.save_button.setFocus)
        self.people.staff_button.clicked.connect(self.staff_wanted)
        self.people.standard_button.clicked.connect(self.standard_wanted)
        self.people.log_button.clicked.connect(self.log_wanted)
        self.people.review_button.clicked.connect(self._ask_reviews)
        self.people.proof_button.clicked.connect(self._ask_proofing)
        self.people.password_button.clicked.connect(self.password_wanted)
        self.people.sheet_button.clicked.connect(self.sheet_wanted)
        self.save_button.clicked.connect(self._save_chosen)
        self.save_button.bind(self, "Ctrl+S")
        self.lead_with(self.save_button)
        self.language.choose(_LANGUAGES.index(self.stage.speech.language))
        self.theme.choose(_THEMES.index(self.stage.preferences.chosen_theme))
        size = self.stage.preferences.type_size
        self.type_size.choose(SIZES.index(size) if size in SIZES else 0)
        papers = [one.value for one in _PAPERS]
        paper = self.stage.preferences.paper
        self.paper.choose(papers.index(paper) if paper in papers else 0)
        for office in (self.payer_id, self.spoken):
            office.chosen.connect(lambda _: self._show_save())
        self.form_button.clicked.connect(self._ask_form)
        self.language.chosen.connect(self._choose_language)
        self.theme.chosen.connect(self._choose_theme)
        self.type_size.chosen.connect(self._choose_type_size)
        self.paper.chosen.connect(self._choose_paper)
        self.printer_button.clicked.connect(self._choose_printer)
        self.fit_button.clicked.connect(self._ask_fit)
        self.pdf_button.clicked.connect(self._print_into_pdf)
        self.folder_button.clicked.connect(self._choose_folder)

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Settings"))
        self._office.setText(t.text("The office, as receipts print it"))
        self._pc.setText(t.text("This PC"))
        self.fields[names.FIRM].say(t.text("Fir&m"))
        self.fields[names.ACCOUNTANT].say(t.text("&Accountant"))
        self.fields[names.CASHIER].say(t.text("&Cashier"))
        self._payer_id.say(t.text("The payer's ID num&ber on receipts"))
        self.payer_id.say(
            t.text("The payer's ID number on receipts"), (t.text("Never"), t.text("Masked"))
        )
        self.people.say()
        self.save_button.say(t.text("Save"))
        language, look, size, paper = self._choices
        language.say(t.text("&Language"))
        self.language.say(t.text("Language"), ("中文", "English"))
        look.say(t.text("L&ook"))
        themes = (t.text("As the system"), t.text("Light"), t.text("Dark"), t.text("High contrast"))
        self.theme.say(t.text("Look"), themes)
        size.say(t.text("Si&ze of type"))
        sizes = (t.text("As the system"), "100 %", "125 %", "150 %")
        self.type_size.say(t.text("Size of type"), sizes)
        paper.say(t.text("&Paper"))
        self.paper.say([t.text(PAPERS[one]) for one in _PAPERS])
        self._spoken.say(t.text("Language of receipts"))
        self.spoken.say(
            t.text("Language of receipts"), tuple(t.text(LANGUAGES[one]) for one in _SPOKEN)
        )
        self._form.say(t.text("How receipts look"))
        self.form_button.say(t.text("Form of receipts…"))
        self._printer_label.setText(t.text("Receipts are printed"))
        self.printer_button.say(t.text("Choose a pri&nter…"))
        self.fit_button.say(t.text("Fit to the printer…"))
        self.pdf_button.say(t.text("&Into PDF files"))
        self.folder_button.say(t.text("PDF fol&der…"))
        self.language.choose(_LANGUAGES.index(t.language))
        self._show_printer()

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("Ctrl+S save the office")

    def arrive(self) -> None:
        """Begin at the firm."""
        self.refresh()
        self.edits[names.FIRM].setFocus()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._stored = {}
        for edit in self.edits.values():
            edit.clear()
        self.payer_id.choose(None)
        self.spoken.choose(None)

    def refresh(self) -> None:
        """Ask for the office; a printer may have been chosen at a print."""
        self._show_printer()
        self.stage.tasks.query(
            self, lambda ledger: ledger.today.standing(), self._show, self.complain
        )

    def _show(self, standing: Standing) -> None:
        office = standing.office
        typed = self._changed() if self._stored else {}  # stays: only what nobody typed is shown
        self._stored = {
            names.FIRM: office.firm,
            names.ACCOUNTANT: office.accountant,
            names.CASHIER: office.cashier,
            names.IDLE: str(office.idle_minutes),
            names.PAYER_ID: names.MASKED if office.payer_id else "",
            names.LANGUAGE: page_language(office.language).value,
        }
        if names.PAYER_ID not in typed:
            self.payer_id.choose(_PAYER_IDS.index(self._stored[names.PAYER_ID]))
        if names.LANGUAGE not in typed:
            self.spoken.choose(_SPOKEN.index(PageLanguage(self._stored[names.LANGUAGE])))
        self.people.show_person(standing.person)
        owns = may(standing.person, "settings.change")
        for edit in self.edits.values():
            edit.setReadOnly(not owns)
        self.payer_id.setEnabled(owns)
        self.spoken.setEnabled(owns)
        self._form.setVisible(owns)
        self.save_button.setVisible(owns)
        for name, edit in self.edits.items():
            if name not in typed:
                edit.setText(self._stored[name])
        self._show_save()

    def _changed(self) -> dict[str, str]:
        now = {name: edit.text().strip() for name, edit in self.edits.items()}
        if self.payer_id.position is not None:
            now[names.PAYER_ID] = _PAYER_IDS[self.payer_id.position]
        if self.spoken.position is not None:
            now[names.LANGUAGE] = _SPOKEN[self.spoken.position].value
        return {name: text for name, text in now.items() if text != self._stored.get(name, "")}

    def _show_save(self) -> None:
        self.save_button.setEnabled(bool(self._changed()))

    def _save_chosen(self) -> None:
        self.save()

    @property
    def is_dirty(self) -> bool:
        """Tell whether something was typed that is not saved."""
        return bool(self._stored) and bool(self._changed())

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Write what was changed; `then` is done once it is written."""
        changed = self._changed()
        if not changed:
            return
        t = self.stage.speech
        if changed.get(names.FIRM) == "":
            self.fields[names.FIRM].show_problem(t.text("Receipts need the firm's name."))
            self.edits[names.FIRM].setFocus()
            return

        def work(ledger: Ledger) -> Done[None]:
            for name, value in changed.items():
                ledger.settings.change(name, value)
            return Done(value=None, changes=Changes.SETTINGS)

        def done(_nothing: None) -> None:
            self._stored |= changed
            self._show_save()
            self.done.emit(t.text("The office is saved"))
            if then is not None:
                then()

        def failed(error: KnownError) -> None:
            if error.field in self.fields:
                self.fields[error.field].show_problem(t.sentence(error))
                self.edits[error.field].setFocus()
            else:
                self.complain(error)

        self.stage.tasks.mutate(self, work, done, failed)

    def _choose_language(self, position: int) -> None:
        chosen = _LANGUAGES[position]
        self.stage.preferences.language = chosen.value
        self.stage.preferences.save()
        self.stage.speech.choose(chosen)

    def _choose_theme(self, position: int) -> None:
        chosen = _THEMES[position]
        self.stage.preferences.theme = chosen.value
        self.stage.preferences.save()
        theme.look().choose(chosen)

    def _ask_reviews(self) -> None:
        dialog = ReviewRulesDialog(self, self.stage)
        dialog.accepted.connect(lambda: self.done.emit(self.stage.speech.text("Saved")))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_proofing(self) -> None:
        dialog = ProofRulesDialog(self, self.stage)
        dialog.accepted.connect(lambda: self.done.emit(self.stage.speech.text("Saved")))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_form(self) -> None:
        dialog = ReceiptFormDialog(self, self.stage)
        dialog.accepted.connect(lambda: self.done.emit(self.stage.speech.text("Saved")))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_fit(self) -> None:
        dialog = PrinterFitDialog(self, self.stage, self._printing)
        dialog.accepted.connect(lambda: self.done.emit(self.stage.speech.text("Saved")))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_type_size(self, position: int) -> None:
        self.stage.preferences.type_size = SIZES[position]
        self.stage.preferences.save()
        self.done.emit(self.stage.speech.text("The size changes when LedgerDesk is started again."))

    def _choose_paper(self, position: int) -> None:
        self.stage.preferences.paper = _PAPERS[position].value
        self.stage.preferences.save()
        self._show_printer()
        self.changed_way.emit()

    def _choose_printer(self) -> None:
        def chosen(printer: str | None) -> None:
            if printer is not None:
                self._remember(printer)

        self._printing.device.choose(self, chosen)

    def _print_into_pdf(self) -> None:
        self._remember("")

    def _remember(self, printer: str) -> None:
        preferences = self.stage.preferences
        preferences.remember_printer(preferences.chosen_paper, printer)
        preferences.save()
        self._show_printer()
        self.changed_way.emit()

    def _choose_folder(self) -> None:
        t = self.stage.speech
        chosen = QFileDialog.getExistingDirectory(self, t.text("Folder for PDF files"))
        if chosen:
            self.stage.preferences.pdf_folder = chosen
            self._print_into_pdf()

    def _show_printer(self) -> None:
        t = self.stage.speech
        preferences = self.stage.preferences
        paper = preferences.chosen_paper
        printer, is_into_pdf = preferences.printer_for(paper), preferences.is_into_pdf(paper)
        folder = str(self._printing.folder)
        if printer:
            self._printer.setText(t.text("on {printer}", printer=printer))
        elif is_into_pdf:
            self._printer.setText(t.text("into {folder}", folder=folder))
        else:
            self._printer.setText(
                t.text("asked at the first print; without a printer into {folder}", folder=folder)
            )
        self.pdf_button.setEnabled(not is_into_pdf)
        self.fit_button.setEnabled(bool(printer))
