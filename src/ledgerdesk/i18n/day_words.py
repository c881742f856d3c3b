"""Say a day sheet: methods, and one sentence of each fact that is more than a figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ledgerdesk.core.days import Sheet
from ledgerdesk.core.money import format_fen, yuan_text
from ledgerdesk.core.transactions import Method
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Language, Translator

METHODS: Mapping[Method, str] = MappingProxyType(
    {
        Method.CASH: N_("Cash"),
        Method.BANK: N_("Transfer"),
        Method.WECHAT: N_("WeChat"),
        Method.ALIPAY: N_("Alipay"),
        Method.CARD: N_("Card"),
        Method.CHEQUE: N_("Cheque"),
        Method.OTHER: N_("Other"),
        Method.IMPORTED: N_("Imported"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A headed part of a sheet."""

    title: str
    rows: tuple[str, ...]


def method_words(translator: Translator, method: Method) -> str:
    """Call a method."""
    return translator.text(METHODS[method])


def piece_words(value_fen: int) -> str:
    """Write the value of a note or coin in yuan: 100, 0.5."""
    return (
        format_fen(value_fen).rstrip("0").rstrip(".") if value_fen % 100 else str(value_fen // 100)
    )


def parts_of(translator: Translator, sheet: Sheet) -> tuple[Part, ...]:
    """List what a sheet says beside its sums, without the parts that are empty."""
    t, record = translator, sheet.record
    mark = "、" if t.language is Language.ZH else ", "
    numbers = record.numbers
    issued = t.text("None was issued.")
    if numbers.first is not None and numbers.last is not None:
        issued = t.plural(
            "{first} to {last}: {count} number", "{first} to {last}: {count} numbers",
            numbers.issued, first=numbers.first, last=numbers.last, count=numbers.issued,
        )  # fmt: skip
    rows = [issued]
    for words, listed in (
        (N_("Void: {numbers}"), numbers.voided),
        (N_("Missing: {numbers}"), numbers.missing),
        (N_("Missing and explained: {numbers}"), numbers.explained),
    ):
        if listed:
            rows.append(t.text(words, numbers=mark.join(listed)))
    found = (
        Part(title=t.text("Why it differs"), rows=(sheet.reason,) if sheet.reason else ()),
        Part(title=t.text("Days closed with it"), rows=_days(sheet.forgotten, mark)),
        Part(title=t.text("Numbers"), rows=tuple(rows)),
        Part(title=t.text("Voids"), rows=tuple(_voids(sheet))),
        Part(
            title=t.text("Printed again"),
            rows=tuple(
                t.text("{number}, print {ordinal}, {person}", number=one.number,
                       ordinal=one.ordinal, person=one.by)
                for one in record.reprints
            ),
        ),
        Part(
            title=t.text("Trades without a receipt"),
            rows=tuple(
                f"{one.customer}  {one.item}  {yuan_text(one.amount_fen)}"
                for one in record.without_receipt
            ),
        ),
    )  # fmt: skip
    return tuple(part for part in found if part.rows)


def _days(forgotten: tuple[date, ...], mark: str) -> tuple[str, ...]:
    return (mark.join(day.isoformat() for day in forgotten),) if forgotten else ()


def _voids(sheet: Sheet) -> list[str]:
    return [
        f"{one.number}  {yuan_text(one.amount_fen)}  {one.reason}  {one.by}"
        + ("" if one.reissued_as is None else f"  → {one.reissued_as}")
        for one in sheet.record.voids
    ]
