"""Protected numbers of customers: kept in a table of their own, shown masked, revealed by name.

What the log and the history say of one is that it was kept, revealed or taken away, by whom and
why; never the number.
"""

from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.customers import ProtectedNumber
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.identity import Kind, check_number, masked
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.storage import customer_secrets, customers
from ledgerdesk.storage.customer_secrets import SecretRow
from ledgerdesk.storage.database import Transaction

FIELD = "number"
MAX_WHY_CHARACTERS = 200
LEAST_QUOTED = 6
"""So many characters of a number in a row, in a reason, are the number given away."""


def masked_numbers(tx: Transaction, customer_pub: str) -> tuple[ProtectedNumber, ...]:
    """List a customer's numbers as everybody may see them."""
    return tuple(_shown(row) for row in customer_secrets.all_of(tx, customer_pub))


def masked_id(tx: Transaction, customer_pub: str) -> str:
    """Give the ID number a receipt may show of its payer, masked, or nothing."""
    ids = (row for row in customer_secrets.all_of(tx, customer_pub) if row.name != Kind.BANK_CARD)
    return next((masked(row.value) for row in ids), "")


def plain_number(act: Act, kind: str, text: str) -> str:
    """Judge a typed number of a kind; one that only warns is kept as typed.

    Raises `bad_value` (field `number`) with the reason the check gives. The number stands in no
    detail of the error.
    """
    verdict = check_number(Kind(kind), text, today=act.today)
    if verdict.reason == "empty":
        raise KnownError(Code.BAD_VALUE, field=FIELD, reason="required")
    if verdict.severity == "refuse":
        raise KnownError(Code.BAD_VALUE, field=FIELD, reason=verdict.reason)
    return verdict.normal


def keep(
    act: Act, customer_pub: str, name: str, value: str, why: str
) -> tuple[ProtectedNumber, ProtectedNumber | None]:
    """Keep a number under its kind; give it and the one that stood there, both masked."""
    _refuse_stranger(act.tx, customer_pub)
    reason = _reason(why, value)
    there = customer_secrets.one_of(act.tx, customer_pub, name)
    if there is None:
        origin = act.origin()
        customer_secrets.insert(act.tx, customer_pub, name, value, origin)
        act.inserted("customer_secret", origin.pub)
    else:
        _reason(why, there.value)
        with act.changing("customer_secret", there.pub):
            customer_secrets.update(act.tx, there.pub, value)
    _note(act, customer_pub, name, reason)
    kept = ProtectedNumber(name=name, shown=masked(value))
    return kept, None if there is None else _shown(there)


def reveal(act: Act, customer_pub: str, name: str, why: str) -> str:
    """Give a number in clear, once the act's entry says so; a reason is needed."""
    row = _known(act.tx, customer_pub, name)
    reason = _reason(why, row.value)
    if reason is None:
        raise KnownError(Code.BAD_VALUE, field="why", reason="required")
    with act.changing("customer_secret", row.pub):
        _note(act, customer_pub, name, reason)  # nothing changes: the entry names the row
    return row.value


def drop(act: Act, customer_pub: str, name: str, why: str) -> None:
    """Take a number away."""
    row = _known(act.tx, customer_pub, name)
    reason = _reason(why, row.value)
    with act.changing("customer_secret", row.pub):
        customer_secrets.delete(act.tx, row.pub)
    _note(act, customer_pub, name, reason)


def _shown(row: SecretRow) -> ProtectedNumber:
    return ProtectedNumber(name=row.name, shown=masked(row.value))


def _known(tx: Transaction, customer_pub: str, name: str) -> SecretRow:
    found = customer_secrets.one_of(tx, customer_pub, name)
    if found is None:
        raise KnownError(Code.BAD_VALUE, field=FIELD, reason="unknown")
    return found


def _refuse_stranger(tx: Transaction, customer_pub: str) -> None:
    if customers.by_pub(tx, customer_pub) is None:
        raise KnownError(Code.UNKNOWN_CUSTOMER, field="customer")


def _reason(why: str, value: str) -> str | None:
    """Clean a reason; one that quotes the number would carry it into the log."""
    text = clean(why, field="why", max_length=MAX_WHY_CHARACTERS)
    bare = "".join(character for character in text if character.isalnum()).upper()
    own = "".join(character for character in value if character.isalnum()).upper()
    room = min(LEAST_QUOTED, len(own))
    parts = (own[start : start + room] for start in range(len(own) - room + 1))
    if own and any(part in bare for part in parts):
        raise KnownError(Code.BAD_VALUE, field="why", reason="quotes_number")
    return text or None


def _note(act: Act, customer_pub: str, name: str, why: str | None) -> None:
    act.note_change(
        FieldChange(
            kind="customer", pub=customer_pub, field=f"{FIELD}.{name}", old=None, new=None, why=why
        )
    )
