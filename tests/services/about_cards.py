"""The verbs about cards: filtered, verified, stopped, erased, and what is asked of them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.services.verb import Call, Prepare, Verb, of_first_customer

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import CustomerDraft, CustomerFilter
from ledgerdesk.core.standards import Needed, Rule
from ledgerdesk.core.tables import Format
from ledgerdesk.services.steps.export_rows import What


def _unverify(ledger: Ledger, pub: str) -> Call:
    verification = ledger.customers.verify(pub).value
    return lambda: ledger.customers.unverify(pub, verification)


def _resume(ledger: Ledger, pub: str) -> Call:
    ledger.customers.stop(pub, why="本人要求")
    return lambda: ledger.customers.resume(pub, why="本人撤回")


def _prepared(prepare: Callable[[Ledger, str], Call]) -> Prepare:
    return lambda ledger, _: prepare(ledger, ledger.customers.by_code("C000001").pub)


def _erase(ledger: Ledger, _: Path) -> Call:
    pub = ledger.customers.add(CustomerDraft(name="没有交易的")).value.pub
    return lambda: ledger.customers.erase(pub, why="本人要求")


def _drop_category(ledger: Ledger, _: Path) -> Call:
    ledger.standards.set_category("VIP", 30)
    return lambda: ledger.standards.drop_category("VIP")


def _copy(ledger: Ledger, folder: Path) -> Call:
    pub = ledger.customers.by_code("C000001").pub
    return lambda: ledger.exports.person(pub, folder, why="本人索取")


def _plain(ledger: Ledger, folder: Path) -> Call:
    return lambda: ledger.exports.run(
        What.CUSTOMERS, Format.CSV, folder / "c.csv", plain=True, why="报送"
    )


def _take_back(ledger: Ledger, folder: Path) -> Call:
    table = folder / "t.csv"
    table.write_text("姓名,交易日期,交易金额\n导入的,2026-01-02,5\n", encoding="utf-8")
    ledger.imports.run(table)
    (batch,) = ledger.imports.batches()
    return lambda: ledger.imports.take_back(batch.pub, why="导错了")


CARDS: Mapping[str, Verb] = {
    "customers.due": Verb(action="customers.find", prepare=lambda ledger, _: ledger.customers.due),
    "customers.due_count": Verb(
        action="customers.find", prepare=lambda ledger, _: ledger.customers.due_count
    ),
    "customers.erase": Verb(action="customers.erase", prepare=_erase, entries=1),
    "customers.page": Verb(
        action="customers.find",
        prepare=lambda ledger, _: lambda: ledger.customers.page(CustomerFilter(text="客户")),
    ),
    "customers.resume": Verb(action="customers.stop", prepare=_prepared(_resume), entries=1),
    "customers.stop": Verb(
        action="customers.stop",
        prepare=of_first_customer(lambda ledger, pub: ledger.customers.stop(pub, why="要求")),
        entries=1,
    ),
    "customers.tags": Verb(
        action="customers.find", prepare=lambda ledger, _: ledger.customers.tags
    ),
    "customers.unverify": Verb(action="customers.verify", prepare=_prepared(_unverify), entries=1),
    "customers.verify": Verb(
        action="customers.verify",
        prepare=of_first_customer(lambda ledger, pub: ledger.customers.verify(pub)),
        entries=1,
    ),
    "exports.person": Verb(action="exports.person", prepare=_copy, entries=1),
    "exports.run plain": Verb(action="exports.plain", prepare=_plain, entries=1),
    "imports.batches": Verb(action="imports.run", prepare=lambda ledger, _: ledger.imports.batches),
    "imports.take_back": Verb(action="imports.take_back", prepare=_take_back, entries=1),
    "standards.categories": Verb(
        action="standards.look", prepare=lambda ledger, _: ledger.standards.categories
    ),
    "standards.change": Verb(
        action="standards.change",
        prepare=lambda ledger, _: (
            lambda: ledger.standards.change([Rule(field="company", needed=Needed.COMPANY)])
        ),
        entries=1,
    ),
    "standards.current": Verb(
        action="standards.look", prepare=lambda ledger, _: ledger.standards.current
    ),
    "standards.drop_category": Verb(action="standards.change", prepare=_drop_category, entries=1),
    "standards.set_category": Verb(
        action="standards.change",
        prepare=lambda ledger, _: lambda: ledger.standards.set_category("VIP", 30),
        entries=1,
    ),
    "standards.versions": Verb(
        action="standards.look", prepare=lambda ledger, _: ledger.standards.versions
    ),
}
