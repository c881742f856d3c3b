"""What may be a password, and how typed text or a password file becomes the bytes of one.

Rules: NFC, UTF-8, at least 8 characters, owners at least 12 or five words, the commonest
refused; no rule of composition (SECURITY "Keys": passwords).
"""

import unicodedata
from itertools import pairwise

from ledgerdesk.core.errors import Code, KnownError

LEAST_CHARACTERS = 8
LEAST_OWNER_CHARACTERS = 12
OWNER_WORDS = 5
MOST_BYTES = 1024

_COMMON_TEXT = """
12345678 123456789 1234567890 0123456789 87654321 987654321 0987654321 11223344 112233445566
123123123 12341234 123321123 123454321 1234554321 147258369 159357456 159753456 741852963
5201314520 52013145201314 1314520520 521521521 31415926 314159265 11235813 password passw0rd
p@ssword p@ssw0rd password1 password12 password123 password1234 passwordpassword mypassword
letmein1 letmeinplease welcome1 welcome123 changeme changeme123 qwertyui qwertyuiop qwerty12
qwerty123 qwerty1234 qwerty123456 qwer1234 qwer1234qwer asdfghjk asdfghjkl asdf1234 zxcvbnm1
zxcvbnm123 zxcvbnm, 1qaz2wsx 1qaz2wsx3edc 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5
qazwsxedc qazwsxedcrfv qweasdzxc zaq12wsx a1234567 a12345678 a123456789 aa123456 aa12345678
aa123456789 abc12345 abc123456 abcd1234 abcd123456 abc123abc123 1234abcd 123456abc 123456aa
12345678a 123456789a 1234qwer iloveyou iloveyou1 iloveyou1314 woaini1314 woaini520 woaini5201314
woaini123 woaini1314520 woaiwojia woaiwolaopo wodemima woshishui nihao123 nihaonihao zhangwei
wangwei123 admin123 admin1234 admin12345 admin123456 administrator root1234 test1234 testtest
football baseball basketball superman batman123 starwars princess sunshine sunshine1 whatever
trustno1 computer internet dragon123 monkey123 master123 shadow123 michael1 ledgerdesk ledgerdesk1
ledgerdesk123 caiwu123 caiwu123456 kuaiji123 kuaiji123456 jizhang123 zhangben123
"""
_COMMON = frozenset(_COMMON_TEXT.split())
_KEYBOARD_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "`1234567890-=",
    "qwertyuiop[]\\",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "甲乙丙丁戊己庚辛壬癸",
    "一二三四五六七八九十",
)
_LONGEST_PERIOD = 4


def read_password_bytes(raw: bytes) -> str:
    """Turn the bytes of a password file into text; one trailing newline and a UTF-8 mark are cut.

    Raises `bad_value` when the bytes are not UTF-8.
    """
    cut = raw.removesuffix(b"\n")
    if cut != raw:
        cut = cut.removesuffix(b"\r")
    try:
        return cut.decode("utf-8-sig")  # Notepad puts a mark in front that nobody can type
    except UnicodeDecodeError:
        raise KnownError(Code.BAD_VALUE, field="password", reason="not_utf8") from None


def password_bytes(password: str) -> bytes | None:
    """Give the bytes the key derivation is fed (NFC, UTF-8), or None where none exist."""
    try:
        raw = unicodedata.normalize("NFC", password).encode()
    except UnicodeEncodeError:  # a lone surrogate: no keyboard makes it and no file can hold it
        return None
    return raw if len(raw) <= MOST_BYTES else None


def require_strong(password: str, *, owner: bool, login: str = "") -> bytes:
    """Give the bytes of a password that may be set, or raise `weak_password` with its reason.

    Reasons: `too_short` (with `least`), `too_long`, `not_text`, `common`, `login`.
    """
    text = unicodedata.normalize("NFC", password)
    raw = password_bytes(text)
    if raw is None:
        reason = "too_long" if len(text) > MOST_BYTES // 4 else "not_text"
        raise _weak(reason)
    if len(text) < LEAST_CHARACTERS:
        raise _weak("too_short", least=LEAST_OWNER_CHARACTERS if owner else LEAST_CHARACTERS)
    if owner and len(text) < LEAST_OWNER_CHARACTERS and not _has_five_words(text):
        raise _weak("too_short", least=LEAST_OWNER_CHARACTERS)
    if _is_common(text):
        raise _weak("common")
    if login and _condensed(text) == _condensed(login):
        raise _weak("login")
    return raw


def is_strong(password: str, *, owner: bool, login: str = "") -> bool:
    """Say whether a password may be set."""
    try:
        require_strong(password, owner=owner, login=login)
    except KnownError:
        return False
    return True


def _weak(reason: str, *, least: int = 0) -> KnownError:
    return KnownError(Code.WEAK_PASSWORD, field="password", reason=reason, least=least)


def _has_five_words(text: str) -> bool:
    words = {word.casefold() for word in text.split()}
    return sum(len(word) > 1 or not word.isascii() for word in words) >= OWNER_WORDS


def _condensed(text: str) -> str:
    return "".join(text.casefold().split())


def _is_common(text: str) -> bool:
    plain = _condensed(text)
    return plain in _COMMON or _repeats(plain) or _runs(plain) or _is_date_or_phone(plain)


def _repeats(text: str) -> bool:
    """Say whether one short piece fills the whole text."""
    return any(
        (text[:period] * len(text))[: len(text)] == text
        for period in range(1, min(_LONGEST_PERIOD, len(text) // 2) + 1)
    )


def _runs(text: str) -> bool:
    """Say whether nearly every step follows the alphabet, the digits or a row of keys."""
    steps = set()
    for row in _KEYBOARD_RUNS:
        steps |= set(pairwise(row)) | set(pairwise(reversed(row)))
    breaks = sum(step not in steps for step in pairwise(text))
    return breaks <= 1


def _is_date_or_phone(text: str) -> bool:
    if not (text.isascii() and text.isdigit()):
        return False
    phone_digits, date_digits = 11, 8
    if len(text) == phone_digits:
        return text[0] == "1"
    return len(text) == date_digits and text[:2] in {"19", "20"}
