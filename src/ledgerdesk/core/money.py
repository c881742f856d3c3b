"""Money is a whole number of 分 and a quantity a whole number of thousandths; nothing rounds."""

import re
from dataclasses import dataclass

from ledgerdesk.core.errors import Code, KnownError

CNY = "CNY"
YUAN_SIGN = "\u00a5"
# 999.99 亿 less a 分: beyond any receipt, well inside SQLite's integers and the words we write.
MAX_FEN = 99_999_999_999_99
MAX_QUANTITY_MILLI = 999_999_999_999
MAX_TYPED_CHARACTERS = 64
_MONEY_DECIMALS = 2
_QUANTITY_DECIMALS = 3

_MINUS_SIGNS = "\u2212\uff0d"
_FULL_WIDTH = str.maketrans(
    {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    | {"，": ",", "．": ".", "。": ".", "＋": "+", "\uffe5": YUAN_SIGN}
    | dict.fromkeys(_MINUS_SIGNS, "-")
)
_DRESSED = re.compile(r"(?P<front>[-+¥\s]*)(?P<number>.*?)(?P<unit>\s*[元圆])?", re.DOTALL)
_SHAPE = re.compile(
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?P<mark>[,\s])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?:\.(?P<part>[0-9]+))?"
)
_GROUPED = re.compile(r"[0-9]*[,\s][0-9,\s]*(?:\.[0-9,\s]*)?|[0-9]+\.[0-9,\s]+")
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount of whole 分 (hundredths) in one ISO 4217 currency; two currencies never add."""

    fen: int
    currency: str = CNY

    def __post_init__(self) -> None:
        if type(self.fen) is not int:
            raise TypeError("money is a whole number of 分")
        if not _CURRENCY.fullmatch(self.currency):
            raise ValueError("a currency is three capital letters of ISO 4217")

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError("two currencies never add")
        return Money(fen=self.fen + other.fen, currency=self.currency)

    def __neg__(self) -> "Money":
        return Money(fen=-self.fen, currency=self.currency)


def parse_amount(text: str, *, allow_negative: bool = False) -> int:
    """Read an amount in yuan as typed or imported, in 分, at most `MAX_FEN` either way.

    Full-width characters, ¥, 元 or 圆, a leading sign, blanks around, and thousands grouped
    correctly by one kind of mark are read; anything that would need a guess is refused with
    `bad_amount` and a reason: `empty`, `not_a_number`, `scientific_notation`, `grouping`,
    `too_many_decimals`, `too_large`, `negative`.
    """
    sign, number = _undressed(text)
    fen = _scaled(number, decimals=_MONEY_DECIMALS, limit=MAX_FEN)
    if sign == "-" and fen and not allow_negative:
        raise _refusal("negative")
    return -fen if sign == "-" else fen


def parse_quantity(text: str) -> int:
    """Read a quantity of at most three decimals, in thousandths, 0 to `MAX_QUANTITY_MILLI`.

    Refused with `bad_value`, field `quantity`, and the reasons of `parse_amount`.
    """
    try:
        sign, number = _undressed(text)
        if YUAN_SIGN in text.translate(_FULL_WIDTH) or text.rstrip().endswith(("元", "圆")):
            raise _refusal("not_a_number")
        milli = _scaled(number, decimals=_QUANTITY_DECIMALS, limit=MAX_QUANTITY_MILLI)
        if sign == "-" and milli:
            raise _refusal("negative")
    except KnownError as refused:
        raise KnownError(Code.BAD_VALUE, field="quantity", **refused.details) from None
    return milli


def _undressed(text: str) -> tuple[str, str]:
    """Split into the sign and the bare number; each ornament may stand once."""
    plain = text.strip().translate(_FULL_WIDTH)
    if not plain:
        raise _refusal("empty")
    if len(plain) > MAX_TYPED_CHARACTERS:
        raise _refusal("too_large" if re.fullmatch(r"[0-9]+", plain) else "not_a_number")
    parts = _DRESSED.fullmatch(plain)
    if parts is None:
        raise RuntimeError("the pattern matches every text")
    front = "".join(parts["front"].split())
    signs = front.replace(YUAN_SIGN, "", 1)
    if signs not in {"", "+", "-"} or not parts["number"]:
        raise _refusal("not_a_number")
    return signs, parts["number"]


def _scaled(number: str, *, decimals: int, limit: int) -> int:
    if re.fullmatch(r"[0-9.]+[eE][-+]?[0-9]+", number):
        raise _refusal("scientific_notation")
    parts = _SHAPE.fullmatch(number)
    if parts is None:
        raise _refusal("grouping" if _GROUPED.fullmatch(number) else "not_a_number")
    digits = parts["part"] or ""
    if len(digits) > decimals:
        raise _refusal("too_many_decimals")
    scaled = int(re.sub(r"[,\s]", "", parts["whole"]) + digits.ljust(decimals, "0"))
    if scaled > limit:
        raise _refusal("too_large")
    return scaled


def _refusal(reason: str) -> KnownError:
    return KnownError(Code.BAD_AMOUNT, field="amount", reason=reason)


def format_fen(fen: int, *, minus: str = "-") -> str:
    """Write 分 as yuan with thousands and two decimals: `1,234.50`, `-1,234.50`."""
    yuan, cents = divmod(abs(fen), 100)
    return f"{minus if fen < 0 else ''}{yuan:,}.{cents:02d}"


def yuan_text(fen: int) -> str:
    """Write 分 as on paper: `¥1,234.50`, red `¥-1,234.50`; ¥ stands directly before the digits."""
    return YUAN_SIGN + format_fen(fen)


def format_quantity(quantity_milli: int) -> str:
    """Write thousandths without needless zeros: `1`, `2.5`, `1,000.125`."""
    whole, rest = divmod(abs(quantity_milli), 1000)
    part = f".{rest:03d}".rstrip("0").rstrip(".")
    return f"{'-' if quantity_milli < 0 else ''}{whole:,}{part}"


def line_amount(quantity_milli: int, price_fen: int) -> int | None:
    """Multiply a quantity in thousandths by a price in 分; None when no whole 分 results."""
    product, rest = divmod(quantity_milli * price_fen, 1000)
    return None if rest else product
