"""Take a person's data off the book: his row and number stay, and nothing says who he was."""

from collections.abc import Iterator
from datetime import date

from ledgerdesk.core.customers import CardState
from ledgerdesk.storage.customers import forget_terms
from ledgerdesk.storage.database import Transaction

NOBODY = "—"
"""What stands in the place of an erased name."""
LAST_TRADED = "SELECT max(traded_on) FROM trade WHERE customer_id = ?"
ERASE = """
UPDATE customer SET kind = 'unknown', name = ?, company = NULL, print_name = NULL, pinyin = NULL,
note = NULL, responsible_id = NULL, consent_on = NULL, consent = NULL, state = ? WHERE id = ?
"""
FORGET_CONTACTS = "DELETE FROM customer_contact WHERE customer_id = ?"
FORGET_ALIASES = "DELETE FROM customer_alias WHERE customer_id = ? AND kind <> 'code'"
FORGET_TAGS = "DELETE FROM customer_tag WHERE customer_id = ?"
FORGET_HISTORY = "DELETE FROM change WHERE kind = 'customer' AND pub = ?"
SECRETS = "SELECT pub FROM customer_secret WHERE customer_id = ? ORDER BY kind"
NOTES = "SELECT pub FROM customer_note WHERE customer_id = ? ORDER BY id"
CORRECTIONS = "SELECT pub FROM correction WHERE customer_id = ? ORDER BY pub"
MERGES = "SELECT pub FROM customer_merge WHERE survivor_id = ?"
DELETE_SECRET = "DELETE FROM customer_secret WHERE pub = ?"  # noqa: S105 - a statement, no secret
DELETE_NOTE = "DELETE FROM customer_note WHERE pub = ?"
DELETE_MERGE = "DELETE FROM customer_merge WHERE pub = ?"
DELETE_CORRECTION = "DELETE FROM correction WHERE pub = ?"
FORGET_DRAFTS = "DELETE FROM draft WHERE json_extract(content, '$.customer') = ?"
_HANGING = {
    "customer_secret": SECRETS,
    "customer_note": NOTES,
    "customer_merge": MERGES,
    "correction": CORRECTIONS,
}
_DELETE = {
    "customer_secret": DELETE_SECRET,
    "customer_note": DELETE_NOTE,
    "customer_merge": DELETE_MERGE,
    "correction": DELETE_CORRECTION,
}


def last_traded(tx: Transaction, customer_id: int) -> date | None:
    """Tell the day of a customer's newest trade, void ones among them: their papers are kept."""
    found = tx.value(LAST_TRADED, (customer_id,))
    return None if found is None else date.fromisoformat(found)


def erase_card(tx: Transaction, customer_id: int, pub: str) -> None:
    """Take everything off a card, the readable history of it and what is half typed of it."""
    tx.run(ERASE, (NOBODY, CardState.ERASED.value, customer_id))
    for statement in (FORGET_CONTACTS, FORGET_ALIASES, FORGET_TAGS):
        tx.run(statement, (customer_id,))
    forget_terms(tx, customer_id)
    tx.run(FORGET_HISTORY, (pub,))
    tx.run(FORGET_DRAFTS, (pub,))


def hanging_on(tx: Transaction, customer_id: int) -> Iterator[tuple[str, str]]:
    """Yield (kind, public id) of every protected row that belongs to a card."""
    for kind, statement in _HANGING.items():
        for row in list(tx.rows(statement, (customer_id,))):
            yield kind, row[0]


def delete(tx: Transaction, kind: str, pub: str) -> None:
    """Delete such a row; a note goes only once its card is erased."""
    tx.run(_DELETE[kind], (pub,))
