"""Two cards as one: who lives on as whom, what he was given, and how it is taken apart again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

MERGE_AWAY = "UPDATE customer SET state = 'merged', merged_into_id = ? WHERE id = ?"
STAND_AGAIN = "UPDATE customer SET state = ?, merged_into_id = NULL WHERE id = ?"
INSERT = """
INSERT INTO customer_merge (pub, salt, survivor_id, merged_id, kept, merged_at, staff_id)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
UNDO = "UPDATE customer_merge SET undone_at = ?, undone_by = ? WHERE pub = ?"
STANDING = """
SELECT customer_merge.pub, salt, survivor_id, kept FROM customer_merge
WHERE merged_id = ? AND undone_at IS NULL
"""
INTO = """
SELECT customer.pub, customer.code, customer.name, merged_at, staff.name FROM customer_merge
JOIN customer ON customer.id = merged_id JOIN staff ON staff.id = staff_id
WHERE survivor_id = ? AND undone_at IS NULL ORDER BY customer_merge.pub DESC
"""
ALIASES = "SELECT kind, value FROM customer_alias WHERE customer_id = ? ORDER BY id"
ADD_ALIAS = "INSERT INTO customer_alias (customer_id, kind, value) VALUES (?, ?, ?)"
DROP_ALIAS = "DELETE FROM customer_alias WHERE customer_id = ? AND kind = ? AND value = ?"
NOTE = "SELECT note FROM customer WHERE id = ?"
SET_NOTE = "UPDATE customer SET note = ? WHERE id = ?"
# A number both cards have stays with the card it is on; the survivor has it already.
OTHER_NUMBERS = """
SELECT pub, kind FROM customer_secret AS his WHERE customer_id = ? AND NOT EXISTS
(SELECT 1 FROM customer_secret AS mine WHERE mine.customer_id = ? AND mine.value = his.value)
ORDER BY id
"""
NUMBER_NAMES = "SELECT kind FROM customer_secret WHERE customer_id = ?"
MOVE_NUMBER = "UPDATE customer_secret SET customer_id = ?, kind = ? WHERE pub = ?"
NUMBER_OF = "SELECT 1 FROM customer_secret WHERE pub = ? AND customer_id = ?"
# The other forms lead to the survivor by themselves; a card's form could no longer be saved.
OPEN_CARD = """
SELECT staff.name FROM draft JOIN staff ON staff.id = staff_id
WHERE form = 'card' AND json_extract(content, '$.customer') IN (?, ?) LIMIT 1
"""

Alias = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What an undoing needs: the survivor before, a digest of him after, and what he was given.

    `numbers` are protected numbers that moved, by public id, with the names they had.
    """

    before: Mapping[str, object]
    after: str
    note_before: str | None
    note_after: str | None
    aliases: Sequence[Alias]
    numbers: Sequence[Alias]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merge that stands."""

    pub: str
    salt: bytes
    survivor_id: int
    kept: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedCard:
    """A card that was merged into another; the moment as stored, and who did it."""

    pub: str
    code: str
    name: str
    at: str
    person: str


def merge_away(tx: Transaction, merged_id: int, survivor_id: int) -> None:
    """Let a card live on as another one."""
    tx.run(MERGE_AWAY, (survivor_id, merged_id))


def stand_again(tx: Transaction, customer_id: int, state: str) -> None:
    """Let a card stand by itself again."""
    tx.run(STAND_AGAIN, (state, customer_id))


def insert(tx: Transaction, survivor_id: int, merged_id: int, kept: Kept, by: Origin) -> None:
    """Write that two cards became one."""
    fields = {name: getattr(kept, name) for name in Kept.__slots__}
    content = json.dumps(fields, ensure_ascii=True, sort_keys=True)
    tx.run(INSERT, (by.pub, by.salt, survivor_id, merged_id, content, by.at, by.staff_id))


def undo(tx: Transaction, pub: str, *, at: str, staff_id: int) -> None:
    """Write that a merge was taken apart."""
    tx.run(UNDO, (at, staff_id, pub))


def standing(tx: Transaction, merged_id: int) -> Merge | None:
    """Read the merge by which a card lives on as another."""
    found = tx.row(STANDING, (merged_id,))
    if found is None:
        return None
    pub, salt, survivor_id, kept = found
    return Merge(pub=pub, salt=salt, survivor_id=survivor_id, kept=Kept(**json.loads(kept)))


def into(tx: Transaction, survivor_id: int) -> list[MergedCard]:
    """List the cards that live on as this one, the newest merge first."""
    return [
        MergedCard(pub=pub, code=code, name=name, at=at, person=person)
        for pub, code, name, at, person in tx.rows(INTO, (survivor_id,))
    ]


def aliases(tx: Transaction, customer_id: int) -> list[Alias]:
    """Read the (kind, value) of a card's aliases."""
    return [(kind, value) for kind, value in tx.rows(ALIASES, (customer_id,))]


def add_aliases(tx: Transaction, customer_id: int, new: Iterable[Alias]) -> None:
    """Let a card also be called so."""
    for kind, value in new:
        tx.run(ADD_ALIAS, (customer_id, kind, value))


def drop_aliases(tx: Transaction, customer_id: int, old: Iterable[Alias]) -> None:
    """Let a card be called so no longer."""
    for kind, value in old:
        tx.run(DROP_ALIAS, (customer_id, kind, value))


def note(tx: Transaction, customer_id: int) -> str | None:
    """Read what imported tables said of a customer."""
    found: str | None = tx.value(NOTE, (customer_id,))
    return found


def set_note(tx: Transaction, customer_id: int, text: str | None) -> None:
    """Write what imported tables said of a customer."""
    tx.run(SET_NOTE, (text, customer_id))


def other_numbers(tx: Transaction, customer_id: int, survivor_id: int) -> list[Alias]:
    """List (id, name) of the protected numbers of a card that another does not have.

    They are compared inside the book; none is read.
    """
    return [(pub, kind) for pub, kind in tx.rows(OTHER_NUMBERS, (customer_id, survivor_id))]


def number_names(tx: Transaction, customer_id: int) -> set[str]:
    """List the names under which a card has protected numbers."""
    return {row[0] for row in tx.rows(NUMBER_NAMES, (customer_id,))}


def move_number(tx: Transaction, pub: str, customer_id: int, name: str) -> None:
    """Put a protected number on another card."""
    tx.run(MOVE_NUMBER, (customer_id, name, pub))


def has_number(tx: Transaction, customer_id: int, pub: str) -> bool:
    """Tell whether a protected number is still on a card."""
    return tx.row(NUMBER_OF, (pub, customer_id)) is not None


def open_card(tx: Transaction, pubs: tuple[str, str]) -> str | None:
    """Name somebody who has begun to change one of two cards."""
    found: str | None = tx.value(OPEN_CARD, pubs)
    return found
