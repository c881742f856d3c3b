"""Inside a transaction: what becomes of a card: verified, stopped, used again, erased."""

from dataclasses import dataclass
from datetime import date

from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.customers import LEFT, CardState, Customer, CustomerCard, Verified
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.retention import kept_until
from ledgerdesk.core.standards import state_of
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.customers.card import MAX_WHY_CHARACTERS, known_card
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.storage import customers, erasing, standards

VERIFIED, STATE = "verified_on", "state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a verification wrote, and the row as it was before, for whoever takes it back."""

    now: Verified
    before_on: str | None
    before_by: int | None


def verify(act: Act, pub: str) -> Verification:
    """Write that the card was found true today, by whoever works; raises `unknown_customer`."""
    card = worked_with(act, pub)
    before_on, before_by = customers.verified(act.tx, card.customer.id)
    now = Verified(on=act.today, by=act.desk.person.name)
    with act.changing("customer", pub):
        customers.set_verified(
            act.tx, card.customer.id, act.today.isoformat(), act.desk.author.staff_id
        )
    _tell(act, pub, VERIFIED, _said(card.verified), _said(now))
    return Verification(now=now, before_on=before_on, before_by=before_by)


def unverify(act: Act, pub: str, verification: Verification) -> None:
    """Take a verification of today back; raises `bad_value` (field `verified_on`)."""
    card = worked_with(act, pub)
    on, by = customers.verified(act.tx, card.customer.id)
    mine = (act.today.isoformat(), act.desk.author.staff_id)
    if (on, by) != mine or (verification.before_on or "") > mine[0]:
        raise KnownError(Code.BAD_VALUE, field=VERIFIED, reason="not_his")
    with act.changing("customer", pub):
        customers.set_verified(
            act.tx, card.customer.id, verification.before_on, verification.before_by
        )
    _tell(act, pub, VERIFIED, _said(card.verified), _said(known_card(act.tx, pub).verified))


def stop(act: Act, pub: str, why: str) -> CustomerCard:
    """Stop the use of a customer's data (PIPL 第47条): offered, found and exported no longer."""
    reason = _reason(why)
    card = worked_with(act, pub)
    _put(act, card, CardState.STOPPED, reason)
    return known_card(act.tx, pub)


def resume(act: Act, pub: str, why: str) -> CustomerCard:
    """Let a stopped customer's data be used again; the reason stands in his history."""
    reason = _reason(why)
    card = known_card(act.tx, pub)
    if card.customer.state is not CardState.STOPPED:
        raise KnownError(Code.UNKNOWN_CUSTOMER, field="customer")
    _put(act, card, state_of(card.draft, standards.current(act.tx)), reason)
    return known_card(act.tx, pub)


def erase(act: Act, pub: str, why: str) -> None:
    """Take everything off a card that says who he was; his number stays and is given to nobody.

    Raises `kept_by_law` (with `until`) while receipts or trades keep him; `unknown_customer`.
    """
    reason = _reason(why)
    card = known_card(act.tx, pub)
    if card.customer.state in (CardState.ERASED, CardState.MERGED):
        raise KnownError(Code.UNKNOWN_CUSTOMER, field="customer")
    family = customers.family(act.tx, card.customer.id)
    traded = [erasing.last_traded(act.tx, row_id) for row_id in family]
    until = kept_until(max((day for day in traded if day is not None), default=None))
    if until is not None and act.today < until:
        raise KnownError(Code.KEPT_BY_LAW, field="customer", until=until.isoformat())
    for row_id in family:
        wipe(act, customers.by_id(act.tx, row_id), reason)


def wipe(act: Act, customer: Customer, why: str) -> None:
    """Erase a card with all that hangs on it and its readable history; `why` names nobody."""
    tx = act.tx
    with act.changing("customer", customer.pub):
        erasing.erase_card(tx, customer.id, customer.pub)
        for kind, table_row in erasing.hanging_on(tx, customer.id):
            with act.changing(kind, table_row):
                erasing.delete(tx, kind, table_row)
    _tell(act, customer.pub, STATE, customer.state.value, CardState.ERASED.value, why)


def worked_with(act: Act, pub: str) -> CustomerCard:
    """Read the card of somebody who is worked with, or refuse with `unknown_customer`."""
    card = known_card(act.tx, pub)
    if card.customer.state in LEFT:
        raise KnownError(Code.UNKNOWN_CUSTOMER, field="customer")
    return card


def _put(act: Act, card: CustomerCard, state: CardState, why: str) -> None:
    customer = card.customer
    with act.changing("customer", customer.pub):
        customers.set_state(act.tx, customer.id, state)
    _tell(act, customer.pub, STATE, customer.state.value, state.value, why)


def _reason(why: str) -> str:
    reason = clean(why, field="why", max_length=MAX_WHY_CHARACTERS)
    if not reason:
        raise KnownError(Code.BAD_VALUE, field="why", reason="required")
    return reason


def _said(verified: Verified | None) -> str | None:
    if verified is None:
        return None
    day: date = verified.on
    return f"{day.isoformat()} {verified.by}" if verified.by else day.isoformat()


def _tell(
    act: Act, pub: str, field: str, old: str | None, new: str | None, why: str | None = None
) -> None:
    act.note_change(FieldChange(kind="customer", pub=pub, field=field, old=old, new=new, why=why))
