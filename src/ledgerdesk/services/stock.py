"""Numbered pre-printed paper: which sheet is next, which carries what, which are spoiled."""

from ledgerdesk.core.changes import Changes, Done, FieldChange
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.stock import (
    MAX_REASON_CHARACTERS,
    SheetLine,
    SheetUse,
    between,
    clean_number,
    clean_stock,
)
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.receipts import paper_sheets
from ledgerdesk.storage import stock

_ABOVE_EVERY_ID = (1 << 63) - 1
PAGE = 200


class Stock:
    """What an office knows of its numbered paper."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def next_sheet(self, name: str) -> str:
        """Give the number after the sheet printed last; empty while none was."""
        self._desk.allow("stock.look")
        with self._desk.database.read() as tx:
            return paper_sheets.next_sheet(tx, clean_stock(name))

    def check(self, use: SheetUse) -> SheetUse:
        """Tidy what a print is about to go onto.

        Raises `bad_value` (field `sheet`) for a number that is none, or that was used or spoiled.
        """
        self._desk.allow("stock.look")
        with self._desk.database.read() as tx:
            return paper_sheets.checked(tx, use)

    def spoil(self, name: str, first: str, last: str, *, reason: str) -> Done[tuple[str, ...]]:
        """Register sheets as spoiled; an empty `last` means one sheet alone.

        Raises `bad_value` with the field at fault (`stock`, `sheet`, `to`, `reason`).
        """
        name, low = clean_stock(name), clean_number(first)
        high = clean_number(last, field="to") if last.strip() else low
        numbers = between(low, high)
        why = clean(reason, field="reason", max_length=MAX_REASON_CHARACTERS)
        if not why:
            raise KnownError(Code.BAD_VALUE, field="reason", reason="required")
        with self._desk.act("stock.spoil") as act:
            paper_sheets.refuse_taken(act.tx, name, numbers)
            for number in numbers:
                pub = paper_sheets.write(act, name, number, reason=why)
                new = f"{name} {number}: {why}"
                act.note_change(
                    FieldChange(kind="stock_sheet", pub=pub, field="spoiled", old="", new=new)
                )
            act.close_entry("stock.spoil")
        return Done(value=numbers, changes=Changes.PRINTS)

    def sheets(
        self, name: str | None = None, *, before: int | None = None, limit: int = PAGE
    ) -> tuple[SheetLine, ...]:
        """List sheets, newest first, a page at a time: of one stock, or of all."""
        desk = self._desk
        desk.allow("stock.look")
        above = _ABOVE_EVERY_ID if before is None else before
        with desk.database.read() as tx:
            found = stock.sheets(tx, name, before=above, limit=limit)
        return tuple(
            SheetLine(
                id=one.id,
                stock=one.stock,
                number=one.number,
                receipt=one.receipt,
                reason=one.reason,
                at=desk.local_time(one.at),
                person=one.person,
            )
            for one in found
        )
