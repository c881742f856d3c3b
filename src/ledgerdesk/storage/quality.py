"""What is compared of the customers, some at a time, and the doubts that were put aside."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft, CustomerKind
from ledgerdesk.core.quality import Facts
from ledgerdesk.core.standards import missing_in
from ledgerdesk.storage import standards
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

CARDS = """
SELECT id, pub, code, name, company, kind, print_name, pinyin, category,
(SELECT pub FROM staff WHERE staff.id = responsible_id) AS pub_of_responsible,
consent_on, consent, state FROM customer
WHERE id > ? AND +state IN ('incomplete', 'complete') ORDER BY id LIMIT ?
"""
TAGS = "SELECT customer_id, tag FROM customer_tag WHERE customer_id BETWEEN ? AND ?"
CONTACTS = """
SELECT customer_id, kind, value FROM customer_contact
WHERE customer_id BETWEEN ? AND ? ORDER BY customer_id, position
"""
# Numbers are compared where they lie; the mark says which cards share one, and nothing of it.
SHARED = """
SELECT customer_id, kind,
(SELECT min(id) FROM customer_secret AS one WHERE one.value = mine.value)
FROM customer_secret AS mine WHERE customer_id BETWEEN ? AND ? AND EXISTS
(SELECT 1 FROM customer_secret AS other
 WHERE other.value = mine.value AND other.customer_id <> mine.customer_id)
"""
INSERT = """
INSERT INTO quality_ignored (pub, salt, subject, facts, reason, ignored_at, staff_id)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
BY_SUBJECT = "SELECT pub FROM quality_ignored WHERE subject = ?"
FORGET = "DELETE FROM quality_ignored WHERE pub = ?"
IGNORED = """
SELECT quality_ignored.pub, quality_ignored.salt, subject, facts, reason, ignored_at, staff.name
FROM quality_ignored JOIN staff ON staff.id = staff_id ORDER BY quality_ignored.pub
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A doubt that was put aside: why, when (as stored) and by whom; `facts` as they were."""

    pub: str
    salt: bytes
    subject: str
    facts: bytes
    reason: str
    at: str
    person: str


def facts(tx: Transaction, *, after: int, limit: int) -> tuple[list[Facts], int | None]:
    """Read what is compared of the next cards, oldest first, and the last one's row id."""
    cards = list(tx.records(CARDS, (after, limit)))
    if not cards:
        return [], None
    span = (cards[0]["id"], cards[-1]["id"])
    standard = standards.current(tx)
    contacts: defaultdict[int, list[Contact]] = defaultdict(list)
    for customer_id, kind, value in tx.rows(CONTACTS, span):
        contacts[customer_id].append(Contact(kind=ContactKind(kind), value=value))
    shared: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for customer_id, kind, mark in tx.rows(SHARED, span):
        shared[customer_id].append((kind, mark))
    tags: defaultdict[int, list[str]] = defaultdict(list)
    for customer_id, tag in tx.rows(TAGS, span):
        tags[customer_id].append(tag)
    found = []
    for card in cards:
        row_id = card["id"]
        ways = contacts.get(row_id, ())
        amiss: tuple[str, ...] = ()
        if card["state"] == "incomplete":
            amiss = missing_in(_draft(card, ways, tags.get(row_id, ())), standard)
        found.append(_facts(card, ways, amiss, shared.get(row_id, ())))
    return found, span[1]


def _draft(
    card: Mapping[str, Any], contacts: Sequence[Contact], tags: Sequence[str]
) -> CustomerDraft:
    consent_on = card["consent_on"]
    return CustomerDraft(
        name=card["name"],
        kind=CustomerKind(card["kind"]),
        company=card["company"],
        print_name=card["print_name"],
        pinyin=card["pinyin"],
        contacts=tuple(contacts),
        category=card["category"],
        responsible=card["pub_of_responsible"],
        tags=tuple(tags),
        consent_on=None if consent_on is None else date.fromisoformat(consent_on),
        consent=card["consent"],
    )


def _facts(
    card: Mapping[str, Any],
    contacts: Sequence[Contact],
    missing: tuple[str, ...],
    shared: Sequence[tuple[str, int]],
) -> Facts:
    return Facts(
        pub=card["pub"],
        code=card["code"],
        name=card["name"],
        company=card["company"],
        is_company=card["kind"] == CustomerKind.COMPANY.value,
        phones=tuple(one.value for one in contacts if one.kind is ContactKind.PHONE),
        emails=tuple(one.value for one in contacts if one.kind is ContactKind.EMAIL),
        missing=missing,
        shared=tuple(shared),
    )


def ignore(tx: Transaction, subject: str, digest: bytes, reason: str, by: Origin) -> None:
    """Put a doubt aside."""
    tx.run(INSERT, (by.pub, by.salt, subject, digest, reason, by.at, by.staff_id))


def by_subject(tx: Transaction, subject: str) -> str | None:
    """Find what was put aside of a doubt by its name; give its public id."""
    found: str | None = tx.value(BY_SUBJECT, (subject,))
    return found


def forget(tx: Transaction, pub: str) -> None:
    """Let a doubt stand again."""
    tx.run(FORGET, (pub,))


def ignored(tx: Transaction) -> list[Ignored]:
    """List the doubts that were put aside, oldest first."""
    names = Ignored.__slots__
    return [Ignored(**dict(zip(names, row, strict=True))) for row in tx.rows(IGNORED)]
