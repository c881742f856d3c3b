"""Whom to call in an emergency: a few names that are read without any key."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.texts import clean, harmless

SETTING = "emergency.people"
FORMAT = 1
MOST_BYTES = 4096
MOST_PEOPLE = 2
"""Somebody, and whoever is called where he does not answer."""
MAX_PERSON_CHARACTERS, MAX_PHONE_CHARACTERS = 40, 30


class Emergency(StrEnum):
    """What an office has a card for, in the order of the cards."""

    PC_BROKEN = "pc_broken"
    POWER_CUT = "power_cut"
    PASSWORD_FORGOTTEN = "password_forgotten"  # noqa: S105 - a card, not a password
    STICK_LOST = "stick_lost"
    DATA_LEAKED = "data_leaked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who is called, and at which number."""

    person: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Who is called, in order; `damaged` where what was written down cannot be read."""

    people: tuple[Contact, ...] = ()
    damaged: bool = False


def cleaned(people: tuple[Contact, ...]) -> tuple[Contact, ...]:
    """Give back people that may be kept; lines left empty are gone.

    Raises `bad_value` with the field at fault: `person1`, `phone1`, `person2`, `phone2`.
    """
    kept = []
    for number, one in enumerate(people, start=1):
        at_person, at_phone = f"person{number}", f"phone{number}"
        person = _plain(one.person, at_person, MAX_PERSON_CHARACTERS)
        phone = _plain(one.phone, at_phone, MAX_PHONE_CHARACTERS)
        if bool(person) != bool(phone):
            raise KnownError(
                Code.BAD_VALUE, field=at_phone if person else at_person, reason="required"
            )
        if person:
            kept.append(Contact(person=person, phone=phone))
    if len(kept) > MOST_PEOPLE:
        raise KnownError(
            Code.BAD_VALUE, field=f"person{MOST_PEOPLE + 1}", reason="too_long", limit=MOST_PEOPLE
        )
    return tuple(kept)


def _plain(text: str, field: str, most: int) -> str:
    """Write it as it will be read, so that the same people again are no change."""
    return harmless(clean(text, field=field, max_length=most), most)


def to_bytes(people: tuple[Contact, ...]) -> bytes:
    """Write people as the plain file beside a book."""
    record = {"format": FORMAT, "people": to_json(people)}
    return json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def to_json(people: tuple[Contact, ...]) -> list[dict[str, str]]:
    """Give people as a setting keeps them."""
    return [{"person": one.person, "phone": one.phone} for one in people]


def people_from(settings: Mapping[str, Any]) -> tuple[Contact, ...]:
    """Read people from the settings of a book; a row changed past the program stops no opening."""
    listed = settings.get(SETTING)
    people = [_contact(one) for one in listed] if isinstance(listed, list) else []
    return tuple(one for one in people if one is not None)


def contacts_in(data: bytes) -> Contacts:
    """Read the plain file, which anybody may have written: short plain lines, or nothing of it."""
    if len(data) > MOST_BYTES:
        return Contacts(damaged=True)
    try:
        record: object = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return Contacts(damaged=True)
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        return Contacts(damaged=True)
    listed = record.get("people")
    if not isinstance(listed, list) or len(listed) > MOST_PEOPLE:
        return Contacts(damaged=True)
    people = [_contact(one) for one in listed]
    if None in people:
        return Contacts(damaged=True)
    return Contacts(people=tuple(one for one in people if one is not None))


def _contact(record: object) -> Contact | None:
    if not isinstance(record, dict):
        return None
    person, phone = record.get("person"), record.get("phone")
    if not isinstance(person, str) or not isinstance(phone, str):
        return None
    found = Contact(
        person=harmless(person, MAX_PERSON_CHARACTERS),
        phone=harmless(phone, MAX_PHONE_CHARACTERS),
    )
    return found if found.person and found.phone else None
