"""What the verbs about two cards of one customer need before one call runs them."""

from collections.abc import Callable
from pathlib import Path

from ledgerdesk.bootstrap import Ledger

ID_NUMBER = "11010519491231002X"
Call = Callable[[], object]


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
