"""Inside a transaction: ask for a second look where the office's rules say so."""

import json
from collections.abc import Sequence
from statistics import median_low

from ledgerdesk.core.audit import Cosigner
from ledgerdesk.core.customers import Customer
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.reviews import Cause, Compared, Subject, causes_of
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.storage import customers, reviews, staff
from ledgerdesk.storage.receipts import StoredReceipt
from ledgerdesk.storage.reviews import NewReview
from ledgerdesk.storage.transactions import Posted, other_amounts

KIND = "review"
PASSED, RETURNED = "passed", "returned"


def ask_about_trade(
    act: Act, trade: Posted, customer: Customer, late_reason: str, beside: Cosigner | None
) -> None:
    """Ask for a review of a trade that was just posted, where a rule of the office asks for one.

    Raises `needs_cosigner` where a rule wants the second person first and nobody stands beside; an
    office of one person has none and is asked for its own review afterwards.
    """
    rules = act.desk.office.reviews
    now = act.desk.local_time(act.at).time()
    causes = causes_of(
        rules,
        amount_fen=trade.total_fen,
        traded_on=trade.traded_on,
        today=act.today,
        at=now,
    )
    if not causes:
        return
    compared = []
    if Cause.AMOUNT in causes:
        cards = customers.family(act.tx, customer.id)
        before = other_amounts(act.tx, cards, trade.id)
        usual = median_low(before) if before else None
        compared.append(Compared(name="amount", before=usual, after=trade.total_fen))
    if Cause.BACK_DATED in causes:
        day, own = act.today.isoformat(), trade.traded_on.isoformat()
        compared.append(Compared(name="date", before=day, after=own))
        if late_reason:
            compared.append(Compared(name="late_reason", before=None, after=late_reason))
    if Cause.HOURS in causes and rules.hours is not None:
        opens, closes = rules.hours
        compared.append(
            Compared(name="hours", before=f"{opens:%H:%M}-{closes:%H:%M}", after=f"{now:%H:%M}")
        )
    pub = _ask(act, Subject.TRADE, trade.pub, customer.id, causes, compared)
    wanted = [cause.value for cause in causes if cause in rules.first]
    if beside is None:
        if wanted and not is_alone(act):
            raise KnownError(Code.NEEDS_COSIGNER, causes=tuple(wanted))
        return
    act.cosigner = beside
    second = staff.by_pub(act.tx, beside.staff_pub)
    with act.changing(KIND, pub):
        reviews.decide(act.tx, pub, PASSED, at=act.at, staff_id=second.id, reason=None, alone=False)


def ask_about_void(act: Act, receipt: StoredReceipt, customer_id: int, reason: str) -> None:
    """Ask for a review of a receipt that was just voided, where the office wants one."""
    if not act.desk.office.reviews.voids:
        return
    compared = [
        Compared(name="amount", before=receipt.amount_fen, after=0),
        Compared(name="reason", before=None, after=reason),
    ]
    _ask(act, Subject.VOID, receipt.pub, customer_id, (Cause.VOID,), compared)


def ask_about_number(act: Act, customer: Customer, kind: str, before: str, after: str) -> None:
    """Ask for a review of another number in the place of one that stood there; both masked."""
    if act.desk.office.reviews.id_changed:
        compared = [Compared(name=f"number.{kind}", before=before, after=after)]
        _ask(act, Subject.CUSTOMER, customer.pub, customer.id, (Cause.ID_CHANGED,), compared)


def is_alone(act: Act) -> bool:
    """Tell whether the office is one person: then nobody else can look a second time."""
    return len(staff.people(act.tx)) == 1


def _ask(
    act: Act,
    subject: Subject,
    subject_pub: str,
    customer_id: int,
    causes: Sequence[Cause],
    compared: Sequence[Compared],
) -> str:
    origin = act.origin()
    rows = [[one.name, one.before, one.after] for one in compared]
    reviews.insert(
        act.tx,
        NewReview(
            subject=subject.value,
            subject_pub=subject_pub,
            customer_id=customer_id,
            causes=",".join(cause.value for cause in causes),
            compared=json.dumps(rows, ensure_ascii=False),
        ),
        origin,
    )
    act.inserted(KIND, origin.pub)
    return origin.pub
