"""What the verbs about numbered paper need before one call runs them."""

from collections.abc import Mapping

from tests.services.verb import Verb

from ledgerdesk.core.stock import SheetUse

STOCK: Mapping[str, Verb] = {
    "stock.check": Verb(
        action="stock.look",
        prepare=lambda ledger, _: lambda: ledger.stock.check(SheetUse(stock="三联", first="A1")),
    ),
    "stock.next_sheet": Verb(
        action="stock.look", prepare=lambda ledger, _: lambda: ledger.stock.next_sheet("三联")
    ),
    "stock.sheets": Verb(action="stock.look", prepare=lambda ledger, _: ledger.stock.sheets),
    "stock.spoil": Verb(
        action="stock.spoil",
        prepare=lambda ledger, _: lambda: ledger.stock.spoil("三联", "A1", "A3", reason="撕坏"),
        entries=1,
    ),
}
