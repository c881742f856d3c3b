"""An office with a row of every kind the log vouches for, each with its entry."""

from pathlib import Path

from tests.support.office import KeepSheet, Office, desk_of, make_office, save, throw_away

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft
from ledgerdesk.core.periods import PeriodSheet, frozen, parse_period
from ledgerdesk.core.receipts import Paper, Reset
from ledgerdesk.core.templates import STANDARD, written
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.storage import audit, book, customers, series, staff
from ledgerdesk.vault import primitives
from ledgerdesk.vault.house import Scope
from ledgerdesk.vault.kdf import CHEAPEST_ONLY_FOR_TESTING, KdfCost

PAPER = wish_for(Paper.A5)
AT = "2026-01-01T00:00:00.000Z"
NO_TAKINGS = frozen(
    PeriodSheet(
        period=parse_period("2001-01"),
        taken=(),
        receipts=0,
        voided=0,
        first_number=None,
        last_number=None,
        owed_fen=0,
    )
)
DIGEST = bytes(range(32))
SECOND_SERIES = "PB"

# Rows whose verbs come with later parts of the program; the table is the interface here.
LATER = {
    "backup": (
        "branch_id, sequence, file_name, place, bytes, payload_hash, head_seq, written_at",
        (1, 1, "a.ldbk", "home", 4096, DIGEST, 1, AT),
    ),
    "customer_merge": (
        "survivor_id, merged_id, kept, merged_at, staff_id, undone_at, undone_by",
        (1, 2, "{}", AT, 1, AT, 1),
    ),
    "customer_note": (
        "customer_id, kind, content, written_at, staff_id",
        (1, "remark", "月底来取", AT, 1),
    ),
    "customer_secret": ("customer_id, kind, value", (1, "id_number", "11010519491231002X")),
    "correction": (
        "customer_id, field, wrong, correct, evidence, verified_by, state, requested_at, staff_id",
        (1, "phone", "13800138000", "13900139000", "来电", "小李", "requested", AT, 1),
    ),
    "service": (
        "code, name, unit, price_fen, mnemonic, retired",
        ("A1", "记账", "月", 100, "jz", 0),
    ),
    "review": (
        "subject, subject_pub, customer_id, causes, compared, asked_at, staff_id",
        ("customer", "00000000000000aa", 1, "id_changed", "[]", AT, 1),
    ),
    "day_close": (
        "business_day, sheet, closed_at, staff_id",
        ("2001-01-01", "{}", AT, 1),
    ),
    "day_reopening": ("close_id, reason, reopened_at, staff_id", (1, "漏记一笔", AT, 1)),
    "period_close": (
        "period, first_day, last_day, sheet, closed_at, staff_id",
        ("2001-01", "2001-01-01", "2001-01-31", NO_TAKINGS, AT, 1),
    ),
    "explained_gap": (
        "series_id, period, first_seq, last_seq, branch_id, reason, noted_at",
        (1, "2001", 1, 5, 1, "paper_book", AT),
    ),
    "series_handout": (
        "series_id, period, first_seq, last_seq, person, handed_on, noted_at, staff_id",
        (1, "2001", 1, 50, "小李", "2001-01-01", AT, 1),
    ),
    "drill": (
        "backup, sequence, file_name, with_key, receipts, head_seq, held_at, staff_id",
        ("00000000000000aa", 1, "a.ldbk", "recovery", 3, 9, AT, 1),
    ),
    "stock_sheet": (
        "stock, number, reason, noted_at, staff_id",
        ("三联 2026", "A0012", "撕坏", AT, 1),
    ),
    "quality_ignored": (
        "subject, facts, reason, ignored_at, staff_id",
        ("same_phone:phone:00", DIGEST, "夫妻共用", AT, 1),
    ),
    "import_batch": ("file_digest, rows_taken, imported_at, staff_id", (DIGEST, 3, AT, 1)),
    "import_withdrawal": ("batch_id, reason, withdrawn_at, staff_id", (1, "错表", AT, 1)),
    "receipt_template": ("body, made_at, staff_id", (written(STANDARD), AT, 1)),
    "record_standard": ("version, rules, written_at, staff_id", (1, "[]", AT, 1)),
}


def make_full_office(
    folder: Path,
    *,
    keep_sheet: KeepSheet = throw_away,
    cost: KdfCost = CHEAPEST_ONLY_FOR_TESTING,
) -> Office:
    """Fill an office with rows of every kind; opened again, its check finds nothing."""
    office = make_office(folder, keep_sheet=keep_sheet, cost=cost)
    with office.opened() as ledger:
        _work(ledger)
        with desk_of(ledger).upkeep() as act:
            for kind, (columns, values) in LATER.items():
                _insert(act, kind, columns, values)
            act.close_entry("test.later_parts")
        with desk_of(ledger).upkeep() as act:
            _second_of_each(act)
            act.close_entry("test.second_of_each")
    # The second branch is the one that grows from the next opening on.
    with office.opened() as ledger:
        save(ledger, 9)
    return office


def _work(ledger: Ledger) -> None:
    contact = Contact(kind=ContactKind.PHONE, value="13800138000")
    ledger.customers.add(CustomerDraft(name="李雷", contacts=(contact,), tags=("老客户",)))
    numbers = [save(ledger, n).number for n in range(4)]
    printed = ledger.receipts.ask_print(numbers[0], way="pdf").value
    ledger.receipts.end_print(printed, state="confirmed")
    ledger.receipts.void_spoiled(numbers[1], reason="卡纸", wish=PAPER)
    ledger.receipts.void_trade(numbers[2], reason="金额错误")
    ledger.receipts.reverse(numbers[3], reason="退款", wish=PAPER)
    line = Line(item="记账", amount_fen=500)
    paid = PaymentPart(method=Method.CASH, amount_fen=700)
    ledger.transactions.record(
        TradeDraft(payer="李雷", lines=(line,), parts=(paid,), keep_rest=True), PAPER
    )


def _insert(act: Act, kind: str, columns: str, values: tuple[object, ...]) -> None:
    origin = act.origin()
    places = ", ".join("?" * (len(values) + 2))
    act.tx.run(
        f"INSERT INTO {kind} (pub, salt, {columns}) VALUES ({places})",
        (origin.pub, origin.salt, *values),
    )
    act.inserted(kind, origin.pub)


def _second_of_each(act: Act) -> None:
    """Add what an office can lose without its owner, his keys and his numbers being gone."""
    pub = act.tx.value("SELECT pub FROM customer WHERE id = 1")
    with act.changing("customer", pub):
        act.tx.run("INSERT INTO customer_alias (customer_id, kind, value) VALUES (1, 'name', '雷')")
        customers.index_again(act.tx, 1)
    _insert(
        act,
        "staff",
        "user_id, name, role, state, bundle_serial, bundle_digest, added_at",
        ("u2", "张三", "clerk", "active", 1, "0" * 64, AT),
    )
    origin = act.origin()
    new = series.NewSeries(
        pub=origin.pub, code=SECOND_SERIES, title="二号", pattern="PB{000000}", reset=Reset.NEVER
    )
    series_id = series.insert(act.tx, new, origin.salt)
    act.inserted("series", origin.pub)
    counter = act.origin()
    series.begin_period(
        act.tx,
        pub=counter.pub,
        salt=counter.salt,
        series_id=series_id,
        period="",
        first=1,
        branch=1,
    )
    act.inserted("series_counter", counter.pub)
    _ended_key(act)
    branch = act.origin()
    book.insert_branch(act.tx, branch.pub, branch.salt, parent=1, at=act.at, reason="restored")
    act.inserted("branch", branch.pub)


def _ended_key(act: Act) -> None:
    unlocked, begins = act.desk.unlocked, audit.head(act.tx).seq + 1
    public = primitives.sign_public(primitives.random_bytes(primitives.KEY_BYTES))
    pub = primitives.key_id(public)
    key = staff.NewSigningKey(
        pub=pub,
        staff_id=None,
        purpose="maker",
        public=public,
        certificate=unlocked.certify(Scope.MAKER, pub, public),
        from_seq=begins,
    )
    key_id = staff.insert_signing_key(act.tx, key, act.desk.chance.salt())
    act.inserted("signing_key", pub)
    _insert(act, "signing_key_end", "key_id, to_seq, reason", (key_id, begins, "renewed"))
