"""Ranges of numbers that were handed out, and their returns; rows are only ever added."""

from dataclasses import dataclass

from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin

INSERT = """
INSERT INTO series_handout (pub, salt, series_id, period, first_seq, last_seq, person, handed_on,
returns_id, noted_at, staff_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
EVERY = """
SELECT o.id, o.pub, o.series_id, o.period, o.first_seq, o.last_seq, o.person, o.handed_on,
b.handed_on, b.first_seq,
(SELECT max(seq) FROM receipt WHERE receipt.series_id = o.series_id
 AND receipt.period = o.period AND seq BETWEEN o.first_seq AND o.last_seq)
FROM series_handout AS o LEFT JOIN series_handout AS b ON b.returns_id = o.id
WHERE o.returns_id IS NULL ORDER BY o.id DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHandout:
    """A range that went out, and what came back of it; `used` is its highest number used.

    `used` is one below the range where none was; days are as they are stored.
    """

    id: int
    pub: str
    series_id: int
    period: str
    first: int
    last: int
    person: str
    handed_on: str
    returned_on: str | None
    first_unused: int | None
    used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHandout:
    """A row about to be written; `returns` is the range it brings back, from its first unused."""

    series_id: int
    period: str
    first: int
    last: int
    person: str
    on: str
    returns: int | None = None


def insert(tx: Transaction, new: NewHandout, origin: Origin) -> None:
    """Write down that a range went out, or came back."""
    tx.run(
        INSERT,
        (
            origin.pub,
            origin.salt,
            new.series_id,
            new.period,
            new.first,
            new.last,
            new.person,
            new.on,
            new.returns,
            origin.at,
            origin.staff_id,
        ),
    )


def every(tx: Transaction) -> list[StoredHandout]:
    """List what was ever handed out, newest first."""
    return [
        StoredHandout(
            id=row[0],
            pub=row[1],
            series_id=row[2],
            period=row[3],
            first=row[4],
            last=row[5],
            person=row[6],
            handed_on=row[7],
            returned_on=row[8],
            first_unused=row[9],
            used=row[4] - 1 if row[10] is None else row[10],
        )
        for row in tx.rows(EVERY)
    ]
