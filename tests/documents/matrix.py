"""Every receipt a paper must hold: few, some and many lines, small and huge, in every state."""

from dataclasses import replace
from itertools import product

from tests.documents.samples import (
    MOST_FEN,
    PLAIN_LINES,
    SECOND_PRINT,
    VOID,
    content,
    page,
    spoken,
)

from ledgerdesk.core.receipts import Content, Kind, Page, PageLanguage
from ledgerdesk.core.transactions import Line, Method, PaymentPart

COUNTS = (1, 8, 40)
AMOUNTS = ("shortest", "longest")
STATES = ("plain", "void", "reprint", "red")
CASES = tuple(product(COUNTS, AMOUNTS, STATES))
MANY = 8_888_888_800  # a quantity of eight digits, in thousandths


def case(count: int, amount: str, state: str, language: PageLanguage) -> Page:
    """Make the page of one case."""
    total = count if amount == "shortest" else MOST_FEN
    lines = _lines(count, total)
    said = replace(
        content(*lines),
        parts=(PaymentPart(method=Method.CASH, amount_fen=total),),
    )
    if state == "red":
        said = _red(said)
    shown = spoken(page(said), language)
    if state == "void":
        return replace(shown, void=VOID)
    return replace(shown, printed=SECOND_PRINT) if state == "reprint" else shown


def _lines(count: int, total: int) -> tuple[Line, ...]:
    """Make lines of 1 分 each, the last one taking the rest of a total."""
    found = []
    for n in range(count):
        model = PLAIN_LINES[n % len(PLAIN_LINES)]
        last = n == count - 1
        amount = total - (count - 1) if last else 1
        quantity = MANY if last and total == MOST_FEN else 1000
        price = amount if quantity == 1000 else None
        found.append(replace(model, quantity_milli=quantity, price_fen=price, amount_fen=amount))
    return tuple(found)


def _red(said: Content) -> Content:
    """Take a receipt back: every amount and quantity below zero."""
    back = tuple(
        replace(one, quantity_milli=-one.quantity_milli, amount_fen=-one.amount_fen)
        for one in said.lines
    )
    parts = (PaymentPart(method=Method.CASH, amount_fen=-said.amount_fen),)
    return replace(
        said,
        kind=Kind.RED,
        reverses="SJ2026-000123",
        lines=back,
        parts=parts,
        amount_fen=-said.amount_fen,
    )
