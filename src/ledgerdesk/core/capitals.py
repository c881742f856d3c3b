"""An amount in Chinese capitals: one spelling that satisfies both norms, and all they allow."""

import re
from dataclasses import dataclass

from ledgerdesk.core.errors import Code, KnownError

PREFIX = "人民币"
# Sixteen digits of yuan: the last place a section of four has a name for (仟万亿).
MAX_CAPITALS_FEN = 9_999_999_999_999_999_99
MAX_TYPED_CHARACTERS = 80

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿", "万")
_SECTION = 4
_YI = 2
_VARIANTS = str.maketrans(
    "圆圓正貳贰弐叄參参陸萬億幣〇○",
    "元元整贰贰贰叁叁叁陆万亿币零零",
)
_DIGIT = f"[{_DIGITS[1:]}]"
_AMOUNT = re.compile(
    rf"(?:(?P<yuan>.*)元)?零?(?:(?P<jiao>{_DIGIT})角)?零?(?:(?P<fen>{_DIGIT})分)?整?"
)
_UNDER_WAN = re.compile(
    rf"(?:({_DIGIT})仟)?(?:({_DIGIT})佰)?(?:({_DIGIT})拾)?({_DIGIT})?",
)
_PREFIXED = re.compile(rf"{PREFIX}[\s:：]*")


@dataclass(frozen=True, slots=True)
class _Part:
    """One stretch of the words: whether we write it, and whether a writer may choose."""

    text: str
    written: bool = True
    optional: bool = False


def capitals(fen: int) -> str:
    """Write 分 in capitals without 人民币, 0 to `MAX_CAPITALS_FEN`: `壹仟贰佰叁拾肆元伍角整`.

    Negative amounts are refused with `bad_amount`: they take a red receipt, which writes （红字）
    before the words of the positive amount. Source: 支付结算办法 附一, 会计基础工作规范 第52条.
    """
    return "".join(part.text for part in _parts(fen) if part.written)


def with_prefix(fen: int) -> str:
    """Write 分 in capitals behind 人民币, without a blank between."""
    return PREFIX + capitals(fen)


def parse_capitals(text: str) -> int:
    """Read capitals in any spelling the norms allow, in 分; 圆, 正, traditional forms, 人民币.

    Refused with `bad_amount` and a reason: `empty`, `not_capitals` (unknown or misplaced
    characters), `spelling` (a sum can be guessed, but no norm spells it so), `too_large`.
    """
    plain = "".join(text[: MAX_TYPED_CHARACTERS + 1].translate(_VARIANTS).split())
    plain = _PREFIXED.sub("", plain, count=1) if plain.startswith(PREFIX) else plain
    if not plain:
        raise _refusal("empty")
    if len(plain) > MAX_TYPED_CHARACTERS:
        raise _refusal("not_capitals")
    parts = _AMOUNT.fullmatch(plain)
    if parts is None:
        raise _refusal("not_capitals")
    yuan = _yuan_of((parts["yuan"] or "").replace("零", ""))
    jiao, cents = _digit(parts["jiao"]), _digit(parts["fen"])
    fen = yuan * 100 + jiao * 10 + cents
    if not re.fullmatch(_spellings(fen), plain):
        raise _refusal("spelling")
    return fen


def _refusal(reason: str) -> KnownError:
    return KnownError(Code.BAD_AMOUNT, field="capitals", reason=reason)


def _spellings(fen: int) -> str:
    """Build the pattern of every spelling the norms allow for 分."""
    return "".join(f"(?:{part.text})?" if part.optional else part.text for part in _parts(fen))


def _parts(fen: int) -> list[_Part]:
    if fen < 0:
        raise _refusal("negative")
    if fen > MAX_CAPITALS_FEN:
        raise _refusal("too_large")
    yuan, cents = divmod(fen, 100)
    jiao, last = divmod(cents, 10)
    parts = _yuan_parts(yuan)
    if yuan:
        parts.append(_Part("元"))
    elif fen:
        parts.append(_Part("零元", written=False, optional=True))
    else:
        parts.append(_Part("零元"))
    if jiao:
        if yuan and yuan % 10 == 0:
            parts.append(_Part("零", written=False, optional=True))
        parts.append(_Part(_DIGITS[jiao] + "角"))
    if last:
        if not jiao and yuan:
            parts.append(_Part("零"))
        parts.append(_Part(_DIGITS[last] + "分"))
    elif jiao:
        parts.append(_Part("整", optional=True))
    else:
        parts.append(_Part("整"))
    return parts


def _yuan_parts(yuan: int) -> list[_Part]:
    parts: list[_Part] = []
    digits = str(yuan)
    zeros = False
    for index, character in enumerate(digits):
        section, place = divmod(len(digits) - 1 - index, _SECTION)
        if character == "0":
            zeros = True
        else:
            if zeros:
                # Zeros that end with a section's last place may go unspoken before a 千位.
                parts.append(_Part("零", optional=place == _SECTION - 1))
            zeros = False
            parts.append(_Part(_DIGITS[int(character)] + _PLACES[place]))
        if place == 0 and _section_is_named(yuan, section):
            parts.append(_Part(_SECTIONS[section]))
    return parts


def _section_is_named(yuan: int, section: int) -> bool:
    """Tell whether 万 or 亿 stands here; 亿 also closes the 万亿 above an empty section."""
    above = int(yuan // 10 ** (_SECTION * section))
    return above > 0 if section == _YI else above % 10**_SECTION > 0


def _yuan_of(words: str) -> int:
    high, yi, low = words.rpartition("亿")
    if yi and not high:
        raise _refusal("not_capitals")
    return _under_yi(high) * 10**8 + _under_yi(low)


def _under_yi(words: str) -> int:
    high, wan, low = words.rpartition("万")
    if wan and not high:
        raise _refusal("not_capitals")
    return _under_wan(high) * 10**4 + _under_wan(low)


def _under_wan(words: str) -> int:
    parts = _UNDER_WAN.fullmatch(words)
    if parts is None:
        raise _refusal("not_capitals")
    value = 0
    for digit in parts.groups():
        value = value * 10 + _digit(digit)
    return value


def _digit(character: str | None) -> int:
    return _DIGITS.index(character) if character else 0
