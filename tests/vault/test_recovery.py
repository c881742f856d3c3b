"""The printed key: tolerant of the hand, never of a slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vault.vaults import refused

from ledgerdesk.core.errors import Code
from ledgerdesk.vault import check_lines
from ledgerdesk.vault.check_lines import ALPHABET, LineProblem
from ledgerdesk.vault.recovery import RecoveryKey, new_recovery_key, read_recovery_key

SECRETS = st.binary(min_size=32, max_size=32)
LINES = st.integers(min_value=0, max_value=3)
PLACES = st.integers(min_value=0, max_value=13)


def replaced(lines: tuple[str, ...], line: int, text: str) -> str:
    return "\n".join(text if index == line else one for index, one in enumerate(lines))


def test_the_key_prints_as_four_lines_of_five_five_and_four() -> None:
    groups = RecoveryKey(bytes(range(32))).groups()

    assert [[len(group) for group in line] for line in groups] == [[5, 5, 4]] * 4
    assert {character for line in groups for group in line for character in group} <= set(ALPHABET)


@given(SECRETS)
def test_a_printed_key_reads_back_in_every_form(secret: bytes) -> None:
    key = RecoveryKey(secret)

    assert read_recovery_key(key.one_line()) == key
    assert read_recovery_key("\n".join(key.lines())) == key
    assert read_recovery_key("\n".join(" ".join(line) for line in key.groups()) + "\n") == key


@given(SECRETS)
def test_lower_case_full_width_and_lookalikes_are_forgiven(secret: bytes) -> None:
    key = RecoveryKey(secret)
    text = key.one_line().replace("0", "o").replace("1", "l").lower()
    wide = "".join(chr(ord(one) + 0xFEE0) if one.isalnum() else "－" for one in key.one_line())

    assert read_recovery_key(text) == key
    assert read_recovery_key(text.replace("l", "I")) == key
    assert read_recovery_key(wide) == key
    assert read_recovery_key(key.one_line().replace("-", " – \u3000")) == key


@given(SECRETS, LINES, PLACES, st.integers(min_value=1, max_value=31))
def test_one_wrong_character_is_named_by_its_line(
    secret: bytes, line: int, place: int, step: int
) -> None:
    lines = RecoveryKey(secret).lines()
    other = ALPHABET[(ALPHABET.index(lines[line][place]) + step) % 32]
    typed = replaced(lines, line, lines[line][:place] + other + lines[line][place + 1 :])

    problem = refused(lambda: read_recovery_key(typed))

    assert (problem.code, problem.details["line"]) == (Code.WRONG_RECOVERY_KEY, line + 1)


@given(SECRETS, LINES, st.integers(min_value=0, max_value=12))
def test_two_exchanged_neighbours_are_named_by_their_line(
    secret: bytes, line: int, place: int
) -> None:
    lines = RecoveryKey(secret).lines()
    one = lines[line]
    exchanged = one[:place] + one[place + 1] + one[place] + one[place + 2 :]
    if exchanged == one:
        assert read_recovery_key("\n".join(lines)) == RecoveryKey(secret)
        return

    problem = refused(lambda: read_recovery_key(replaced(lines, line, exchanged)))

    assert problem.details["line"] == line + 1


@given(SECRETS, LINES, PLACES)
def test_a_missing_character_is_named_by_its_line(secret: bytes, line: int, place: int) -> None:
    lines = RecoveryKey(secret).lines()
    typed = replaced(lines, line, lines[line][:place] + lines[line][place + 1 :])

    problem = refused(lambda: read_recovery_key(typed))

    assert (problem.details["line"], problem.details["reason"]) == (line + 1, "length")


def test_two_exchanged_lines_are_found() -> None:
    first, second, third, fourth = new_recovery_key().lines()

    assert (
        refused(lambda: read_recovery_key(f"{first}\n{third}\n{second}\n{fourth}")).details["line"]
        == 2
    )


@given(st.text(max_size=120))
def test_whatever_is_typed_gives_a_key_or_names_a_line(text: str) -> None:
    try:
        key = check_lines.from_lines(text, 32)
    except LineProblem as problem:
        assert 1 <= problem.line <= 4  # noqa: PT017 - either outcome is right, no other
    else:
        assert len(key) == 32


def test_a_character_that_is_not_in_the_alphabet_is_named_as_such() -> None:
    lines = new_recovery_key().lines()

    problem = refused(lambda: read_recovery_key(replaced(lines, 3, "U" + lines[3][1:])))

    assert (problem.details["line"], problem.details["reason"]) == (4, "character")


@pytest.mark.parametrize("text", ["", "   ", "-----", "0" * 55, "0" * 57, "\ud800"])
def test_text_of_a_wrong_length_is_refused(text: str) -> None:
    assert refused(lambda: read_recovery_key(text)).code is Code.WRONG_RECOVERY_KEY


def test_what_is_derived_of_one_key_differs_by_its_use() -> None:
    key = new_recovery_key()
    derived = {
        key.seal_private(),
        key.sign_private(),
        key.bundle_key("00" * 8, 1),
        key.bundle_key("00" * 8, 2),
        key.bundle_key("01" * 8, 1),
        key.secret,
    }

    assert len(derived) == 6
