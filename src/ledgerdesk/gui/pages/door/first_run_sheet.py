"""The last step of a first run: the recovery sheet is put down, printed where there is a way."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout

from ledgerdesk.bootstrap import SheetFiles
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui import written_files
from ledgerdesk.gui.device import Device, put_on_paper
from ledgerdesk.gui.dialogs.new_sheet import sheet_files
from ledgerdesk.gui.folder_field import FolderField, documents, folder_name
from ledgerdesk.gui.pages.door.first_run_steps import Step
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Press
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.runtime.placement import Placement, judge
from ledgerdesk.services.steps.receipts import drawing


class SheetStep(Step):
    """Where the recovery sheet is put down; afterwards, that it was, and its way to paper."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.device = Device()
        self._is_practice = False
        self._page: Path | None = None
        self.place = FolderField(stage)
        self.place.edit.setText(str(documents()))
        self.why = Note("warn")
        self.done_note = Note("ok", icon="proof")
        self.printed_note = Note("ok", icon="check")
        self.trouble = Note("warn")
        self.print_button = Button(Kind.PLAIN, icon="print")
        self.open_button = Button(Kind.PLAIN)
        self.folder_button = Button(Kind.PLAIN)
        for part in (self.place, self.why, self.done_note):
            self.column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.print_button)
        row.addWidget(self.open_button)
        row.addWidget(self.folder_button)
        row.addStretch(1)
        self.column.addLayout(row)
        for note in (self.printed_note, self.trouble):
            self.column.addWidget(note)
        self.column.addStretch(1)
        self.place.edit.textChanged.connect(self._say_why)
        self.place.edit.next_wanted.connect(self.forward)
        self.print_button.clicked.connect(self.print_sheet)
        self.open_button.clicked.connect(lambda: self._open(written_files.could_open))
        self.folder_button.clicked.connect(lambda: self._open(written_files.could_open_folder))
        self._show_parts()

    def title(self) -> str:
        """Name the step."""
        t = self.stage.speech
        return t.text("Ready to practise") if self._is_practice else t.text("The recovery sheet")

    def words(self) -> str:
        """Say what it is for."""
        t = self.stage.speech
        if self._is_practice:
            return t.text(
                "A practice book needs no recovery sheet: nothing in it is worth one. A bar above"
                " every page says that you practise."
            )
        if self._page is not None:
            return t.text(
                "It alone opens the book when the password is lost. The desk will ask for two"
                " groups of it, to be sure that the printed one can be read."
            )
        return t.text(
            "It alone opens the book when the password is lost. A PDF to print and a file with"
            " the key are written; no printer is needed now."
        )

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.place.field.say(t.text("&Put the sheet into"))
        self.place.button.say(t.text("&Choose…"))
        self.print_button.say(t.text("Print the &sheet…"))
        self.open_button.say(t.text("&Open it"))
        self.folder_button.say(t.text("Open the &folder"))
        self._say_why()
        self._say_done()

    def _say_why(self) -> None:
        """Warn of whoever finds the sheet, and of a folder that carries it elsewhere."""
        t, folder = self.stage.speech, self.place.folder
        found = Placement.FINE if folder is None else judge(folder)
        if found in (Placement.SYNCED, Placement.NETWORK):
            self.why.say(
                t.text(
                    "This folder is carried to other PCs, and the key with it. A stick is better."
                )
            )
        else:
            self.why.say(
                t.text(
                    "Whoever holds the sheet can open the book. Keep it in a safe, not at the desk."
                )
            )

    def _say_done(self) -> None:
        t, page = self.stage.speech, self._page
        if self._is_practice:
            self.done_note.say(
                t.text("The practice book is made"),
                t.text("Six made-up customers and a few of their trades wait in it."),
            )
        elif page is not None:
            self.done_note.say(*self.done_words(page))

    def done_words(self, page: Path) -> tuple[str, str]:
        """Say that the sheet is written, and what to do with it."""
        t = self.stage.speech
        return (
            t.text("The book is made, the sheet is written"),
            t.text(
                "{file} and the key's file beside it. Print the sheet and put it away; then move"
                " both files from this PC onto a stick of their own.",
                file=str(page),
            ),
        )

    def begin(self) -> None:
        """Begin at the place."""
        self.place.edit.setFocus()

    def set_practice(self, *, on: bool) -> None:
        """Ask for nothing where a practice book is to be made."""
        self._is_practice = on
        self._show_parts()

    def stands(self) -> bool:
        """The folder must be there."""
        folder = self.place.folder
        if self._is_practice or (folder is not None and folder.is_dir()):
            return True
        t = self.stage.speech
        self.place.field.show_problem(t.text("There is no such folder. Choose one that is there."))
        self.place.edit.setFocus()
        return False

    def files(self, firm: str) -> SheetFiles:
        """Name the sheet's two files."""
        return sheet_files(self.place.folder or documents(), folder_name(firm))

    def show_done(self, page: Path | None) -> None:
        """Tell that the book is made, and where its sheet lies."""
        self._page = page
        self._say_done()
        self._show_parts(done=True)

    def _show_parts(self, *, done: bool = False) -> None:
        asks = not done and not self._is_practice
        self.place.setVisible(asks)
        self.why.setVisible(asks)
        self.done_note.setVisible(done)
        for button in (self.print_button, self.open_button, self.folder_button):
            button.setVisible(done and self._page is not None)
        self.printed_note.hide()
        self.trouble.hide()

    # ── to paper ─────────────────────────────────────────────────────────────────────────

    def print_sheet(self) -> None:
        """Print the sheet where there is a printer; without one it stays a file, and is said."""
        names = self.device.names

        def found(printers: tuple[str, ...]) -> None:
            if printers:
                self.device.choose(self.window(), self._print_on)
            else:
                t = self.stage.speech
                self._tell_trouble(
                    t.text("There is no printer here. Carry the PDF to one, or print it later.")
                )

        self.stage.tasks.at_device(self, lambda _press: names(), found, self._failed)

    def _print_on(self, name: str | None) -> None:
        page, device = self._page, self.device
        if name is None or page is None:
            return

        def work(press: Press) -> bool:
            printer = device.opened(name)
            if printer is None:
                return False
            pdf = page.read_bytes()
            sizes = press(lambda: drawing.sizes(pdf))
            return put_on_paper(
                printer,
                sizes,
                lambda index, dpi: press(lambda: drawing.pixels(pdf, index, dpi)),
            )

        self.stage.tasks.at_device(self, work, self._sent, self._failed)

    def _sent(self, taken: bool) -> None:  # noqa: FBT001 - an answer
        t = self.stage.speech
        self.trouble.setVisible(not taken)
        self.printed_note.setVisible(taken)
        if taken:
            self.printed_note.say(
                t.text("Sent to the printer. Read it back from the red bar once it lies there.")
            )
        else:
            self._tell_trouble(t.text("The printer did not take it. Print the PDF later."))

    def _failed(self, error: KnownError) -> None:
        self._tell_trouble(self.stage.speech.sentence(error))

    def _tell_trouble(self, sentence: str) -> None:
        self.printed_note.hide()
        self.trouble.say(sentence)
        self.trouble.show()

    def _open(self, could: Callable[[Path], bool]) -> None:
        page = self._page
        if page is not None and not could(page):
            self._tell_trouble(written_files.no_viewer(self.stage.speech, page))
