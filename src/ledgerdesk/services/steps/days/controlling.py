"""Inside a transaction: look at the whole desk, one check after another."""

from datetime import timedelta

from ledgerdesk.core.backup_plan import HOME
from ledgerdesk.core.business_day import business_day
from ledgerdesk.core.control import Check, Found, Line, line_of
from ledgerdesk.core.settling import OVERDUE_DAYS
from ledgerdesk.core.transactions import Method
from ledgerdesk.services.steps.days.day_sheets import view_of
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.receipts.numbers import gaps
from ledgerdesk.storage import accounts, backups, corrections, days, glances, prints, reviews
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.receipts import last_closed_day

LOOKED_BACK = timedelta(days=31)
OVERDUE_AFTER = timedelta(days=OVERDUE_DAYS + 1)
FRESH_DAYS = 1


def control_of(desk: Desk, tx: Transaction) -> tuple[Line, ...]:
    """Look at everything a careful office looks at before it goes home."""
    today = desk.local_date(desk.clock.now())
    since = today - LOOKED_BACK
    missing, _ = gaps(tx)
    unpaid = glances.without_receipt(tx, since, today)
    waiting = reviews.waiting(tx)
    returned = [one for one in reviews.returned(tx) if not _is_undone(tx, one)]
    open_prints = list(prints.unconfirmed(tx, since, today))
    asked = corrections.waiting(tx)
    view = view_of(desk, tx, today)
    forgotten = () if view.is_locked else view.sheet.forgotten
    return (
        line_of(Check.NUMBERS, [Found(key=one, words=one) for one in missing]),
        line_of(
            Check.WITHOUT_RECEIPT,
            [Found(key=one.payment_pub, words=f"{one.customer} · {one.item}") for one in unpaid],
        ),
        line_of(
            Check.WITHOUT_TRADE,
            [Found(key=one, words=one) for one in days.without_trade(tx, since, today)],
        ),
        _till(desk, tx),
        line_of(Check.UNREVIEWED, [_review(tx, one) for one in waiting]),
        line_of(Check.RETURNED, [_review(tx, one) for one in returned]),
        line_of(
            Check.UNPRINTED,
            [Found(key=one.number, words=f"{one.number} · {one.payer}") for one in open_prints],
        ),
        line_of(
            Check.OVERDUE,
            [
                Found(key=one.customer_code, words=f"{one.customer} · {one.item}")
                for one in accounts.all_owed(tx, today - OVERDUE_AFTER)
            ],
        ),
        line_of(
            Check.OPEN_DAYS,
            [Found(key=day.isoformat(), words=day.isoformat()) for day in forgotten],
        ),
        line_of(
            Check.CORRECTIONS,
            [Found(key=one.customer_code, words=one.customer_name) for one in asked],
        ),
        _backup(desk, tx),
    )


def _is_undone(tx: Transaction, one: reviews.StoredReview) -> bool:
    receipt = reviews.receipt_of(tx, one.subject, one.subject_pub)
    return receipt is not None and receipt[1]


def _review(tx: Transaction, one: reviews.StoredReview) -> Found:
    receipt = reviews.receipt_of(tx, one.subject, one.subject_pub)
    name = one.customer_code if receipt is None else receipt[0]
    return Found(key=one.pub, words=f"{name} · {one.customer_name}")


def _till(desk: Desk, tx: Transaction) -> Line:
    """Tell what should lie in the till now; less than nothing is a mistake somewhere."""
    today = desk.local_date(desk.clock.now())
    open_day = business_day(today, last_closed_day(tx))  # after a close what was left lies there
    sheet = view_of(desk, tx, open_day).sheet
    cash = sum(line.expected_fen for line in sheet.methods if line.method is Method.CASH)
    return Line(check=Check.TILL, is_fine=cash >= 0, count=int(cash < 0), amount_fen=cash)


def _backup(desk: Desk, tx: Transaction) -> Line:
    rows = [one for one in backups.proved(tx) if one.place != HOME]
    if not rows:
        return Line(check=Check.BACKUP, is_fine=False, count=1)
    today = desk.local_date(desk.clock.now())
    age = (today - desk.local_time(rows[0].proved_at).date()).days
    fresh = age <= FRESH_DAYS
    return Line(check=Check.BACKUP, is_fine=fresh, count=int(not fresh), days=age)
