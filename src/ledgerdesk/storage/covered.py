"""The protected rows: which tables the audit vouches for, and the digest of each row.

A digest covers every column but the salt, with the row's children, and leaves NULL out: a column
that a later migration adds must be nullable, and old digests stay true.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledgerdesk.core.audit import Touched, salted_digest
from ledgerdesk.core.pubs import number_of
from ledgerdesk.storage.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One kind of protected row: how to read one, all of them, and its children.

    `by_number`: the public id is the row id itself, as a number.
    """

    one: str
    every: str
    children: tuple[tuple[str, str], ...] = ()
    without: frozenset[str] = frozenset({"salt"})
    by_number: bool = False


def _table(
    name: str,
    *,
    only: str = "",
    children: tuple[tuple[str, str], ...] = (),
    without: frozenset[str] = frozenset(),
    by_number: bool = False,
) -> Covered:
    key = "id" if by_number else "pub"
    return Covered(
        # Table names are this module's own constants; no value from outside reaches the text.
        one=f"SELECT * FROM {name} WHERE {key} = ?",  # noqa: S608 - see above
        every=f"SELECT * FROM {name}{only} ORDER BY {key}",  # noqa: S608 - see above
        children=children,
        without=without | {"salt"},
        by_number=by_number,
    )


COVERED: Mapping[str, Covered] = {
    "backup": _table("backup"),
    "branch": _table("branch"),
    "correction": _table("correction"),
    "customer": _table(
        "customer",
        children=(
            ("contacts", "SELECT * FROM customer_contact WHERE customer_id = ? ORDER BY position"),
            ("aliases", "SELECT * FROM customer_alias WHERE customer_id = ? ORDER BY id"),
            ("tags", "SELECT * FROM customer_tag WHERE customer_id = ? ORDER BY tag"),
        ),
    ),
    "customer_merge": _table("customer_merge"),
    "customer_note": _table("customer_note"),
    "customer_secret": _table("customer_secret"),
    "day_close": _table("day_close"),
    "day_reopening": _table("day_reopening"),
    "deposit": _table("deposit"),
    "explained_gap": _table("explained_gap"),
    "import_batch": _table("import_batch"),
    "import_withdrawal": _table("import_withdrawal"),
    "payment": _table(
        "payment",
        children=(("parts", "SELECT * FROM payment_part WHERE payment_id = ? ORDER BY position"),),
        by_number=True,
    ),
    "period_close": _table("period_close"),
    "print": _table("print", only=" WHERE ended_at IS NOT NULL"),
    "quality_ignored": _table("quality_ignored"),
    "receipt": _table("receipt", by_number=True),
    "receipt_template": _table("receipt_template"),
    "record_standard": _table("record_standard"),
    "review": _table("review"),
    "series": _table("series"),
    # How far a counter has come is vouched for by the receipts: it is their greatest number, and
    # one above it would leave numbers missing. Every save moves it, so it has no digest of its own.
    "series_counter": _table("series_counter", without=frozenset({"last_seq"})),
    "series_handout": _table("series_handout"),
    "service": _table("service"),
    "setting": _table("setting"),
    "signing_key": _table("signing_key"),
    "signing_key_end": _table("signing_key_end"),
    "staff": _table("staff"),
    "stock_sheet": _table("stock_sheet"),
    "drill": _table("drill"),
    "trade": _table(
        "trade",
        children=(("lines", "SELECT * FROM trade_line WHERE trade_id = ? ORDER BY position"),),
        by_number=True,
    ),
    "void": _table("void"),
}

_SALT = frozenset({"salt"})

# Tables outside the cover, each for its reason: the chain itself and its index (checked as such),
# the readable history beside it, keys (signed on their own), drafts (one person's, unissued),
# sealed secrets of earlier generations, and what is derived or only saves work.
UNCOVERED = frozenset(
    {
        *("audit", "audit_object", "book", "change", "draft", "keys_file"),
        *("receipt_order", "sealed_generation", "trade_owed", "verified"),
    }
)
CHILD_TABLES = frozenset(
    {"customer_contact", "customer_alias", "customer_tag", "payment_part", "trade_line"}
)


def digest(tx: Transaction, kind: str, pub: str) -> bytes | None:
    """Digest one row as it stands now; None when there is none."""
    key: str | int = number_of(pub) if COVERED[kind].by_number else pub
    found = next(tx.records(COVERED[kind].one, (key,)), None)
    return None if found is None else _digest_of(tx, kind, found)


def digests(tx: Transaction, kind: str) -> Iterator[tuple[tuple[str, str], bytes]]:
    """Yield ((id, kind), digest) of every protected row of a kind, by public id."""
    for record in tx.records(COVERED[kind].every):
        yield (str(record["pub"]), kind), _digest_of(tx, kind, record)


def inserted(tx: Transaction, kind: str, pub: str) -> Touched:
    """Name a row that was just inserted, for the entry that vouches for it."""
    return Touched(kind=kind, pub=pub, before=None, after=digest(tx, kind, pub))


def written(
    kind: str, record: Mapping[str, object], children: Mapping[str, Sequence[Mapping[str, object]]]
) -> Touched:
    """Name a row by what was just written of it, without reading it again.

    `record` and each child hold every column that is not NULL, as the table holds it. If one were
    wrong, every check of the book would name the row.
    """
    content = _plain(record, COVERED[kind].without)
    content |= {name: [_plain(row, _SALT) for row in rows] for name, rows in children.items()}
    salt = record["salt"]
    assert isinstance(salt, bytes)
    after = salted_digest(salt, kind, content)
    return Touched(kind=kind, pub=str(record["pub"]), before=None, after=after)


def changed(tx: Transaction, kind: str, pub: str, before: bytes | None) -> Touched:
    """Name a row that was just changed from the digest `before`."""
    return Touched(kind=kind, pub=pub, before=before, after=digest(tx, kind, pub))


def _digest_of(tx: Transaction, kind: str, record: dict[str, Any]) -> bytes:
    content: dict[str, object] = _plain(record, COVERED[kind].without)
    for name, statement in COVERED[kind].children:
        rows = [_plain(child, _SALT) for child in tx.records(statement, (record["id"],))]
        if rows:
            content[name] = rows
    return salted_digest(record["salt"], kind, content)


def _plain(record: Mapping[str, Any], without: frozenset[str]) -> dict[str, object]:
    return {
        name: value.hex() if isinstance(value, bytes) else value
        for name, value in record.items()
        if value is not None and name not in without
    }
