"""A receipt as it was issued: frozen content, number shapes, marks, and the papers it goes on."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ledgerdesk.core.templates import STANDARD, Template
from ledgerdesk.core.transactions import Line, Method, PaymentPart

CONTENT_FORMAT = 1
MAX_NAME_CHARACTERS = 90
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*\u007f]')
MAX_SEQUENCE = 999_999_999_999


class Kind(StrEnum):
    """A normal receipt, or a red one that takes an earlier one back."""

    NORMAL = "normal"
    RED = "red"


class Status(StrEnum):
    """What the register says of a number."""

    ISSUED = "issued"
    VOIDED = "voided"


class Reset(StrEnum):
    """When a series starts again at its first number."""

    YEARLY = "yearly"
    MONTHLY = "monthly"
    NEVER = "never"


class PrintState(StrEnum):
    """How far a print is: the last three are its end, and only a failed one does not count."""

    ASKED = "asked"
    SENT = "sent"
    CONFIRMED = "confirmed"
    ASSUMED = "assumed"
    FAILED = "failed"


class BadSheet(StrEnum):
    """What became of a sheet that did not come out well, so that no second original is about."""

    NONE_CAME = "no_sheet"
    KEPT = "kept"


class Paper(StrEnum):
    """The papers a receipt can be drawn on; the value is the word of the command line."""

    A5 = "a5"
    CONTINUOUS_241_3 = "241-3"
    CONTINUOUS_241_2 = "241-2"
    CONTINUOUS_241 = "241"
    A4_2UP = "a4-2up"
    A4_3UP = "a4-3up"
    THERMAL_80 = "80"
    THERMAL_58 = "58"


class PageLanguage(StrEnum):
    """The language of a page's own words; with `both` the record's values stand once."""

    ZH = "zh_CN"
    EN = "en"
    BOTH = "both"


def page_language(code: str) -> PageLanguage:
    """Read the language a content names; what nobody knows is Chinese."""
    known = {one.value: one for one in PageLanguage}
    return known.get(code, PageLanguage.ZH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How a page is fitted to a printer and its paper: tenths of a millimetre, scale in ‰.

    With `values_only` a form printed beforehand gets the record's values and nothing else; `stock`
    names that paper where its sheets are numbered.
    """

    right: int = 0
    down: int = 0
    scale: int = 1000
    values_only: bool = False
    stock: str = ""

    @property
    def is_as_drawn(self) -> bool:
        """Tell whether every millimetre is the layout's."""
        return (self.right, self.down, self.scale) == (0, 0, 1000)


AS_DRAWN = Fit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything a receipt says of its own, frozen at issue; number, anchor and marks stand apart.

    Amounts are in 分; a red receipt carries negative amounts and quantities. Names of the people
    who sign are those of the day of issue. `payer_id` is the payer's ID number, masked, where the
    office prints it.
    """

    firm: str
    payer: str
    lines: tuple[Line, ...]
    parts: tuple[PaymentPart, ...]
    amount_fen: int
    issued_on: date
    kind: Kind = Kind.NORMAL
    currency: str = "CNY"
    language: str = "zh_CN"
    note: str = ""
    accountant: str = ""
    cashier: str = ""
    handler: str = ""
    customer_code: str = ""
    payer_id: str = ""
    reissue_of: str | None = None
    reverses: str | None = None
    practice: bool = False

    @property
    def payer_shown(self) -> str:
        """Write the payer as the page shows him, his masked number behind him if there is one."""
        return f"{self.payer}（{self.payer_id}）" if self.payer_id else self.payer


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidMark:
    """What a voided receipt says of its end: reason, person, local time, the number after it."""

    reason: str
    by: str
    at: datetime
    reissued_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintMark:
    """Which print this is, when (office time) and by whom; the first stands beside a later one."""

    ordinal: int
    at: datetime
    by: str
    first_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole printed page: content + number + anchor + marks.

    `layout_version` and `template` are the drawing and the office's form of the day of issue;
    `anchor` is empty only in a preview of what was not issued yet. `code` is the text of the QR.
    """

    number: str
    content: Content
    anchor: str
    layout_version: int = 1
    template: Template = STANDARD
    code: str | None = None
    printed: PrintMark | None = None
    void: VoidMark | None = None


def file_name(number: str, payer: str) -> str:
    """Name a receipt's file by number and payer, without what no file system takes.

    No suffix; at most 90 characters, so that no path becomes too long.
    """
    name = _NOT_IN_A_NAME.sub(" ", f"{number.replace('/', '-')} {payer}")
    return " ".join(name.split())[:MAX_NAME_CHARACTERS].rstrip(" .")


def sample_content(today: date) -> Content:
    """Make up what a preview shows in an office that has issued nothing yet."""
    lines = (
        Line(
            item="咨询服务费",
            unit="小时",
            quantity_milli=2500,
            price_fen=80_000,
            amount_fen=200_000,
        ),
        Line(
            item="资料复印装订", unit="册", quantity_milli=6000, price_fen=7575, amount_fen=45_450
        ),
    )
    return Content(
        firm="",
        payer="张三",
        lines=lines,
        parts=(PaymentPart(method=Method.WECHAT, amount_fen=245_450),),
        amount_fen=245_450,
        issued_on=today,
    )


def frozen_json(content: Content) -> str:
    """Write the content as canonical JSON: sorted keys, no blanks, UTF-8 text, no floats."""
    record: dict[str, object] = {name: getattr(content, name) for name in Content.__slots__}
    record["format"] = CONTENT_FORMAT
    if not content.payer_id:
        del record["payer_id"]  # most offices never print one
    record["issued_on"] = content.issued_on.isoformat()
    record["lines"] = [_named(line, Line.__slots__) for line in content.lines]
    record["parts"] = [_named(part, PaymentPart.__slots__) for part in content.parts]
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _named(value: Line | PaymentPart, names: Iterable[str]) -> dict[str, object]:
    return {name: getattr(value, name) for name in names}


def thawed(text: str) -> Content:
    """Read frozen content back exactly as it was issued."""
    record: Mapping[str, Any] = json.loads(text)
    fields = {key: value for key, value in record.items() if key != "format"}
    fields["lines"] = tuple(Line(**line) for line in fields["lines"])
    fields["parts"] = tuple(
        PaymentPart(**{**part, "method": Method(part["method"])}) for part in fields["parts"]
    )
    fields["issued_on"] = date.fromisoformat(fields["issued_on"])
    fields["kind"] = Kind(fields["kind"])
    return Content(**fields)


_PLACES = re.compile(r"\{(yyyy|yy|mm|0+)\}")
_PATTERN = re.compile(r"[A-Za-z0-9\-/]*(\{(yyyy|yy|mm)\}[A-Za-z0-9\-/]*)*\{0{4,12}\}")


def is_pattern(pattern: str, reset: Reset) -> bool:
    """Tell whether a pattern gives every period its own numbers: year and month as reset asks."""
    if not _PATTERN.fullmatch(pattern):
        return False
    has_year = "{yyyy}" in pattern or "{yy}" in pattern
    has_month = "{mm}" in pattern
    return {
        Reset.NEVER: True,
        Reset.YEARLY: has_year,
        Reset.MONTHLY: has_year and has_month,
    }[reset]


def period_of(issued_on: date, reset: Reset) -> str:
    """Name the period of an issue date: `2026`, `2026-11` or `` for a series without reset."""
    return {
        Reset.YEARLY: f"{issued_on.year:04d}",
        Reset.MONTHLY: f"{issued_on.year:04d}-{issued_on.month:02d}",
        Reset.NEVER: "",
    }[reset]


def shown_number(pattern: str, issued_on: date, sequence: int) -> str:
    """Shape a number such as `SJ2026-000124`; a sequence wider than its zeros is never cut."""

    def place(match: re.Match[str]) -> str:
        name = match.group(1)
        if name == "yyyy":
            return f"{issued_on.year:04d}"
        if name == "yy":
            return f"{issued_on.year % 100:02d}"
        if name == "mm":
            return f"{issued_on.month:02d}"
        return str(sequence).zfill(len(name))

    return _PLACES.sub(place, pattern)


def read_number(pattern: str, number: str) -> tuple[date, int] | None:
    """Read a printed number back: a day within its period (the first it can be) and its sequence.

    None where the pattern cannot have shaped it.
    """
    named = {"yyyy": r"(?P<yyyy>[0-9]{4})", "yy": r"(?P<yy>[0-9]{2})", "mm": r"(?P<mm>[0-9]{2})"}
    shape, end = "", 0
    for place in _PLACES.finditer(pattern):
        name = place.group(1)
        digits = rf"(?P<sequence>[0-9]{{{len(name)},12}})"
        group = named.pop(name, f"(?P={name})" if name.isalpha() else digits)
        shape += re.escape(pattern[end : place.start()]) + group
        end = place.end()
    found = re.fullmatch(shape + re.escape(pattern[end:]), number)
    if found is None:
        return None
    parts = found.groupdict()
    year = int(parts.get("yyyy") or 2000 + int(parts.get("yy") or 0))
    try:
        day = date(year, int(parts.get("mm") or 1), 1)
    except ValueError:
        return None
    sequence = int(parts["sequence"])
    return (day, sequence) if shown_number(pattern, day, sequence) == number else None
