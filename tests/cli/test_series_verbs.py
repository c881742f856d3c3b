"""`series hand-out|return|register` and `stock …`: numbers in hands and on paper, by commands."""

from tests.cli.test_staff_verbs import Office, office

__all__ = ["office"]


def test_numbers_go_out_and_come_back(office: Office) -> None:
    code, made = office.owner(
        *("series hand-out", "SJ", "--from", "101", "--to", "150", "--person", "小李")
    )
    assert (code, made["count"], made["left"], made["returned"]) == (0, 50, 50, None)
    assert made["from"].endswith("-000101")

    code, refused = office.owner(
        *("series hand-out", "SJ", "--from", "150", "--to", "160", "--person", "小王")
    )
    assert (code, refused["field"], refused["error"]) == (1, "from", "bad_value")
    code, listed = office.owner("series register", "--series", "SJ")
    assert (code, listed["handouts"]) == (0, [made])

    code, refused = office.owner("series return", made["handout"], "--first-unused", "9")
    assert (code, refused["field"]) == (1, "first_unused")
    code, back = office.owner("series return", made["handout"], "--first-unused", "120")
    assert (code, back["first_unused"][-4:], back["left"]) == (0, "0120", 0)
    assert back["returned"] is not None
    code, refused = office.owner("series return", made["handout"], "--all-used")
    assert (code, refused["field"]) == (1, "handout")


def test_a_day_that_is_none_is_refused(office: Office) -> None:
    code, refused = office.owner(
        *("series hand-out", "SJ", "--from", "1", "--to", "9", "--person", "小李"),
        *("--date", "morgen"),
    )
    assert (code, refused["error"]) == (1, "bad_date")


def test_spoiled_sheets_of_numbered_paper_are_listed(office: Office) -> None:
    words = ("--stock", "三联", "--from", "A08", "--to", "A09", "--reason", "卡纸")
    code, said = office.owner("stock spoil", *words)
    assert (code, said["spoiled"]) == (0, ["A08", "A09"])
    code, refused = office.owner("stock spoil", *words)
    assert (code, refused["error"], refused["field"]) == (1, "bad_value", "sheet")
    code, listed = office.owner("stock list", "--stock", "三联")
    assert (code, listed["next"]) == (0, None)
    assert [(one["sheet"], one["receipt"], one["reason"]) for one in listed["sheets"]] == [
        ("A09", None, "卡纸"),
        ("A08", None, "卡纸"),
    ]
