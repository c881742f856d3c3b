"""Print a receipt: its frozen page on a paper, as PDF bytes that are the same every time."""

import io
from collections.abc import Iterator
from dataclasses import replace

from ledgerdesk.core.capitals import with_prefix
from ledgerdesk.core.problems import Problem, refuse_red
from ledgerdesk.core.receipts import Content, Kind, Page, Paper
from ledgerdesk.documents.canvas import new_canvas
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.easy_fit import easily_fits
from ledgerdesk.documents.layouts import Layout, layout_of, words
from ledgerdesk.documents.layouts.plan import Plan, plan_of
from ledgerdesk.documents.proofs import unprintable


def render(page: Page, paper: Paper, *, code: str | None = None, colour: bool = True) -> bytes:
    """Draw every copy of a receipt as one PDF, the same bytes for the same page.

    `code` is the text of the QR at the head, none by default; `colour` is False for a printer
    that would turn red into a grey screen (paper for needles is black at all times).

    Raises:
        Invalid: `NO_GLYPH` or `PROOFREADING` with every field that no font draws or no place
            holds; nothing is ever cut.
    """
    refuse_red(problems_on_page(page, paper))
    layout = layout_of(paper, page.layout_version)
    out = io.BytesIO()
    stock = layout.measures.stock
    title = f"{words.TITLE} {page.number}".strip()
    canvas = new_canvas(out, stock, title=title, author=page.content.firm)
    sheet = Sheet(stock=stock, canvas=canvas, colour=colour and layout.measures.colour)
    plan = _plan(page, layout, sheet)
    layout.draw(sheet, page, plan, copies=layout.measures.copies, code=code)
    canvas.save()
    return out.getvalue()


def problems_on_paper(content: Content, paper: Paper) -> tuple[Problem, ...]:
    """Name every field that cannot be printed, before a number is drawn; under 5 ms when warm.

    Rules: `no_glyph` (details `character`, `codepoint`) and `does_not_fit`.
    """
    page = Page(number="", content=content, anchor="")
    faults = tuple(unprintable(_texts(page)))
    if faults or easily_fits(content):
        return faults
    return problems_on_page(page, paper)


def problems_on_page(page: Page, paper: Paper) -> tuple[Problem, ...]:
    """Name every field of a whole page that cannot be printed, such as a void's `reason`."""
    faults = tuple(unprintable(_texts(page)))
    if faults:
        return faults
    layout = layout_of(paper, page.layout_version)
    sheet, _ = drawn_dry(page, layout)
    return tuple(dict.fromkeys(sheet.problems))


def drawn_dry(page: Page, layout: Layout) -> tuple[Sheet, Plan]:
    """Lay out one copy without a canvas: what would stand where, and what does not fit."""
    sheet = Sheet(stock=layout.measures.stock, colour=layout.measures.colour)
    plan = _plan(page, layout, sheet)
    layout.draw(sheet, page, plan, copies=layout.measures.copies[:1], code=None)
    return sheet, plan


def _plan(page: Page, layout: Layout, sheet: Sheet) -> Plan:
    content = replace(page.content, payer=page.content.payer_shown)
    shown = replace(page, content=content)
    return plan_of(shown, amount_in_words(content), layout.measures, sheet.refuse)


def amount_in_words(content: Content) -> str:
    """Write the amount in capitals; a red receipt names the positive amount after （红字）."""
    said = with_prefix(abs(content.amount_fen))
    return f"{words.RED_PREFIX}{said}" if content.kind is Kind.RED else said


def _texts(page: Page) -> Iterator[tuple[str, str]]:
    """Name every text of a page that a person typed."""
    content = page.content
    yield "number", page.number
    for name in ("firm", "payer", "note", "accountant", "cashier", "handler"):
        yield name, getattr(content, name)
    for n, line in enumerate(content.lines):
        for name in ("item", "unit", "note"):
            yield f"lines.{n}.{name}", getattr(line, name)
    for n, part in enumerate(content.parts):
        yield f"parts.{n}.detail", part.detail
    for name, number in (("reverses", content.reverses), ("reissue_of", content.reissue_of)):
        yield name, number or ""
    if page.void is not None:
        yield "reason", page.void.reason
        yield "void.by", page.void.by
        yield "void.reissued_as", page.void.reissued_as or ""
    if page.printed is not None:
        yield "printed.by", page.printed.by
