"""Sums of payments by what an office asks about; what was voided does not count, a red one does.

A period is walked by its ids, which rise with time, and filtered by the business day itself.
"""

from collections.abc import Iterator
from datetime import date

from ledgerdesk.core.pubs import range_of_days
from ledgerdesk.storage.database import Transaction

_LIVE = """
payment.id BETWEEN ? AND ? AND payment.business_day BETWEEN ? AND ?
AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = payment.id)
"""
_CASH = """
coalesce(sum((SELECT sum(amount_fen) FROM payment_part
 WHERE payment_part.payment_id = payment.id AND method = 'cash')), 0)
"""
# The words are constants of this module; no value from outside reaches the text.
BY_DAY = f"""
SELECT payment.business_day, count(*), {_CASH}, sum(payment.amount_fen)
FROM payment WHERE {_LIVE} GROUP BY 1 ORDER BY 1
"""  # noqa: S608 - see above
_WHOLE = """
trade.total_fen = payment.amount_fen
AND NOT EXISTS (SELECT 1 FROM deposit WHERE deposit.payment_id = payment.id)
"""
# What settled its trade by itself is its lines; any other payment has its share of them.
BY_ITEM = f"""
SELECT trade_line.item, count(*), sum(trade_line.amount_fen)
FROM payment JOIN trade ON trade.id = payment.trade_id AND {_WHOLE}
JOIN trade_line ON trade_line.trade_id = payment.trade_id
WHERE {_LIVE} GROUP BY 1
"""  # noqa: S608 - see above
IN_PART = f"""
SELECT payment.trade_id, payment.amount_fen - coalesce((SELECT sum(amount_fen) FROM deposit
 WHERE deposit.payment_id = payment.id), 0), payment.amount_fen,
(SELECT coalesce(sum(earlier.amount_fen - coalesce((SELECT sum(amount_fen) FROM deposit
  WHERE deposit.payment_id = earlier.id), 0)), 0) FROM payment AS earlier
 WHERE earlier.trade_id = payment.trade_id AND earlier.id < payment.id
 AND NOT EXISTS (SELECT 1 FROM void WHERE void.payment_id = earlier.id))
FROM payment JOIN trade ON trade.id = payment.trade_id AND NOT ({_WHOLE})
WHERE {_LIVE} ORDER BY payment.id
"""  # noqa: S608 - see above
BY_METHOD = f"""
SELECT payment_part.method, count(DISTINCT payment.id), sum(payment_part.amount_fen)
FROM payment JOIN payment_part ON payment_part.payment_id = payment.id
WHERE {_LIVE} GROUP BY 1 ORDER BY 3 DESC, 1
"""  # noqa: S608 - see above
BY_CUSTOMER = f"""
SELECT customer.code, customer.name, count(*), sum(payment.amount_fen)
FROM payment JOIN trade ON trade.id = payment.trade_id
JOIN customer ON customer.id = trade.customer_id
WHERE {_LIVE} GROUP BY customer.id ORDER BY 4 DESC, 1
"""  # noqa: S608 - see above
BY_CLERK = f"""
SELECT staff.name, count(*), sum(payment.amount_fen)
FROM payment JOIN staff ON staff.id = payment.staff_id
WHERE {_LIVE} GROUP BY staff.id ORDER BY 3 DESC, 1
"""  # noqa: S608 - see above
CUSTOMERS = f"""
SELECT customer.code, customer.name, customer.category, max(trade.traded_on), count(*),
sum(payment.amount_fen)
FROM payment JOIN trade ON trade.id = payment.trade_id
JOIN customer ON customer.id = trade.customer_id
WHERE {_LIVE} GROUP BY customer.id ORDER BY customer.code
"""  # noqa: S608 - see above
REGISTER = """
SELECT receipt.number, receipt.issued_on, receipt.payer,
CASE WHEN void.id IS NOT NULL THEN 'void' ELSE receipt.kind END, staff.name,
CASE WHEN void.id IS NULL THEN receipt.amount_fen ELSE 0 END
FROM receipt JOIN staff ON staff.id = receipt.staff_id
LEFT JOIN void ON void.receipt_id = receipt.id
WHERE receipt.id BETWEEN ? AND ? AND receipt.business_day BETWEEN ? AND ? ORDER BY receipt.id
"""
VOIDS = """
SELECT receipt.number, receipt.issued_on, receipt.payer, void.reason, staff.name,
(SELECT number FROM receipt AS next WHERE next.reissue_of_id = receipt.id), receipt.amount_fen
FROM receipt JOIN void ON void.receipt_id = receipt.id JOIN staff ON staff.id = void.staff_id
WHERE receipt.id BETWEEN ? AND ? AND receipt.business_day BETWEEN ? AND ? ORDER BY receipt.id
"""


def rows(tx: Transaction, statement: str, first: date, last: date) -> Iterator[tuple[object, ...]]:
    """Read one of the statements above for a run of business days."""
    values = (*range_of_days(first, last), first.isoformat(), last.isoformat())
    yield from tx.rows(statement, values)
