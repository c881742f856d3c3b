"""Inside a transaction: numbered sheets of paper, taken once by a print or spoiled once."""

from collections.abc import Sequence
from dataclasses import replace

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.stock import (
    MAX_REASON_CHARACTERS,
    SheetUse,
    clean_number,
    clean_stock,
    following,
    skipped_before,
)
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.storage import stock
from ledgerdesk.storage.database import Transaction


def next_sheet(tx: Transaction, name: str) -> str:
    """Give the first sheet after the one printed last that was not spoiled; empty if none was."""
    newest = stock.newest_used(tx, name)
    if newest is None:
        return ""
    number = following(newest)
    while stock.is_taken(tx, name, number):
        number = following(number)
    return number


def checked(tx: Transaction, use: SheetUse) -> SheetUse:
    """Tidy what a print goes onto, and refuse a sheet that is taken."""
    tidy = replace(
        use,
        stock=clean_stock(use.stock),
        first=clean_number(use.first),
        skipped=clean(use.skipped, field="reason", max_length=MAX_REASON_CHARACTERS),
    )
    refuse_taken(tx, tidy.stock, _numbers(tidy))
    return tidy


def take(act: Act, print_pub: str, use: SheetUse) -> None:
    """Write what a print went onto, and what it passed over as spoiled."""
    tidy = checked(act.tx, use)
    if tidy.skipped:
        for number in skipped_before(tidy.first, next_sheet(act.tx, tidy.stock)):
            if not stock.is_taken(act.tx, tidy.stock, number):
                write(act, tidy.stock, number, reason=tidy.skipped)
    for number in _numbers(tidy):
        write(act, tidy.stock, number, print_pub=print_pub)


def refuse_taken(tx: Transaction, name: str, numbers: Sequence[str]) -> None:
    """Raise `bad_value` (field `sheet`) where one of the sheets was used or spoiled before."""
    for number in numbers:
        if stock.is_taken(tx, name, number):
            raise KnownError(
                Code.BAD_VALUE, field="sheet", reason="sheet_taken", number=number, stock=name
            )


def write(
    act: Act, name: str, number: str, *, print_pub: str | None = None, reason: str | None = None
) -> str:
    """Write one sheet, covered by the entry that is being made; give back its id."""
    origin = act.origin()
    stock.insert(act.tx, origin, stock=name, number=number, print_pub=print_pub, reason=reason)
    act.inserted("stock_sheet", origin.pub)
    return origin.pub


def _numbers(use: SheetUse) -> tuple[str, ...]:
    return tuple(following(use.first, by) for by in range(use.count))
