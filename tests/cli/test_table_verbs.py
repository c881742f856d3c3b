"""`import` and `export` keep the contract: figures, refused rows, exit codes, sentences."""

import json
from pathlib import Path
from typing import Any

import pytest

from ledgerdesk.cli.run import run

DATA = Path(__file__).resolve().parents[1] / "data"
EXPECTED = json.loads((DATA / "customers.expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    (folder / "pw").write_text("a long owner password\n", encoding="utf-8")
    words = ["--firm", "青禾会计", "--owner", "王敏", "--password-file", str(folder / "pw")]
    assert run(["init", str(folder / "V"), *words, "--recovery-out", str(folder / "r.txt")]) == 0
    return folder


class Desk:
    """Call verbs on one vault in this process and read what they say."""

    def __init__(self, folder: Path, captured: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._captured = captured

    def say(self, verb: str, *words: object) -> tuple[int, str, str]:
        self._captured.readouterr()
        common = ["--password-file", str(self.folder / "pw")]
        code = run([verb, str(self.folder / "V"), *map(str, words), *common])
        said = self._captured.readouterr()
        return code, said.out, said.err

    def record(self, verb: str, *words: object) -> tuple[int, dict[str, Any]]:
        code, out, _ = self.say(verb, *words, "--json")
        found = json.loads(out)
        assert isinstance(found, dict)
        return code, found


@pytest.fixture
def desk(folder: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(folder, capsys)


def test_the_whole_way_of_the_firms_table(desk: Desk) -> None:
    code, foreseen = desk.record("import", DATA / "customers.gb18030.csv", "--dry-run")
    assert code == 0
    assert {"rows", "ok", "errors", "customers_new", "transactions_new", "sum_fen"} <= set(foreseen)
    assert [(e["row"], e["field"]) for e in foreseen["errors"]] == [
        (e["row"], e["field"]) for e in EXPECTED["errors"]
    ]
    assert set(foreseen["errors"][0]) == {"row", "field", "reason"}

    code, done = desk.record("import", DATA / "customers.xlsx")
    assert code == 0
    assert done == foreseen | {"dry_run": False}
    assert (done["ok"], done["sum_fen"]) == (EXPECTED["ok"], EXPECTED["sum_fen_of_ok"])

    code, twin = desk.record("import", DATA / "customers.gb18030.csv")
    assert (code, twin["ok"]) == (0, EXPECTED["ok"])
    assert (twin["customers_new"], twin["transactions_new"]) == (0, 0)

    code, found = desk.record("find", "单雄信")
    assert (code, {one["name"] for one in found["customers"]}) == (0, {"单雄信"})
    assert desk.record("check")[1]["ok"] is True


def test_a_refused_row_is_said_with_its_row_its_own_heading_and_why(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("名称,日期,金额（元）,星座\n张三,2026-01-02,1.234,x\n", encoding="utf-8")

    code, zh, _ = desk.say("import", path, "--dry-run", "--lang", "zh")
    _, en, _ = desk.say("import", path, "--dry-run", "--lang", "en")

    assert code == 0
    assert zh.splitlines() == [
        "第 2 行，金额（元）：金额最多两位小数。",
        "没有读取的列：星座",
        "共 1 行，可用 0 行，退回 1 行；金额合计 ¥0.00。",
        "导入将新增客户 0 位、交易 0 笔。",
    ]
    assert en.startswith("Row 2, 金额（元）: An amount has at most two decimals.\n")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"just words", "no_header"),
        ("姓名,金额\n".encode(), "columns_missing"),
        (b"PK\x03\x04", "damaged_table"),
    ],
)
def test_a_file_that_is_no_table_is_one_sentence_and_one_object(
    content: bytes, reason: str, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "t").write_bytes(content)

    code, out, err = desk.say("import", tmp_path / "t", "--json", "--lang", "zh")

    said = json.loads(out)
    assert (code, said["error"], said["field"], said["reason"]) == (1, "bad_value", "file", reason)
    assert len(err.splitlines()) == 1
    assert err.strip().endswith("。")


def test_a_missing_file_and_the_vaults_own_are_refused(desk: Desk, tmp_path: Path) -> None:
    assert desk.record("import", tmp_path / "x")[1] == {"error": "file_not_found", "field": "file"}
    inside = desk.folder / "V" / "ledger.db"
    assert desk.record("import", inside)[1] == {"error": "inside_vault", "field": "file"}


@pytest.mark.parametrize("shape", ["csv", "xlsx"])
@pytest.mark.parametrize("what", ["receipts", "transactions", "customers"])
def test_an_export_is_written_once(what: str, shape: str, desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / f"out.{shape}"

    code, done = desk.record("export", what, "--format", shape, out)
    again, refusal = desk.record("export", what, "--format", shape, out)

    assert code == 0
    assert set(done) == {"file", "what", "format", "rows"}
    assert out.stat().st_size > 0
    assert (again, refusal["error"], refusal["field"]) == (1, "exists", "out")


def test_an_export_into_a_folder_that_is_not_there_is_refused(desk: Desk, tmp_path: Path) -> None:
    code, said = desk.record("export", "receipts", "--format", "csv", tmp_path / "no" / "r.csv")

    assert (code, said) == (1, {"error": "file_not_found", "field": "out", "part": "folder"})


def test_customers_are_exported_by_what_stands_on_their_cards(desk: Desk, tmp_path: Path) -> None:
    desk.record(
        "issue", "--payer", "尉迟恭敬德", "--item", "咨询费", "--amount", "1", "--method", "cash"
    )
    out = ("--format", "csv")

    code, done = desk.record("export", "customers", *out, tmp_path / "a.csv", "--state", "due")
    assert (code, done["rows"]) == (0, 0)
    clerk = ("--find", "尉迟恭敬德", "--state", "incomplete")
    code, done = desk.record("export", "customers", *out, tmp_path / "b.csv", *clerk)
    assert (code, done["rows"]) == (0, 1)
    code, said = desk.record("export", "receipts", *out, tmp_path / "c.csv", "--tag", "x")
    assert (code, said["error"], said["reason"]) == (1, "bad_value", "customers_only")
    code, said = desk.record("export", "customers", *out, tmp_path / "d.csv", "--clerk", "没有")
    assert (code, said["field"]) == (1, "clerk")
    code, said = desk.record("export", "customers", *out, tmp_path / "e.csv", "--plain")
    assert (code, said["field"]) == (1, "why")


def test_a_customer_gets_a_copy_of_his_data(desk: Desk, tmp_path: Path) -> None:
    desk.record(
        "issue", "--payer", "尉迟恭敬德", "--item", "咨询费", "--amount", "1", "--method", "cash"
    )

    (one,) = desk.record("find", "尉迟恭敬德")[1]["customers"]

    code, done = desk.record("copy-of", one["code"], tmp_path, "--reason", "本人索取")

    assert code == 0
    assert Path(str(done["pdf"])).read_bytes().startswith(b"%PDF")
    assert "尉迟恭敬德" in Path(str(done["json"])).read_text("utf-8")


def test_an_import_is_listed_and_taken_back(desk: Desk, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("姓名,交易日期,交易金额\n长孙无忌,2026-01-02,5\n", encoding="utf-8")
    desk.record("import", table)
    code, listed = desk.record("imports")
    one = listed["imports"][0]
    assert (code, one["rows"], one["taken_back"]) == (0, 1, False)

    code, taken = desk.record("take-back", one["id"], "--reason", "导错了")

    assert (code, taken) == (0, {"trades": 1, "customers": 1})
    assert desk.record("imports")[1]["imports"][0]["taken_back"] is True
    code, said = desk.record("take-back", one["id"], "--reason", "再来")
    assert (code, said["error"], said["reason"]) == (1, "import_needed", "taken_back")
