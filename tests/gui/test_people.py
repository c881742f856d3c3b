"""Several people at one desk: the door, the first password, the list of staff, who may what."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from tests.gui.test_window import marks
from tests.support.staffed_office import (
    CLERK,
    CLERK_PASSWORD,
    GIVEN_PASSWORD,
    SECOND,
    SUPERVISOR,
    SUPERVISOR_PASSWORD,
    staffed,
)
from tests.support.still_office import OWNER, PASSWORD, StillOffice
from tests.support.window import Desk

from ledgerdesk.core.staff import Member, Role, Standing
from ledgerdesk.gui.dialogs.staff import (
    AddPersonDialog,
    DisableDialog,
    GivenPasswordDialog,
    OwnPasswordDialog,
    RemoveDialog,
    ResetPasswordDialog,
    RoleDialog,
)
from ledgerdesk.gui.places import LOG, STAFF, TODAY, TRADE
from ledgerdesk.i18n.translator import Language

ENTER, ESCAPE, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="session")
def staffed_once(made_once: StillOffice, tmp_path_factory: pytest.TempPathFactory) -> StillOffice:
    made = staffed(made_once.copied(tmp_path_factory.mktemp("staffed") / "office"))
    made.close()
    return made


@pytest.fixture
def office(staffed_once: StillOffice, tmp_path: Path) -> Iterator[StillOffice]:
    """Give an office of four in the place of the office of one."""
    copy = staffed_once.copied(tmp_path / "office")
    yield copy
    copy.close()


def stand_at_door(desk: Desk) -> None:
    desk.window.go_to_vault(desk.office.vault)
    desk.settle()


def come_in(desk: Desk, name: str, password: str) -> None:
    stand_at_door(desk)
    door = desk.window.unlock
    assert door.who is not None
    door.who.choose(door._names.index(name) + 1)
    QTest.keyClicks(door.secret, password)
    QTest.keyClick(door.secret, ENTER)
    desk.settle()


def members(desk: Desk) -> dict[str, Member]:
    return {one.name: one for one in desk.ask(lambda ledger: ledger.staff.people())}


def choose(desk: Desk, name: str) -> None:
    page = desk.window.shell.staff
    names = [one.member.name for one in page.model.records]
    page.table.choose(names.index(name))


def at_staff(desk: Desk, name: str = "") -> None:
    desk.window.shell.go(STAFF)
    desk.settle()
    if name:
        choose(desk, name)


# ── the door ─────────────────────────────────────────────────────────────────────────────


def test_the_door_offers_names_and_the_password_opens_his_own_desk(bare: Desk) -> None:
    stand_at_door(bare)
    door = bare.window.unlock
    assert door.who is not None
    assert bare.focus is door.who
    assert door.who.itemText(0) == "请选您的姓名"
    assert {door.who.itemText(at) for at in range(1, door.who.count())} == {
        OWNER, SECOND, SUPERVISOR, CLERK,
    }  # fmt: skip
    door.who.choose(door._names.index(CLERK) + 1)
    bare.press(ENTER, CLERK_PASSWORD, ENTER)

    assert bare.window.is_open
    assert bare.window.top._name.text() == CLERK


def test_a_name_has_to_be_chosen_before_a_password_is_tried(bare: Desk) -> None:
    stand_at_door(bare)
    bare.window.unlock.secret.setFocus()
    bare.press(PASSWORD, ENTER)

    assert not bare.window.is_open
    assert bare.window.unlock._who_field is not None
    assert bare.window.unlock._who_field.problem == "请先选您的姓名。"


def test_the_next_person_finds_his_own_desk_and_the_drafts_stay_their_owners(bare: Desk) -> None:
    come_in(bare, CLERK, CLERK_PASSWORD)
    shell = bare.window.shell
    shell.go(TRADE)
    bare.settle()
    bare.commit("张三")
    bare.press(ENTER)
    bare.commit("咨询费")
    bare.press("l", held=CONTROL)
    assert bare.window.pages.currentWidget() is bare.window.unlock
    come_in(bare, SUPERVISOR, SUPERVISOR_PASSWORD)
    assert bare.window.top._name.text() == SUPERVISOR
    assert bare.ask(lambda ledger: ledger.drafts.list()) == ()
    shell.go(TRADE)
    bare.settle()
    assert shell.trade.customer.edit.text() == ""
    bare.window.lock()
    bare.settle()
    assert bare.window.unlock.who is not None
    assert bare.window.unlock.who.currentText() == SUPERVISOR  # who worked last stands there
    come_in(bare, CLERK, CLERK_PASSWORD)
    (kept,) = bare.ask(lambda ledger: ledger.drafts.list())

    assert kept.draft.texts["customer"] == "张三"


def test_locking_hides_everything_before_the_book_is_closed(bare: Desk) -> None:
    come_in(bare, CLERK, CLERK_PASSWORD)
    bare.window.lock()

    assert bare.window.pages.currentWidget() is bare.window.unlock
    assert not bare.window.top.isVisible()
    assert bare.window.unlock.open_button.text() == "正在锁上…"
    assert not bare.window.unlock.open_button.isEnabled()
    bare.settle()
    assert bare.window.unlock.open_button.text() == "打开账本"
    assert not bare.stage.tasks.is_open


# ── the first password ───────────────────────────────────────────────────────────────────


def reset(desk: Desk, name: str) -> None:
    desk.change(lambda ledger: ledger.staff.reset_password(name, GIVEN_PASSWORD))
    desk.window.lock()
    desk.settle()


def test_whoever_came_by_a_given_password_chooses_his_own_before_the_desk(bare: Desk) -> None:
    come_in(bare, OWNER, PASSWORD)
    reset(bare, CLERK)
    come_in(bare, CLERK, GIVEN_PASSWORD)
    page = bare.window.choose_password
    assert bare.window.pages.currentWidget() is page
    assert not bare.window.is_open
    bare.press("12345678")
    assert "人人" in page.new.first_field._below.text()  # said while it is typed
    bare.press(ENTER, "12345678", ENTER)
    for edit in (page.new.first, page.new.again):
        edit.setText(GIVEN_PASSWORD)
    page.take()
    assert page.new.first_field.problem == "这就是别人给您的那个。请换一个。"
    for edit in (page.new.first, page.new.again):
        edit.setText("a cup of new tea")
    page.take()
    bare.settle()

    assert bare.window.pages.currentWidget() is bare.window.shell
    assert not members(bare)[CLERK].provisional
    assert page.new.text == ""
    bare.window.lock()
    bare.settle()
    come_in(bare, CLERK, "a cup of new tea")
    assert bare.window.is_open


def test_the_page_of_the_first_password_can_be_locked(bare: Desk) -> None:
    come_in(bare, OWNER, PASSWORD)
    reset(bare, CLERK)
    come_in(bare, CLERK, GIVEN_PASSWORD)
    bare.window.choose_password.lock_button.click()
    bare.settle()

    assert bare.window.pages.currentWidget() is bare.window.unlock
    assert not bare.stage.tasks.is_open


# ── the list ─────────────────────────────────────────────────────────────────────────────


def test_somebody_is_let_in_and_his_password_is_shown_once(bare: Desk) -> None:
    come_in(bare, OWNER, PASSWORD)
    at_staff(bare)
    bare.press(ENTER, held=CONTROL)
    dialog = bare.window.findChild(AddPersonDialog)
    assert isinstance(dialog, AddPersonDialog)
    dialog.go()
    assert dialog.name_field.problem
    dialog.name.setText("小周")
    dialog.role_field.segments.choose(0)
    dialog.go()
    bare.settle()
    shown = bare.window.findChild(GivenPasswordDialog)
    assert isinstance(shown, GivenPasswordDialog)
    given = shown.password.text()
    shown.copy_button.click()
    assert QApplication.clipboard().text() == given
    shown.clipboard.later.timeout.emit()
    assert QApplication.clipboard().text() == ""
    shown.act.click()
    found = members(bare)["小周"]
    assert (found.role, found.provisional) == (Role.CLERK, True)
    bare.window.lock()
    bare.settle()
    come_in(bare, "小周", given)

    assert bare.window.pages.currentWidget() is bare.window.choose_password


def test_a_name_that_is_taken_is_said_at_the_name(bare: Desk) -> None:
    come_in(bare, OWNER, PASSWORD)
    at_staff(bare)
    bare.window.shell.staff.add()
    dialog = bare.window.findChild(AddPersonDialog)
    assert isinstance(dialog, AddPersonDialog)
    dialog.name.setText(CLERK)
    dialog.role_field.segments.choose(0)
    dialog.go()
    bare.settle()

    assert dialog.isVisible()
    assert dialog.name_field.problem


def test_letting_somebody_go_says_what_it_does_and_the_sheet_has_to_follow(bare: Desk) -> None:
    come_in(bare, OWNER, PASSWORD)
    at_staff(bare, CLERK)
    page, bars = bare.window.shell.staff, bare.window.shell.bars
    assert not bars.sheet.isVisible()
    page.remove_button.click()
    dialog = bare.window.findChild(RemoveDialog)
    assert isinstance(dialog, RemoveDialog)
    assert "新密钥" in dialog.words.text()
    assert dialog.leave.isDefault()
    dialog.act.click()
    assert dialog.act.text() == "正在换密钥、做备份…"
    dialog.reject()  # while it is being done nobody leaves
    assert dialog.isVisible()
    bare.settle()

    assert members(bare)[CLERK].standing is Standing.REMOVED
    assert bars.sheet.isVisible()
    assert bars.sheet.action.text() == "生成新恢复单(&K)…"


def test_locking_hides_a_dialog_that_waits_and_shows_no_password_afterwards(bare: Desk) -> None:
    come_in(bare, OWNER, PASSWORD)
    at_staff(bare)
    bare.window.shell.staff.add()
    dialog = bare.window.findChild(AddPersonDialog)
    assert isinstance(dialog, AddPersonDialog)
    dialog.name.setText("小周")
    dialog.role_field.segments.choose(0)
    dialog.go()
    bare.window.lock(asking=False)
    assert not dialog.isVisible()
    bare.settle()

    assert bare.window.findChildren(GivenPasswordDialog) == []
    assert bare.window.pages.currentWidget() is bare.window.unlock
    assert "小周" in bare.window.unlock._names


def test_somebody_is_kept_out_and_let_back_in(bare: Desk) -> None:
    come_in(bare, OWNER, PASSWORD)
    at_staff(bare, CLERK)
    page = bare.window.shell.staff
    page.bar_button.click()
    dialog = bare.window.findChild(DisableDialog)
    assert isinstance(dialog, DisableDialog)
    dialog.act.click()
    bare.settle()
    assert members(bare)[CLERK].standing is Standing.DISABLED
    choose(bare, CLERK)
    assert page.back_button.isVisible()
    assert not page.bar_button.isVisible()
    page.back_button.click()
    bare.settle()

    assert members(bare)[CLERK].standing is Standing.ACTIVE


def test_a_role_is_changed_by_enter_on_the_line(bare: Desk) -> None:
    come_in(bare, OWNER, PASSWORD)
    at_staff(bare, CLERK)
    bare.window.shell.staff.table.setFocus()
    bare.press(ENTER)
    dialog = bare.window.findChild(RoleDialog)
    assert isinstance(dialog, RoleDialog)
    dialog.role_field.segments.choose(1)
    assert "作废" in dialog.role_field._below.text()
    dialog.go()
    bare.settle()

    assert members(bare)[CLERK].role is Role.SUPERVISOR


def test_a_forgotten_password_is_replaced_by_one_of_the_day(bare: Desk) -> None:
    come_in(bare, OWNER, PASSWORD)
    at_staff(bare, CLERK)
    bare.window.shell.staff.reset_button.click()
    dialog = bare.window.findChild(ResetPasswordDialog)
    assert isinstance(dialog, ResetPasswordDialog)
    dialog.act.click()
    bare.settle()

    assert members(bare)[CLERK].provisional
    assert bare.window.findChild(GivenPasswordDialog) is not None


def test_an_owner_is_offered_nothing_against_himself_and_no_reset_of_an_owner(bare: Desk) -> None:
    come_in(bare, OWNER, PASSWORD)
    page = bare.window.shell.staff
    at_staff(bare, OWNER)
    for button in (page.role_button, page.bar_button, page.remove_button, page.reset_button):
        assert not button.isVisible()
    choose(bare, SECOND)

    assert not page.reset_button.isVisible()
    assert page.remove_button.isVisible()


def test_a_clerk_sees_who_works_here_and_no_act_and_no_log(bare: Desk) -> None:
    come_in(bare, CLERK, CLERK_PASSWORD)
    page = bare.window.shell.staff
    at_staff(bare, OWNER)

    assert page.model.rowCount() == 4
    assert not any(button.isVisible() for button in (page.add_button, *page._acts))
    assert page.own_button.isVisible()
    actions = bare.window.commands.actions
    assert not actions["log"].isVisible()
    assert not actions["void"].isVisible()
    assert actions["staff"].isVisible()
    assert actions["own_password"].isVisible()
    assert not bare.window.shell.settings.people.log_button.isVisibleTo(bare.window.shell)


# ── one's own password ───────────────────────────────────────────────────────────────────


def test_a_clerk_changes_his_own_password_and_no_owner_is_needed(bare: Desk) -> None:
    come_in(bare, CLERK, CLERK_PASSWORD)
    bare.window.commands.actions["own_password"].trigger()
    dialog = bare.window.findChild(OwnPasswordDialog)
    assert isinstance(dialog, OwnPasswordDialog)
    assert dialog.old.echoMode() is QLineEdit.EchoMode.Password
    dialog.old.setText("not it at all")
    for edit in (dialog.new.first, dialog.new.again):
        edit.setText("green kettle 9")
    dialog.go()
    bare.settle()
    assert dialog.old_field.problem
    bare.office.pass_time(minutes=5)
    dialog.old.setText(CLERK_PASSWORD)
    dialog.new.again.setText("green kettle 8")
    dialog.go()
    assert dialog.new.again_field.problem
    dialog.new.again.setText("green kettle 9")
    dialog.go()
    bare.settle()
    bare.window.lock()
    bare.settle()
    come_in(bare, CLERK, "green kettle 9")

    assert bare.window.is_open


@pytest.mark.parametrize("language", list(Language))
def test_the_access_keys_of_people_and_log_are_unique(bare: Desk, language: Language) -> None:
    come_in(bare, OWNER, PASSWORD)
    bare.stage.speech.choose(language)
    shell = bare.window.shell
    menus = {QKeySequence.mnemonic(one.title()).toString() for one in bare.window.commands.menus}
    for place in (STAFF, LOG, TODAY):
        shell.go(place)
        bare.settle()
        if place == STAFF:
            choose(bare, CLERK)
        found = marks(shell.pages[place])
        assert max(found.values(), default=0) <= 1, found
        assert not found.keys() & menus
