"""Whom to call: what an owner may write, and what a file anybody wrote may say."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerdesk.core.emergency import (
    MOST_BYTES,
    Contact,
    Contacts,
    cleaned,
    contacts_in,
    people_from,
    to_bytes,
    to_json,
)
from ledgerdesk.core.errors import Code, KnownError

WANG = Contact(person="王敏", phone="138 0013 8000")
LI = Contact(person="李强 [前台]", phone="010-8888 6666 转 3")
NOBODY = Contact(person="", phone="")


def file_of(*people: object, form: object = 1) -> bytes:
    return json.dumps({"format": form, "people": list(people)}).encode()


def test_what_is_written_is_read_again() -> None:
    assert contacts_in(to_bytes((WANG, LI))) == Contacts(people=(WANG, LI))
    assert contacts_in(to_bytes(())) == Contacts()
    assert people_from({"emergency.people": to_json((WANG, LI))}) == (WANG, LI)
    assert people_from({}) == ()


@pytest.mark.parametrize("kept", [None, 7, "x", {}, [7], [{"person": 1}], [{"phone": "1"}]])
def test_a_setting_that_makes_no_sense_names_nobody(kept: object) -> None:
    assert people_from({"emergency.people": kept}) == ()


def test_what_is_kept_is_what_is_read() -> None:
    (kept,) = cleaned((Contact(person="王　敏", phone="138  0013\u200b 8000"),))

    assert kept == Contact(person="王 敏", phone="138 0013 8000")
    assert contacts_in(to_bytes((kept,))).people == (kept,)


def test_the_longest_people_still_fit_the_file() -> None:
    longest = Contact(person="𠮷" * 40, phone="𠮷" * 30)
    people = cleaned((longest, longest))

    assert len(to_bytes(people)) < MOST_BYTES
    assert contacts_in(to_bytes(people)).people == people


def test_lines_left_empty_are_gone() -> None:
    assert cleaned((NOBODY, Contact(person=" 李强 ", phone="10086 "))) == (
        Contact(person="李强", phone="10086"),
    )
    assert cleaned((NOBODY, NOBODY)) == ()


@pytest.mark.parametrize(
    ("people", "field", "reason"),
    [
        ((Contact(person="王敏", phone=""),), "phone1", "required"),
        ((WANG, Contact(person="", phone="1")), "person2", "required"),
        ((Contact(person="王" * 41, phone="1"),), "person1", "too_long"),
        ((Contact(person="王", phone="1" * 31),), "phone1", "too_long"),
        ((Contact(person="王\n敏", phone="1"),), "person1", "control"),
        ((Contact(person="王\u202e敏", phone="1"),), "person1", "bidi"),
        ((WANG, LI, WANG), "person3", "too_long"),
    ],
)
def test_what_may_not_stand_there_is_refused_at_its_field(
    people: tuple[Contact, ...], field: str, reason: str
) -> None:
    with pytest.raises(KnownError) as refused:
        cleaned(people)

    assert refused.value.code is Code.BAD_VALUE
    assert (refused.value.field, refused.value.details["reason"]) == (field, reason)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        b"[" * 4000,
        b'{"format":1}',
        b'{"format":1,"people":7}',
        b'{"format":' + b"9" * 4050 + b"}",
        file_of(form=2),
        file_of("王敏"),
        file_of({"person": "王敏"}),
        file_of({"person": 1, "phone": 2}),
        file_of({"person": "\u200b", "phone": "1"}),
        file_of(*[{"person": "a", "phone": "1"}] * 3),
        file_of({"person": "a", "phone": "1", "more": "x" * MOST_BYTES}),
    ],
)
def test_a_file_that_makes_no_sense_names_nobody(data: bytes) -> None:
    assert contacts_in(data) == Contacts(damaged=True)


def test_a_name_meant_to_deceive_is_one_short_plain_line() -> None:
    data = file_of({"person": "王\u202e\n<b>敏</b>\x1b[2J" + "x" * 99, "phone": "1\t3\ufeff8"})

    (one,) = contacts_in(data).people
    assert one.person.startswith("王 <b>敏</b>[2Jx")
    assert len(one.person) == 40
    assert one.phone == "1 38"


@given(st.binary(max_size=MOST_BYTES + 10))
def test_no_bytes_are_too_much(data: bytes) -> None:
    assert isinstance(contacts_in(data), Contacts)
