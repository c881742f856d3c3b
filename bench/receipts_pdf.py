"""Measure how long a receipt's PDF takes and how large it is, on both papers."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from bench import other_printers
from ledgerdesk.core.receipts import Content, Page, Paper
from ledgerdesk.core.transactions import Line, Method, PaymentPart
from ledgerdesk.documents import fonts, read_back
from ledgerdesk.documents.receipt_pdf import problems_on_paper, render

REPEATS = 25


def _page(count: int) -> Page:
    named = (
        ("代理记账服务费（10–12月）", "季", 1000, 360000),
        ("2025年度财务报表审计", "项", 1000, 1200000),
        ("工商年报代办", "次", 1000, 60000),
        ("税务咨询", "小时", 2500, 80000),
        ("资料复印装订", "册", 6000, 7575),
    )
    lines = tuple(
        Line(
            item=item,
            unit=unit,
            quantity_milli=quantity,
            price_fen=price,
            amount_fen=quantity * price // 1000,
        )
        for item, unit, quantity, price in (named * 3)[:count]
    )
    total = sum(line.amount_fen for line in lines)
    part = PaymentPart(method=Method.BANK, amount_fen=total, detail="工商银行 尾号 6217")
    content = Content(
        firm="青禾会计师事务所（普通合伙）",
        payer="杭州云栖茶叶有限公司",
        lines=lines,
        parts=(part,),
        amount_fen=total,
        issued_on=date(2026, 11, 23),
        accountant="陈立",
        cashier="王敏",
        handler="周晓",
    )
    return Page(number="SJ2026-000124", content=content, anchor="000124–7K3QF-2M9XD")


def _median_ms(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def _bulk_seconds(count: int = 500) -> float:
    """Draw and read back 500 receipts of 241-3, each with a number and a code of its own."""
    start = time.perf_counter()
    for number in range(count):
        shown = f"SJ2026-{number:06d}"
        page = replace(_page(3), number=shown, code=f"LD1:{shown:*>158}.")
        pdf = render(page, Paper.CONTINUOUS_241_3)
        assert read_back.read_back_problems(pdf, page, Paper.CONTINUOUS_241_3) == ()
    return time.perf_counter() - start


def measure() -> dict[str, float]:
    """Median of warm runs in ms, the first run with its fonts in ms, sizes in KB."""
    found: dict[str, float] = {}
    start = time.perf_counter()
    fonts.load()
    found["fonts_first_ms"] = (time.perf_counter() - start) * 1000
    start = time.perf_counter()
    render(_page(5), Paper.A5)
    found["a5_first_ms"] = (time.perf_counter() - start) * 1000
    for name, paper, count in (
        ("a5_5_lines", Paper.A5, 5),
        ("a5_12_lines", Paper.A5, 12),
        ("241_3_lines", Paper.CONTINUOUS_241_3, 3),
    ):
        page = _page(count)
        pdf = render(page, paper)
        found[f"{name}_kb"] = len(pdf) / 1024
        found[f"{name}_ms"] = _median_ms(partial(render, page, paper))
        found[f"{name}_proofread_ms"] = _median_ms(partial(problems_on_paper, page.content, paper))
    found |= other_printers.measure(_page(5), _median_ms)
    found["bulk_500_s"] = _bulk_seconds()
    pdf = render(_page(5), Paper.A5)
    found["a5_read_back_ms"] = _median_ms(
        lambda: read_back.read_back_problems(pdf, _page(5), Paper.A5)
    )
    found["a5_page_image_110dpi_ms"] = _median_ms(lambda: read_back.page_image(pdf, 0, 110))
    return found


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28s} {value:8.1f}")
