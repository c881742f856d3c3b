"""A new recovery sheet for a book that had one: put down under names that nothing has yet."""

from pathlib import Path

from ledgerdesk.bootstrap import SheetFiles
from ledgerdesk.gui.dialogs.new_sheet import sheet_files
from ledgerdesk.gui.folder_field import documents, folder_name
from ledgerdesk.gui.pages.door.first_run_sheet import SheetStep
from ledgerdesk.gui.stage import Stage
from ledgerdesk.runtime.paths import is_inside


class NewSheetStep(SheetStep):
    """Where the new sheet goes, and its way to paper; the vault itself is no place for it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.vault = Path()

    def done_words(self, page: Path) -> tuple[str, str]:
        """Say that the sheet is written, and that the one before has had its day."""
        t = self.stage.speech
        return (
            t.text("The new sheet is written"),
            t.text(
                "{file} and the key's file beside it. Print it, put it away; the sheet before opens"
                " nothing any more.",
                file=str(page),
            ),
        )

    def stands(self) -> bool:
        """The folder must be there, and outside the vault."""
        folder = self.place.folder
        if folder is not None and is_inside(folder, self.vault):
            self.place.field.show_problem(
                self.stage.speech.text(
                    "This is inside the book's own folder. Whoever takes it would have the key too."
                )
            )
            self.place.edit.setFocus()
            return False
        return super().stands()

    def files(self, firm: str) -> SheetFiles:
        """Name the sheet's two files, over nothing that is there."""
        folder, turn = self.place.folder or documents(), 1
        found = sheet_files(folder, folder_name(firm))
        while found.line.exists() or (found.page is not None and found.page.exists()):
            turn += 1
            found = sheet_files(folder, f"{folder_name(firm)}-{turn}")
        return found
