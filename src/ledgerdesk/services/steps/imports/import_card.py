"""What the rows of a table say of one customer's card, and whether a row says anything new."""

from collections.abc import Iterable, Sequence

from ledgerdesk.core.customers import Contact, ContactKind
from ledgerdesk.core.identity import phone_digits
from ledgerdesk.core.importing import ImportRow
from ledgerdesk.storage import imports
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.imports import KnownCustomer

# Between two preferences of one customer, as between two clauses of a sentence.
JOINT = "；"


def contacts_of(rows: Iterable[ImportRow]) -> tuple[Contact, ...]:
    """List the ways to reach somebody, each once."""
    found: dict[tuple[ContactKind, str], Contact] = {}
    for row in rows:
        listed = [Contact(kind=ContactKind.PHONE, value=phone) for phone in row.phones]
        if row.email:
            listed.append(Contact(kind=ContactKind.EMAIL, value=row.email))
        for contact in listed:
            found.setdefault((contact.kind, compared(contact)), contact)
    return tuple(found.values())


def compared(contact: Contact) -> str:
    """Bring spellings of one contact together."""
    if contact.kind is ContactKind.PHONE:
        bare = contact.value.isascii() and contact.value.isdigit()
        return contact.value if bare else phone_digits(contact.value) or contact.value
    return contact.value.casefold()


def joined(note: str | None, rows: Iterable[ImportRow]) -> str | None:
    """Add the preferences a note does not hold yet."""
    for preference in distinct(row.preference for row in rows):
        if note is None or not note:
            note = preference
        elif f"{JOINT}{preference}{JOINT}" not in f"{JOINT}{note}{JOINT}":
            note = f"{note}{JOINT}{preference}"
    return note


def distinct(texts: Iterable[str]) -> list[str]:
    """Give each text that is one, once."""
    return [text for text in dict.fromkeys(texts) if text]


def says_more(
    tx: Transaction, row: ImportRow, known: KnownCustomer | None, before: Sequence[ImportRow]
) -> bool:
    """Tell whether a row that is no trade adds anything to the card and the rows before it."""
    if known is None and not before:
        return True
    said = {(one.kind, compared(one)) for one in contacts_of(before)}
    said |= {(one.kind, compared(one)) for one in (known.contacts if known else ())}
    if any((one.kind, compared(one)) not in said for one in contacts_of([row])):
        return True
    aliases = imports.aliases(tx, known.id) if known else set()
    companies = {one.company for one in before} | {known.company if known else None}
    numbers = {one.id_number for one in before}
    numbers |= set(imports.secrets(tx, known.id).values()) if known else set()
    ids = {one.table_id for one in before}
    note = joined(known.note if known else None, before)
    return (
        bool(row.company and row.company not in companies and ("name", row.company) not in aliases)
        or bool(row.table_id and row.table_id not in ids and ("table", row.table_id) not in aliases)
        or bool(row.id_number and row.id_number not in numbers)
        or joined(note, [row]) != note
    )
