"""Lists of customers by what stands on their cards, each page from where the one before ended."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from ledgerdesk.core.customers import Customer
from ledgerdesk.core.names import query_terms
from ledgerdesk.storage.customers import FIELDS, customer_of
from ledgerdesk.storage.database import Transaction

# Each statement begins at the index of what it is asked by and looks at the rest row by row.
_FITS = """
(? IS NULL OR category = ?)
AND (? IS NULL OR responsible_id = (SELECT staff.id FROM staff WHERE staff.pub = ?))
AND (? IS NULL OR EXISTS (SELECT 1 FROM customer_tag AS t WHERE t.customer_id = customer.id
 AND t.tag = ?))
AND CASE WHEN ? IS NULL THEN state NOT IN ('stopped', 'merged', 'erased') ELSE state = ? END
AND (? IS NULL OR verified_on <= json_extract(?, '$."' || category || '"'))
"""
_OF = ", ".join(f"customer.{name}" for name in FIELDS.split(", "))
# The texts below are joined out of this module's own constants.
NEWEST = f"""
SELECT {_OF} FROM customer WHERE id < ? AND {_FITS} ORDER BY id DESC LIMIT ?
"""  # noqa: S608 - see above
BY_TEXT = f"""
SELECT {_OF} FROM customer_search CROSS JOIN customer ON customer.id = customer_search.rowid
WHERE customer_search MATCH ? AND customer_search.rowid < ? AND {_FITS}
ORDER BY customer_search.rowid DESC LIMIT ?
"""  # noqa: S608 - see above
BY_TAG = f"""
SELECT {_OF} FROM customer_tag CROSS JOIN customer ON customer.id = customer_tag.customer_id
WHERE customer_tag.tag = ? AND customer_tag.customer_id < ? AND {_FITS}
ORDER BY customer_tag.customer_id DESC LIMIT ?
"""  # noqa: S608 - see above
BY_CLERK = f"""
SELECT {_OF} FROM customer INDEXED BY customer_responsible
WHERE responsible_id = (SELECT staff.id FROM staff WHERE staff.pub = ?) AND customer.id < ?
AND {_FITS} ORDER BY customer.id DESC LIMIT ?
"""  # noqa: S608 - see above
BY_STATE = f"""
SELECT {_OF} FROM customer INDEXED BY customer_state WHERE state = ? AND id < ? AND {_FITS}
ORDER BY id DESC LIMIT ?
"""  # noqa: S608 - see above
BY_CATEGORY = f"""
SELECT {_OF} FROM customer INDEXED BY customer_category WHERE category = ? AND id < ?
AND {_FITS} ORDER BY id DESC LIMIT ?
"""  # noqa: S608 - see above
DUE = f"""
SELECT verified_on, {FIELDS} FROM customer INDEXED BY customer_verified WHERE category = ?
AND verified_on <= ? AND (verified_on, id) > (?, ?) AND state IN ('incomplete', 'complete')
ORDER BY verified_on, id LIMIT ?
"""  # noqa: S608 - see above
DUE_COUNT = """
SELECT count(*) FROM (SELECT 1 FROM customer INDEXED BY customer_verified WHERE category = ?
AND verified_on <= ? AND state IN ('incomplete', 'complete') LIMIT ?)
"""
# One seek a word: no row is read twice however many customers share it.
TAGS = """
WITH RECURSIVE known (word) AS (SELECT min(tag) FROM customer_tag UNION ALL
SELECT (SELECT min(tag) FROM customer_tag WHERE tag > word) FROM known WHERE word IS NOT NULL)
SELECT word FROM known WHERE word IS NOT NULL
"""
CATEGORIES = """
WITH RECURSIVE known (word) AS (SELECT min(category) FROM customer UNION ALL
SELECT (SELECT min(category) FROM customer WHERE category > word) FROM known
WHERE word IS NOT NULL) SELECT word FROM known WHERE word IS NOT NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list is asked for: None and "" ask for nothing.

    `clerk` is a public id. Without a `state` the customers who are worked with are listed.
    `due` maps a category to the last day of verification that is due by now.
    """

    text: str = ""
    category: str | None = None
    tag: str | None = None
    clerk: str | None = None
    state: str | None = None
    due: Mapping[str, str] | None = None


def page(tx: Transaction, asked: Asked, *, before: int, limit: int) -> list[Customer]:
    """List who fits, newest first, with a row id below `before`."""
    words = query_terms(asked.text) if asked.text.strip() else ""
    if asked.text.strip() and not words:
        return []
    start: tuple[object, ...] = (before,)
    if words:
        statement, start = BY_TEXT, (words, before)
    elif asked.tag is not None:
        statement, start = BY_TAG, (asked.tag, before)
    elif asked.clerk is not None:
        statement, start = BY_CLERK, (asked.clerk, before)
    elif asked.state is not None:
        statement, start = BY_STATE, (asked.state, before)
    elif asked.category is not None:
        statement, start = BY_CATEGORY, (asked.category, before)
    else:
        statement = NEWEST
    return [customer_of(row) for row in tx.rows(statement, (*start, *_fitting(asked), limit))]


def due(
    tx: Transaction, latest: Mapping[str, str], *, after: tuple[str, int], limit: int
) -> list[tuple[str, Customer]]:
    """List who is to be verified, longest not looked at first, from behind (day, row id) on."""

    def of(category: str, day: str) -> Iterator[tuple[tuple[str, int], Customer]]:
        for row in tx.rows(DUE, (category, day, *after, limit)):
            yield (row[0], row[1]), customer_of(row[1:])

    lists = [list(of(category, day)) for category, day in latest.items()]
    found = merge(*lists, key=lambda one: one[0])
    return [(key[0], customer) for key, customer in islice(found, limit)]


def due_count(tx: Transaction, latest: Mapping[str, str], *, most: int) -> int:
    """Count who is to be verified, at most `most`."""
    count = 0
    for category, day in latest.items():
        count += int(tx.value(DUE_COUNT, (category, day, most - count)))
    return count


def tags(tx: Transaction) -> tuple[str, ...]:
    """List every tag that stands on a card."""
    return tuple(row[0] for row in tx.rows(TAGS))


def categories(tx: Transaction) -> tuple[str, ...]:
    """List every category that stands on a card."""
    return tuple(row[0] for row in tx.rows(CATEGORIES))


def _fitting(asked: Asked) -> tuple[object, ...]:
    due_days = None if asked.due is None else json.dumps(dict(asked.due), ensure_ascii=False)
    pairs = (asked.category, asked.clerk, asked.tag, asked.state, due_days)
    return tuple(value for one in pairs for value in (one, one))
