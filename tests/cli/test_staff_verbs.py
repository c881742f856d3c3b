"""`staff`, `passwd`, `recover`, `rotate`, `sheet`: people and keys from a script."""

import json
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledgerdesk.bootstrap import House, real_house
from ledgerdesk.cli import door
from ledgerdesk.cli.run import run
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING, CHEAPEST_ONLY_FOR_TESTING

PASSWORDS = {
    "pw": "a long owner password",
    "given": "a password of the day",
    "clerk": "blue kettle",
    "new": "another long owner password",
}


class Office:
    """Call verbs on one vault in this process, with passwords that cost nothing."""

    def __init__(self, folder: Path, captured: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._captured = captured

    @property
    def vault(self) -> Path:
        return self.folder / "V"

    def say(self, *words: object) -> tuple[int, str, str]:
        self._captured.readouterr()
        code = run([str(word) for word in words])
        said = self._captured.readouterr()
        return code, said.out, said.err

    def record(self, *words: object) -> tuple[int, dict[str, Any]]:
        code, out, _ = self.say(*words, "--json")
        (line,) = out.splitlines()
        found = json.loads(line)
        assert isinstance(found, dict)
        return code, found

    def by(self, user: str, password: str, verb: str, *words: object) -> tuple[int, dict[str, Any]]:
        """Run a verb, such as `staff add`, as somebody with the password of a file."""
        who = ("--user", user, "--password-file", self.folder / password)
        return self.record(*verb.split(), self.vault, *words, *who)

    def owner(self, verb: str, *words: object) -> tuple[int, dict[str, Any]]:
        return self.by("王敏", "pw", verb, *words)

    def file(self, name: str) -> Path:
        return self.folder / name


@pytest.fixture
def office(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Office:
    def cheap(press: Lane) -> House:
        return replace(
            real_house(press),
            bounds=BOUNDS_ONLY_FOR_TESTING,
            cost=CHEAPEST_ONLY_FOR_TESTING,
            per_user=tmp_path / "user",
        )

    monkeypatch.setattr(door, "real_house", cheap)
    for name, password in PASSWORDS.items():
        (tmp_path / name).write_text(password + "\n", encoding="utf-8")
    office = Office(tmp_path, capsys)
    words = ("--firm", "青禾会计", "--owner", "王敏", "--password-file", tmp_path / "pw")
    code, _, err = office.say("init", office.vault, *words, "--recovery-out", tmp_path / "r.txt")
    assert (code, err) == (0, "")
    return office


def let_in(office: Office, name: str = "小李", role: str = "clerk") -> None:
    words = ("--name", name, "--role", role, "--new-password-file", office.file("given"))
    code, added = office.owner("staff add", *words)
    assert code == 0
    assert (added["name"], added["role"], added["state"], added["provisional"]) == (
        name, role, "active", True,
    )  # fmt: skip


def test_a_clerk_is_let_in_chooses_a_password_and_works_within_his_role(office: Office) -> None:
    let_in(office)
    code, out, err = office.say(
        "issue", office.vault, "--payer", "张三", "--item", "咨询费", "--amount", "5",
        "--method", "cash", "--user", "小李", "--password-file", office.file("given"),
    )  # fmt: skip
    assert code == 0
    assert "passwd" in err
    number = out.split()[0]

    code, changed = office.by(
        "小李", "given", "passwd", "--new-password-file", office.file("clerk")
    )
    assert (code, changed) == (0, {"changed": True, "rotated": False})
    assert office.by("小李", "given", "find", "张")[1]["error"] == "wrong_password"
    assert office.by("小李", "clerk", "find", "张")[0] == 0
    refused = office.by("小李", "clerk", "void", number, "--reason", "金额错误")
    assert refused == (
        1, {"error": "not_allowed", "action": "receipts.void", "role": "clerk"},
    )  # fmt: skip
    code, refused_too = office.by("小李", "clerk", "staff remove", "--name", "王敏")
    assert (code, refused_too["error"]) == (1, "not_allowed")


def test_with_several_people_a_verb_asks_who_works(office: Office) -> None:
    let_in(office)

    code, said = office.record("check", office.vault, "--password-file", office.file("pw"))

    assert (code, said["error"]) == (1, "needs_user")


def test_the_list_says_who_may_sign_in_and_who_has_to_choose_a_password(office: Office) -> None:
    let_in(office)
    let_in(office, "老钱", "auditor")
    assert office.owner("staff disable", "--name", "老钱")[1]["state"] == "disabled"
    assert office.by("老钱", "given", "check")[1]["reason"] == "disabled"

    code, listed = office.owner("staff list")

    assert code == 0
    columns = ("name", "role", "state", "provisional")
    assert [tuple(one[column] for column in columns) for one in listed["staff"]] == [
        ("王敏", "owner", "active", False),
        ("小李", "clerk", "active", True),
        ("老钱", "auditor", "disabled", True),
    ]  # fmt: skip
    assert office.owner("staff enable", "--name", "老钱")[1]["state"] == "active"
    assert office.owner("staff rename", "--name", "老钱", "--new-name", "钱审计")[1]["name"] == (
        "钱审计"
    )
    assert office.by("钱审计", "given", "check")[0] == 0


def test_a_removal_answers_with_the_new_key_and_the_new_backup(office: Office) -> None:
    let_in(office)

    code, removed = office.owner("staff remove", "--name", "小李")

    assert code == 0
    assert (removed["name"], removed["state"], removed["generation"]) == ("小李", "removed", 2)
    assert Path(removed["backup"]).parent == office.vault / "backups"
    assert office.by("小李", "given", "check")[1]["error"] == "wrong_password"
    assert office.owner("check")[1]["ok"] is True
    code, verified = office.record(
        "verify", removed["backup"], "--password-file", office.file("pw")
    )
    assert (code, verified["authentic"]) == (0, True)
    assert office.owner("staff remove", "--name", "小李")[1] == {
        "error": "bad_value", "field": "name", "reason": "unknown_user",
    }  # fmt: skip


def test_roles_change_and_an_owner_who_becomes_less_costs_a_rotation(office: Office) -> None:
    let_in(office)
    code, promoted = office.owner("staff role", "--name", "小李", "--role", "owner")
    assert (code, promoted) == (0, {"name": "小李", "role": "owner", "generation": 1})

    code, demoted = office.owner("staff role", "--name", "小李", "--role", "supervisor")

    assert (code, demoted["role"], demoted["generation"]) == (0, "supervisor", 2)
    assert office.by("小李", "given", "check")[0] == 0
    alone = office.owner("staff role", "--name", "王敏", "--role", "clerk")[1]
    assert (alone["error"], alone["reason"]) == ("not_allowed", "yourself")


def test_a_reset_password_is_replaced_by_its_person(office: Office) -> None:
    let_in(office)
    office.by("小李", "given", "passwd", "--new-password-file", office.file("clerk"))

    words = ("--name", "小李", "--new-password-file", office.file("given"))
    assert office.owner("staff reset", *words)[1]["provisional"] is True

    assert office.by("小李", "clerk", "check")[1]["error"] == "wrong_password"
    assert office.by("小李", "given", "check")[0] == 0


def test_recover_gives_a_password_and_puts_a_new_sheet_beside_the_old_one(office: Office) -> None:
    let_in(office)
    words = ("--recovery-file", office.file("r.txt"), "--new-password-file", office.file("new"))

    code, done = office.record("recover", office.vault, *words)

    assert code == 0
    assert (done["user"], done["sheet"], done["generation"]) == ("王敏", 2, 2)
    assert done["recovery"] == str(office.file("r-new.txt"))
    assert stat.S_IMODE(office.file("r-new.txt").stat().st_mode) == 0o600
    assert office.owner("check")[1]["error"] == "wrong_password"
    assert office.by("王敏", "new", "check")[1]["ok"] is True
    assert office.by("小李", "given", "check")[0] == 0
    code, again = office.record("recover", office.vault, *words)
    assert (code, again["error"]) == (1, "wrong_recovery_key")


@pytest.mark.parametrize("gone", ["keys", "keys and the application folder"])
def test_the_sheet_s_file_and_the_book_alone_are_enough(office: Office, gone: str) -> None:
    for path in office.vault.glob("keys.json*"):
        path.unlink()
    if gone != "keys":
        for path in sorted((office.folder / "user").rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    out = office.file("sheet-2.txt")

    code, done = office.record(
        "recover", office.vault, "--recovery-file", office.file("r.txt"),
        "--new-password-file", office.file("new"), "--recovery-out", out,
        "--recovery-sheet", office.file("sheet-2.pdf"),
    )  # fmt: skip

    assert (code, done["recovery"]) == (0, str(out))
    assert office.file("sheet-2.pdf").read_bytes().startswith(b"%PDF")
    assert office.by("王敏", "new", "check")[0] == 0


def test_recover_refuses_before_it_touches_anything(office: Office) -> None:
    before = (office.vault / "keys.json").read_bytes()
    (office.file("weak")).write_text("short\n")
    words = ("--recovery-file", office.file("r.txt"), "--new-password-file")
    codes = [
        office.record("recover", office.vault, *words, office.file(password), *more)[1]["error"]
        for password, more in (
            ("weak", ()),
            ("new", ("--recovery-out", office.vault / "r2.txt")),
            ("new", ("--recovery-out", office.file("r.txt"))),
            ("new", ("--user", "无名氏")),
            ("nothing", ()),
        )
    ]

    assert codes == ["weak_password", "inside_vault", "exists", "bad_value", "file_not_found"]
    assert (office.vault / "keys.json").read_bytes() == before
    assert sorted(path.name for path in office.folder.glob("r*.txt")) == ["r.txt"]


def test_rotate_asks_for_a_new_sheet_and_sheet_issues_and_reads_it_back(office: Office) -> None:
    assert office.owner("sheet")[1] == {"sheet": 1, "current": True, "kept": False}
    assert office.owner("sheet", "--recovery-file", office.file("r.txt"))[1]["kept"] is True

    assert office.owner("rotate") == (0, {"generation": 2, "sheet_current": False})

    assert office.owner("sheet")[1] == {"sheet": 1, "current": False, "kept": False}
    stale = office.owner("sheet", "--recovery-file", office.file("r.txt"))[1]
    assert (stale["error"], stale["reason"]) == ("not_allowed", "sheet_outdated")
    issued = office.owner("sheet", "--recovery-out", office.file("r2.txt"))
    assert issued == (
        0, {"sheet": 2, "current": True, "kept": False, "recovery": str(office.file("r2.txt"))},
    )  # fmt: skip
    assert office.owner("sheet", "--recovery-file", office.file("r2.txt"))[1]["kept"] is True
    assert office.owner("check")[1]["ok"] is True


def test_a_password_others_may_know_gives_the_book_a_new_key(office: Office) -> None:
    words = ("--new-password-file", office.file("new"), "--somebody-knows")

    assert office.owner("passwd", *words) == (0, {"changed": True, "rotated": True})

    assert office.by("王敏", "new", "rotate")[1]["generation"] == 3


def test_no_secret_is_printed(office: Office) -> None:
    key = office.file("r.txt").read_text("ascii").split()[0]
    said = []
    for words in (
        ("staff", "list", office.vault, "--password-file", office.file("pw")),
        ("sheet", office.vault, "--password-file", office.file("pw")),
        ("recover", office.vault, "--recovery-file", office.file("r.txt"),
         "--new-password-file", office.file("new")),
    ):  # fmt: skip
        code, out, err = office.say(*words)
        assert code == 0
        said.append(out + err)

    new = office.file("r-new.txt").read_text("ascii").split()[0]
    for secret in (*PASSWORDS.values(), *key.split("-"), *new.split("-")):
        assert all(secret not in one for one in said)


def test_a_person_reads_what_was_done_in_his_language(office: Office) -> None:
    let_in(office)
    who = ("--user", "王敏", "--password-file", office.file("pw"))

    _, listed, _ = office.say("staff", "list", office.vault, *who, "--lang", "zh")
    _, removed, _ = office.say("staff", "remove", office.vault, "--name", "小李", *who)

    assert listed.splitlines()[1] == "小李  职员  可登录  （须自行更改密码）"
    assert removed.splitlines()[0] == "已移除 小李。"
    assert "恢复单" in removed
