"""`day show`, `day close`, `day reopen` from a script."""

import pytest
from tests.cli.test_staff_verbs import Office, office

from ledgerdesk.cli.day_verbs import EXAMPLE, counted
from ledgerdesk.core.days import Count
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.transactions import Method
from ledgerdesk.documents.read_back import texts

__all__ = ["office"]


def sell(office: Office, amount: str, method: str = "cash") -> str:
    words = ("--payer", "张三", "--item", "咨询费", "--amount", amount, "--method", method)
    code, issued = office.owner("issue", *words)
    assert code == 0
    return str(issued["number"])


def test_a_day_is_shown_closed_and_opened_again(office: Office) -> None:
    first, second = sell(office, "100"), sell(office, "23.50", "wechat")
    code, shown = office.owner("day show")
    assert (code, shown["locked"], shown["numbers"]["first"]) == (0, False, first)
    assert shown["date"] == shown["business_day"]

    code, refused = office.owner("day close", "--counted", '{"cash": {"50": 1, "20": 2}}')
    assert (code, refused["error"], refused["field"]) == (1, "needs_answer", "reason")
    slip = office.file("slip.pdf")
    words = ("--counted", '{"cash": {"50": 1, "20": 2}}', "--reason", "少收十元", "--pdf", slip)
    code, closed = office.owner("day close", *words)

    assert code == 0
    assert [
        (one["method"], one["count"], one["sum_fen"], one["counted_fen"])
        for one in closed["methods"]
    ] == [("cash", 1, 10_000, 9_000), ("wechat", 1, 2_350, 2_350)]
    assert (closed["locked"], closed["numbers"]["last"]) == (True, second)
    page = "".join(texts(slip.read_bytes())).replace("\n", "")
    for words_on_paper in ("日结单", "少收十元", "-10.00", first, closed["head"][:8]):
        assert words_on_paper in page

    late = sell(office, "5")
    code, shown = office.owner("day show")
    assert (shown["locked"], shown["issued_after_close"]) == (True, [late])
    code, refused = office.owner("day close")
    assert (code, refused["error"]) == (1, "day_closed")
    code, opened = office.owner("day reopen", "--date", shown["date"], "--reason", "漏记一笔")
    assert (code, opened["locked"]) == (0, False)


def test_a_day_is_told_in_lines_in_either_language(office: Office) -> None:
    sell(office, "100")
    who = ("--user", "王敏", "--password-file", office.file("pw"))

    for language, word in (("zh", "营业日"), ("en", "Business day")):
        code, said, err = office.say("day", "show", office.vault, *who, "--lang", language)
        assert (code, err) == (0, "")
        assert word in said


def test_a_count_is_read_by_pieces_in_fen_and_in_yuan() -> None:
    assert counted(EXAMPLE) == Count(pieces={10_000: 3, 50: 2}, sums={Method.WECHAT: 123_450})
    assert counted('{"cash": 9000, "float": "20", "taken_out": 100}') == Count(
        sums={Method.CASH: 9_000}, float_fen=2_000, taken_out_fen=100
    )


@pytest.mark.parametrize(
    "text",
    ["", "[]", "5", '{"gold": 1}', '{"cash": null}', '{"cash": true}', '{"cash": {"100": 1.5}}',
     '{"cash": {"100": "1"}}', '{"wechat": {"100": 1}}', "{" * 5_000],
)  # fmt: skip
def test_a_count_nobody_can_read_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(KnownError) as refusal:
        counted(text)

    assert (refusal.value.field, refusal.value.details["example"]) == ("counted", EXAMPLE)


def test_the_whole_desk_is_looked_at(office: Office) -> None:
    number = sell(office, "100")

    code, said = office.owner("day control")

    assert (code, said["fine"]) == (0, False)
    checks = {one["check"]: one for one in said["checks"]}
    assert checks["unprinted"]["records"] == [f"{number} · 张三"]
    assert (checks["till"]["amount_fen"], checks["numbers"]["fine"]) == (10_000, True)
    assert checks["backup"]["days"] is None
