"""Tell at a glance that a content fits every paper, so that a save need not lay it out.

Laying a receipt out takes a millisecond, most of what a save adds to a bare commit; nearly every
receipt is far from any edge. The bounds are well inside the narrowest paper of version 1; a test
lays out contents at their very edge on every paper.
"""

from ledgerdesk.core.money import format_quantity
from ledgerdesk.core.receipts import Content
from ledgerdesk.core.transactions import Line
from ledgerdesk.documents.fonts import em, width

LINES = 3
# Widths in full characters, amounts in 分.
FIRM = 20
PAYER = 18
SIGNER = 5
UNIT = 2
QUANTITY = 5
PRICE_FEN = 10_000_000
AMOUNT_FEN = 100_000_000
NUMBER = 9  # full characters, which twice as many digits are not


def easily_fits(content: Content, number: str = "") -> bool:
    """Say yes only when no field that can be refused comes near its edge."""
    return (
        _wide(number) <= NUMBER
        and len(content.lines) <= LINES
        and _wide(content.firm) <= FIRM
        and _wide(content.payer) <= PAYER
        and not content.payer_id
        and all(
            _wide(name) <= SIGNER for name in (content.accountant, content.cashier, content.handler)
        )
        and abs(content.amount_fen) < AMOUNT_FEN
        and all(_is_easy(line) for line in content.lines)
    )


def _is_easy(line: Line) -> bool:
    return (
        _wide(line.unit) <= UNIT
        and len(format_quantity(line.quantity_milli)) <= QUANTITY
        and abs(line.price_fen or 0) < PRICE_FEN
        and abs(line.amount_fen) < AMOUNT_FEN
    )


def _wide(text: str) -> float:
    return width(text, 1.0) / em(1.0)
