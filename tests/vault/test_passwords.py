"""What may be a password."""

import pytest
from tests.vault.vaults import refused

from ledgerdesk.core.errors import Code
from ledgerdesk.vault.passwords import password_bytes, read_password_bytes, require_strong


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"quiet heron\n", "quiet heron"),
        (b"quiet heron\r\n", "quiet heron"),
        (b"quiet heron\n\n", "quiet heron\n"),
        (b"quiet heron\r", "quiet heron\r"),
        (b" quiet heron ", " quiet heron "),
        ("\ufeff静鹭".encode(), "静鹭"),
    ],
)
def test_one_trailing_newline_of_a_password_file_is_cut(raw: bytes, text: str) -> None:
    assert read_password_bytes(raw) == text


def test_a_password_file_that_is_not_utf_8_is_refused() -> None:
    assert refused(lambda: read_password_bytes("密码".encode("gb18030"))).code is Code.BAD_VALUE


def test_composed_and_decomposed_letters_are_one_password() -> None:
    assert password_bytes("café au lait") == password_bytes("cafe\u0301 au lait")


def test_a_lone_surrogate_is_no_password() -> None:
    assert password_bytes("quiet heron \ud800") is None
    assert refused(lambda: require_strong("quiet heron \ud800", owner=False)).details["reason"] == (
        "not_text"
    )


@pytest.mark.parametrize(
    ("password", "owner", "reason"),
    [
        ("静鹭飞过七", False, "too_short"),
        ("kettle7", False, "too_short"),
        ("blue kettle", True, "too_short"),
        ("Password123", False, "common"),
        ("QwertyUiop", False, "common"),
        ("1qaz 2wsx", False, "common"),
        ("aaaaaaaaaaaa", True, "common"),
        ("abcabcabcabc", True, "common"),
        ("123456789012", True, "common"),
        ("zyxwvutsrqponm", True, "common"),
        ("asdfghjkl;'", False, "common"),
        ("19880214", False, "common"),
        ("13800138000", False, "common"),
        ("a b c d e", True, "too_short"),
        ("x" * 5000, False, "too_long"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(
    password: str,
    owner: bool,  # noqa: FBT001 - a column of the table
    reason: str,
) -> None:
    problem = refused(lambda: require_strong(password, owner=owner))

    assert (problem.code, problem.details["reason"]) == (Code.WEAK_PASSWORD, reason)
    assert password not in str(problem) + repr(problem) + str(problem.details)


@pytest.mark.parametrize(
    ("password", "owner"),
    [
        ("blue kettle", False),
        ("静鹭飞过七座桥头", False),
        ("seven quiet herons", True),
        ("静鹭飞过七座桥又回来了", False),
        ("鹭 桥 茶 雪 灯", True),
        ("      3 herons", False),
    ],
)
def test_a_strong_password_gives_its_bytes(
    password: str,
    owner: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert require_strong(password, owner=owner) == password.encode()


def test_the_sign_in_name_is_no_password() -> None:
    problem = refused(lambda: require_strong("Wang Zhanggui", owner=True, login="wang zhanggui"))

    assert problem.details["reason"] == "login"
