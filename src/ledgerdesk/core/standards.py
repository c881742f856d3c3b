"""What an office asks of a customer's card: one judge for the form, the import and the check.

A standard is a list of rules, one a field, and has a version. Nothing it asks for refuses a card:
only the name is needed to work with a customer (PIPL 第6条); what is amiss makes it incomplete.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledgerdesk.core.customers import CardState, Contact, ContactKind, CustomerDraft, CustomerKind
from ledgerdesk.core.identity import Kind, check_number
from ledgerdesk.core.problems import Problem

FIELDS = (
    *("name", "kind", "company", "print_name", "pinyin"),
    *(kind.value for kind in ContactKind if kind is not ContactKind.OTHER),
    *("category", "responsible", "tags", "consent"),
)
"""The fields a rule may speak of, in the form's order."""
CHOICES = frozenset({"kind", "category", "responsible"})
"""Fields that are chosen and not typed: neither a shape nor a list is asked of them."""
MAX_HINT_CHARACTERS = 100
MAX_PURPOSE_CHARACTERS = 200
MAX_ALLOWED = 100
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff·]+")
# No birth is judged here: phones alone are, and they know no day.
_ANY_DAY = date(2000, 1, 1)


class Needed(StrEnum):
    """Of whom a field is asked."""

    NOBODY = "nobody"
    PERSON = "person"
    COMPANY = "company"
    EVERYBODY = "everybody"


class Shape(StrEnum):
    """What a field's text has to look like."""

    ANY = "any"
    MOBILE = "mobile"
    PHONE = "phone"
    EMAIL = "email"
    DIGITS = "digits"
    HAN = "han"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is asked of one field; `hint` and `purpose` are shown where it is typed.

    `allowed` are the only texts that may stand in it; empty allows every text. An empty purpose
    is the one the program gives.
    """

    field: str
    needed: Needed = Needed.NOBODY
    shape: Shape = Shape.ANY
    allowed: tuple[str, ...] = ()
    hint: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One version of what the office asks: a rule for every field of `FIELDS`."""

    version: int
    rules: tuple[Rule, ...]

    def rule(self, field: str) -> Rule:
        """Give the rule of a field; one without a rule is asked nothing of."""
        return next((one for one in self.rules if one.field == field), Rule(field=field))


_GIVEN: Mapping[str, Rule] = {
    rule.field: rule
    for rule in (
        Rule(field="name", needed=Needed.EVERYBODY),
        Rule(field="kind", needed=Needed.EVERYBODY),
        Rule(field=ContactKind.PHONE.value, needed=Needed.EVERYBODY),
        Rule(field=ContactKind.ADDRESS.value, needed=Needed.COMPANY),
    )
}
GIVEN = Standard(version=0, rules=tuple(_GIVEN.get(one, Rule(field=one)) for one in FIELDS))
"""What is asked before an office writes a standard of its own."""


def problems_of(draft: CustomerDraft, standard: Standard) -> tuple[Problem, ...]:
    """List what a card lacks of a standard, field by field in the form's order, all amber.

    The rules are `asked_for` (it is empty), `shape` (with `shape`) and `not_allowed`.
    """
    found: list[Problem] = []
    for rule in standard.rules:
        texts = texts_in(draft, rule.field)
        if not texts:
            if _asks(rule.needed, draft.kind):
                found.append(Problem.amber(rule.field, "asked_for"))
        elif rule.field not in CHOICES:
            found.extend(_faults(rule, texts))
    return tuple(found)


def missing_in(draft: CustomerDraft, standard: Standard) -> tuple[str, ...]:
    """Name the fields that are at fault, each once, in the form's order."""
    return tuple(dict.fromkeys(problem.field for problem in problems_of(draft, standard)))


def state_of(draft: CustomerDraft, standard: Standard) -> CardState:
    """Compute whether a card is all that is asked of it."""
    return CardState.INCOMPLETE if problems_of(draft, standard) else CardState.COMPLETE


def texts_in(draft: CustomerDraft, field: str) -> tuple[str, ...]:
    """Give what stands in a field; several contacts of a kind are several texts."""
    if field in tuple(ContactKind):
        return tuple(one.value for one in draft.contacts if one.kind.value == field)
    if field == "kind":
        return () if draft.kind is CustomerKind.UNKNOWN else (draft.kind.value,)
    if field == "tags":
        return draft.tags
    if field == "consent":
        return () if draft.consent_on is None else (draft.consent_on.isoformat(),)
    text = getattr(draft, field)
    return (text,) if text else ()


def fits_shape(shape: Shape, text: str) -> bool:
    """Tell whether a text looks as asked."""
    return _FITS[shape](text)


def contact_shape(contact: Contact, standard: Standard) -> Shape:
    """Tell what is asked of a contact's text."""
    return standard.rule(contact.kind.value).shape


def _asks(needed: Needed, kind: CustomerKind) -> bool:
    if needed is Needed.EVERYBODY:
        return True
    # Whoever may be either is asked by the first rule, which wants to know which he is.
    return needed.value == kind.value


def _faults(rule: Rule, texts: Iterable[str]) -> Iterable[Problem]:
    for text in texts:
        if rule.allowed and text not in rule.allowed:
            yield Problem.amber(rule.field, "not_allowed")
        elif not _FITS[rule.shape](text):
            yield Problem.amber(rule.field, "shape", shape=rule.shape.value)


def _is_number(*kinds: Kind) -> Callable[[str], bool]:
    return lambda text: any(check_number(kind, text, today=_ANY_DAY).valid for kind in kinds)


_FITS: Mapping[Shape, Callable[[str], bool]] = {
    Shape.ANY: lambda _: True,
    Shape.MOBILE: _is_number(Kind.MOBILE),
    Shape.PHONE: _is_number(Kind.MOBILE, Kind.LANDLINE),
    Shape.EMAIL: lambda text: _EMAIL.fullmatch(text) is not None,
    Shape.DIGITS: lambda text: text.isascii() and text.isdigit(),
    Shape.HAN: lambda text: _HAN.fullmatch(text) is not None,
}
