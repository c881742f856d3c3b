"""What a verb is to the tests of all verbs: its permission, its entries, a call made ready."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ledgerdesk.bootstrap import Ledger

Call = Callable[[], object]
Prepare = Callable[[Ledger, Path], Call]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb: the permission it asks, and how many entries it writes (0 when it only reads).

    A long act is several transactions: what is done stays done, and another test kills it.
    """

    action: str
    prepare: Prepare
    entries: int = 0
    is_long: bool = False


def of_first_customer(call: Callable[[Ledger, str], object]) -> Prepare:
    def prepare(ledger: Ledger, _: Path) -> Call:
        pub = ledger.customers.by_code("C000001").pub
        return lambda: call(ledger, pub)

    return prepare
