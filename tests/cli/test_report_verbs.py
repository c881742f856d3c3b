"""`report` from a script."""

from typing import Any

import pytest
from tests.cli.test_day_verbs import sell
from tests.cli.test_staff_verbs import Office, office

__all__ = ["office"]


def test_a_report_is_told_and_written(office: Office) -> None:
    sell(office, "100")
    sell(office, "23.50", "wechat")

    code, said = _report(office, "by-method")

    assert code == 0, said
    assert (code, said["totals"]) == (0, [None, 2, 12_350])
    assert said["rows"] == [["cash", 1, 10_000], ["wechat", 1, 2_350]]
    for shape in ("pdf", "xlsx", "csv"):
        out = office.file(f"r.{shape}")
        code, said = _report(office, "daily", "--format", shape, "--out", out)
        assert (code, said["file"]) == (0, str(out))
        assert out.stat().st_size > 100
    code, said = _report(office, "daily", "--out", office.file("r.pdf"))
    assert (code, said["error"]) == (1, "exists")


def test_a_time_without_trades_is_empty_and_one_turned_round_is_refused(office: Office) -> None:
    period = ("--from", "2020-01-01", "--to", "2020-12-31")
    code, said = _report(office, "monthly", *period)
    assert (code, said["rows"], said["totals"][-1]) == (0, [], 0)

    code, said = _report(office, "monthly", "--from", "2020-12-31", "--to", "2020-01-01")
    assert (code, said["error"], said["field"]) == (1, "bad_value", "to")


@pytest.mark.parametrize(("language", "word"), [("zh", "收款月报"), ("en", "Takings by month")])
def test_it_is_said_in_either_language(office: Office, language: str, word: str) -> None:
    sell(office, "100")
    who = ("--user", "王敏", "--password-file", office.file("pw"))

    code, said, _ = office.say("report", "monthly", office.vault, *who, "--lang", language)

    assert code == 0
    assert word in said


def _report(office: Office, what: str, *words: object) -> tuple[int, dict[str, Any]]:
    who = ("--user", "王敏", "--password-file", office.file("pw"))
    return office.record("report", what, office.vault, *words, *who)
