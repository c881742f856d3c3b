"""What the office asks of a card, one row a version; the newest one holds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ledgerdesk.core.standards import FIELDS, GIVEN, Needed, Rule, Shape, Standard
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT = """
INSERT INTO record_standard (pub, salt, version, rules, written_at, staff_id)
VALUES (?, ?, ?, ?, ?, ?)
"""
NEWEST = "SELECT version, rules FROM record_standard ORDER BY version DESC LIMIT 1"
VERSIONS = """
SELECT version, rules, written_at, staff.name FROM record_standard
JOIN staff ON staff.id = staff_id ORDER BY version DESC LIMIT ?
"""
LIVE_AFTER = """
SELECT id, pub FROM customer
WHERE id > ? AND +state IN ('incomplete', 'complete') ORDER BY id LIMIT ?
"""
LIVE_COUNT = "SELECT count(*) FROM customer WHERE state = 'incomplete' OR state = 'complete'"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenStandard:
    """A version as it was written: stored moment, and by whom."""

    standard: Standard
    at: str
    person: str


def insert(tx: Transaction, standard: Standard, origin: Origin) -> None:
    """Write a version; it stays as it is."""
    rules = json.dumps([_stored(rule) for rule in standard.rules], ensure_ascii=False)
    values = (origin.pub, origin.salt, standard.version, rules, origin.at, origin.staff_id)
    tx.run(INSERT, values)


def current(tx: Transaction) -> Standard:
    """Read the version that holds, the given one before the office wrote any."""
    found = tx.row(NEWEST)
    return GIVEN if found is None else _standard(*found)


def versions(tx: Transaction, *, limit: int) -> Iterator[WrittenStandard]:
    """Yield every version, newest first."""
    for version, rules, at, person in tx.rows(VERSIONS, (limit,)):
        yield WrittenStandard(standard=_standard(version, rules), at=at, person=person)


def live_after(tx: Transaction, row_id: int, *, limit: int) -> list[tuple[int, str]]:
    """List (row id, public id) of the customers who are worked with, from behind a row on."""
    return [(row[0], row[1]) for row in tx.rows(LIVE_AFTER, (row_id, limit))]


def live_count(tx: Transaction) -> int:
    """Count the customers who are worked with."""
    return int(tx.value(LIVE_COUNT))


def _stored(rule: Rule) -> dict[str, Any]:
    told: dict[str, Any] = {"field": rule.field, "needed": rule.needed.value}
    if rule.shape is not Shape.ANY:
        told["shape"] = rule.shape.value
    if rule.allowed:
        told["allowed"] = list(rule.allowed)
    return told | {name: text for name in ("hint", "purpose") if (text := getattr(rule, name))}


def _standard(version: int, rules: str) -> Standard:
    """Read a version; a field it does not know is asked nothing of."""
    kept = {one["field"]: one for one in json.loads(rules)}
    return Standard(
        version=version, rules=tuple(_rule(field, kept.get(field, {})) for field in FIELDS)
    )


def _rule(field: str, kept: dict[str, Any]) -> Rule:
    return Rule(
        field=field,
        needed=Needed(kept.get("needed", Needed.NOBODY.value)),
        shape=Shape(kept.get("shape", Shape.ANY.value)),
        allowed=tuple(kept.get("allowed", ())),
        hint=kept.get("hint", ""),
        purpose=kept.get("purpose", ""),
    )
