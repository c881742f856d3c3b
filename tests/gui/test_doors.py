"""The doors: unlock, lock, a first run by keys alone, the recovery sheet read back."""

from pathlib import Path

from PySide6.QtCore import Qt
from tests.support.still_office import PASSWORD
from tests.support.window import Desk

from ledgerdesk.gui.places import TRADE
from ledgerdesk.gui.preferences import Preferences

ENTER = Qt.Key.Key_Return
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_the_right_password_opens_the_desk(bare: Desk) -> None:
    bare.unlock()

    assert bare.window.pages.currentWidget() is bare.window.shell
    assert Preferences.load().last_vault == bare.office.vault
    assert bare.window.unlock.secret.text() == ""


def test_a_wrong_password_says_so_and_may_be_typed_again(bare: Desk) -> None:
    bare.window.go_to_vault(bare.office.vault)
    bare.press(*"wrong", ENTER)

    assert not bare.window.is_open
    assert "密码" in bare.window.unlock.trouble.words.text()
    assert bare.focus is bare.window.unlock.secret
    assert bare.window.unlock.secret.selectedText()


def test_locking_forgets_what_was_on_the_pages(desk: Desk) -> None:
    shell = desk.window.shell
    shell.go(TRADE)
    desk.settle()
    desk.press("l", held=CONTROL)

    assert desk.window.pages.currentWidget() is desk.window.unlock
    assert not desk.window.top.isVisible()
    assert shell.today.model.rowCount() == 0
    desk.unlock()


def test_a_locked_desk_is_left_by_its_key_and_takes_no_other_command(desk: Desk) -> None:
    window = desk.window
    window.lock()
    desk.settle()
    desk.press(Qt.Key.Key_3, held=CONTROL)
    assert not window.is_open

    desk.press(Qt.Key.Key_Q, held=CONTROL)

    assert not window.isVisible()


def walk_first_run(bare: Desk, tmp_path: Path) -> Path:
    bare.press(ENTER)  # the welcome's primary button
    page = bare.window.first_run
    bare.commit("青禾事务所")
    bare.press(ENTER)
    bare.commit("王敏")
    bare.press(ENTER, PASSWORD, ENTER, PASSWORD, ENTER)
    bare.press("1", *"123", ENTER)
    bare.press("a", held=CONTROL)
    bare.press(str(tmp_path / "books"), ENTER, ENTER)
    bare.press("a", held=CONTROL)
    bare.press(str(tmp_path), ENTER)
    assert page.at == 4
    bare.press(ENTER, held=CONTROL)
    return tmp_path / "books" / "青禾事务所.ledgerdesk"


def test_a_first_run_by_keys_alone_makes_an_encrypted_book(bare: Desk, tmp_path: Path) -> None:
    vault = walk_first_run(bare, tmp_path)

    assert (vault / "ledger.db").read_bytes()[:6] != b"SQLite"
    assert bare.window.unlock.title.text() == "青禾事务所"
    assert (tmp_path / "青禾事务所-恢复单.pdf").read_bytes()[:5] == b"%PDF-"
    bare.unlock(vault)
    standing = bare.ask(lambda ledger: ledger.today.standing())
    assert (standing.office.firm, standing.next_number) == ("青禾事务所", "SJ2026-000124")


def test_a_weak_password_is_judged_where_it_is_typed(bare: Desk) -> None:
    page = bare.window.first_run
    bare.window._create()
    page.office.firm.setText("青禾")
    page.owner.owner.setText("王敏")
    page.owner.password.setText("12345678")
    said = page.owner.password_field._below.text()
    page.owner.again.setText("12345678")
    for _ in range(5):
        page.forward()

    assert said
    assert page.at == 1
    assert page.owner.password_field.problem
    assert (page.owner.owner.text(), page.office.firm.text()) == ("王敏", "青禾")
    page.owner.password.setText(PASSWORD)
    assert not page.owner.password_field.problem
    page.owner.again.setText(PASSWORD)
    page.forward()
    assert page.at == 2


def test_a_practice_book_is_made_without_a_sheet_and_says_what_it_is_on_every_page(
    bare: Desk, tmp_path: Path
) -> None:
    bare.press(ENTER)
    page = bare.window.first_run
    bare.commit("青禾事务所")
    bare.press(ENTER)
    bare.commit("王敏")
    bare.press(ENTER, PASSWORD, ENTER, PASSWORD, ENTER, "2")
    assert page.numbers.preview.text() == "T2026-000006"
    bare.press(ENTER, held=CONTROL)
    bare.press("a", held=CONTROL)
    bare.press(str(tmp_path / "books"), ENTER, ENTER)
    assert not page.sheet.place.isVisible()
    before = set(tmp_path.iterdir())
    bare.press(ENTER, held=CONTROL)
    bare.settle()
    assert page.sheet.done_note.isVisible()
    bare.press(ENTER)
    vault = tmp_path / "books" / "青禾事务所（练习）.ledgerdesk"
    bare.unlock(vault)
    shell = bare.window.shell

    assert set(tmp_path.iterdir()) - before == {tmp_path / "books"}
    for number in range(len(shell.pages)):
        shell.go(number)
        bare.settle()
        assert shell.bars.practice.isVisible()
        assert not shell.bars.sheet.isVisible()
    assert shell.status._number.text() == "T2026-000006"
    bare.window.lock()
    bare.settle()
    bare.unlock(bare.office.vault)
    assert not shell.bars.practice.isVisible()


def test_a_network_path_is_refused_and_a_synced_folder_warned_of(bare: Desk) -> None:
    step = bare.window.first_run.places
    step.book.edit.setText("//server/share/books")
    assert not step.stands()
    assert step.book.field.problem
    step.book.edit.setText("/somewhere/OneDrive/books")

    assert step.stands()
    assert not step.warning.isHidden()


def wrong(desk: Desk, typed: str, times: int) -> None:
    for _ in range(times):
        desk.window.unlock.secret.setText(typed)
        desk.window.unlock.open_button.click()
        desk.settle()


def test_from_the_third_wrong_password_on_the_door_tells_what_is_wrong_most_often(
    bare: Desk,
) -> None:
    bare.window.go_to_vault(bare.office.vault)
    door = bare.window.unlock
    wrong(bare, "nonsense", 2)
    assert door.hint.isHidden()
    wrong(bare, "nonsense", 1)
    assert "空格和大小写" in door.hint.words.text()
    door.secret.setText("ｎonsense")
    assert door.trouble.isHidden()
    door._say_hint()
    assert "全角" in door.hint.words.text()
    bare.unlock()

    bare.window.lock()
    bare.settle()
    assert door.hint.isHidden()
