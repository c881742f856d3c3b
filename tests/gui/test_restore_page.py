"""A backup is restored from the welcome page, and what was typed stays until it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.gui.test_window import marks
from tests.support.backup_office import BackedUp, make_backed_up
from tests.support.still_office import PASSWORD
from tests.support.window import Desk, open_window

from ledgerdesk.gui.backup_key import BY_SHEET
from ledgerdesk.gui.dialogs.find_backup import FindBackupDialog
from ledgerdesk.gui.dialogs.inside_backup import InsideDialog
from ledgerdesk.gui.pages.door.restore import IN_PLACE, RestorePage, last_numbers
from ledgerdesk.i18n.translator import Language
from ledgerdesk.runtime import drives
from ledgerdesk.runtime.drives import DriveSeen

ENTER = Qt.Key.Key_Return


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruin:
    """A window whose office is only a backup on a stick."""

    desk: Desk
    backed_up: BackedUp
    file: Path
    folder: Path

    @property
    def page(self) -> RestorePage:
        return self.desk.window.restore

    @property
    def vault(self) -> Path:
        return self.folder / "回来了.ledgerdesk"

    def fill_in(self, password: str = PASSWORD) -> None:
        self.desk.window.welcome.restore_button.click()
        self.page.file.edit.setText(str(self.file))
        self.page.place.edit.setText(str(self.folder))
        self.page.name.setText("回来了")
        self.page.secret.password.setText(password)

    def restore(self) -> None:
        self.page.restore_button.click()
        self.desk.settle()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    return make_backed_up(tmp_path_factory.mktemp("made") / "office")


@pytest.fixture
def ruin(template: BackedUp, qtbot: QtBot, tmp_path: Path) -> Iterator[Ruin]:
    backed_up = template.copied(tmp_path / "office")
    file = backed_up.back_up()
    folder = tmp_path / "new"
    folder.mkdir()
    with open_window(qtbot, backed_up.office) as desk:
        yield Ruin(desk=desk, backed_up=backed_up, file=file, folder=folder)
    backed_up.office.close()


def test_a_restored_book_stands_at_its_door_and_opens(ruin: Ruin) -> None:
    ruin.fill_in()
    ruin.page.last.setText("SJ2026-000003")
    ruin.restore()
    assert "3" in ruin.page.done_note.words.text()
    assert str(ruin.vault) in ruin.page.done_note._more.text()
    ruin.page.restore_button.click()

    assert ruin.desk.window.pages.currentWidget() is ruin.desk.window.unlock
    assert ruin.desk.window.unlock.title.text() == "回来了"
    assert ruin.page.secret.password.text() == ""
    ruin.desk.unlock(ruin.vault)
    standing = ruin.desk.ask(lambda ledger: ledger.today.standing())
    assert standing.next_number == "SJ2026-000004"


def test_the_printed_key_restores_as_well(ruin: Ruin) -> None:
    ruin.fill_in(password="")
    ruin.page.secret.way.choose(BY_SHEET)
    ruin.page.secret.key.setText(ruin.backed_up.recovery)
    ruin.restore()

    assert (ruin.vault / "ledger.db").exists()
    assert ruin.page.secret.key.text() == ""


def test_a_wrong_password_is_said_at_its_field_with_everything_kept(ruin: Ruin) -> None:
    ruin.fill_in("not this one")
    ruin.page.last.setText("3")
    ruin.restore()

    page = ruin.page
    assert page.secret.password_field.problem
    assert page.secret.password.text() == "not this one"
    assert (page.file.edit.text(), page.name.text()) == (str(ruin.file), "回来了")
    assert page.last.text() == "3"
    assert list(ruin.folder.iterdir()) == []
    page.secret.password.setText(PASSWORD)
    ruin.restore()
    assert ruin.vault.exists()


def test_a_number_below_the_book_s_own_is_said_at_its_field(ruin: Ruin) -> None:
    ruin.fill_in()
    ruin.page.last.setText("SJ2026-000001")
    ruin.restore()

    assert "SJ2026-000003" in ruin.page.last_field.problem
    assert list(ruin.folder.iterdir()) == []


def test_a_folder_that_is_there_is_never_touched(ruin: Ruin) -> None:
    ruin.vault.mkdir()
    ruin.fill_in()
    ruin.restore()

    assert ruin.page.name_field.problem
    assert list(ruin.vault.iterdir()) == []


def test_a_damaged_file_and_a_missing_one_are_said_in_place(ruin: Ruin) -> None:
    ruin.file.write_bytes(ruin.file.read_bytes()[:-1])
    ruin.fill_in()
    ruin.restore()
    assert ruin.page.trouble.words.text() or ruin.page.file.field.problem
    ruin.page.file.edit.setText(str(ruin.folder / "none.ldbk"))
    ruin.restore()

    assert ruin.page.file.field.problem
    assert list(ruin.folder.iterdir()) == []


def test_what_is_missing_is_asked_for_before_anything_is_read(ruin: Ruin) -> None:
    ruin.fill_in(password="")
    ruin.restore()
    assert ruin.page.secret.password_field.problem
    ruin.page.secret.password.setText(PASSWORD)
    (ruin.folder / "a file").write_text("", "ascii")
    for nowhere in ("a file/books", "a file"):
        ruin.page.place.edit.setText(str(ruin.folder / nowhere))
        ruin.restore()
        assert ruin.page.place.field.problem
        assert not ruin.desk.stage.tasks.is_busy


def test_a_folder_that_is_not_there_is_made_and_goes_again_where_nothing_came_of_it(
    ruin: Ruin,
) -> None:
    ruin.fill_in("not this one")
    ruin.page.place.edit.setText(str(ruin.folder / "books" / "ours"))
    ruin.restore()
    assert ruin.page.secret.password_field.problem
    assert not (ruin.folder / "books").exists()
    ruin.page.secret.password.setText(PASSWORD)
    ruin.restore()

    assert (ruin.folder / "books" / "ours" / "回来了.ledgerdesk" / "ledger.db").exists()


def test_the_four_rows_of_the_sheet_are_typed_as_they_stand_there(ruin: Ruin) -> None:
    ruin.fill_in(password="")
    page = ruin.page
    page.secret.way.choose(BY_SHEET)
    page.secret.key.setFocus()
    letters = "".join(one for one in ruin.backed_up.recovery if one.isalnum())
    for row in range(4):
        ruin.desk.press(letters[row * 14 : row * 14 + 14], ENTER)

    assert page.secret.key.text().count("\n") == 3
    assert ruin.desk.focus is page.last
    ruin.restore()
    assert page.done_note.isVisible()


@pytest.mark.parametrize("language", list(Language))
def test_its_access_keys_are_unique(ruin: Ruin, language: Language) -> None:
    ruin.desk.stage.speech.choose(language)
    ruin.desk.window.welcome.restore_button.click()

    assert max(marks(ruin.page).values()) == 1


def test_the_series_of_a_last_number_is_its_letters() -> None:
    assert last_numbers(" SJ2026-000123 ") == (("SJ", "SJ2026-000123"),)
    assert last_numbers("AB-7") == (("AB", "AB-7"),)
    assert last_numbers("123") == (("SJ", "123"),)
    assert last_numbers(" ") == ()


def test_a_book_is_not_restored_onto_a_network(ruin: Ruin) -> None:
    ruin.fill_in()
    ruin.page.place.edit.setText("//server/books")
    ruin.restore()

    assert "网络" in ruin.page.place.field.problem
    assert not ruin.desk.stage.tasks.is_busy


# ── finding, looking, putting in place ───────────────────────────────────────────────────


def settled(ruin: Ruin) -> None:
    for _ in range(3):
        ruin.desk.settle()


def test_a_backup_is_found_on_a_stick_checked_and_taken(
    ruin: Ruin, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = DriveSeen(
        root=ruin.file.parent, label="金士顿", system="exfat", free_bytes=1, total_bytes=2,
        removable=True, read_only=False, device="x",
    )  # fmt: skip
    monkeypatch.setattr(drives, "drives", lambda: (stick,))
    damaged = ruin.file.with_name("z.ldbk")
    raw = bytearray(ruin.file.read_bytes())
    raw[-2000] ^= 1
    damaged.write_bytes(raw)
    ruin.desk.window.welcome.restore_button.click()
    ruin.page.find_button.click()
    settled(ruin)
    (dialog,) = ruin.desk.window.findChildren(FindBackupDialog)
    by_name = {one.value.found.path.name: row for row, one in enumerate(dialog.list.offers)}
    assert "金士顿" in dialog.list.offers[0].below
    said = {}
    for name in ("z.ldbk", ruin.file.name):
        dialog.list.choose(by_name[name])
        dialog.check()
        settled(ruin)
        said[name] = dialog.state.text()
    assert "完好" in said[ruin.file.name]
    assert "损坏" in said["z.ldbk"]
    dialog.take()
    assert ruin.page.file.folder == ruin.file


def test_no_stick_is_said(ruin: Ruin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "drives", tuple)
    ruin.desk.window.welcome.restore_button.click()
    ruin.page.find_button.click()
    settled(ruin)
    (dialog,) = ruin.desk.window.findChildren(FindBackupDialog)
    assert "没有找到备份" in dialog.state.text()
    assert not dialog.act.isEnabled()


def test_one_looks_inside_before_it_is_restored(ruin: Ruin) -> None:
    ruin.fill_in("not this one")
    ruin.page.look_inside()
    settled(ruin)
    assert ruin.page.secret.password_field.problem
    ruin.page.secret.password.setText(PASSWORD)
    ruin.page.look_inside()
    settled(ruin)
    (dialog,) = ruin.desk.window.findChildren(InsideDialog)
    assert [one.number[-1] for one in dialog.model.records] == ["3", "2", "1"]
    assert list(ruin.folder.iterdir()) == [], "nothing was restored"
    assert ruin.page.secret.password.text() == PASSWORD, "what was typed stays"
    dialog.reject()
    ruin.restore()
    assert ruin.vault.exists()


def test_it_takes_the_place_of_the_book_on_this_pc(ruin: Ruin) -> None:
    desk, office = ruin.desk, ruin.backed_up.office
    desk.stage.preferences.vault = str(office.vault)
    ruin.fill_in()
    ruin.page._look_at_file()
    settled(ruin)
    assert ruin.page.where.isVisible()
    ruin.page.where.choose(IN_PLACE)
    ruin.page._show_where(IN_PLACE)
    assert not ruin.page.name_field.isVisible()
    ruin.restore()
    kept = [one for one in office.vault.parent.iterdir() if ".before-restore-" in one.name]
    assert len(kept) == 1
    assert str(kept[0]) in ruin.page.done_note._more.text()
    ruin.page.restore_button.click()
    desk.unlock(office.vault)
    assert len(desk.ask(lambda ledger: ledger.receipts.register()).receipts) == 3


def test_another_pc_offers_no_such_place_and_asks_about_the_old_one(ruin: Ruin) -> None:
    ruin.desk.stage.preferences.vault = str(ruin.folder / "none.ledgerdesk")
    ruin.fill_in()
    ruin.page._look_at_file()
    settled(ruin)
    assert not ruin.page.where.isVisible()
    ruin.restore()
    assert "同样的号码" in ruin.page.done_note._more.text()


def test_the_access_key_of_a_choice_leads_to_it(ruin: Ruin) -> None:
    ruin.desk.window.welcome.restore_button.click()
    ruin.page.name.setFocus()
    ruin.desk.press(Qt.Key.Key_O, held=Qt.KeyboardModifier.AltModifier)
    assert ruin.page.secret.way.isAncestorOf(ruin.desk.focus)
    ruin.desk.press("2")
    assert ruin.page.secret.way.position == BY_SHEET
