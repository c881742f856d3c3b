"""What is doubtful among the customers: who may be one, what is missing, what cannot be true.

Candidates meet by keys (a phone's digits, a name's sound), never pair by pair. A protected number
is not among the facts: cards that share one come with a mark that says only that.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b

from ledgerdesk.core.identity import Kind, check_number, phone_digits
from ledgerdesk.core.likeness import bare, core_of, is_firm, one_slip_apart, sound, variants
from ledgerdesk.core.names import Read
from ledgerdesk.core.progress import Progress, quiet

LEAST_DIGITS = 7
"""A shorter number is an extension or a slip, and shared by chance."""
MOST_ALIKE = 50
"""More names than these around one spelling are a pattern of the office, no slips."""
STEP = 500
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_MOBILE = re.compile("1[3-9][0-9]{9}")
_ID_LIKE = re.compile(r"[0-9]{17}[0-9xX]|1[3-9][0-9]{9}")
_ABROAD = re.compile(r"(?:\+|00)(?!86)[0-9][0-9 ()\-]{5,20}")
# No birth is judged here: phones alone are, and they know no day.
_ANY_DAY = date(2000, 1, 1)


class Rule(StrEnum):
    """What makes a card doubtful, the worst first."""

    SAME_NUMBER = "same_number"
    SAME_PHONE = "same_phone"
    SIMILAR = "similar"
    IMPOSSIBLE = "impossible"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is compared of one card; `shared` are (kind, mark) of numbers that others have too."""

    pub: str
    code: str
    name: str
    company: str | None
    is_company: bool
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    shared: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A card that a finding is about."""

    pub: str
    code: str
    name: str
    company: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One doubt: the cards it is about, oldest first, the field at fault and what is said of it.

    `said` is what was compared or found: digits, a name, the missing fields; never a protected
    number.
    """

    rule: Rule
    members: tuple[Member, ...]
    field: str
    said: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """Name the doubt: the same for the same cards and the same field."""
        pubs = " ".join(sorted(member.pub for member in self.members))
        digest = blake2b(pubs.encode("ascii"), digest_size=12).hexdigest()
        return f"{self.rule.value}:{self.field}:{digest}"

    @property
    def is_pair(self) -> bool:
        """Tell whether the cards may be one customer's."""
        return len(self.members) > 1


def findings(
    facts: Sequence[Facts], *, read: Read, progress: Progress = quiet
) -> tuple[Finding, ...]:
    """Find what is doubtful among all cards, rule by rule; `read` gives a character's readings.

    Cards come oldest first. `progress` counts cards and may raise.
    """
    survey = _Survey(facts, read)
    for place, one in enumerate(facts):
        if place % STEP == 0:
            progress(place, 2 * len(facts))
        survey.take(place, one)
    progress(len(facts), 2 * len(facts))
    found = tuple(survey.findings())
    progress(2, 2)
    return found


class _Survey:
    """Keys of every card, and the groups that share one."""

    def __init__(self, facts: Sequence[Facts], read: Read) -> None:
        self._facts = facts
        self._read = read
        self._phones: defaultdict[str, list[int]] = defaultdict(list)
        self._numbers: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        self._sounds: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._names: defaultdict[str, list[int]] = defaultdict(list)
        self._variants: list[int] = []
        self._alone: list[Finding] = []

    def take(self, place: int, one: Facts) -> None:
        """Note a card's keys, and what is doubtful of it alone."""
        for digits in {phone_digits(phone) for phone in one.phones}:
            if len(digits) >= LEAST_DIGITS:
                self._phones[digits].append(place)
        for shared in one.shared:
            self._numbers[shared].append(place)
        name, firm = bare(one.name), core_of(one.company)
        if one.is_company or is_firm(one.name):
            self._alike(place, core_of(one.name), "")
        elif firm:
            self._alike(place, name, firm)
        self._names[name].append(place)
        self._alone += _alone(one)

    def _alike(self, place: int, core: str, beside: str) -> None:
        if core:
            self._sounds[sound(core, self._read), beside].append(place)
        for variant in variants(core):
            mark = blake2b(f"{beside}\0{variant}".encode(), digest_size=5).digest()
            # One whole number holds key and card: a list of pairs would take five times the room.
            self._variants.append(int.from_bytes(mark) << 22 | place)

    def findings(self) -> Iterator[Finding]:
        """Yield the groups, then what each card has alone."""
        for (kind, _), places in self._numbers.items():
            yield from self._group(Rule.SAME_NUMBER, places, f"number.{kind.partition('.')[0]}")
        for digits, places in self._phones.items():
            yield from self._group(Rule.SAME_PHONE, places, "phone", digits)
        yield from self._similar()
        yield from (one for rule in Rule for one in self._alone if one.rule is rule)

    def _similar(self) -> Iterator[Finding]:
        told: set[tuple[int, ...]] = set()
        for group in (*self._sounds.values(), *self._bare_cards(), *self._slips()):
            places = tuple(sorted(set(group)))
            if len(places) > 1 and places not in told:
                told.add(places)
                names = (bare(self._facts[place].name) for place in places)
                yield from self._group(Rule.SIMILAR, places, "name", *dict.fromkeys(names))

    def _bare_cards(self) -> Iterator[list[int]]:
        """Yield namesakes among whom somebody has nothing that would tell him from the rest."""
        for places in self._names.values():
            cards = [self._facts[place] for place in places]
            if len(cards) > 1 and any(not one.phones and not one.company for one in cards):
                yield places

    def _slips(self) -> Iterator[tuple[int, int]]:
        """Yield cards whose names share a variant and are one slip apart."""
        marks = array("Q", sorted(self._variants))
        self._variants = []
        start = 0
        for place in range(1, len(marks) + 1):
            if place == len(marks) or marks[place] >> 22 != marks[start] >> 22:
                if 1 < place - start <= MOST_ALIKE:
                    yield from self._apart([mark & 0x3FFFFF for mark in marks[start:place]])
                start = place

    def _apart(self, places: list[int]) -> Iterator[tuple[int, int]]:
        cores = {place: self._core(self._facts[place]) for place in places}
        for number, first in enumerate(places):
            for second in places[number + 1 :]:
                if first != second and one_slip_apart(cores[first], cores[second]):
                    yield min(first, second), max(first, second)

    def _core(self, one: Facts) -> str:
        return core_of(one.name) if one.is_company or is_firm(one.name) else bare(one.name)

    def _group(
        self, rule: Rule, places: Iterable[int], field: str, *said: str
    ) -> Iterator[Finding]:
        members = tuple(_member(self._facts[place]) for place in dict.fromkeys(places))
        if len(members) > 1:
            yield Finding(rule=rule, members=members, field=field, said=said)


def _member(one: Facts) -> Member:
    return Member(pub=one.pub, code=one.code, name=one.name, company=one.company)


def _alone(one: Facts) -> Iterator[Finding]:
    members = (_member(one),)
    for field, value in _impossible(one):
        yield Finding(rule=Rule.IMPOSSIBLE, members=members, field=field, said=(value,))
    if one.missing:
        yield Finding(rule=Rule.MISSING, members=members, field=one.missing[0], said=one.missing)


def _impossible(one: Facts) -> Iterator[tuple[str, str]]:
    """Yield (field, value) of what nobody is called and no line rings at."""
    if not any(character.isalpha() for character in one.name) or _ID_LIKE.fullmatch(one.name):
        yield "name", one.name
    for phone in one.phones:
        if not _may_ring(phone):
            yield "phone", phone
    for email in one.emails:
        if not _EMAIL.fullmatch(email):
            yield "email", email


def _may_ring(phone: str) -> bool:
    if _MOBILE.fullmatch(phone):
        return True  # as nearly every one comes
    kinds = (Kind.MOBILE, Kind.LANDLINE)
    return _ABROAD.fullmatch(phone) is not None or any(
        check_number(kind, phone, today=_ANY_DAY).valid for kind in kinds
    )
