"""Pages of customers: who fits a filter, and whose cards are to be verified."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ledgerdesk.core.customers import (
    LEFT,
    Customer,
    CustomerCard,
    CustomerFilter,
    DueCustomer,
)
from ledgerdesk.core.cycles import due_on, latest_due
from ledgerdesk.services.steps.customers.card import cycles_of
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.storage import customer_lists
from ledgerdesk.storage.customer_lists import Asked
from ledgerdesk.storage.database import Transaction

MOST_COUNTED = 9_999
MAX_ROW_ID = 2**63 - 1
_BEGINNING = ("", 0)


def fitting(
    desk: Desk, tx: Transaction, asked: CustomerFilter, *, before: int, limit: int
) -> list[Customer]:
    """List who fits, newest first, with a row id below `before`."""
    wanted = Asked(
        text=asked.text.encode("utf-8", "ignore").decode("utf-8"),
        category=asked.category,
        tag=asked.tag,
        clerk=asked.clerk,
        state=None if asked.state is None else asked.state.value,
        due=_latest(desk, tx) if asked.due else None,
    )
    return customer_lists.page(tx, wanted, before=before, limit=limit)


def due_customers(
    desk: Desk, tx: Transaction, *, after: DueCustomer | None, limit: int
) -> tuple[DueCustomer, ...]:
    """List whose cards are to be verified, from behind one on."""
    cycles = cycles_of(tx)
    start = _BEGINNING
    if after is not None:
        start = (after.verified_on.isoformat(), after.customer.id)
    found = []
    for day, customer in customer_lists.due(tx, _latest(desk, tx), after=start, limit=limit):
        verified_on = date.fromisoformat(day)
        since = due_on(customer.category, verified_on, cycles) or verified_on
        found.append(DueCustomer(customer=customer, due_on=since, verified_on=verified_on))
    return tuple(found)


def due_number(desk: Desk, tx: Transaction) -> int:
    """Count whose cards are to be verified, at most `MOST_COUNTED`."""
    return customer_lists.due_count(tx, _latest(desk, tx), most=MOST_COUNTED)


def with_due(tx: Transaction, card: CustomerCard) -> CustomerCard:
    """Tell on a card when it is to be verified again."""
    if card.verified is None or card.customer.state in LEFT:
        return card
    return replace(card, due_on=due_on(card.draft.category, card.verified.on, cycles_of(tx)))


def _latest(desk: Desk, tx: Transaction) -> Mapping[str, str]:
    today = desk.local_date(desk.clock.now())
    return latest_due(cycles_of(tx), customer_lists.categories(tx), today)
