"""Print a receipt: its frozen page on a paper, as PDF bytes that are the same every time."""

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ledgerdesk.core.capitals import with_prefix
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.problems import Problem
from ledgerdesk.core.receipts import Content, Kind, Page, Paper
from ledgerdesk.documents.drawing import POINTS_PER_MM, Sheet
from ledgerdesk.documents.fonts import FONT_NAMES, Weight, load, missing
from ledgerdesk.documents.layouts import CURRENT_VERSION, Layout, layout_of, words
from ledgerdesk.documents.layouts.plan import Plan, plan_of


def render(page: Page, paper: Paper, *, code: str | None = None, colour: bool = True) -> bytes:
    """Draw every copy of a receipt as one PDF, the same bytes for the same page.

    `code` is the text of the QR at the head, none by default; `colour` is False for a printer
    that would turn red into a grey screen (paper for needles is black at all times).

    Raises:
        KnownError: `NO_GLYPH` or `PROOFREADING` with the field that no font draws or no place
            holds; nothing is ever cut.
    """
    refuse(problems_on_page(page, paper))
    layout = layout_of(paper, page.layout_version)
    out = io.BytesIO()
    canvas = _canvas(out, page, layout)
    sheet = Sheet(
        stock=layout.measures.stock, canvas=canvas, colour=colour and layout.measures.colour
    )
    plan = _plan(page, layout, sheet)
    layout.draw(sheet, page, plan, copies=layout.measures.copies, code=code)
    canvas.save()
    return out.getvalue()


def problems_on_paper(content: Content, paper: Paper) -> tuple[Problem, ...]:
    """Name every field that cannot be printed, before a number is drawn; under 5 ms when warm.

    Rules: `no_glyph` (details `character`, `codepoint`) and `does_not_fit`.
    """
    return problems_on_page(Page(number="", content=content, anchor=""), paper)


def problems_on_page(page: Page, paper: Paper) -> tuple[Problem, ...]:
    """Name every field of a whole page that cannot be printed, such as a void's `reason`."""
    unprintable = tuple(_unprintable(page))
    if unprintable:
        return unprintable
    layout = layout_of(paper, page.layout_version)
    sheet, _ = drawn_dry(page, layout)
    return tuple(dict.fromkeys(sheet.problems))


def drawn_dry(page: Page, layout: Layout) -> tuple[Sheet, Plan]:
    """Lay out one copy without a canvas: what would stand where, and what does not fit."""
    sheet = Sheet(stock=layout.measures.stock, colour=layout.measures.colour)
    plan = _plan(page, layout, sheet)
    layout.draw(sheet, page, plan, copies=layout.measures.copies[:1], code=None)
    return sheet, plan


def refuse(problems: tuple[Problem, ...]) -> None:
    """Raise the first problem as the known error of its rule."""
    for problem in problems:
        code = Code.NO_GLYPH if problem.rule == "no_glyph" else Code.PROOFREADING
        raise KnownError(code, field=problem.field, rule=problem.rule, **dict(problem.details))


def _plan(page: Page, layout: Layout, sheet: Sheet) -> Plan:
    return plan_of(page, amount_in_words(page.content), layout.measures, sheet.refuse)


def amount_in_words(content: Content) -> str:
    """Write the amount in capitals; a red receipt names the positive amount after （红字）."""
    said = with_prefix(abs(content.amount_fen))
    return f"{words.RED_PREFIX}{said}" if content.kind is Kind.RED else said


def _canvas(out: io.BytesIO, page: Page, layout: Layout) -> Any:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - reportlab stays off the start

    load()
    stock = layout.measures.stock
    canvas = Canvas(
        out,
        pagesize=(stock.width * POINTS_PER_MM, stock.height * POINTS_PER_MM),
        pageCompression=1,
        invariant=1,
        # Left alone, every page begins with Helvetica, which is not embedded.
        initialFontName=FONT_NAMES[Weight.REGULAR],
    )
    canvas.setTitle(f"{words.TITLE} {page.number}".strip())
    canvas.setAuthor(page.content.firm)
    canvas.setSubject("")
    canvas.setCreator("LedgerDesk")
    canvas.setViewerPreference("PrintScaling", "None")  # a form that shrinks misses its stock
    return canvas


def _unprintable(page: Page) -> Iterator[Problem]:
    for name, text in _texts(page):
        for character in _missing(text):
            yield Problem.red(
                name, "no_glyph", character=character, codepoint=f"U+{ord(character):04X}"
            )


@lru_cache(maxsize=1024)
def _missing(text: str) -> tuple[str, ...]:
    return missing(text)


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
