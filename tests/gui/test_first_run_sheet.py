"""The wizard's last step: the sheet comes to paper where there is a printer, and is kept anyway."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.gui.test_window import marks
from tests.support.printers import FakePrinters
from tests.support.still_office import PASSWORD
from tests.support.window import Desk

from ledgerdesk.documents import read_back
from ledgerdesk.gui.pages.door.first_run import FirstRunPage
from ledgerdesk.gui.preferences import Preferences
from ledgerdesk.i18n.translator import Language

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def made(bare: Desk, tmp_path: Path) -> FirstRunPage:
    """Stand at the end of a first run: the book is made, the sheet is written."""
    bare.window._create()
    page = bare.window.first_run
    page.office.firm.setText("青禾")
    page.owner.owner.setText("王敏")
    for edit in (page.owner.password, page.owner.again):
        edit.setText(PASSWORD)
    page.places.book.edit.setText(str(tmp_path / "books"))
    page.sheet.place.edit.setText(str(tmp_path))
    for _ in range(5):
        page.forward()
    bare.settle()
    assert page.sheet.done_note.isVisible()
    return page


def test_the_sheet_is_printed_as_it_was_written(
    bare: Desk, made: FirstRunPage, tmp_path: Path
) -> None:
    printers = FakePrinters(folder=tmp_path / "paper")
    made.sheet.device = printers.device()
    made.sheet.print_button.click()
    bare.settle()

    (sheet,) = printers.sheets
    (written,) = tmp_path.glob("*.pdf")
    shown = read_back.page_sizes(written.read_bytes())
    for out, page in zip(read_back.page_sizes(sheet), shown, strict=True):
        assert out == pytest.approx(page, abs=0.5)
    assert made.sheet.printed_note.isVisible()
    assert not made.sheet.trouble.isVisible()


@pytest.mark.parametrize(
    ("printers", "said"),
    [
        ({"names": ()}, "没有打印机"),
        ({"is_there": False}, "打印机没有接收"),
    ],
)
def test_without_a_printer_the_file_stays_and_says_so(
    bare: Desk,
    made: FirstRunPage,
    tmp_path: Path,
    printers: dict[str, tuple[str, ...] | bool],
    said: str,
) -> None:
    fake = FakePrinters(folder=tmp_path / "paper")
    for name, value in printers.items():
        setattr(fake, name, value)
    made.sheet.device = fake.device()
    made.sheet.print_button.click()
    bare.settle()

    assert said in made.sheet.trouble.words.text()
    assert len(list(tmp_path.glob("*-恢复单.pdf"))) == 1
    bare.press(Qt.Key.Key_Return, held=CONTROL)
    assert bare.window.pages.currentWidget() is bare.window.unlock


def test_a_synced_folder_would_carry_the_key_away(bare: Desk, tmp_path: Path) -> None:
    sheet = bare.window.first_run.sheet
    sheet.place.edit.setText(str(tmp_path))
    assert "保险柜" in sheet.why.words.text() or "柜台" in sheet.why.words.text()
    sheet.place.edit.setText(str(tmp_path / "坚果云"))

    assert "同步" in sheet.why.words.text()


def test_the_language_of_the_wizard_is_that_of_the_next_start(bare: Desk, tmp_path: Path) -> None:
    bare.window._create()
    page = bare.window.first_run
    page.office.language.choose(1)
    page.office.firm.setText("Qinghe")
    page.owner.owner.setText("Wang")
    for edit in (page.owner.password, page.owner.again):
        edit.setText(PASSWORD)
    page.places.book.edit.setText(str(tmp_path / "books"))
    page.sheet.place.edit.setText(str(tmp_path))
    for _ in range(5):
        page.forward()
    bare.settle()

    assert Preferences.load().language == Language.EN.value


@pytest.mark.parametrize("language", list(Language))
def test_the_access_keys_of_the_last_step_are_unique(
    bare: Desk, made: FirstRunPage, language: Language
) -> None:
    bare.stage.speech.choose(language)

    assert max(marks(made).values()) == 1


def test_a_firm_longer_than_a_receipt_holds_is_said_at_its_field(bare: Desk) -> None:
    bare.window._create()
    office = bare.window.first_run.office
    office.firm.setText("青" * 101)
    assert not office.stands()
    assert "100" in office.firm_field.problem
    office.firm.setText("青" * 100)
    assert office.stands()
