"""Text that may be stored: composed, trimmed, bounded, and free of characters that deceive."""

import unicodedata

from ledgerdesk.core.errors import Code, KnownError

# Pasted from a sheet, these stand unseen at the ends; a name made of them alone is no name.
_UNSEEN = "\u200b\ufeff"
_BIDI = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_LINE_BREAKS = frozenset("\u2028\u2029")


def clean(text: str, *, field: str, max_length: int) -> str:
    """Give back text as NFC without blanks at its ends, at most `max_length` characters.

    Refused with `bad_value`, the field and a reason: `control`, `bidi`, `surrogate`,
    `noncharacter`, `too_long` (with `limit`). Empty text is given back as it is.
    """
    if not text:
        return text
    trimmed = _trimmed(text)
    # Printable text holds none of them, and Python tells it from the rest at once.
    for character in () if trimmed.isprintable() else trimmed:
        reason = _fault(character)
        if reason is not None:
            raise KnownError(Code.BAD_VALUE, field=field, reason=reason)
    composed = unicodedata.normalize("NFC", trimmed)
    if len(composed) > max_length:
        raise KnownError(Code.BAD_VALUE, field=field, reason="too_long", limit=max_length)
    return composed


def harmless(text: str, max_length: int) -> str:
    """Give back what somebody else wrote as one short plain line: what `clean` refuses is gone.

    For words that are shown and never stored, such as the name of a stick.
    """
    spaced = "".join(" " if one.isspace() else one for one in text[: 4 * max_length])
    kept = "".join(one for one in spaced if _fault(one) is None and one not in _UNSEEN)
    return unicodedata.normalize("NFC", " ".join(kept.split()))[:max_length].rstrip()


def _trimmed(text: str) -> str:
    start, end = 0, len(text)
    while start < end and (text[start].isspace() or text[start] in _UNSEEN):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _UNSEEN):
        end -= 1
    return text[start:end]


def _fault(character: str) -> str | None:
    if character in _BIDI:
        return "bidi"
    if character in _LINE_BREAKS:
        return "control"
    category = unicodedata.category(character)
    if category == "Cc":
        return "control"
    if category == "Cs":
        return "surrogate"
    point = ord(character)
    if 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE:  # noqa: PLR2004 - Unicode's own figures
        return "noncharacter"
    return None
