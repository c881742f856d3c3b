"""Let fpdf2, WeasyPrint and typst draw the same three pages of A5, where they are installed.

They are no part of the program; install them beside it to compare:
`pip install fpdf2 weasyprint typst`. They draw frame, lines and texts, without code and read-back.
"""

import html
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ledgerdesk.core.capitals import with_prefix
from ledgerdesk.core.dates import chinese_date
from ledgerdesk.core.money import format_fen, format_quantity, yuan_text
from ledgerdesk.core.receipts import Page
from ledgerdesk.resources import resource

Median = Callable[[Callable[[], object]], float]
COPIES = ("第一联 存根联", "第二联 收据联", "第三联 记账联")
_HEADS = ("项目", "单位", "数量", "单价", "金额")
_WIDTHS = (80, 15, 20, 30, 35)


def measure(page: Page, median_ms: Median) -> dict[str, float]:
    """Median of warm runs in ms and size in KB of each library that is installed."""
    found: dict[str, float] = {}
    for name, drawer in (("fpdf", _fpdf), ("weasyprint", _weasyprint), ("typst", _typst)):
        if find_spec(name) is None:
            continue
        draw = drawer(import_module(name), page)
        found[f"{name}_a5_5_lines_kb"] = len(draw()) / 1024
        found[f"{name}_a5_5_lines_ms"] = median_ms(draw)
    return found


def _font() -> str:
    return str(resource("fonts", "NotoSansSC-Regular.ttf"))


def _rows(page: Page) -> Iterator[tuple[str, ...]]:
    yield _HEADS
    for line in page.content.lines:
        price = "" if line.price_fen is None else format_fen(line.price_fen)
        quantity = format_quantity(line.quantity_milli)
        yield line.item, line.unit, quantity, price, format_fen(line.amount_fen)


def _texts(page: Page, copy: str) -> tuple[str, ...]:
    content = page.content
    return (
        content.firm,
        "收款收据",
        f"No. {page.number}　{chinese_date(content.issued_on)}　{copy}",
        f"交款单位　{content.payer}　收款方式　{content.parts[0].detail}",
    )


def _ends(page: Page) -> tuple[str, ...]:
    content = page.content
    return (
        f"金额（大写）{with_prefix(content.amount_fen)}　（小写）{yuan_text(content.amount_fen)}",
        f"会计 {content.accountant}　出纳 {content.cashier}　经手人 {content.handler}",
        f"本收据不作为发票使用　校验码 {page.anchor}",
    )


def _fpdf(library: Any, page: Page) -> Callable[[], bytes]:
    def draw() -> bytes:
        pdf = library.FPDF(orientation="landscape", unit="mm", format="A5")
        pdf.add_font("Noto", fname=_font())
        for copy in COPIES:
            pdf.add_page()
            pdf.set_font("Noto", size=10.5)
            for text in _texts(page, copy):
                pdf.cell(0, 8, text, new_x="LMARGIN", new_y="NEXT")
            for row in _rows(page):
                for wide, text in zip(_WIDTHS, row, strict=True):
                    pdf.cell(wide, 8, text, border=1)
                pdf.ln(8)
            for text in _ends(page):
                pdf.cell(0, 8, text, border=1, new_x="LMARGIN", new_y="NEXT")
        return bytes(pdf.output())

    return draw


def _weasyprint(library: Any, page: Page) -> Callable[[], bytes]:
    def side(copy: str) -> str:
        above = "".join(f"<p>{html.escape(text)}</p>" for text in _texts(page, copy))
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>"
            for row in _rows(page)
        )
        below = "".join(f"<p>{html.escape(text)}</p>" for text in _ends(page))
        return f"<section>{above}<table>{rows}</table>{below}</section>"

    style = (
        f"@font-face {{ font-family: Noto; src: url(file://{_font()}); }}"
        "@page { size: 210mm 148mm; margin: 14mm; }"
        "body { font: 10.5pt Noto; } section { break-after: page; }"
        "table { width: 100%; border-collapse: collapse; } td { border: 0.2mm solid; }"
    )

    def draw() -> bytes:
        text = f"<style>{style}</style>" + "".join(map(side, COPIES))
        return bytes(library.HTML(string=text).write_pdf())

    return draw


def _typst(library: Any, page: Page) -> Callable[[], bytes]:
    def quoted(text: str) -> str:
        return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def side(copy: str) -> str:
        above = "\n\n".join(quoted(text) for text in _texts(page, copy))
        cells = ", ".join(f"[{quoted(text)}]" for row in _rows(page) for text in row)
        below = "\n\n".join(quoted(text) for text in _ends(page))
        return f"{above}\n\n#table(columns: {len(_HEADS)}, {cells})\n\n{below}"

    def draw() -> bytes:
        head = (
            "#set page(width: 210mm, height: 148mm, margin: 14mm)\n"
            '#set text(font: "Noto Sans SC", size: 10.5pt)\n'
        )
        text = head + "\n#pagebreak()\n".join(map(side, COPIES))
        folder = str(resource("fonts"))
        return bytes(library.compile(text.encode("utf-8"), font_paths=[folder]))

    return draw
