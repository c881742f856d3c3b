"""The code on a receipt: what it holds, how it reads back, and what it refuses."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerdesk.core.receipt_code import (
    MAX_NUMBER_CHARACTERS,
    SIGNED_FOR,
    Claim,
    body_of,
    key_mark,
    read,
    text_of,
)

PUBLIC = bytes(range(32))
CLAIM = Claim(
    number="SJ2026-000124",
    issued_on=date(2026, 11, 23),
    amount_fen=1_865_450,
    anchor="000124–7K3QF-2M9XD",
)
SIGNATURE = bytes(range(64, 128))


def code_of(claim: Claim) -> str:
    body = body_of(claim, PUBLIC)
    assert body is not None
    return text_of(body, SIGNATURE)


def test_a_code_reads_back_and_names_its_key_and_what_was_signed() -> None:
    found = read(code_of(CLAIM))
    assert found is not None
    assert found.claim == CLAIM
    assert found.key == key_mark(PUBLIC)
    assert found.signature == SIGNATURE
    assert found.signed == SIGNED_FOR + (body_of(CLAIM, PUBLIC) or b"")


def test_the_text_is_base45_as_the_standard_has_it() -> None:
    # RFC 9285, 4.3 and 4.4: "AB" is BB8, "Hello!!" is %69 VD92EX0, "base-45" is UJCLQE7W581
    for plain, written in (("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581")):
        assert text_of(plain.encode(), b"") == f"LD1:{written}."


@given(
    number=st.from_regex(r"[A-Za-z0-9\-/]{1,27}", fullmatch=True),
    issued_on=st.dates(date(2000, 1, 1), date(2179, 6, 6)),
    amount_fen=st.integers(-(2**47) + 1, 2**47 - 1),
    entry=st.integers(0, 2**32 - 1),
    letters=st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=10, max_size=10),
    practice=st.booleans(),
)
def test_whatever_has_room_reads_back(
    number: str, issued_on: date, amount_fen: int, entry: int, letters: str, *, practice: bool
) -> None:
    claim = Claim(
        number=number,
        issued_on=issued_on,
        amount_fen=amount_fen,
        anchor=f"{entry:06d}–{letters[:5]}-{letters[5:]}",
        practice=practice,
    )
    code = code_of(claim)
    found = read(f"  {code}\r\n")
    assert found is not None
    assert found.claim == claim
    assert len(code) <= 178  # alphanumeric capacity of QR 7-M


@pytest.mark.parametrize(
    "claim",
    [
        replace(CLAIM, number="S" * (MAX_NUMBER_CHARACTERS + 1)),
        replace(CLAIM, number=""),
        replace(CLAIM, number="收据1"),
        replace(CLAIM, issued_on=date(1999, 12, 31)),
        replace(CLAIM, issued_on=date(2180, 1, 1)),
        replace(CLAIM, amount_fen=2**47),
        replace(CLAIM, anchor="4294967296–7K3QF-2M9XD"),
        replace(CLAIM, anchor=""),
    ],
)
def test_what_has_no_room_gets_no_code(claim: Claim) -> None:
    assert body_of(claim, PUBLIC) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "LD1:",
        "LD1:.",
        "LD2:" + code_of(CLAIM)[4:],
        code_of(CLAIM)[:-1],
        code_of(CLAIM)[:-2] + ".",
        code_of(CLAIM).lower(),
        code_of(CLAIM).replace("LD1:", "LD1:收"),
        "LD1:" + "0" * 3 * 200 + ".",
        "LD1:" + ":::" * 60 + ".",
        "https://example.invalid/receipt",
    ],
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert read(text) is None


def test_every_single_altered_character_changes_what_is_signed_or_the_signature() -> None:
    code = code_of(CLAIM)
    whole = read(code)
    assert whole is not None
    for at in range(4, len(code) - 1):
        for letter in "0AZ $:":
            if code[at] == letter:
                continue
            found = read(code[:at] + letter + code[at + 1 :])
            assert found is None or (found.signed, found.signature) != (
                whole.signed,
                whole.signature,
            )
