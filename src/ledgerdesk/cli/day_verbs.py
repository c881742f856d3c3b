"""`day show`, `day close`, `day reopen`: the close of business days from a script."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.places import refuse_no_folder
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.days import Count
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import format_fen, parse_amount
from ledgerdesk.core.transactions import Method
from ledgerdesk.i18n.control_words import check_words, result_words
from ledgerdesk.i18n.day_words import method_words, parts_of
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.services.days import DayView

EXAMPLE = '{"cash": {"100": 3, "0.5": 2}, "wechat": "1,234.50"}'
FLOAT, TAKEN_OUT = "float", "taken_out"


def show(options: argparse.Namespace, translator: Translator) -> Answer:
    """Look at a business day, and write the slip of a closed one on wish."""
    _refuse_no_folder(options.pdf)

    def work(ledger: Ledger) -> DayView:
        view = ledger.days.show(options.date)
        if options.pdf is not None:
            ledger.days.write_slip(view.sheet.business_day, options.pdf)
        return view

    return _answer(with_ledger(options, translator, work), translator)


def close(options: argparse.Namespace, translator: Translator) -> Answer:
    """Close a business day with what was counted."""
    count = Count() if options.counted is None else counted(options.counted)
    _refuse_no_folder(options.pdf)

    def work(ledger: Ledger) -> DayView:
        view = ledger.days.close(count, options.date, reason=options.reason).value
        if options.pdf is not None:
            ledger.days.write_slip(view.sheet.business_day, options.pdf)
        return view

    return _answer(with_ledger(options, translator, work), translator)


def control(options: argparse.Namespace, translator: Translator) -> Answer:
    """Look at the whole desk, as a careful office does before it goes home."""
    lines = with_ledger(options, translator, lambda ledger: ledger.days.control())
    record = {
        "fine": all(line.is_fine for line in lines),
        "checks": [
            {
                "check": line.check.value,
                "fine": line.is_fine,
                "count": line.count,
                "records": [found.words for found in line.found],
                "amount_fen": line.amount_fen,
                "days": line.days,
            }
            for line in lines
        ],
    }
    said = tuple(
        f"{'✓' if line.is_fine else '!'}  {check_words(translator, line.check)}"
        f"  {result_words(translator, line)}"
        for line in lines
    )
    return Answer(record, said)


def reopen(options: argparse.Namespace, translator: Translator) -> Answer:
    """Take the last close back, with a reason."""
    view = with_ledger(
        options,
        translator,
        lambda ledger: ledger.days.reopen(options.date, reason=options.reason).value,
    )
    return _answer(view, translator)


def counted(text: str) -> Count:
    """Read what was counted: sums by method in 分 or as text in yuan, cash also by pieces.

    Raises `bad_value` with an example, and what an amount raises.
    """
    try:
        given = json.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise _not_understood() from error
    if not isinstance(given, dict):
        raise _not_understood()
    words = {method.value: method for method in Method}
    pieces: dict[int, int] = {}
    sums: dict[Method, int] = {}
    beside: dict[str, int] = {}
    for name, value in given.items():
        if name == Method.CASH.value and isinstance(value, dict):
            pieces = _pieces(value)
        elif name in words:
            sums[words[name]] = _fen(value)
        elif name in {FLOAT, TAKEN_OUT}:
            beside[name] = _fen(value)
        else:
            raise _not_understood()
    return Count(
        pieces=pieces,
        sums=sums,
        float_fen=beside.get(FLOAT),
        taken_out_fen=beside.get(TAKEN_OUT, 0),
    )


def _pieces(given: Mapping[str, object]) -> dict[int, int]:
    found: dict[int, int] = {}
    for value, pieces in given.items():
        if type(pieces) is not int:
            raise _not_understood()
        found[parse_amount(value)] = pieces
    return found


def _fen(value: Any) -> int:
    if type(value) is int:
        return value
    if isinstance(value, str):
        return parse_amount(value, allow_negative=True)
    raise _not_understood()


def _not_understood() -> KnownError:
    return KnownError(Code.BAD_VALUE, field="counted", reason="counted_form", example=EXAMPLE)


def _refuse_no_folder(pdf: Path | None) -> None:
    if pdf is not None:
        refuse_no_folder(pdf, "pdf")


def _answer(view: DayView, translator: Translator) -> Answer:
    return Answer(_record(view), tuple(_lines(view, translator)))


def _record(view: DayView) -> dict[str, object]:
    sheet = view.sheet
    record = sheet.record
    numbers = record.numbers
    return {
        "date": view.day.isoformat(),
        "business_day": sheet.business_day.isoformat(),
        "days": [day.isoformat() for day in record.days],
        "methods": [
            {
                "method": line.method.value,
                "count": line.count,
                "sum_fen": line.sum_fen,
                "expected_fen": line.expected_fen,
                "counted_fen": line.counted_fen if view.is_locked else None,
                "difference_fen": line.difference_fen,
            }
            for line in sheet.methods
        ],
        "float_fen": sheet.float_fen,
        "taken_out_fen": sheet.taken_out_fen,
        "left_fen": sheet.left_fen,
        "reason": sheet.reason,
        "issued_after_close": list(view.issued_after_close),
        "numbers": {
            "first": numbers.first,
            "last": numbers.last,
            "voided": list(numbers.voided),
            "missing": list(numbers.missing),
            "explained": list(numbers.explained),
        },
        "reprints": [{"number": one.number, "print": one.ordinal} for one in record.reprints],
        "without_receipt": [
            {"payment": one.payment, "customer": one.customer, "amount_fen": one.amount_fen}
            for one in record.without_receipt
        ],
        "locked": view.is_locked,
        "closed_at": None
        if view.closed_at is None
        else view.closed_at.isoformat(timespec="seconds"),
        "closed_by": sheet.closed_by or None,
        "head": None if view.head is None else view.head.hash.hex(),
    }


def _lines(view: DayView, t: Translator) -> list[str]:
    sheet = view.sheet
    state = t.text("closed") if view.is_locked else t.text("open")
    lines = [t.text("Business day {day}: {state}", day=sheet.business_day.isoformat(), state=state)]
    for line in sheet.methods:
        said = t.text(
            "{method}: {count} taken, {sum}; expected {expected}",
            method=method_words(t, line.method),
            count=line.count,
            sum=format_fen(line.sum_fen),
            expected=format_fen(line.expected_fen),
        )
        if view.is_locked:
            said += "; " + (
                t.text("not counted")
                if line.counted_fen is None
                else t.text(
                    "counted {counted}, difference {difference}",
                    counted=format_fen(line.counted_fen),
                    difference=format_fen(line.difference_fen),
                )
            )
        lines.append(said)
    for part in parts_of(t, sheet):
        lines.extend((f"{part.title}:", *(f"  {row}" for row in part.rows)))
    if view.issued_after_close:
        lines.append(
            t.text("Issued after the close: {numbers}", numbers=", ".join(view.issued_after_close))
        )
    return lines
