"""Money that is owed, kept or given back, as a script asks for it."""

from tests.cli.test_staff_verbs import Office, office
from tests.cli.test_trade_verbs import LINE, record

__all__ = ["office"]

OWED = {"payer": "张三", "lines": [LINE], "on_account": True}


def test_a_trade_is_paid_in_parts_and_a_rest_is_forgone(office: Office) -> None:
    code, done = record(office, {**OWED, "discount": "50.00"})
    assert (code, done["owed_fen"], done["number"]) == (0, 25_000, None)

    code, paid = office.owner("pay", done["trade"], "--amount", "100.00", "--method", "wechat")
    assert (code, paid["number"], paid["owed_fen"]) == (0, "SJ2026-000001", 15_000)
    code, told = office.owner("owed", "--trade", "SJ2026-000001")
    assert (code, told["settlement"], told["settled_fen"]) == (0, "part", 10_000)
    code, told = office.owner("owed", "--customer", "C000001")
    assert (code, told["owed_fen"], len(told["trades"])) == (0, 15_000, 1)

    code, refused = office.owner("pay", done["trade"], "--amount", "150.01")
    assert (code, refused["error"]) == (1, "bad_amount")
    for words in (("--amount", "0"), ()):
        code, refused = office.owner("pay", done["trade"], *words)
        assert (code, refused["error"], refused["reason"]) == (1, "bad_amount", "not_positive")
    code, left = office.owner("forgo", done["trade"], "--reason", "抹零")
    assert (code, left["forgone_fen"]) == (0, 15_000)
    code, refused = office.owner("pay", done["trade"], "--amount", "1")
    assert (code, refused["error"]) == (1, "bad_value")


def test_a_deposit_is_kept_used_and_given_back(office: Office) -> None:
    part = {"method": "cash", "amount": "400.00"}
    code, done = record(
        office, {"payer": "张三", "lines": [LINE], "parts": [part], "keep_rest": True}
    )
    assert (code, done["kept_fen"], done["number"]) == (0, 10_000, "SJ2026-000001")

    _, other = record(office, {**OWED, "payer": "张三"})
    code, paid = office.owner("pay", other["trade"], "--deposit", "60")
    assert (code, paid["number"], paid["owed_fen"]) == (0, None, 24_000)
    code, back = office.owner(
        "refund", "C000001", "--of-deposit", "--amount", "40", "--reason", "退预存"
    )
    assert (code, back) == (0, {"number": "SJ2026-000002", "amount_fen": -4_000})
    _, told = office.owner("owed", "--customer", "C000001")
    assert told["deposit_fen"] == 0


def test_a_part_of_a_receipt_is_given_back(office: Office) -> None:
    part = {"method": "cash", "amount": "300.00"}
    record(office, {"payer": "张三", "lines": [LINE], "parts": [part]})

    code, back = office.owner(
        "refund", "SJ2026-000001", "--amount", "120.50", "--method", "bank", "--reason", "减项"
    )
    assert (code, back) == (0, {"number": "SJ2026-000002", "amount_fen": -12_050})
    code, refused = office.owner("refund", "SJ2026-000001", "--amount", "180", "--reason", "x")
    assert (code, refused["error"]) == (1, "bad_amount")
    code, said = office.owner("report ageing")
    assert (code, said["rows"]) == (0, [])


def test_trades_are_listed_narrowed_and_exported(office: Office) -> None:
    record(office, OWED)
    part = {"method": "wechat", "amount": "300.00"}
    record(office, {"payer": "李四", "lines": [LINE], "parts": [part]})

    code, said = office.owner("trades")
    assert (code, said["count"], said["sum_fen"], said["owed_fen"]) == (0, 2, 60_000, 30_000)
    assert [one["state"] for one in said["trades"]] == ["paid", "unpaid"]
    code, said = office.owner("trades", "--method", "wechat", "--least", "300", "--limit", "1")
    assert (code, [one["name"] for one in said["trades"]]) == (0, ["李四"])
    code, said = office.owner("trades", "--customer", "C000001", "--state", "owed")
    assert (code, said["count"]) == (0, 1)
    code, said = office.owner("trades", "--clerk", "没有的")
    assert (code, said["field"]) == (1, "clerk")
    code, said = office.owner("trades", "--from", "2030-01-02", "--to", "2030-01-01")
    assert (code, said["field"]) == (1, "to")
    out = office.file("t.csv")
    code, said = office.owner(
        "export", "transactions", "--format", "csv", str(out), "--state", "owed"
    )
    assert (code, said["rows"]) == (0, 1)
    code, said = office.owner(
        "export", "customers", "--format", "csv", str(office.file("c.csv")), "--state", "owed"
    )
    assert (code, said["field"]) == (1, "state")


def test_a_second_series_and_its_continuity(office: Office) -> None:
    code, made = office.owner("series add", "YJ", "--title", "押金", "--pattern", "YJ{yyyy}-{0000}")
    assert (code, made["next"].endswith("-0001"), made["default"]) == (0, True, False)
    code, said = office.owner(
        *("issue", "--payer", "张三", "--item", "押金", "--amount", "500", "--method", "cash"),
        *("--series", "YJ"),
    )
    assert (code, said["number"]) == (0, made["next"])
    code, run = office.owner("continuity", "--series", "YJ")
    assert (code, run["count"], run["issued"], run["missing"]) == (0, 1, 1, [])
    code, said = office.owner("series set", "YJ", "--active", "no")
    assert (code, said["active"]) == (0, False)
    code, listed = office.owner("series list")
    assert (code, [one["code"] for one in listed["series"]]) == (0, ["SJ", "YJ"])
    code, refused = office.owner("continuity", "--from", "喵")
    assert (code, refused["field"]) == (1, "from")


def test_a_month_that_runs_is_not_closed(office: Office) -> None:
    record(office, OWED)

    code, said = office.owner("period list")
    assert (code, [one["locked"] for one in said["periods"]]) == (0, [])
    part = {"method": "cash", "amount": "300.00"}
    record(office, {"payer": "张三", "lines": [LINE], "parts": [part]})
    code, said = office.owner("period list")
    assert (code, len(said["periods"]), said["periods"][1]["sum_fen"]) == (0, 2, 30_000)
    month = said["periods"][1]["period"]
    code, said = office.owner("period close", month)
    assert (code, said["error"], said["field"]) == (1, "bad_value", "period")
    code, said = office.owner("period close", "2020-01")
    assert (code, said["locked"], said["sum_fen"]) == (0, True, 0)


def test_a_statement_needs_a_customer(office: Office) -> None:
    record(office, OWED)

    code, refused = office.owner("report statement")
    assert (code, refused["error"], refused["field"]) == (1, "bad_value", "customer")
    code, said = office.owner("report statement", "--customer", "C000001")
    assert (code, said["subject"], said["totals"][4]) == (0, "C000001 张三", 30_000)
    code, ages = office.owner("report ageing")
    assert (code, ages["totals"][-1]) == (0, 30_000)
