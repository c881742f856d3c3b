"""`service` from a script."""

from tests.cli.test_staff_verbs import Office, office

__all__ = ["office"]


def test_an_entry_is_added_listed_changed_and_retired(office: Office) -> None:
    words = ("--name", "代理记账", "--unit", "月", "--price", "300", "--mnemonic", "JZ")
    code, made = office.owner("service add", "dj01", *words)
    assert (code, made["code"], made["price_fen"], made["mnemonic"]) == (0, "DJ01", 30_000, "jz")

    code, changed = office.owner("service change", "DJ01", "--price", "", "--retired", "yes")
    assert (code, changed["price_fen"], changed["retired"]) == (0, None, True)
    assert (changed["name"], changed["unit"]) == ("代理记账", "月")
    assert office.owner("service list")[1]["services"] == [changed]


def test_a_code_that_is_there_or_is_not_is_said(office: Office) -> None:
    office.owner("service add", "A1", "--name", "甲")

    code, said = office.owner("service add", "a1", "--name", "乙")
    assert (code, said["error"], said["field"]) == (1, "exists", "code")
    code, said = office.owner("service change", "B2", "--name", "乙")
    assert (code, said["error"], said["field"]) == (1, "bad_value", "code")
