"""The office's form of a receipt: its own words, its copies, its images, what is left out.

A template is never edited once it is kept; a receipt names the one it was issued with.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.texts import clean

FORMAT = 1
MAX_TITLE_CHARACTERS = 8
MAX_TITLE_EN_CHARACTERS = 18
MAX_LINE_CHARACTERS = 60
MAX_PLY_CHARACTERS = 12
MAX_PLIES = 4
MAX_SIGN_CHARACTERS = 4
MAX_IMAGE_BYTES = 200_000
MAX_FILE_BYTES = 700_000
"""Two images in base64, and some text."""
FIRM_STEPS = range(-4, 3)
TITLE_STEPS = range(-6, 1)
"""Half points by which firm and title may differ from the layout's sizes."""

# 国家税务总局监制的发票 is what a receipt must never look like.
_NO_TITLE = ("发票", "fapiao", "invoice", "监制")
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


class Part(StrEnum):
    """What an office may leave out of its receipts."""

    FIRM = "firm"
    ACCOUNTANT = "accountant"
    CASHIER = "cashier"
    HANDLER = "handler"
    PAYER_SIGNS = "payer_signs"
    CUSTOMER_CODE = "customer_code"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ply:
    """One 联: its full name, its short one with the paper's colour on plies, its English name."""

    name: str
    short: str
    colour: str
    english: str


PLIES = (
    Ply(name="存根联", short="存根", colour="白", english="Counterfoil"),
    Ply(name="收据联（客户）", short="收据", colour="红", english="Customer"),
    Ply(name="记账联", short="记账", colour="黄", english="Bookkeeping"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What an office sets of its receipts; empty texts mean the layout's own words.

    `signs` are the words before the four names; images are the bytes of a PNG or JPEG. The stamp
    is printed only where `stamp_allowed`, and then marked 电子章样.
    """

    title: str = ""
    title_en: str = ""
    header: str = ""
    foot_note: str = ""
    plies: tuple[Ply, ...] = PLIES
    hidden: frozenset[Part] = frozenset({Part.CUSTOMER_CODE})
    signs: tuple[str, str, str, str] = ("", "", "", "")
    firm_step: int = 0
    title_step: int = 0
    logo: bytes = b""
    stamp: bytes = b""
    stamp_allowed: bool = False

    @property
    def is_plain(self) -> bool:
        """Tell whether it adds nothing to the layout's own words that could need room."""
        return self == replace(STANDARD, hidden=self.hidden)

    def shows(self, part: Part) -> bool:
        """Tell whether a part stands on the page."""
        return part not in self.hidden


STANDARD = Template()
"""The form a receipt has where the office never made one of its own."""


def cleaned(template: Template) -> Template:
    """Give a template whose texts may be stored.

    Raises `bad_value` with the field at fault: a text of unfit characters or too long, a title
    that names an invoice, no copy or more than four, an image of no known kind or too large.
    """
    title = clean(template.title, field="title", max_length=MAX_TITLE_CHARACTERS)
    title_en = clean(template.title_en, field="title_en", max_length=MAX_TITLE_EN_CHARACTERS)
    for field, text in (("title", title), ("title_en", title_en)):
        if any(word in text.lower() for word in _NO_TITLE):
            raise KnownError(Code.BAD_VALUE, field=field, reason="no_invoice")
    if not 1 <= len(template.plies) <= MAX_PLIES:
        raise KnownError(Code.BAD_VALUE, field="plies", reason="plies", limit=MAX_PLIES)
    if template.firm_step not in FIRM_STEPS:
        raise KnownError(Code.BAD_VALUE, field="firm_step", reason="unknown")
    if template.title_step not in TITLE_STEPS:
        raise KnownError(Code.BAD_VALUE, field="title_step", reason="unknown")
    for field, data in (("logo", template.logo), ("stamp", template.stamp)):
        _refuse_image(field, data)
    return replace(
        template,
        title=title,
        title_en=title_en,
        header=clean(template.header, field="header", max_length=MAX_LINE_CHARACTERS),
        foot_note=clean(template.foot_note, field="foot_note", max_length=MAX_LINE_CHARACTERS),
        plies=tuple(_ply(one) for one in template.plies),
        signs=tuple(  # type: ignore[arg-type]  # four by four, which a comprehension cannot say
            clean(one, field="signs", max_length=MAX_SIGN_CHARACTERS) for one in template.signs
        ),
        stamp_allowed=template.stamp_allowed and bool(template.stamp),
    )


def _ply(ply: Ply) -> Ply:
    texts = {
        one.name: clean(getattr(ply, one.name), field="plies", max_length=MAX_PLY_CHARACTERS)
        for one in fields(Ply)
    }
    if not texts["name"]:
        raise KnownError(Code.BAD_VALUE, field="plies", reason="required")
    texts["short"] = texts["short"] or texts["name"]
    texts["english"] = texts["english"] or texts["name"]
    return Ply(**texts)


def _refuse_image(field: str, data: bytes) -> None:
    if len(data) > MAX_IMAGE_BYTES:
        raise KnownError(
            Code.BAD_VALUE, field=field, reason="too_large", limit=MAX_IMAGE_BYTES // 1000
        )
    if data and not data.startswith((_PNG, _JPEG)):
        raise KnownError(Code.BAD_VALUE, field=field, reason="no_image")


def written(template: Template) -> str:
    """Write a template as canonical JSON, images in base64; the same text means the same form."""
    record: dict[str, object] = {one.name: getattr(template, one.name) for one in fields(Template)}
    record["format"] = FORMAT
    record["plies"] = [
        {one.name: getattr(ply, one.name) for one in fields(Ply)} for ply in template.plies
    ]
    record["hidden"] = sorted(template.hidden)
    record["signs"] = list(template.signs)
    for name in ("logo", "stamp"):
        record[name] = base64.b64encode(getattr(template, name)).decode("ascii")
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Template:
    """Read a written template back, from the book or from a file somebody brought.

    Raises `bad_value` (field `template`) for what is none, and what `cleaned` raises.
    """
    try:
        record = json.loads(text)
        made = _from(record)
    except (ValueError, TypeError, KeyError, binascii.Error, RecursionError) as error:
        raise KnownError(Code.BAD_VALUE, field="template", reason="no_template") from error
    return cleaned(made)


def _from(record: Mapping[str, Any]) -> Template:
    if record["format"] != FORMAT:
        raise ValueError(record["format"])
    first, second, third, fourth = _texts(record["signs"])
    return Template(
        title=_text(record["title"]),
        title_en=_text(record["title_en"]),
        header=_text(record["header"]),
        foot_note=_text(record["foot_note"]),
        plies=tuple(
            Ply(**{one.name: _text(ply[one.name]) for one in fields(Ply)})
            for ply in record["plies"]
        ),
        hidden=frozenset(Part(one) for one in record["hidden"]),
        signs=(first, second, third, fourth),
        firm_step=_whole(record["firm_step"]),
        title_step=_whole(record["title_step"]),
        logo=base64.b64decode(record["logo"], validate=True),
        stamp=base64.b64decode(record["stamp"], validate=True),
        stamp_allowed=record["stamp_allowed"] is True,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(_text(one) for one in values)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value
