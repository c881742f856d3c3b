"""Fill a book with trades by plain SQL: the rows of a grown office without its years."""

from pathlib import Path

from ledgerdesk.bootstrap import House, Ledger, SheetFiles
from ledgerdesk.runtime.clock import RealClock
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.vaults.creating import Plan
from ledgerdesk.storage.database import Database
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING, CHEAPEST_ONLY_FOR_TESTING

PASSWORD = "nobody works in this book"
VAULT = "bench.ledgerdesk"
CUSTOMERS_PER_TRADE = 10
_SERIES = "WITH RECURSIVE s(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM s WHERE n < ?) "
_DAY = "date('2001-01-01', '+' || (n / 150) || ' days')"


def _id(table: int) -> str:
    """Number a row n of a table as if drawn on its day, from 2001 on: new rows land behind it."""
    moment = "(978307200000 + (n / 150) * 86400000 + (n % 150) * 60000)"
    return f"(({moment} << 21) + {table * 4096})"


_CUSTOMER, _TRADE, _PAYMENT, _RECEIPT = map(_id, range(4))

FILL = (
    f"""{_SERIES} INSERT INTO customer (id, pub, salt, code, kind, name, state, created_at,
    created_by) SELECT n, printf('%016x', {_CUSTOMER}), randomblob(16), printf('K%07d', n),
    'person', '客户' || n, 'complete', '2001-01-01T00:00:00.000Z', 1 FROM s""",
    f"""{_SERIES} INSERT INTO trade (id, salt, customer_id, kind, source, traded_on,
    entered_at, staff_id, total_fen, currency) SELECT {_TRADE}, randomblob(16),
    1 + abs(n * 7919 % ?), 'sale', 'desk', {_DAY}, {_DAY} || 'T00:00:00.000Z', 1, 12345, 'CNY'
    FROM s""",
    f"""{_SERIES} INSERT INTO trade_line (trade_id, position, item, quantity_milli, amount_fen)
    SELECT {_TRADE}, 0, '咨询费', 1000, 12345 FROM s""",
    f"""{_SERIES} INSERT INTO payment (id, salt, trade_id, amount_fen, currency,
    received_on, business_day, received_at, staff_id) SELECT {_PAYMENT}, randomblob(16), {_TRADE},
    12345, 'CNY', {_DAY}, {_DAY}, {_DAY} || 'T00:00:00.000Z', 1 FROM s""",
    f"""{_SERIES} INSERT INTO payment_part (payment_id, position, method, amount_fen)
    SELECT {_PAYMENT}, 0, 'cash', 12345 FROM s""",
    f"""{_SERIES} INSERT INTO receipt (id, salt, series_id, period, seq, number, payment_id,
    kind, amount_fen, currency, payer, issued_on, business_day, issued_at, zone, staff_id,
    branch_id, content, content_hash, paper, layout_version)
    SELECT {_RECEIPT}, randomblob(16), 1, 'old', n, printf('OLD-%09d', n), {_PAYMENT}, 'normal',
    12345, 'CNY', '客户', {_DAY}, {_DAY}, {_DAY} || 'T00:00:00.000Z', 'Asia/Shanghai', 1, 1,
    '{{"a":"' || hex(randomblob(200)) || '"}}', randomblob(32), 'a5', 1 FROM s""",
    *(
        f"""{_SERIES} INSERT INTO audit_object (kind, pub, seq, after)
        SELECT '{kind}', printf('%016x', {number}), 1, randomblob(32) FROM s"""
        for kind, number in (("receipt", _RECEIPT), ("trade", _TRADE), ("payment", _PAYMENT))
    ),
)


def house(folder: Path, press: Lane) -> House:
    """Build a house with the KDF profile that is only for testing: keys are not measured here."""
    return House(
        clock=RealClock(),
        press=press,
        per_user=folder / "user",
        bounds=BOUNDS_ONLY_FOR_TESTING,
        cost=CHEAPEST_ONLY_FOR_TESTING,
    )


def opened(folder: Path, press: Lane, trades: int) -> Ledger:
    """Make a vault with this many trades, each with line, payment, receipt and log rows."""
    home = house(folder, press)
    vault = folder / VAULT
    plan = Plan(firm="青禾会计师事务所", owner="王敏", password=PASSWORD)
    home.create(vault, plan, SheetFiles(line=folder / "recovery.txt", page=None))
    ledger = home.open(vault, Credential(password=PASSWORD))
    database = database_of(ledger)
    customers = max(1, trades // CUSTOMERS_PER_TRADE)
    for number, statement in enumerate(FILL):
        last = customers if number == 0 else trades
        more = (customers,) if "7919" in statement else ()
        for first in range(1, last + 1, 100_000):
            with database.write() as tx:
                tx.run(statement, (first, min(last, first + 99_999), *more))
    return ledger


def database_of(ledger: Ledger) -> Database:
    """Reach behind the ledger for the database: a benchmark measures what nobody else may."""
    return ledger._opened.desk.database  # noqa: SLF001 - see the sentence above
