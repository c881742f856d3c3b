"""Sticks appear, are named once and have their turn; what can be pulled out is told, and let go."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from tests.support.still_office import PASSWORD, issue, trade
from tests.support.window import Desk

from ledgerdesk.backup import sealing
from ledgerdesk.core.backup_plan import PlaceKind
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.gui.backup_key import BY_PASSWORD
from ledgerdesk.gui.dialogs.backup_history import BackupHistoryDialog
from ledgerdesk.gui.dialogs.backup_plan import BackupPlanDialog
from ledgerdesk.gui.dialogs.drill import DrillDialog
from ledgerdesk.gui.dialogs.leave_copy import LeaveCopyDialog
from ledgerdesk.gui.dialogs.name_place import NamePlaceDialog
from ledgerdesk.gui.pages.backups import safe_line
from ledgerdesk.gui.pages.backups.backup import BackupPage
from ledgerdesk.gui.places import BACKUP, TODAY
from ledgerdesk.runtime import drives
from ledgerdesk.runtime.drives import DriveSeen
from ledgerdesk.services.access import Credential
from ledgerdesk.services.drills import drill

CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


class Sockets:
    """What is plugged in, as the system tells it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.seen: tuple[DriveSeen, ...] = ()

    def plug(self, label: str) -> Path:
        root = self._folder / label
        root.mkdir(exist_ok=True)
        one = DriveSeen(
            root=root,
            label=label,
            system="exfat",
            free_bytes=27_000_000_000,
            total_bytes=32_000_000_000,
            removable=True,
            read_only=False,
            device=label,
        )
        self.seen = (*self.seen, one)
        return root / "LedgerDesk"

    def pull(self, label: str) -> None:
        self.seen = tuple(one for one in self.seen if one.label != label)


@pytest.fixture
def sockets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sockets:
    found = Sockets(tmp_path)
    monkeypatch.setattr(drives, "drives", lambda: found.seen)
    monkeypatch.setattr(drives, "fingerprint", lambda: tuple(one.label for one in found.seen))
    return found


def at_backup(desk: Desk) -> BackupPage:
    desk.window.shell.go(BACKUP)
    desk.settle()
    desk.settle()
    return desk.window.shell.backup


def plugged(desk: Desk) -> None:
    desk.window.shell.backup.drives._look()
    desk.settle()
    desk.settle()


def titles(page: BackupPage) -> list[tuple[str, str]]:
    return [(one.title.split("  ·  ")[0], one.right) for one in page.drives.list.offers]


def name(desk: Desk, folder: Path, called: str) -> None:
    desk.change(lambda ledger: ledger.backup_plan.name_place(folder, called, PlaceKind.STICK))


def test_a_stick_appears_is_named_once_and_gets_its_copy(desk: Desk, sockets: Sockets) -> None:
    page = at_backup(desk)
    assert page.drives.nothing.isVisible()
    folder = sockets.plug("KINGSTON")
    plugged(desk)
    assert titles(page) == [("KINGSTON", "还没取名")]
    assert page.folder.folder == folder, "the only stick is where copies go"

    page.make()
    desk.settle()
    (dialog,) = desk.window.findChildren(NamePlaceDialog)
    assert dialog.name.text() == "A"
    dialog.act.click()
    desk.settle()
    desk.settle()
    assert {one.suffix for one in folder.iterdir()} == {".ldbk", ".json", ".py", ".txt"}
    assert "U 盘 A" in titles(page)[0][0]
    assert "KINGSTON" in page.safe.note.words.text()
    assert page.safe.isVisible()
    assert "在 A 上" in page.fact.text()
    assert "账本旁边的最近一份" in page.home_fact.text(), "a copy lies beside the book as well"
    assert len(list((desk.office.vault / "backups").glob("*.ldbk"))) == 1

    page.make()
    desk.settle()
    assert len(desk.window.findChildren(NamePlaceDialog)) <= 1, "it is named once"
    assert len(list(folder.glob("*.ldbk"))) == 2


def test_a_stick_may_do_without_a_name(desk: Desk, sockets: Sockets) -> None:
    folder = sockets.plug("KINGSTON")
    page = at_backup(desk)
    page.make()
    desk.settle()
    (dialog,) = desk.window.findChildren(NamePlaceDialog)
    dialog.skip.click()
    desk.settle()
    assert len(list(folder.glob("*.ldbk"))) == 1
    assert desk.ask(lambda ledger: ledger.backup_plan.standing()).places == ()


def test_the_wrong_stick_is_told_and_can_be_used(desk: Desk, sockets: Sockets) -> None:
    first, second = sockets.plug("ONE"), sockets.plug("TWO")
    name(desk, first, "A")
    name(desk, second, "B")
    desk.change(lambda ledger: ledger.backups.make(first))
    page = at_backup(desk)
    assert titles(page) == [("U 盘 B", "该轮到它"), ("U 盘 A", "")]
    page.folder.edit.setText(str(first))
    page._look()
    desk.settle()
    assert page.remark.words.text() == "这是 U 盘 A，本来该轮到 U 盘 B。也可以用。"
    page.drives.list.choose(0)
    page.drives._take()
    desk.settle()
    assert page.folder.folder == second
    assert not page.remark.isVisible()


def test_the_stick_of_another_book_is_told(desk: Desk, sockets: Sockets) -> None:
    folder = sockets.plug("ONE")
    folder.mkdir()
    mark = '{"format":1,"name":"A","place":"%s","vault":"%s"}'
    (folder / "ledgerdesk-stick.json").write_text(mark.replace("%s", "f" * 16), "utf-8")
    page = at_backup(desk)
    page.folder.edit.setText(str(folder))
    page._look()
    desk.settle()
    assert titles(page) == [("ONE", "存着另一个账本的备份")]
    assert page.remark.isVisible()
    assert not page.name_button.isEnabled()
    page.make()
    desk.settle()
    assert len(list(folder.glob("*.ldbk"))) == 1


def test_a_stick_is_let_go_after_the_read_back(
    desk: Desk, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[str] = []
    monkeypatch.setattr(safe_line, "can_eject", lambda _drive: True)
    monkeypatch.setattr(safe_line, "eject", lambda drive: gone.append(drive.label))
    folder = sockets.plug("KINGSTON")
    name(desk, folder, "A")
    page = at_backup(desk)
    assert not page.safe.eject_button.isVisible()
    page.make()
    desk.settle()
    assert page.safe.eject_button.isVisible()
    page.safe.eject_button.click()
    desk.settle()
    assert gone == ["KINGSTON"]
    assert not page.safe.isVisible()
    sockets.pull("KINGSTON")
    plugged(desk)
    assert page.drives.nothing.isVisible()


def test_polling_stops_where_nobody_sees_it(desk: Desk, sockets: Sockets) -> None:
    page = at_backup(desk)
    assert page.drives._poll.isActive()
    assert page.drives._poll.interval() >= 1_000
    desk.window.shell.go(TODAY)
    assert not page.drives._poll.isActive()
    sockets.plug("LATE")


def test_the_plan_is_changed_in_its_dialog_and_wrong_values_are_said(
    desk: Desk, sockets: Sockets
) -> None:
    name(desk, sockets.plug("ONE"), "A")
    page = at_backup(desk)
    page.questions.plan()
    desk.settle()
    (dialog,) = desk.window.findChildren(BackupPlanDialog)
    dialog.keep.setText("0/0/0")
    dialog.act.click()
    desk.settle()
    assert dialog.fields["keep"].problem
    dialog.keep.setText("5/4/3")
    dialog.every.setText("3")
    dialog.act.click()
    desk.settle()
    assert "10" in dialog.fields["every"].problem
    dialog.every.setText("喵")
    dialog.act.click()
    desk.settle()
    assert dialog.fields["every"].problem
    dialog.every.setText("")
    dialog.at.setText("18：30")
    dialog.keeper.setText("芳芳")
    dialog.on_exit.choose(1)
    dialog.drop.click()
    desk.settle()
    dialog.act.click()
    desk.settle()
    standing = desk.ask(lambda ledger: ledger.backup_plan.standing())
    plan = standing.plan
    assert (plan.keep.text, plan.every, plan.keeper, plan.on_exit, plan.on_close) == (
        *("5/4/3", 0, "芳芳", False, True),
    )
    assert plan.at is not None
    assert plan.at.strftime("%H:%M") == "18:30"
    assert standing.places == ()


# ── what is made by itself ───────────────────────────────────────────────────────────────


def must_copy(desk: Desk) -> bool:
    return desk.window.shell.keeper.must_copy


def home_copies(desk: Desk) -> int:
    return len(list((desk.office.vault / "backups").glob("*.ldbk")))


def test_what_is_due_is_made_by_the_next_beat(desk: Desk, sockets: Sockets) -> None:
    folder = sockets.plug("ONE")
    name(desk, folder, "A")
    keeper = desk.window.shell.keeper
    keeper._beat()
    for _ in range(4):
        desk.settle()
    assert (home_copies(desk), len(list(folder.glob("*.ldbk")))) == (1, 1)
    keeper._beat()
    for _ in range(4):
        desk.settle()
    assert home_copies(desk) == 1, "nothing changed since"


def test_a_day_that_is_closed_is_copied_if_the_plan_says_so(desk: Desk, sockets: Sockets) -> None:
    folder = sockets.plug("ONE")
    name(desk, folder, "A")
    shell = desk.window.shell
    shell.days.day_closed.emit()
    for _ in range(4):
        desk.settle()
    assert (home_copies(desk), len(list(folder.glob("*.ldbk")))) == (1, 1)
    plan = desk.ask(lambda ledger: ledger.backup_plan.standing()).plan
    desk.change(lambda ledger: ledger.backup_plan.change(replace(plan, on_close=False)))
    shell.days.day_closed.emit()
    for _ in range(4):
        desk.settle()
    assert home_copies(desk) == 1


def test_leaving_makes_a_copy_first_and_only_where_something_changed(
    desk: Desk, sockets: Sockets
) -> None:
    sockets.pull("none")
    assert must_copy(desk) is False
    desk.change(lambda ledger: ledger.transactions.record(trade("张三")))
    assert must_copy(desk) is True
    assert desk.window.close() is False
    desk.settle()
    assert home_copies(desk) == 1
    assert not desk.window.isVisible(), "it leaves once the copy stands"


def test_one_may_leave_without_it(desk: Desk, sockets: Sockets) -> None:
    sockets.pull("none")
    desk.ask(issue)
    desk.change(lambda ledger: ledger.transactions.record(trade("张三")))
    desk.window.close()
    (dialog,) = desk.window.findChildren(LeaveCopyDialog)
    dialog.act.click()
    desk.settle()
    assert not desk.window.isVisible()


def test_a_copy_that_fails_is_told_and_rests(
    desk: Desk, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    sockets.pull("none")
    shell = desk.window.shell

    def full(*_: object, **__: object) -> None:
        raise KnownError(Code.DISK_FULL, part="folder", field="folder")

    monkeypatch.setattr(sealing, "refuse_tight", full)
    shell.keeper._beat()
    for _ in range(3):
        desk.settle()
    assert "自动备份没有做成" in shell.toast.words.text()
    shell.toast.hide()
    shell.keeper._beat()
    for _ in range(3):
        desk.settle()
    assert not shell.toast.isVisible(), "it is not tried again at once"


# ── drills ───────────────────────────────────────────────────────────────────────────────


def opened_drill(desk: Desk, page: BackupPage) -> DrillDialog:
    page.questions.drill(page.folder.folder)
    desk.settle()
    return desk.window.findChildren(DrillDialog)[-1]


def test_a_drill_of_the_newest_backup_is_held_by_password_and_kept(
    desk: Desk, sockets: Sockets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sockets.plug("ONE")
    name(desk, folder, "A")
    desk.change(lambda ledger: ledger.backups.make(folder))
    page = at_backup(desk)
    dialog = opened_drill(desk, page)
    assert dialog.file.folder == next(folder.glob("*.ldbk"))
    assert "还没有做过" in dialog.last.text()
    dialog.secret.way.choose(BY_PASSWORD)
    dialog.secret.password.setText("nothing like it")
    dialog.go()
    desk.settle()
    assert dialog.secret.password_field.problem
    dialog.secret.password.setText(PASSWORD)
    dialog.go()
    desk.settle()
    assert dialog.agreed.isVisible()
    assert dialog.secret.password.text() == ""
    assert len(desk.ask(lambda ledger: ledger.drills.held())) == 1
    out = tmp_path / "证明.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    dialog.go()
    desk.settle()
    assert out.read_bytes().startswith(b"%PDF-")
    assert "证明.pdf" in desk.window.shell.toast.words.text()
    assert page.home_fact.property("tone") == "muted"
    desk.office.pass_time(days=31)
    page.refresh()
    desk.settle()
    assert page.home_fact.property("tone") == "warn", "the next drill is due"
    again = opened_drill(desk, page)
    assert "上次演练" in again.last.text()


def test_a_drill_says_what_is_missing_and_what_is_damaged(desk: Desk, sockets: Sockets) -> None:
    sockets.pull("none")
    page = at_backup(desk)
    dialog = opened_drill(desk, page)
    dialog.go()
    assert dialog.file.field.problem
    file = desk.office.folder / "x.ldbk"
    file.write_bytes(b"LDBK0001" + bytes(100))
    dialog.file.edit.setText(str(file))
    dialog.secret.key.setPlainText("AAAA")
    dialog.go()
    desk.settle()
    assert dialog.secret.key_field.problem, "a key is read before anything else"
    dialog.secret.way.choose(BY_PASSWORD)
    dialog.secret.password.setText(PASSWORD)
    dialog.go()
    desk.settle()
    assert dialog.trouble.isVisible()
    assert dialog.act.isEnabled()


def test_the_history_lists_every_copy_with_its_place_and_every_drill(
    desk: Desk, sockets: Sockets
) -> None:
    folder = sockets.plug("ONE")
    name(desk, folder, "A")
    made = desk.change(lambda ledger: ledger.backups.make(folder))
    desk.change(lambda ledger: ledger.backups.make_at_home())
    ground = desk.ask(lambda ledger: ledger.drills.ground())
    drilled = drill(made.path, Credential(password=PASSWORD), ground)
    desk.change(lambda ledger: ledger.drills.record(drilled))
    made.path.unlink()
    page = at_backup(desk)
    page.history_button.click()
    desk.settle()
    (dialog,) = desk.window.findChildren(BackupHistoryDialog)
    assert [(one.place, one.is_home) for one in dialog.copies.records] == [("", True), ("A", False)]
    assert dialog.tables[0].isVisible()
    dialog.which.choose(1)
    dialog.show_kind(1)
    assert [one.file_name for one in dialog.drills.records] == [made.path.name]
    assert dialog.tables[1].isVisible()
    assert not dialog.tables[0].isVisible()
