"""What the verbs about doubtful cards need before one call runs them."""

from collections.abc import Mapping
from pathlib import Path

from tests.services.verb import Call, Verb

from ledgerdesk.bootstrap import Ledger

ID_NUMBER = "11010519491231002X"


def _pubs(ledger: Ledger) -> tuple[str, str]:
    return ledger.customers.by_code("C000001").pub, ledger.customers.by_code("C000002").pub


def foresee(ledger: Ledger, _: Path) -> Call:
    return lambda: ledger.merges.foresee(*_pubs(ledger))


def into(ledger: Ledger, _: Path) -> Call:
    return lambda: ledger.merges.into(_pubs(ledger)[0])


def merge(ledger: Ledger, _: Path) -> Call:
    first, second = _pubs(ledger)
    ledger.customers.keep_number(second, "cn_ric", ID_NUMBER)
    proposal = ledger.merges.foresee(first, second)
    return lambda: ledger.merges.merge(proposal, proposal.wanted, why="同一位")


def undo(ledger: Ledger, folder: Path) -> Call:
    merge(ledger, folder)()
    survivor = ledger.customers.by_code("C000001").pub
    (merged,) = ledger.merges.into(survivor)
    return lambda: ledger.merges.undo(merged.pub, why="不是一位")


def request(ledger: Ledger, _: Path) -> Call:
    pub = _pubs(ledger)[0]
    name = ledger.customers.card(pub).draft.name
    return lambda: ledger.corrections.request(
        pub, "name", wrong=name, correct="客户零", evidence="身份证原件", verified_by="小李"
    )


def _requested(ledger: Ledger, folder: Path) -> str:
    request(ledger, folder)()
    return ledger.corrections.waiting()[0].pub


def approve(ledger: Ledger, folder: Path) -> Call:
    pub = _requested(ledger, folder)
    return lambda: ledger.corrections.approve(pub)


def refuse(ledger: Ledger, folder: Path) -> Call:
    pub = _requested(ledger, folder)
    return lambda: ledger.corrections.refuse(pub, answer="证件不符")


def corrections_of(ledger: Ledger, _: Path) -> Call:
    return lambda: ledger.corrections.of(_pubs(ledger)[0])


def ignore(ledger: Ledger, _: Path) -> Call:
    found = ledger.quality.survey().findings[0]
    return lambda: ledger.quality.ignore(found, reason="已核实")


def reopen(ledger: Ledger, folder: Path) -> Call:
    ignore(ledger, folder)()
    pub = ledger.quality.ignored()[0].pub
    return lambda: ledger.quality.reopen(pub)


QUALITY: Mapping[str, Verb] = {
    "corrections.approve": Verb(action="corrections.decide", prepare=approve, entries=1),
    "corrections.of": Verb(action="corrections.list", prepare=corrections_of),
    "corrections.refuse": Verb(action="corrections.decide", prepare=refuse, entries=1),
    "corrections.request": Verb(action="corrections.request", prepare=request, entries=1),
    "corrections.waiting": Verb(
        action="corrections.list", prepare=lambda ledger, _: ledger.corrections.waiting
    ),
    "merges.foresee": Verb(action="customers.merge", prepare=foresee),
    "merges.into": Verb(action="customers.find", prepare=into),
    "merges.merge": Verb(action="customers.merge", prepare=merge, entries=1),
    "merges.undo": Verb(action="customers.merge", prepare=undo, entries=1),
    "quality.facts": Verb(action="quality.look", prepare=lambda ledger, _: ledger.quality.facts),
    "quality.ignore": Verb(action="quality.ignore", prepare=ignore, entries=1),
    "quality.ignored": Verb(
        action="quality.look", prepare=lambda ledger, _: ledger.quality.ignored
    ),
    "quality.put_aside": Verb(
        action="quality.look", prepare=lambda ledger, _: ledger.quality.put_aside
    ),
    "quality.reopen": Verb(action="quality.ignore", prepare=reopen, entries=1),
    "quality.survey": Verb(action="quality.look", prepare=lambda ledger, _: ledger.quality.survey),
}
