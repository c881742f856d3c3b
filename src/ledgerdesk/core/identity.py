"""People's and firms' numbers: what is surely wrong is refused, what looks wrong is asked about.

Sources: GB 11643 (身份证), GB 32100 with GB 11714 inside (统一社会信用代码), the 2018 rules of the
港澳台居民居住证, the 2023 version of the 外国人永久居留身份证, ISO/IEC 7812 (Luhn) for bank cards.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

FIRST_BIRTH_YEAR = 1900
MAX_TYPED_CHARACTERS = 64

_RIC_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RIC_CHECKS = "10X98765432"
_RIC_LENGTH = 18
_FIRST_GENERATION_LENGTH = 15
_MAINLAND = ((11, 16), (21, 24), (31, 38), (41, 47), (50, 55), (61, 66))
# GB/T 2260 knows 71, 81 and 82. A residence permit's number (810000, 820000, 830000) is by its
# own rules a 公民身份号码, so it is no fault in a field that asks for one.
_PROVINCES = {str(code) for run in _MAINLAND for code in range(*run)} | {"71", "81", "82", "83"}
_RESIDENCE_REGIONS = frozenset({"810000", "820000", "830000"})

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_FIRST = frozenset("123456789ANY")
_USCC_LENGTH = 18
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION = slice(8, 16)

_SCIENTIFIC = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?E[-+]?[0-9]+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_COUNTRY = re.compile(r"(?:\+|00)86")
_LANDLINE = re.compile(
    r"(?:(?P<area>010|02[0-9]|0[3-9][0-9]{2})-?"
    r"(?P<local>[1-9][0-9]{6,7}|[1-9][0-9]{2,3}-[0-9]{4})"
    r"|(?P<service>[48]00-?[0-9]{3}-?[0-9]{4}|[48]00[0-9]-[0-9]{3}-[0-9]{3}))"
    r"(?:-?(?:转|分机|EXT\.?|X|#|,|-)-?(?P<extension>[0-9]{1,6}))?"
)


class Kind(StrEnum):
    """What a number claims to be."""

    CN_RIC = "cn_ric"
    HMT_RESIDENCE = "hmt_residence"
    FPR_NEW = "fpr_new"
    FPR_OLD = "fpr_old"
    CN_USCC = "cn_uscc"
    MOBILE = "mobile"
    LANDLINE = "landline"
    BANK_CARD = "bank_card"
    HK_MACAU_PERMIT = "hk_macau_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    PASSPORT_CN = "passport_cn"


Severity = Literal["refuse", "warn"]
_REFUSED = frozenset({Kind.CN_RIC, Kind.CN_USCC})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check found; `normal` is the number as it is stored, `severity` None when valid.

    Reasons: `empty`, `scientific_notation`, `length`, `first_generation`, `alphabet`, `first`,
    `region`, `birth_date`, `birth_in_future`, `organisation_check`, `check_digit`, `format`.
    """

    valid: bool
    reason: str | None
    severity: Severity | None
    normal: str

    def __repr__(self) -> str:
        return f"Verdict({self.reason or 'valid'})"


def check_number(kind: Kind | str, value: str, *, today: date) -> Verdict:
    """Judge one number of a kind; births lie between 1900 and `today`.

    身份证 and 信用代码 are refused when wrong, the rest warns. A number in scientific notation has
    lost digits and is refused whatever its kind, as is an overlong text. An unknown kind is a bug
    (`ValueError`).
    """
    kind = Kind(kind)
    plain = _plain(value)
    if not plain:
        return _fault("empty", kind, plain)
    if len(plain) > MAX_TYPED_CHARACTERS:
        return Verdict(valid=False, reason="length", severity="refuse", normal=plain)
    if _SCIENTIFIC.fullmatch(plain):
        return Verdict(valid=False, reason="scientific_notation", severity="refuse", normal=plain)
    if kind is Kind.LANDLINE:
        normal = _landline(plain)
        return _fault("format", kind, plain) if normal is None else _passed(normal)
    if kind is Kind.MOBILE:
        plain = mobile_digits(plain)
    if kind is Kind.BANK_CARD:
        plain = plain.replace("-", "")
    reason = _RULES[kind](plain, today)
    return _passed(plain) if reason is None else _fault(reason, kind, plain)


def _plain(value: str) -> str:
    """Take away what a keyboard or a sheet adds: width, case, blanks, an apostrophe in front."""
    short = value.strip()[: MAX_TYPED_CHARACTERS * 2]
    upper = unicodedata.normalize("NFKC", short).translate(_DASHES).upper()
    return "".join(upper.split()).lstrip("'\u2018\u2019")


def _passed(normal: str) -> Verdict:
    return Verdict(valid=True, reason=None, severity=None, normal=normal)


def _fault(reason: str, kind: Kind, normal: str) -> Verdict:
    severity: Severity = "refuse" if kind in _REFUSED else "warn"
    return Verdict(valid=False, reason=reason, severity=severity, normal=normal)


def phone_digits(value: str) -> str:
    """Give the digits a phone is looked up by: no country code, no extension; "" for none."""
    plain = _plain(value)[:MAX_TYPED_CHARACTERS]
    parts = (_landline(plain) or "").split("-")
    if parts[0]:
        return "".join(parts[:2] if parts[0].startswith("0") else parts[:1])
    return re.sub(r"[^0-9]", "", mobile_digits(plain))


def masked(value: str) -> str:
    """Show a number's ends only: `110101********0014`; the shorter, the less is shown."""
    length = len(value)
    for least, front, back in ((15, 6, 4), (11, 3, 4), (7, 1, 2)):
        if length >= least:
            return value[:front] + "*" * (length - front - back) + value[-back:]
    return "*" * length


# A run of 15 to 19 digits, grouped or not, is an ID or bank number; a phone or an order is not.
_PROTECTED = re.compile(
    r"(?<![0-9A-Za-z０-９])(?:[0-9０-９][ \u3000-]?){14,18}[0-9０-９XxＸｘ](?![0-9A-Za-z０-９])"
)


def masked_in(text: str) -> str:
    """Mask every ID and bank number that stands in free words; the rest is as it was."""
    return _PROTECTED.sub(lambda found: masked(re.sub(r"[ \u3000-]", "", found[0])), text)


def _eighteen(plain: str) -> str | None:
    """Judge the shape that 身份证, residence permit and 永久居留身份证 share."""
    if len(plain) == _FIRST_GENERATION_LENGTH and _digits(plain):
        return "first_generation"
    if len(plain) != _RIC_LENGTH:
        return "length"
    if not _digits(plain[:-1]) or plain[-1] not in _RIC_CHECKS:
        return "alphabet"
    return None


def _digits(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]+", text))


def _birth_and_check(plain: str, today: date) -> str | None:
    try:
        born = date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
    except ValueError:
        return "birth_date"
    if born.year < FIRST_BIRTH_YEAR:
        return "birth_date"
    if born > today:
        return "birth_in_future"
    return None if plain[-1] == ric_check(plain[:-1]) else "check_digit"


def ric_check(digits: str) -> str:
    """Compute the check character of 17 digits after GB 11643 (MOD 11-2)."""
    total = sum(int(d) * weight for d, weight in zip(digits, _RIC_WEIGHTS, strict=True))
    return _RIC_CHECKS[total % 11]


def _ric(plain: str, today: date) -> str | None:
    if shape := _eighteen(plain):
        return shape
    return "region" if plain[:2] not in _PROVINCES else _birth_and_check(plain, today)


def _residence(plain: str, today: date) -> str | None:
    if shape := _eighteen(plain):
        return shape
    return "region" if plain[:6] not in _RESIDENCE_REGIONS else _birth_and_check(plain, today)


def _permanent(plain: str, today: date) -> str | None:
    if shape := _eighteen(plain):
        return shape
    return "first" if plain[0] != "9" else _birth_and_check(plain, today)


def _uscc(plain: str, _today: date) -> str | None:
    if len(plain) != _USCC_LENGTH:
        return "length"
    if any(character not in _USCC_ALPHABET for character in plain):
        return "alphabet"
    if plain[0] not in _USCC_FIRST:
        return "first"
    if not _digits(plain[2:8]):
        return "region"
    if plain[16] != organisation_check(plain[_ORGANISATION]):
        return "organisation_check"
    return None if plain[17] == uscc_check(plain[:17]) else "check_digit"


def organisation_check(characters: str) -> str:
    """Compute the check character of an organisation code's 8 characters after GB 11714."""
    total = sum(
        _ORGANISATION_ALPHABET.index(c) * weight
        for c, weight in zip(characters, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0X987654321"[total % 11]


def uscc_check(characters: str) -> str:
    """Compute the check character of 17 characters after GB 32100 (weights 3^i mod 31)."""
    total = sum(_USCC_ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(characters))
    return _USCC_ALPHABET[-total % 31]


def mobile_digits(text: str) -> str:
    """Strip +86 or 0086, blanks, hyphens and brackets from a mobile number."""
    bare = re.sub(r"[\s()\-]", "", text)
    local = _COUNTRY.sub("", bare, count=1) if _COUNTRY.match(bare) else bare
    return local[2:] if re.fullmatch(r"861[3-9][0-9]{9}", local) else local


def _mobile(plain: str, _today: date) -> str | None:
    if not _digits(plain):
        return "alphabet"
    if len(plain) != 11:  # noqa: PLR2004 - the length of every mobile number of the country
        return "length"
    return None if re.match(r"1[3-9]", plain) else "first"


def _landline(plain: str) -> str | None:
    """Write a landline as area-number-extension, a service number as ten digits; None: neither."""
    dashed = re.sub(r"[()\-]+", "-", plain).strip("-")
    if _COUNTRY.match(dashed):
        dashed = _COUNTRY.sub("", dashed, count=1).lstrip("-")
        dashed = dashed if re.match(r"0|[48]00", dashed) else "0" + dashed
    parts = _LANDLINE.fullmatch(dashed)
    if parts is None:
        return None
    extension = f"-{parts['extension']}" if parts["extension"] else ""
    if parts["service"]:
        return parts["service"].replace("-", "") + extension
    local = parts["local"].replace("-", "")
    if parts["area"][1] in "12" and len(local) != 8:  # noqa: PLR2004 - digits after 010 and 02x
        return None
    return f"{parts['area']}-{local}{extension}"


def _bank_card(plain: str, _today: date) -> str | None:
    if not _digits(plain):
        return "alphabet"
    if not 13 <= len(plain) <= 19:  # noqa: PLR2004 - ISO/IEC 7812
        return "length"
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(plain))]
    return "check_digit" if sum(n // 10 + n % 10 for n in doubled) % 10 else None


def _format(pattern: str) -> Callable[[str, date], str | None]:
    compiled = re.compile(pattern)
    return lambda plain, _today: None if compiled.fullmatch(plain) else "format"


_RULES: dict[Kind, Callable[[str, date], str | None]] = {
    Kind.CN_RIC: _ric,
    Kind.HMT_RESIDENCE: _residence,
    Kind.FPR_NEW: _permanent,
    Kind.FPR_OLD: _format(r"[A-Z]{3}[0-9]{12}"),
    Kind.CN_USCC: _uscc,
    Kind.MOBILE: _mobile,
    Kind.BANK_CARD: _bank_card,
    # The card of 2013, and with its two digits of renewals as older systems keep it.
    Kind.HK_MACAU_PERMIT: _format(r"[HM][0-9]{8}(?:[0-9]{2})?"),
    Kind.TAIWAN_PERMIT: _format(r"[0-9]{8}(?:[0-9]{2}[A-Z]?)?"),
    # E and G ordinary, D and S and P official, 14 and 15 the last before them.
    Kind.PASSPORT_CN: _format(
        r"E(?:[0-9]{8}|[A-HJ-NP-Z][0-9]{7})|G[0-9]{8}|[DSP](?:[0-9]{7,8}|E[0-9]{7})|1[45][0-9]{7}"
    ),
}
