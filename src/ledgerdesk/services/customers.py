"""Find and add customers."""

from dataclasses import replace

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.customers import Contact, Customer, CustomerDraft, ProtectedNumber
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps import protecting
from ledgerdesk.services.steps.adding import add_customer
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.storage import customers, drafts

FOUND_AT_MOST = 50
MAX_NAME_CHARACTERS = 200
MAX_ROW_ID = 2**63 - 1
MAX_CONTACT_CHARACTERS = 500


class Customers:
    """What a clerk does with customers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self, text: str, *, limit: int = FOUND_AT_MOST) -> list[Customer]:
        """Find customers by characters, pinyin, initials, phone, code or alias."""
        self._desk.allow("customers.find")
        # Half a character is in no stored text; while somebody types it is no reason to refuse.
        typed = text.encode("utf-8", "ignore").decode("utf-8")
        with self._desk.database.read() as tx:
            return customers.find(tx, typed, limit=limit)

    def newest(self, *, before: int | None = None, limit: int = FOUND_AT_MOST) -> list[Customer]:
        """List the customers added last, newest first; `before` is the last row seen."""
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            return customers.newest(tx, before=before or MAX_ROW_ID, limit=limit)

    def contacts(self, pub: str) -> tuple[Contact, ...]:
        """List the ways to reach a customer."""
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            return customers.contacts(tx, pub)

    def by_code(self, code: str) -> Customer:
        """Read the customer with this number, or refuse with `unknown_customer`."""
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            found = customers.by_code(tx, code.strip().upper())
        if found is None:
            raise KnownError(Code.UNKNOWN_CUSTOMER, field="customer")
        return found

    def add(self, draft: CustomerDraft, *, draft_id: str | None = None) -> Done[Customer]:
        """Add a customer; two people of one name are two customers.

        `draft_id` is the kept form this came from: it ends in the same transaction.
        """
        with self._desk.act("customers.add") as act:
            customer = add_customer(act, _cleaned(draft))
            act.close_entry("customers.add")
            if draft_id:
                drafts.drop(act.tx, draft_id, self._desk.person.id)
        ended = Changes.DRAFTS if draft_id else Changes.NOTHING
        return Done(value=customer, changes=Changes.CUSTOMERS | ended)

    def numbers(self, pub: str) -> tuple[ProtectedNumber, ...]:
        """List a customer's ID and bank numbers, masked."""
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            return protecting.masked_numbers(tx, pub)

    def keep_number(
        self, pub: str, kind: str, number: str, *, why: str = ""
    ) -> Done[ProtectedNumber]:
        """Keep an ID or bank number under its kind, in the place of one that stood there.

        Raises `bad_value` (field `number`) for one whose check fails, and where the reason quotes
        it (field `why`); `unknown_customer`.
        """
        with self._desk.act("customers.keep_number") as act:
            plain = protecting.plain_number(act, kind, number)
            kept = protecting.keep(act, pub, kind, plain, why)
            act.close_entry("customers.keep_number")
        return Done(value=kept, changes=Changes.CUSTOMERS)

    def reveal(self, pub: str, name: str, *, why: str) -> Done[str]:
        """Give a protected number in clear; the log says who asked for it, when and why.

        Raises `bad_value` (field `why`) without a reason, and (field `number`) for a number that
        is not there.
        """
        with self._desk.act("customers.reveal") as act:
            value = protecting.reveal(act, pub, name, why)
            act.close_entry("customers.reveal")
        return Done(value=value, changes=Changes.NOTHING)

    def drop_number(self, pub: str, name: str, *, why: str = "") -> Done[None]:
        """Take a protected number away."""
        with self._desk.act("customers.keep_number") as act:
            protecting.drop(act, pub, name, why)
            act.close_entry("customers.drop_number")
        return Done(value=None, changes=Changes.CUSTOMERS)


def _cleaned(draft: CustomerDraft) -> CustomerDraft:
    name = clean(draft.name, field="name", max_length=MAX_NAME_CHARACTERS)
    if not name:
        raise KnownError(Code.BAD_VALUE, field="name", reason="required")
    return replace(
        draft,
        name=name,
        company=_optional(draft.company, "company"),
        print_name=_optional(draft.print_name, "print_name"),
        pinyin=_optional(draft.pinyin, "pinyin"),
        contacts=tuple(_contact(contact) for contact in draft.contacts),
    )


def _optional(text: str | None, field: str) -> str | None:
    return clean(text or "", field=field, max_length=MAX_NAME_CHARACTERS) or None


def _contact(contact: Contact) -> Contact:
    value = clean(contact.value, field=contact.kind.value, max_length=MAX_CONTACT_CHARACTERS)
    if not value:
        raise KnownError(Code.BAD_VALUE, field=contact.kind.value, reason="required")
    label = clean(contact.label or "", field="label", max_length=MAX_NAME_CHARACTERS) or None
    return replace(contact, value=value, label=label)
