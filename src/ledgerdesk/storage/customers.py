"""Customers' rows and their search index, written in one transaction."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from ledgerdesk.core.customers import (
    CardState,
    Contact,
    ContactKind,
    Customer,
    CustomerCard,
    CustomerDraft,
    CustomerKind,
    Verified,
    code_of,
)
from ledgerdesk.core.names import query_terms, search_terms
from ledgerdesk.core.standards import Standard, problems_of, state_of
from ledgerdesk.storage import standards
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.origin import Origin
from ledgerdesk.storage.pinyin import readings

NEXT_CODE = "SELECT coalesce(max(id), 0) + 1 FROM customer"
INSERT = """
INSERT INTO customer (pub, salt, code, kind, name, company, print_name, pinyin, category, state,
responsible_id, created_at, created_by, verified_on, consent_on, consent)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM staff WHERE pub = ?), ?, ?, ?, ?, ?)
"""
INSERT_CONTACT = """
INSERT INTO customer_contact (customer_id, position, kind, value, label) VALUES (?, ?, ?, ?, ?)
"""
INSERT_TAG = "INSERT INTO customer_tag (customer_id, tag) VALUES (?, ?)"
INSERT_TERMS = "INSERT INTO customer_search (rowid, terms) VALUES (?, ?)"
UPDATE = """
UPDATE customer SET kind = ?, name = ?, company = ?, print_name = ?, pinyin = ?, category = ?,
state = ?, responsible_id = (SELECT id FROM staff WHERE pub = ?), consent_on = ?, consent = ?
WHERE id = ?
"""
SET_STATE = "UPDATE customer SET state = ? WHERE id = ?"
SET_VERIFIED = "UPDATE customer SET verified_on = ?, verified_by = ? WHERE id = ?"
FORGET_CONTACTS = "DELETE FROM customer_contact WHERE customer_id = ?"
FORGET_TAGS = "DELETE FROM customer_tag WHERE customer_id = ?"
FORGET_TERMS = "DELETE FROM customer_search WHERE rowid = ?"
BESIDE = """
SELECT staff.pub, staff.name, created_at, verified_on, verifier.name, consent_on, consent
FROM customer LEFT JOIN staff ON staff.id = responsible_id
LEFT JOIN staff AS verifier ON verifier.id = verified_by WHERE customer.pub = ?
"""
TAGS = "SELECT tag FROM customer_tag WHERE customer_id = ? ORDER BY tag"
VERIFIED = "SELECT verified_on, verified_by FROM customer WHERE id = ?"
FORMER = """
SELECT kind, value FROM customer_alias WHERE customer_id = ? AND kind IN ('code', 'name')
ORDER BY id
"""
PHONES_OF = """
SELECT value FROM customer_contact WHERE customer_id = ? AND kind = 'phone' ORDER BY position
"""
MERGED_INTO = "SELECT merged_into_id FROM customer WHERE id = ?"
# Whoever was merged into somebody, and into whoever was merged into him.
FAMILY = """
WITH RECURSIVE family (id, pub) AS (SELECT id, pub FROM customer WHERE id = ?
 UNION ALL SELECT customer.id, customer.pub FROM family
 CROSS JOIN customer ON customer.merged_into_id = family.id)
SELECT id, pub FROM family
"""
FIELDS = "id, pub, code, name, kind, company, print_name, pinyin, category, state"
BY_PUB = f"SELECT {FIELDS} FROM customer WHERE pub = ?"  # noqa: S608 - a constant of this module
BY_ID = f"SELECT {FIELDS} FROM customer WHERE id = ?"  # noqa: S608 - a constant of this module
BY_CODE = f"SELECT {FIELDS} FROM customer WHERE code = ?"  # noqa: S608 - a constant of this module
BY_NAME = f"""
SELECT {FIELDS} FROM customer WHERE name = ? AND state NOT IN ('stopped', 'merged', 'erased')
ORDER BY pub
"""  # noqa: S608 - a constant of this module
BY_ALIAS = f"""
SELECT {FIELDS} FROM customer WHERE state NOT IN ('stopped', 'merged', 'erased') AND id IN
(SELECT customer_id FROM customer_alias WHERE value = ?) ORDER BY pub
"""  # noqa: S608 - a constant of this module
FIND = f"""
SELECT {FIELDS} FROM customer WHERE state NOT IN ('stopped', 'merged', 'erased') AND id IN
(SELECT rowid FROM customer_search WHERE customer_search MATCH ? ORDER BY rowid DESC LIMIT ?)
ORDER BY id DESC
"""  # noqa: S608 - a constant of this module
# Whose trades are the latest, as the cards they live on as; the unary plus keeps the engine from
# asking the index anew for each of them (measured: the words are read once).
LATELY = """
SELECT coalesce(customer.merged_into_id, customer.id) FROM
(SELECT customer_id FROM trade ORDER BY traded_on DESC, id DESC LIMIT ?)
CROSS JOIN customer ON customer.id = customer_id
"""
FIND_AMONG = f"""
SELECT {FIELDS} FROM customer WHERE state NOT IN ('stopped', 'merged', 'erased') AND id IN
(SELECT rowid FROM customer_search WHERE customer_search MATCH ?
 AND +rowid IN (SELECT value FROM json_each(?)))
"""  # noqa: S608 - a constant of this module
LAST_TRADE = """
SELECT traded_on, id FROM trade WHERE customer_id = ? ORDER BY traded_on DESC, id DESC LIMIT 1
"""
LATEST_TRADES = 200
NEWEST = f"""
SELECT {FIELDS} FROM customer WHERE id < ? AND state NOT IN ('stopped', 'merged', 'erased')
ORDER BY id DESC LIMIT ?
"""  # noqa: S608 - a constant of this module
CONTACTS = """
SELECT customer_contact.kind, customer_contact.value, customer_contact.label FROM customer_contact
JOIN customer ON customer.id = customer_contact.customer_id
WHERE customer.pub = ? ORDER BY customer_contact.position
"""
LAST_PAYER = """
SELECT trade.traded_on, trade.pub, receipt.payer FROM trade
JOIN payment ON payment.trade_id = trade.id
JOIN receipt ON receipt.payment_id = payment.id
WHERE trade.customer_id = ? AND NOT EXISTS (SELECT 1 FROM void WHERE void.receipt_id = receipt.id)
ORDER BY trade.traded_on DESC, trade.id DESC LIMIT 1
"""


def customer_of(row: tuple[Any, ...]) -> Customer:
    """Make a customer of a row of `FIELDS`."""
    return Customer(
        id=row[0],
        pub=row[1],
        code=row[2],
        name=row[3],
        kind=CustomerKind(row[4]),
        company=row[5],
        print_name=row[6],
        pinyin=row[7],
        category=row[8],
        state=CardState(row[9]),
    )


def insert(
    tx: Transaction, draft: CustomerDraft, origin: Origin, *, standard: Standard, on: date
) -> Customer:
    """Add a customer with the next code, his contacts, tags and search keys.

    His state is what the standard makes of him; `on` is the office's day, from which the time
    until he is verified again runs.
    """
    code = code_of(int(tx.value(NEXT_CODE)))
    row_id = tx.run(
        INSERT,
        (
            origin.pub,
            origin.salt,
            code,
            draft.kind.value,
            draft.name,
            draft.company,
            draft.print_name,
            draft.pinyin,
            draft.category,
            state_of(draft, standard).value,
            draft.responsible,
            origin.at,
            origin.staff_id,
            on.isoformat(),
            *_consent(draft),
        ),
    )
    _insert_contacts(tx, row_id, draft)
    _insert_tags(tx, row_id, draft)
    found = by_pub(tx, origin.pub)
    if found is None:
        raise RuntimeError("the customer just inserted is not there")
    _insert_terms(tx, found)
    return found


def update(
    tx: Transaction, customer: Customer, draft: CustomerDraft, *, standard: Standard
) -> None:
    """Write a card anew with its contacts, tags, state and search keys."""
    tx.run(
        UPDATE,
        (
            draft.kind.value,
            draft.name,
            draft.company,
            draft.print_name,
            draft.pinyin,
            draft.category,
            state_of(draft, standard).value,
            draft.responsible,
            *_consent(draft),
            customer.id,
        ),
    )
    tx.run(FORGET_CONTACTS, (customer.id,))
    _insert_contacts(tx, customer.id, draft)
    tx.run(FORGET_TAGS, (customer.id,))
    _insert_tags(tx, customer.id, draft)
    index_again(tx, customer.id)


def set_state(tx: Transaction, customer_id: int, state: CardState) -> None:
    """Write what state a card is in."""
    tx.run(SET_STATE, (state.value, customer_id))


def verified(tx: Transaction, customer_id: int) -> tuple[str | None, int | None]:
    """Read the day of the last verification and the row id of whoever made it."""
    found = tx.row(VERIFIED, (customer_id,))
    return (None, None) if found is None else (found[0], found[1])


def set_verified(tx: Transaction, customer_id: int, on: str | None, by: int | None) -> None:
    """Write when a card was last found true, and by whom."""
    tx.run(SET_VERIFIED, (on, by, customer_id))


def _consent(draft: CustomerDraft) -> tuple[str | None, str | None]:
    return (None if draft.consent_on is None else draft.consent_on.isoformat(), draft.consent)


def _insert_tags(tx: Transaction, row_id: int, draft: CustomerDraft) -> None:
    for tag in draft.tags:
        tx.run(INSERT_TAG, (row_id, tag))


def tags(tx: Transaction, customer_id: int) -> tuple[str, ...]:
    """List a customer's tags."""
    return tuple(row[0] for row in tx.rows(TAGS, (customer_id,)))


def _insert_contacts(tx: Transaction, row_id: int, draft: CustomerDraft) -> None:
    for position, contact in enumerate(draft.contacts):
        tx.run(
            INSERT_CONTACT,
            (row_id, position, contact.kind.value, contact.value, contact.label),
        )


def index_again(tx: Transaction, customer_id: int) -> None:
    """Write a customer's search keys anew, after he or what he is called became another."""
    forget_terms(tx, customer_id)
    _insert_terms(tx, by_id(tx, customer_id))


def forget_terms(tx: Transaction, customer_id: int) -> None:
    """Let a customer be found no longer."""
    tx.run(FORGET_TERMS, (customer_id,))


def _insert_terms(tx: Transaction, customer: Customer) -> None:
    phones = tuple(row[0] for row in tx.rows(PHONES_OF, (customer.id,)))
    former = tuple((kind, value) for kind, value in tx.rows(FORMER, (customer.id,)))
    keys = search_keys(
        customer.code, customer.name, customer.company, customer.pinyin, phones, former
    )
    tx.run(INSERT_TERMS, (customer.id, " ".join(keys)))


def search_keys(
    code: str,
    name: str,
    company: str | None,
    pinyin: str | None,
    phones: Sequence[str],
    former: Sequence[tuple[str, str]] = (),
) -> list[str]:
    """List what a customer is found by: his names, their readings, his phones, his number.

    `former` are (kind, value) of numbers and names he had before, or as another card.
    """
    keys = search_terms(name, read=readings, hand_pinyin=pinyin, phones=tuple(phones))
    if company:
        keys = [*keys, *search_terms(company, read=readings)]
    keys.append(code.lower())
    for kind, value in former:
        keys += search_terms(value, read=readings) if kind == "name" else [value.lower()]
    return keys


def by_pub(tx: Transaction, pub: str) -> Customer | None:
    """Find a customer by public id."""
    found = tx.row(BY_PUB, (pub,))
    return None if found is None else customer_of(found)


def by_id(tx: Transaction, row_id: int) -> Customer:
    """Read a customer another row refers to."""
    found = tx.row(BY_ID, (row_id,))
    if found is None:
        raise RuntimeError("a row refers to a customer that is not there")
    return customer_of(found)


def by_code(tx: Transaction, code: str) -> Customer | None:
    """Find a customer by the number on his card; that of a merged one leads to whom he became."""
    found = tx.row(BY_CODE, (code,))
    return None if found is None else living(tx, customer_of(found))


def living(tx: Transaction, customer: Customer) -> Customer:
    """Follow whoever was merged to the one he lives on as."""
    while customer.state is CardState.MERGED:
        customer = by_id(tx, tx.value(MERGED_INTO, (customer.id,)))
    return customer


def family(tx: Transaction, customer_id: int) -> dict[int, str]:
    """Map the row id of a customer, and of all who were merged into him, to its public id.

    What is read of him is read of each of them: trades and notes stay where they were written.
    """
    return {row[0]: row[1] for row in tx.rows(FAMILY, (customer_id,))}


def by_name(tx: Transaction, name: str) -> list[Customer]:
    """List the customers of exactly this name, oldest first."""
    return [customer_of(row) for row in tx.rows(BY_NAME, (name,))]


def find(tx: Transaction, text: str, *, limit: int) -> list[Customer]:
    """Find customers by characters, pinyin, initials, phone, code or alias, best first.

    Whoever is called exactly so comes first, then those who traded last, then those added last.
    """
    aliased = [customer_of(row) for row in tx.rows(BY_ALIAS, (text.strip(),))]
    query = query_terms(text)
    if not query:
        return aliased[:limit]
    hits = {row[0]: customer_of(row) for row in tx.rows(FIND, (query, limit))}
    if len(hits) == limit:  # there are more, who may have been here today and for years
        lately = json.dumps([row[0] for row in tx.rows(LATELY, (LATEST_TRADES,))])
        hits |= {row[0]: customer_of(row) for row in tx.rows(FIND_AMONG, (query, lately))}
    for customer in aliased:
        hits.pop(customer.id, None)
    ordered = sorted(hits, key=lambda one: (_last_trade(tx, one), one), reverse=True)
    return (aliased + [hits[one] for one in ordered])[:limit]


def _last_trade(tx: Transaction, customer_id: int) -> tuple[str, int]:
    """Tell the newest trade on a customer's cards; nobody's is before all others."""
    found = [tx.row(LAST_TRADE, (card,)) for card in family(tx, customer_id)]
    return max(((row[0], row[1]) for row in found if row is not None), default=("", 0))


def newest(tx: Transaction, *, before: int, limit: int) -> list[Customer]:
    """List the customers added last, newest first, with a row id below `before`."""
    return [customer_of(row) for row in tx.rows(NEWEST, (before, limit))]


def contacts(tx: Transaction, pub: str) -> tuple[Contact, ...]:
    """List the ways to reach a customer, in their order."""
    return tuple(
        Contact(kind=ContactKind(kind), value=value, label=label)
        for kind, value, label in tx.rows(CONTACTS, (pub,))
    )


def card(tx: Transaction, pub: str) -> CustomerCard | None:
    """Read a customer's whole card."""
    customer = by_pub(tx, pub)
    beside = tx.row(BESIDE, (pub,))
    if customer is None or beside is None:
        return None
    responsible, name, added_at, on, by, consent_on, consent = beside
    former = list(tx.rows(FORMER, (customer.id,)))
    survivor = living(tx, customer)
    draft = CustomerDraft(
        name=customer.name,
        kind=customer.kind,
        company=customer.company,
        print_name=customer.print_name,
        pinyin=customer.pinyin,
        contacts=contacts(tx, pub),
        category=customer.category,
        responsible=responsible,
        tags=tags(tx, customer.id),
        consent_on=None if consent_on is None else date.fromisoformat(consent_on),
        consent=consent,
    )
    return CustomerCard(
        customer=customer,
        draft=draft,
        responsible=name,
        problems=problems_of(draft, standards.current(tx)),
        former_codes=tuple(value for kind, value in former if kind == "code"),
        former_names=tuple(value for kind, value in former if kind == "name"),
        merged_into=None if survivor.id == customer.id else survivor.code,
        added_at=added_at,
        verified=None if on is None else Verified(on=date.fromisoformat(on), by=by),
    )


def last_payer(tx: Transaction, customer_ids: Iterable[int]) -> str | None:
    """Read the payer printed on the newest receipt of a customer, whichever card it is on."""
    found = [row for one in customer_ids if (row := tx.row(LAST_PAYER, (one,))) is not None]
    return max(found)[2] if found else None
