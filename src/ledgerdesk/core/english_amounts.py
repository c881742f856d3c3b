"""Write an amount of yuan in English words, as receipts for foreign payers carry it."""

from ledgerdesk.core.errors import Code, KnownError

_SMALL = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ("", " thousand", " million", " billion", " trillion")
_MAX_FEN = 10**17 - 1


def amount_in_english(amount_fen: int) -> str:
    """Write an amount in 分 as `Eighteen thousand six hundred fifty-four yuan and 50/100`.

    Whole yuan end in `yuan only`. Raises `bad_amount` for a negative one: a red receipt names the
    positive amount.
    """
    if not 0 <= amount_fen <= _MAX_FEN:
        reason = "negative" if amount_fen < 0 else "too_large"
        raise KnownError(Code.BAD_AMOUNT, field="amount", reason=reason)
    yuan, fen = divmod(amount_fen, 100)
    tail = f"and {fen:02d}/100" if fen else "only"
    said = f"{_whole(yuan)} yuan {tail}"
    return said[0].upper() + said[1:]


def _whole(number: int) -> str:
    if number == 0:
        return _SMALL[0]
    parts: list[str] = []
    scale = 0
    while number:
        number, group = divmod(number, 1000)
        if group:
            parts.append(_below_thousand(group) + _SCALES[scale])
        scale += 1
    return " ".join(reversed(parts))


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    if rest:
        words.append(_below_hundred(rest))
    return " ".join(words)


def _below_hundred(number: int) -> str:
    if number < len(_SMALL):
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_SMALL[ones]}" if ones else _TENS[tens]
