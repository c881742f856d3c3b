"""The catalogue of what an office sells: by code, with the unit and the price one begins with."""

import re
import unicodedata
from dataclasses import dataclass

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import MAX_FEN
from ledgerdesk.core.texts import clean

MAX_CODE_CHARACTERS, MAX_NAME_CHARACTERS, MAX_UNIT_CHARACTERS = 20, 200, 20
_CODE = re.compile(r"[0-9A-Za-z._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One entry: its price in 分 is only what a line begins with, and may be open (None).

    The mnemonic (助记码) is a short word of the office's own; pinyin and initials are found anyway.
    A retired one is offered no more; lines that were written keep their words.
    """

    code: str
    name: str
    unit: str = ""
    price_fen: int | None = None
    mnemonic: str = ""
    is_retired: bool = False


def cleaned(service: Service) -> Service:
    """Normalise an entry; raises `bad_value` with the field (`code`, `name`, `unit`, …)."""
    code = clean(_half(service.code), field="code", max_length=MAX_CODE_CHARACTERS).upper()
    name = clean(service.name, field="name", max_length=MAX_NAME_CHARACTERS)
    if not code or not name:
        raise KnownError(Code.BAD_VALUE, field="name" if code else "code", reason="required")
    if not _CODE.fullmatch(code):
        raise KnownError(Code.BAD_VALUE, field="code", reason="code_characters")
    price = service.price_fen
    if price is not None and not 0 < price <= MAX_FEN:
        raise KnownError(Code.BAD_VALUE, field="price", reason="not_positive")
    return Service(
        code=code,
        name=name,
        unit=clean(service.unit, field="unit", max_length=MAX_UNIT_CHARACTERS),
        price_fen=price,
        mnemonic=clean(
            _half(service.mnemonic), field="mnemonic", max_length=MAX_CODE_CHARACTERS
        ).lower(),
        is_retired=service.is_retired,
    )


def _half(text: str) -> str:
    """Read full-width letters and digits, as an input method types them, as plain ones."""
    return unicodedata.normalize("NFKC", text)


def begins_with(service: Service, typed: str) -> bool:
    """Tell whether a code or a mnemonic begins with what somebody types."""
    wanted = "".join(_half(typed).casefold().split())
    keys = (service.code.casefold(), service.mnemonic.casefold())
    return bool(wanted) and any(key.startswith(wanted) for key in keys if key)
