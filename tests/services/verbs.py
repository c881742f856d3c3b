"""Every verb of every noun, prepared on a small office so that one call runs it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from tests.services.about_backups import BACKUPS
from tests.services.about_cards import CARDS
from tests.services.about_catalogue import CATALOGUE
from tests.services.about_emergency import EMERGENCY
from tests.services.about_forms import FORMS
from tests.services.about_payments import PAYMENTS
from tests.services.about_people import KEYS, SHEET, STAFF
from tests.services.about_quality import QUALITY
from tests.services.about_reports import REPORTS
from tests.services.about_reviews import REVIEWS
from tests.services.about_series import SERIES
from tests.services.about_stock import STOCK
from tests.services.about_trades import TRADES
from tests.services.verb import Call, Prepare, Verb, of_first_customer
from tests.support.still_office import A5, desk_of, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.core.days import Count
from ledgerdesk.core.drafts import Draft, Form
from ledgerdesk.core.notes import NoteKind
from ledgerdesk.core.periods import parse_period
from ledgerdesk.core.proofreading import Adjusted, Level, Rule
from ledgerdesk.core.tables import Format
from ledgerdesk.services.receipts import RegisterQuery
from ledgerdesk.services.steps.backups.proved_backup import prove_and_write
from ledgerdesk.services.steps.export_rows import What
from ledgerdesk.services.steps.imports.table_reading import Understood, read, understand
from ledgerdesk.storage import series


def fill(ledger: Ledger) -> None:
    """Issue SJ2026-000001 to 3 and save one payment without a receipt."""
    for n in range(3):
        issue(ledger, trade(f"客户{n}", 1_000 + n))
    ledger.transactions.record(trade("客户0", 9_000))


def _end_print(ledger: Ledger, _: Path) -> Call:
    job = ledger.receipts.ask_print("SJ2026-000001", way="pdf").value
    return lambda: ledger.receipts.end_print(job, state="confirmed")


def _issue(ledger: Ledger, _: Path) -> Call:
    ((pub,),) = rows_of(
        ledger, "SELECT pub FROM payment WHERE id NOT IN (SELECT payment_id FROM receipt)"
    )
    return lambda: ledger.receipts.issue(pub, A5)


def _record_backup(ledger: Ledger, folder: Path) -> Call:
    ready = ledger.backups.prepare(folder)
    written = prove_and_write(ready)
    return lambda: ledger.backups.record(ready, written)


def _wait_for_last_number(ledger: Ledger, _: Path) -> Call:
    """Let last year's numbers wait as after a restore; this year's go on."""
    with desk_of(ledger).upkeep() as act:
        (counter,) = series.counters(act.tx)
        origin, branch = act.origin(), act.desk.author.branch_id
        series.begin_period(
            act.tx,
            pub=origin.pub,
            salt=origin.salt,
            series_id=counter.series_id,
            period="2025",
            first=1,
            branch=branch,
        )
        series.unconfirm(act.tx, origin.pub, branch=branch)
        act.inserted("series_counter", origin.pub)
        act.close_entry("vault.restore")
    return lambda: ledger.settings.confirm_last_number("SJ", "SJ2025-000009")


def _foresee_last_number(ledger: Ledger, folder: Path) -> Call:
    _wait_for_last_number(ledger, folder)
    return lambda: ledger.settings.foresee_last_number("SJ", "SJ2025-000009")


def _export(ledger: Ledger, folder: Path) -> Call:
    return lambda: ledger.exports.run(What.RECEIPTS, Format.CSV, folder / "r.csv")


def _gather(ledger: Ledger, folder: Path) -> Call:
    return lambda: ledger.exports.gather(What.RECEIPTS, Format.CSV, folder / "r.csv")


def _hand_out(ledger: Ledger, folder: Path) -> Call:
    gathered = ledger.exports.gather(What.RECEIPTS, Format.CSV, folder / "r.csv")
    return lambda: ledger.exports.hand_out(gathered, gathered.render())


def _table(folder: Path) -> Path:
    path = folder / "t.csv"
    path.write_text("姓名,交易日期,交易金额\n导入的,2026-01-02,5\n", encoding="utf-8")
    return path


def _understood(ledger: Ledger, folder: Path) -> Understood:
    return understand(read(ledger.imports.prepare(_table(folder))))


def _foresee(ledger: Ledger, folder: Path) -> Call:
    understood = _understood(ledger, folder)
    return lambda: ledger.imports.foresee(understood)


def _add_table(ledger: Ledger, folder: Path) -> Call:
    understood = _understood(ledger, folder)
    return lambda: ledger.imports.add(understood)


def _note_sent(ledger: Ledger, _: Path) -> Call:
    job = ledger.receipts.ask_print("SJ2026-000001", way="printer").value
    return lambda: ledger.receipts.note_sent(job, device="LQ-630")


HALF_TYPED = Draft(pub="00000000000000d1", form=Form.TRADE, texts={"customer": "张三"})


def _keep(ledger: Ledger, _: Path) -> Call:
    return lambda: ledger.drafts.keep(HALF_TYPED)


def _drop(ledger: Ledger, _: Path) -> Call:
    ledger.drafts.keep(HALF_TYPED)
    return lambda: ledger.drafts.drop(HALF_TYPED.pub)


def _rename(ledger: Ledger, pub: str) -> object:
    seen = ledger.customers.card(pub).draft
    return ledger.customers.change(pub, replace(seen, name="改名了"), seen=seen)


ID_NUMBER = "11010519491231002X"


def _with_number(call: Callable[[Ledger, str], object]) -> Prepare:
    def prepare(ledger: Ledger, _: Path) -> Call:
        pub = ledger.customers.by_code("C000001").pub
        ledger.customers.keep_number(pub, "cn_ric", ID_NUMBER)
        return lambda: call(ledger, pub)

    return prepare


def _reopen_day(ledger: Ledger, _: Path) -> Call:
    day = ledger.days.close(Count()).value.day
    return lambda: ledger.days.reopen(day, reason="漏记一笔")


def _slip(ledger: Ledger, _: Path) -> Call:
    day = ledger.days.close(Count()).value.day
    return lambda: ledger.days.slip(day)


def _write_slip(ledger: Ledger, folder: Path) -> Call:
    day = ledger.days.close(Count()).value.day
    return lambda: ledger.days.write_slip(day, folder / "slip.pdf")


DAYS: Mapping[str, Verb] = {
    "days.close": Verb(
        action="days.close",
        prepare=lambda ledger, _: lambda: ledger.days.close(Count()),
        entries=1,
    ),
    "days.closes": Verb(action="days.show", prepare=lambda ledger, _: ledger.days.closes),
    "days.reopen": Verb(action="days.reopen", prepare=_reopen_day, entries=1),
    "days.control": Verb(action="days.show", prepare=lambda ledger, _: ledger.days.control),
    "days.show": Verb(action="days.show", prepare=lambda ledger, _: ledger.days.show),
    "days.slip": Verb(action="days.show", prepare=_slip),
    "days.write_slip": Verb(action="days.show", prepare=_write_slip),
}

GLANCES: Mapping[str, Verb] = {
    "customers.contacts": Verb(
        action="customers.find",
        prepare=of_first_customer(lambda ledger, pub: ledger.customers.contacts(pub)),
    ),
    "customers.newest": Verb(
        action="customers.find", prepare=lambda ledger, _: ledger.customers.newest
    ),
    "receipts.next_print": Verb(
        action="receipts.list",
        prepare=lambda ledger, _: lambda: ledger.receipts.next_print("SJ2026-000001"),
    ),
    "receipts.sheet": Verb(
        action="receipts.list",
        prepare=lambda ledger, _: lambda: ledger.receipts.sheet("SJ2026-000001"),
    ),
    "receipts.unconfirmed": Verb(
        action="receipts.list", prepare=lambda ledger, _: ledger.receipts.unconfirmed
    ),
    "today.last_time": Verb(
        action="customers.find",
        prepare=of_first_customer(lambda ledger, pub: ledger.today.last_time(pub)),
    ),
    "today.lines_like": Verb(
        action="customers.find", prepare=lambda ledger, _: lambda: ledger.today.lines_like("zx")
    ),
    "today.standing": Verb(action="receipts.list", prepare=lambda ledger, _: ledger.today.standing),
    "today.without_receipt": Verb(
        action="receipts.list", prepare=lambda ledger, _: ledger.today.without_receipt
    ),
    "today.takings": Verb(action="receipts.list", prepare=lambda ledger, _: ledger.today.takings),
}

VERBS: Mapping[str, Verb] = {
    "today.matters": Verb(
        action="customers.find",
        prepare=of_first_customer(lambda ledger, pub: ledger.today.matters(pub)),
    ),
    **CARDS,
    **CATALOGUE,
    **DAYS,
    **GLANCES,
    **QUALITY,
    **PAYMENTS,
    **EMERGENCY,
    **FORMS,
    **SERIES,
    **STOCK,
    **BACKUPS,
    **TRADES,
    **REPORTS,
    **REVIEWS,
    **KEYS,
    **SHEET,
    **STAFF,
    "audit.check": Verb(action="audit.check", prepare=lambda ledger, _: ledger.audit.check),
    "audit.export": Verb(
        action="audit.export",
        prepare=lambda ledger, folder: lambda: ledger.audit.export(folder / "proof"),
        entries=1,
    ),
    "audit.history": Verb(
        action="audit.history",
        prepare=of_first_customer(lambda ledger, pub: ledger.audit.history("customer", pub)),
    ),
    "audit.noticed": Verb(action="audit.check", prepare=lambda ledger, _: ledger.audit.noticed),
    "audit.page": Verb(action="audit.list", prepare=lambda ledger, _: ledger.audit.page),
    "audit.people": Verb(action="audit.list", prepare=lambda ledger, _: ledger.audit.people),
    "audit.verify": Verb(action="audit.verify", prepare=lambda ledger, _: ledger.audit.verify),
    "audit.verify_on": Verb(
        action="audit.verify", prepare=lambda ledger, _: ledger.audit.verify_on
    ),
    "backups.found_in": Verb(
        action="backups.list",
        prepare=lambda ledger, folder: lambda: ledger.backups.found_in(folder),
    ),
    "backups.history": Verb(
        action="backups.list", prepare=lambda ledger, _: ledger.backups.history
    ),
    "backups.make": Verb(
        action="backups.make",
        prepare=lambda ledger, folder: lambda: ledger.backups.make(folder),
        entries=1,
    ),
    "backups.prepare": Verb(
        action="backups.make",
        prepare=lambda ledger, folder: lambda: ledger.backups.prepare(folder).discard(),
    ),
    "backups.record": Verb(action="backups.make", prepare=_record_backup, entries=1),
    "customers.add": Verb(
        action="customers.add",
        prepare=lambda ledger, _: lambda: ledger.customers.add(CustomerDraft(name="李四")),
        entries=1,
    ),
    "customers.by_code": Verb(
        action="customers.find",
        prepare=lambda ledger, _: lambda: ledger.customers.by_code("C000001"),
    ),
    "customers.card": Verb(
        action="customers.find",
        prepare=of_first_customer(lambda ledger, pub: ledger.customers.card(pub)),
    ),
    "customers.change": Verb(
        action="customers.change", prepare=of_first_customer(_rename), entries=1
    ),
    "customers.dealings": Verb(
        action="customers.find",
        prepare=of_first_customer(lambda ledger, pub: ledger.customers.dealings(pub)),
    ),
    "customers.write_note": Verb(
        action="customers.write_note",
        prepare=of_first_customer(
            lambda ledger, pub: ledger.customers.write_note(pub, NoteKind.REMARK, "月底来取")
        ),
        entries=1,
    ),
    "customers.drop_number": Verb(
        action="customers.keep_number",
        prepare=_with_number(lambda ledger, pub: ledger.customers.drop_number(pub, "cn_ric")),
        entries=1,
    ),
    "customers.keep_number": Verb(
        action="customers.keep_number",
        prepare=of_first_customer(
            lambda ledger, pub: ledger.customers.keep_number(pub, "cn_ric", ID_NUMBER)
        ),
        entries=1,
    ),
    "customers.numbers": Verb(
        action="customers.find",
        prepare=of_first_customer(lambda ledger, pub: ledger.customers.numbers(pub)),
    ),
    "customers.reveal": Verb(
        action="customers.reveal",
        prepare=_with_number(
            lambda ledger, pub: ledger.customers.reveal(pub, "cn_ric", why="核对证件")
        ),
        entries=1,
    ),
    "customers.find": Verb(
        action="customers.find", prepare=lambda ledger, _: lambda: ledger.customers.find("客户")
    ),
    "drafts.drop": Verb(action="drafts.keep", prepare=_drop),
    "drafts.keep": Verb(action="drafts.keep", prepare=_keep),
    "drafts.list": Verb(action="drafts.list", prepare=lambda ledger, _: ledger.drafts.list),
    "drafts.take": Verb(
        action="drafts.list", prepare=lambda ledger, _: lambda: ledger.drafts.take(HALF_TYPED.pub)
    ),
    "settings.change_review_rules": Verb(
        action="settings.change",
        prepare=lambda ledger, _: (
            lambda: ledger.settings.change_review_rules({"review.voids": "on"})
        ),
        entries=1,
    ),
    "days.close_period": Verb(
        action="days.close_period",
        prepare=lambda ledger, _: lambda: ledger.days.close_period(parse_period("2026-10")),
        entries=1,
    ),
    "days.period": Verb(
        action="days.show",
        prepare=lambda ledger, _: lambda: ledger.days.period(parse_period("2026-11")),
    ),
    "days.periods": Verb(action="days.show", prepare=lambda ledger, _: ledger.days.periods),
    "settings.change_proof_rules": Verb(
        action="settings.change",
        prepare=lambda ledger, _: (
            lambda: ledger.settings.change_proof_rules({Rule.PAYER: Adjusted(level=Level.OFF)})
        ),
        entries=1,
    ),
    "settings.proof_rules": Verb(
        action="reviews.list", prepare=lambda ledger, _: ledger.settings.proof_rules
    ),
    "settings.review_rules": Verb(
        action="reviews.list", prepare=lambda ledger, _: ledger.settings.review_rules
    ),
    "exports.gather": Verb(action="exports.run", prepare=_gather),
    "exports.hand_out": Verb(action="exports.run", prepare=_hand_out, entries=1),
    "exports.run": Verb(action="exports.run", prepare=_export, entries=1),
    "imports.add": Verb(action="imports.run", prepare=_add_table, entries=1),
    "imports.dry_run": Verb(
        action="imports.run",
        prepare=lambda ledger, folder: lambda: ledger.imports.dry_run(_table(folder)),
    ),
    "imports.foresee": Verb(action="imports.run", prepare=_foresee),
    "imports.prepare": Verb(
        action="imports.run",
        prepare=lambda ledger, folder: lambda: ledger.imports.prepare(_table(folder)),
    ),
    "imports.run": Verb(
        action="imports.run",
        prepare=lambda ledger, folder: lambda: ledger.imports.run(_table(folder)),
        entries=1,
    ),
    "receipts.ask_print": Verb(
        action="receipts.reprint",
        prepare=lambda ledger, _: lambda: ledger.receipts.ask_print("SJ2026-000001", way="pdf"),
    ),
    "receipts.end_print": Verb(action="receipts.reprint", prepare=_end_print, entries=1),
    "receipts.issue": Verb(action="receipts.issue", prepare=_issue, entries=1),
    "receipts.note_sent": Verb(action="receipts.reprint", prepare=_note_sent),
    "receipts.page": Verb(
        action="receipts.list",
        prepare=lambda ledger, _: lambda: ledger.receipts.page("SJ2026-000001"),
    ),
    "receipts.paper_of": Verb(
        action="receipts.list",
        prepare=lambda ledger, _: lambda: ledger.receipts.paper_of("SJ2026-000001"),
    ),
    "receipts.refuse_target": Verb(
        action="receipts.reprint",
        prepare=lambda ledger, folder: lambda: ledger.receipts.refuse_target(folder / "1.pdf"),
    ),
    "receipts.find": Verb(
        action="receipts.list", prepare=lambda ledger, _: lambda: ledger.receipts.find("1")
    ),
    "receipts.numbers": Verb(
        action="receipts.list", prepare=lambda ledger, _: ledger.receipts.numbers
    ),
    "receipts.read": Verb(
        action="receipts.list",
        prepare=lambda ledger, _: lambda: ledger.receipts.read(RegisterQuery()),
    ),
    "receipts.tally": Verb(
        action="receipts.list",
        prepare=lambda ledger, _: lambda: ledger.receipts.tally(RegisterQuery()),
    ),
    "receipts.register": Verb(
        action="receipts.list", prepare=lambda ledger, _: ledger.receipts.register
    ),
    "receipts.reverse": Verb(
        action="receipts.reverse",
        prepare=lambda ledger, _: (
            lambda: ledger.receipts.reverse("SJ2026-000001", reason="退款", wish=A5)
        ),
        entries=2,
    ),
    "receipts.void_spoiled": Verb(
        action="receipts.void",
        prepare=lambda ledger, _: (
            lambda: ledger.receipts.void_spoiled("SJ2026-000001", reason="卡纸", wish=A5)
        ),
        entries=2,
    ),
    "receipts.void_trade": Verb(
        action="receipts.void",
        prepare=lambda ledger, _: (
            lambda: ledger.receipts.void_trade("SJ2026-000001", reason="金额错误")
        ),
        entries=1,
    ),
    "receipts.write_pdf": Verb(
        action="receipts.reprint",
        prepare=lambda ledger, folder: (
            lambda: ledger.receipts.write_pdf("SJ2026-000001", folder / "r.pdf")
        ),
    ),
    "settings.change": Verb(
        action="settings.change",
        prepare=lambda ledger, _: lambda: ledger.settings.change("firm.name", "另一家"),
        entries=1,
    ),
    "settings.confirm_last_number": Verb(
        action="series.confirm_last_number",
        prepare=_wait_for_last_number,
        entries=1,
    ),
    "settings.foresee_last_number": Verb(
        action="series.confirm_last_number", prepare=_foresee_last_number
    ),
    "transactions.record": Verb(
        action="transactions.record",
        prepare=lambda ledger, _: lambda: ledger.transactions.record(trade("新客户"), A5),
        entries=1,
    ),
    "transactions.record without receipt": Verb(
        action="transactions.record",
        prepare=lambda ledger, _: lambda: ledger.transactions.record(trade("新客户")),
        entries=1,
    ),
}
