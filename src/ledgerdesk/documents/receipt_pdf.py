"""Print a receipt: its frozen page on a paper, as PDF bytes that are the same every time."""

import io
from collections.abc import Iterator
from dataclasses import replace

from ledgerdesk.core.problems import Problem, refuse_red
from ledgerdesk.core.receipts import AS_DRAWN, Content, Fit, Page, Paper
from ledgerdesk.core.templates import STANDARD, Template
from ledgerdesk.documents.canvas import new_canvas
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.easy_fit import easily_fits
from ledgerdesk.documents.layouts import layout_of, words
from ledgerdesk.documents.layouts.layout import Laid, Layout
from ledgerdesk.documents.proofs import unprintable


def render(page: Page, paper: Paper, *, fit: Fit = AS_DRAWN, colour: bool = True) -> bytes:
    """Draw every copy of a receipt as one PDF, the same bytes for the same page.

    `fit` moves the drawing for a printer, or leaves the form out that its paper bears already;
    `colour` is False for a printer that would turn red into a grey screen.

    Raises:
        Invalid: `NO_GLYPH` or `PROOFREADING` with every field that no font draws or no place
            holds; nothing is ever cut.
    """
    refuse_red(problems_on_page(page, paper))
    laid = layout_of(paper, page.layout_version).lay(as_shown(page), _ignore)
    out = io.BytesIO()
    title = f"{page.template.title or words.TITLE.zh} {page.number}".strip()
    canvas = new_canvas(out, laid.stock, title=title, author=page.content.firm)
    sheet = Sheet(stock=laid.stock, canvas=canvas, colour=colour and laid.is_coloured, fit=fit)
    laid.draw(sheet)
    canvas.save()
    return out.getvalue()


def _ignore(_field: str) -> None:
    """Take no note of what does not fit: it was refused before."""


def problems_on_paper(
    content: Content, paper: Paper, template: Template = STANDARD, number: str = ""
) -> tuple[Problem, ...]:
    """Name every field that cannot be printed, before a number is drawn; under 5 ms when warm.

    `number` is one as wide as the number to come: a series may be too long for a narrow paper.
    Rules: `no_glyph` (details `character`, `codepoint`) and `does_not_fit`.
    """
    page = Page(number=number, content=content, anchor="", template=template)
    faults = tuple(unprintable(_texts(page)))
    if faults or (template.is_plain and easily_fits(content, number)):
        return faults
    return problems_on_page(page, paper)


def problems_on_page(page: Page, paper: Paper) -> tuple[Problem, ...]:
    """Name every field of a whole page that cannot be printed, such as a void's `reason`."""
    faults = tuple(unprintable(_texts(page)))
    if faults:
        return faults
    sheet, _ = drawn_dry(page, layout_of(paper, page.layout_version))
    return tuple(dict.fromkeys(sheet.problems))


def drawn_dry(page: Page, layout: Layout) -> tuple[Sheet, Laid]:
    """Lay out one copy without a canvas: what would stand where, and what does not fit."""
    refused: list[str] = []
    laid = layout.lay(as_shown(page), refused.append)
    sheet = Sheet(stock=laid.stock, colour=laid.is_coloured)
    for field in refused:
        sheet.refuse(field)
    laid.draw(sheet, first_only=True)
    return sheet, laid


def as_shown(page: Page) -> Page:
    """Give a page whose payer bears his masked number, as it is drawn."""
    return replace(page, content=replace(page.content, payer=page.content.payer_shown))


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
    yield from _own_texts(page.template)
    if page.void is not None:
        yield "reason", page.void.reason
        yield "void.by", page.void.by
        yield "void.reissued_as", page.void.reissued_as or ""
    if page.printed is not None:
        yield "printed.by", page.printed.by


def _own_texts(template: Template) -> Iterator[tuple[str, str]]:
    for name in ("title", "title_en", "header", "foot_note"):
        yield name, getattr(template, name)
    yield "signs", "".join(template.signs)
    yield "plies", "".join(f"{p.name}{p.short}{p.colour}{p.english}" for p in template.plies)
