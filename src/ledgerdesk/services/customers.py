"""Find, add and change customers."""

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.customers import (
    Contact,
    Customer,
    CustomerCard,
    CustomerDraft,
    CustomerFilter,
    DueCustomer,
    ProtectedNumber,
)
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.notes import NoteKind
from ledgerdesk.services.steps.customers import card_life, protecting
from ledgerdesk.services.steps.customers.adding import add_customer
from ledgerdesk.services.steps.customers.card import (
    change_card,
    cleaned,
    known_card,
    refuse_stale,
    settle_category,
)
from ledgerdesk.services.steps.customers.card_life import Verification
from ledgerdesk.services.steps.customers.customer_pages import (
    MAX_ROW_ID,
    due_customers,
    due_number,
    fitting,
    with_due,
)
from ledgerdesk.services.steps.customers.dealings import Dealings, dealings_of, write_note
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.reviews.asking import ask_about_number
from ledgerdesk.storage import customer_lists, customers, drafts

__all__ = ["Customers", "Verification"]

FOUND_AT_MOST = 50


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

    def page(
        self, asked: CustomerFilter, *, before: int | None = None, limit: int = FOUND_AT_MOST
    ) -> list[Customer]:
        """List who fits a filter, newest first; `before` is the last row seen."""
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            return fitting(self._desk, tx, asked, before=before or MAX_ROW_ID, limit=limit)

    def tags(self) -> tuple[str, ...]:
        """List every tag that stands on a card."""
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            return customer_lists.tags(tx)

    def due(
        self, *, after: DueCustomer | None = None, limit: int = FOUND_AT_MOST
    ) -> tuple[DueCustomer, ...]:
        """List whose cards are to be verified, longest not looked at first, from behind one on."""
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            return due_customers(self._desk, tx, after=after, limit=limit)

    def due_count(self) -> int:
        """Count whose cards are to be verified, at most 9,999."""
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            return due_number(self._desk, tx)

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
            wanted = cleaned(draft)
            settle_category(act, wanted.category, None)
            customer = add_customer(act, wanted)
            act.close_entry("customers.add")
            if draft_id:
                drafts.drop(act.tx, draft_id, self._desk.person.id)
        ended = Changes.DRAFTS if draft_id else Changes.NOTHING
        return Done(value=customer, changes=Changes.CUSTOMERS | ended)

    def card(self, pub: str) -> CustomerCard:
        """Read a customer's card, whoever is stopped or merged too; else `unknown_customer`."""
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            return with_due(tx, known_card(tx, pub))

    def change(
        self,
        pub: str,
        draft: CustomerDraft,
        *,
        seen: CustomerDraft,
        why: str = "",
        draft_id: str | None = None,
    ) -> Done[CustomerCard]:
        """Put what was typed in the place of what stood on a card; receipts stay as issued.

        `seen` is the card as whoever typed had it before him. Raises `card_changed` with the
        `fields` that somebody changed since; `bad_value` with the field; `unknown_customer`. A
        form that changes nothing writes nothing. `draft_id` is as in `add`.
        """
        desk = self._desk
        desk.allow("customers.change")
        wanted = cleaned(draft)
        with desk.database.read() as tx:
            card = with_due(tx, known_card(tx, pub))
        refuse_stale(card.draft, seen)
        ended = Changes.DRAFTS if draft_id else Changes.NOTHING
        if wanted == card.draft:
            if draft_id:
                with desk.database.write() as tx:
                    drafts.drop(tx, draft_id, desk.person.id)
            return Done(value=card, changes=ended)
        with desk.act("customers.change") as act:
            changed = with_due(act.tx, change_card(act, card, wanted, why))
            act.close_entry("customers.change")
            if draft_id:
                drafts.drop(act.tx, draft_id, desk.person.id)
        return Done(value=changed, changes=Changes.CUSTOMERS | ended)

    def verify(self, pub: str) -> Done[Verification]:
        """Say that a card was found true today; the answer takes it back again."""
        with self._desk.act("customers.verify") as act:
            verified = card_life.verify(act, pub)
            act.close_entry("customers.verify")
        return Done(value=verified, changes=Changes.CUSTOMERS)

    def unverify(self, pub: str, verification: Verification) -> Done[None]:
        """Take one's own verification of today back.

        Raises `bad_value` (field `verified_on`) for another's; `unknown_customer`.
        """
        with self._desk.act("customers.verify") as act:
            card_life.unverify(act, pub, verification)
            act.close_entry("customers.unverify")
        return Done(value=None, changes=Changes.CUSTOMERS)

    def stop(self, pub: str, *, why: str) -> Done[CustomerCard]:
        """Stop the use of a customer's data: found, offered and exported no longer.

        Receipts stay as issued. Raises `bad_value` (field `why`); `unknown_customer`.
        """
        with self._desk.act("customers.stop") as act:
            card = card_life.stop(act, pub, why)
            act.close_entry("customers.stop")
        return Done(value=card, changes=Changes.CUSTOMERS)

    def resume(self, pub: str, *, why: str) -> Done[CustomerCard]:
        """Let a stopped customer's data be used again; raises as `stop` does."""
        with self._desk.act("customers.stop") as act:
            card = card_life.resume(act, pub, why)
            act.close_entry("customers.resume")
        return Done(value=card, changes=Changes.CUSTOMERS)

    def erase(self, pub: str, *, why: str) -> Done[None]:
        """Erase what a card says of a person, once no law keeps it; his number is never reused.

        Raises `kept_by_law` with the day (`until`); else as `stop` does.
        """
        with self._desk.act("customers.erase") as act:
            card_life.erase(act, pub, why)
            act.close_entry("customers.erase")
        return Done(value=None, changes=Changes.CUSTOMERS)

    def dealings(self, pub: str) -> Dealings:
        """Read a customer's trades, receipts and notes; raises `unknown_customer`."""
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            return dealings_of(self._desk, tx, pub)

    def write_note(
        self, pub: str, kind: NoteKind, text: str, *, draft_id: str | None = None
    ) -> Done[None]:
        """Write a note on a customer, signed and dated; it is never changed again.

        `draft_id` is as in `add`. Raises `bad_value` (field `note`); `unknown_customer`.
        """
        with self._desk.act("customers.write_note") as act:
            write_note(act, pub, kind, text)
            act.close_entry("customers.write_note")
            if draft_id:
                drafts.drop(act.tx, draft_id, self._desk.person.id)
        ended = Changes.DRAFTS if draft_id else Changes.NOTHING
        return Done(value=None, changes=Changes.CUSTOMERS | ended)

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
            kept, before = protecting.keep(act, pub, kind, plain, why)
            if before is not None and before.shown != kept.shown:
                card = known_card(act.tx, pub).customer
                ask_about_number(act, card, kind, before.shown, kept.shown)
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
