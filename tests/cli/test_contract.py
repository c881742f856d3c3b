"""The command line keeps its contract: words, objects, exit codes, and silence about secrets."""

import argparse
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ledgerdesk.cli import parser
from ledgerdesk.cli.run import VERBS
from ledgerdesk.core.errors import Code
from ledgerdesk.documents.read_back import texts

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a long owner password"


@dataclass(frozen=True)
class Said:
    """What one call printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def record(self) -> dict[str, Any]:
        lines = self.out.splitlines()
        assert len(lines) == 1, self.out + self.err
        found = json.loads(lines[0])
        assert isinstance(found, dict)
        return found


Desk = Callable[..., Said]


def call(folder: Path, *words: str, **settings: str) -> Said:
    done = subprocess.run(
        [sys.executable, "-m", "ledgerdesk", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "HOME": str(folder), **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a fresh vault `V`, its password and its recovery line."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "pw").write_text(PASSWORD + "\n", encoding="utf-8")
    words = ("--firm", "青禾会计", "--owner", "王敏", "--password-file", "pw")
    outputs = ("--recovery-out", "recovery.txt", "--recovery-sheet", "recovery.pdf")
    made = call(folder, "init", "V", *words, *outputs, "--json")
    assert made.code == 0, made.err
    assert made.record["vault"] == "V"
    return folder


@pytest.fixture
def desk(folder: Path) -> Desk:
    """Give a function that runs a verb on the vault with its password and `--json`."""

    def run(verb: str, *words: str) -> Said:
        return call(folder, verb, "V", *words, "--password-file", "pw", "--json")

    return run


def issue(desk: Desk, payer: str, amount: str = "1234.50", *more: str) -> Said:
    return desk("issue", "--payer", payer, "--item", "咨询费", "--amount", amount, *more)


def test_init_puts_one_private_line_down(folder: Path) -> None:
    line = (folder / "recovery.txt").read_text("ascii")
    assert line.endswith("\n")
    assert line.count("\n") == 1
    key, block = line.split()
    assert len(key.replace("-", "")) == 56
    assert len(block.replace("-", "")) == 252
    assert stat.S_IMODE((folder / "recovery.txt").stat().st_mode) == 0o600
    assert "恢复密钥" in "".join(texts((folder / "recovery.pdf").read_bytes())).replace(" ", "")


@pytest.mark.parametrize(
    ("vault", "recovery", "code"),
    [
        ("V", "other.txt", "exists"),
        ("W", "recovery.txt", "exists"),
        ("W", "W/recovery.txt", "inside_vault"),
        ("W", "nowhere/recovery.txt", "file_not_found"),
    ],
)
def test_init_touches_nothing_that_exists(
    folder: Path, vault: str, recovery: str, code: str
) -> None:
    before = sorted(str(path) for path in folder.rglob("*"))
    words = ("--firm", "甲", "--owner", "乙", "--password-file", "pw", "--recovery-out", recovery)
    said = call(folder, "init", vault, *words, "--json")
    assert (said.code, said.record["error"]) == (1, code)
    assert sorted(str(path) for path in folder.rglob("*")) == before


def test_init_refuses_a_weak_password_and_leaves_nothing(folder: Path) -> None:
    (folder / "weak").write_text("12345678\n", encoding="utf-8")
    words = ("--firm", "甲", "--owner", "乙", "--password-file", "weak", "--recovery-out", "r2.txt")
    said = call(folder, "init", "W", *words, "--json")
    assert (said.code, said.record["error"]) == (1, "weak_password")
    assert not (folder / "W").exists()
    assert not (folder / "r2.txt").exists()


def test_issue_answers_number_amount_capitals_and_anchor(folder: Path, desk: Desk) -> None:
    said = issue(desk, "单雄信", "１，２３４．５０元", "--method", "cash", "--pdf", "first.pdf")
    record = said.record
    assert said.code == 0
    assert record["amount_fen"] == 123450
    assert record["capitals"] == "壹仟贰佰叁拾肆元伍角整"
    assert record["warnings"] == []
    pages = texts((folder / "first.pdf").read_bytes())
    for page in pages:
        for value in (record["number"], "单雄信", "¥1,234.50", record["anchor"]):
            assert value in page.replace(" ", "")


def test_numbers_follow_and_the_register_names_them(desk: Desk) -> None:
    first = issue(desk, "甲公司", "10", "--method", "bank").record["number"]
    second = issue(desk, "乙公司", "20", "--method", "wechat", "--paper", "241-3").record["number"]
    assert int(second[-6:]) == int(first[-6:]) + 1
    register = desk("receipts").record
    rows = {row["number"]: row for row in register["receipts"]}
    assert rows[first]["status"] == "issued"
    assert rows[second]["amount_fen"] == 2000
    assert rows[second]["prints"] == 0
    assert rows[second]["issued_at"].endswith("+08:00")
    assert (register["missing"], register["explained"]) == ([], [])


def test_receipts_of_another_day_are_left_out(desk: Desk) -> None:
    assert desk("receipts", "--from", "2001-01-01", "--to", "2001-12-31").record["receipts"] == []


def test_void_of_spoiled_paper_gives_a_new_number(folder: Path, desk: Desk) -> None:
    number = issue(desk, "丙公司", "30", "--method", "card").record["number"]
    said = desk("void", number, "--reason=-卡纸", "--spoiled", "--pdf", "anew.pdf")
    assert said.record == {
        "number": number,
        "status": "voided",
        "reissued": f"{number[:-6]}{int(number[-6:]) + 1:06d}",
    }
    again = desk("void", number, "--reason", "又一次")
    assert (again.code, again.record["error"]) == (1, "already_voided")
    assert f"重开自No.{number}" in "".join(texts((folder / "anew.pdf").read_bytes())).replace(
        " ", ""
    )


def test_reverse_names_the_original_and_only_once(desk: Desk) -> None:
    number = issue(desk, "丁公司", "40", "--method", "other").record["number"]
    red = desk("reverse", number, "--reason", "退款").record
    assert red["original"] == number
    again = desk("reverse", number, "--reason", "退款")
    assert (again.code, again.record["error"]) == (1, "already_reversed")
    rows = {row["number"]: row for row in desk("receipts").record["receipts"]}
    assert rows[red["number"]]["amount_fen"] == -4000


def test_reprint_counts_and_marks(folder: Path, desk: Desk) -> None:
    number = issue(desk, "戊公司", "50", "--method", "cash", "--pdf", "p1.pdf").record["number"]
    assert desk("reprint", number, "--pdf", "p2.pdf").record == {"number": number, "prints": 2}
    assert "补打（第2次打印）" in texts((folder / "p2.pdf").read_bytes())[0].replace(" ", "")
    assert "补打" not in texts((folder / "p1.pdf").read_bytes())[0]


def test_find_answers_to_characters_and_pinyin(desk: Desk) -> None:
    issue(desk, "解放路诊所", "60", "--method", "cash")
    for text in ("解放", "xie", "jfl", "诊所"):
        names = [row["name"] for row in desk("find", text).record["customers"]]
        assert "解放路诊所" in names, text


def test_an_unprintable_character_draws_no_number(desk: Desk) -> None:
    before = len(desk("receipts").record["receipts"])
    said = issue(desk, "𓀀公司", "70", "--method", "cash")
    assert (said.code, said.record["error"], said.record["field"]) == (1, "no_glyph", "payer")
    assert "𓀀" in said.err
    register = desk("receipts").record
    assert (len(register["receipts"]), register["missing"]) == (before, [])


@pytest.mark.parametrize("amount", ["1.234", "12,34,5", "", "-5", "0", "1e3", "abc"])
def test_a_bad_amount_is_refused(desk: Desk, amount: str) -> None:
    said = desk("issue", "--payer", "己", "--item", "费", f"--amount={amount}", "--method", "cash")
    assert said.code == 1
    assert said.record["error"] in {"bad_amount", "proofreading"}


def test_a_future_date_is_red_and_names_its_field(desk: Desk) -> None:
    said = issue(desk, "庚", "80", "--method", "cash", "--date", "2098-01-01")
    assert (said.code, said.record["error"], said.record["field"]) == (1, "proofreading", "date")


def test_an_amber_is_a_warning_and_strict_stops_it(desk: Desk) -> None:
    issue(desk, "辛公司", "90", "--method", "cash")
    warned = issue(desk, "辛公司", "90", "--method", "cash").record["warnings"]
    assert [one["rule"] for one in warned] == ["same_within_minutes"]
    stopped = issue(desk, "辛公司", "90", "--method", "cash", "--strict")
    assert (stopped.code, stopped.record["error"]) == (1, "needs_answer")


@pytest.mark.parametrize("target", ["V/ledger.db", "V/new.pdf", "pw", "."])
def test_a_place_no_pdf_may_take_draws_no_number(folder: Path, desk: Desk, target: str) -> None:
    before = desk("receipts").record
    said = issue(desk, "刘洋", "5", "--method", "cash", "--pdf", target)

    assert (said.code, said.record["field"]) == (1, "pdf")
    assert said.record["error"] == ("inside_vault" if target.startswith("V/") else "exists")
    assert desk("receipts").record == before
    assert (folder / "pw").read_text("utf-8") == PASSWORD + "\n"


@pytest.mark.parametrize(
    "words",
    [
        ("receipts", "x" * 300, "--password-file", "pw"),
        ("receipts", "V", "--password-file", "x" * 300),
        ("verify", "x" * 300),
        ("import", "V", "x" * 300, "--password-file", "pw"),
    ],
)
def test_a_path_no_disk_can_hold_is_a_known_error(folder: Path, words: tuple[str, ...]) -> None:
    said = call(folder, *words, "--json")

    assert (said.code, said.record["error"], said.record["reason"]) == (1, "bad_value", "path")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--payer", "", "--amount", "5"), "Payer: This is needed."),
        (("--payer", "a\tb", "--amount", "5"), "Payer: It holds a character that cannot be seen."),
        (("--payer", "a" * 201, "--amount", "5"), "Payer: This is too long: at most 200"),
        (("--payer", "a", "--amount", "0"), "Amount: This must be more than zero."),
        (("--payer", "a", "--amount=-5"), "Amount: The amount is less than zero."),
        (("--payer", "a", "--amount", "999999999999"), "Amount: The amount is too large"),
        (("--payer", "😀", "--amount", "5"), "Payer: The character 😀 cannot be printed."),
    ],
)
def test_a_refused_entry_is_named_in_words(folder: Path, words: tuple[str, ...], said: str) -> None:
    rest = ("--item", "咨询费", "--method", "cash", "--password-file", "pw", "--lang", "en")
    refused = call(folder, "issue", "V", *words, *rest)

    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(said)


def test_check_finds_nothing_in_an_honest_book(desk: Desk) -> None:
    said = desk("check")
    assert (said.code, said.record["ok"], said.record["findings"]) == (0, True, [])


def test_capitals_and_people_s_numbers(folder: Path) -> None:
    assert call(folder, "capitals", "1234.50").out == "壹仟贰佰叁拾肆元伍角整\n"
    valid = call(folder, "check-id", "cn_ric", "110101190001010014", "--json")
    assert valid.record == {"valid": True, "reason": None}
    wrong = call(folder, "check-id", "cn_ric", "110101190001010015", "--json")
    assert (wrong.code, wrong.record["valid"], wrong.record["reason"]) == (0, False, "check_digit")


def test_self_test_names_engine_and_cipher(folder: Path) -> None:
    record = call(folder, "self-test", "--json").record
    assert record["ok"] is True
    assert record["sqlcipher"].startswith("4.")


def test_wrong_usage_is_2_and_known_errors_are_1(folder: Path) -> None:
    assert call(folder, "issue", "V").code == 2
    assert call(folder, "nonsense").code == 2
    assert call(folder, "capitals", "x").code == 1
    no_vault = call(folder, "check", "nowhere", "--password-file", "pw", "--json")
    assert (no_vault.code, no_vault.record["error"]) == (1, "file_not_found")
    (folder / "empty").mkdir(exist_ok=True)
    not_one = call(folder, "check", "empty", "--password-file", "pw", "--json")
    assert (not_one.code, not_one.record["error"]) == (1, "not_a_vault")


def test_a_bug_is_3_and_shows_no_values(folder: Path) -> None:
    script = (
        "import sys; from ledgerdesk.cli import run\n"
        "def broken(o, t): raise ValueError('张三 13800138000')\n"
        "run.VERBS['capitals'] = broken\n"
        "sys.exit(run.run(['capitals', '1', '--json']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"] == "bug"
    assert "13800138000" not in done.stdout.decode() + done.stderr.decode()
    assert "Traceback" not in done.stdout.decode() + done.stderr.decode()


def test_passwords_come_from_a_file_or_a_terminal_only(folder: Path) -> None:
    said = call(folder, "check", "V", "--json", LEDGERDESK_PASSWORD=PASSWORD)
    assert (said.code, said.record["error"]) == (1, "needs_password")
    files = {"--password-file", "--new-password-file", "--cosigner-password-file"}
    assert {word for word in _options() if "password" in word} == files


def _options() -> set[str]:
    def of(one: argparse.ArgumentParser) -> Iterator[str]:
        for action in one._actions:
            yield from action.option_strings
            choices = action.choices if isinstance(action.choices, dict) else {}
            for verb in choices.values():
                yield from of(verb)

    return set(of(parser.build()))


def test_the_error_speaks_the_chosen_language(folder: Path) -> None:
    (folder / "wrong").write_text("not the password", encoding="utf-8")
    words = ("check", "V", "--password-file", "wrong")
    assert "密码不正确" in call(folder, *words).err
    assert "The password is wrong" in call(folder, *words, "--lang", "en").err


def test_a_reader_who_has_seen_enough_is_no_fault(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "ledgerdesk", "self-test"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "HOME": str(folder)},
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (0, b"")


def test_no_verb_imports_qt(folder: Path) -> None:
    script = (
        "import sys; from ledgerdesk import __main__; sys.argv=['ledgerdesk','capitals','3'];"
        "__main__.main(); print([m for m in sys.modules if 'PySide' in m or 'shiboken' in m])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_the_page_names_every_verb_and_every_code(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    with pytest.raises(SystemExit):
        parser.build().parse_args(["no-such-verb"])
    offered = capsys.readouterr().err.partition("choose from ")[2]
    assert {verb.split()[0] for verb in VERBS} == set(re.findall("[a-z-]+", offered))
    assert [verb for verb in VERBS if f"| `{verb}" not in page] == []
    assert [code.value for code in Code if f"| `{code.value}` |" not in page] == []
