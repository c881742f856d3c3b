"""A page that checks the codes of a firm's receipts in any browser, without a network."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledgerdesk.core.receipt_code import key_mark
from ledgerdesk.resources import resource

_PLACE = "@@GIVEN@@"
# Within a script element no text may end it or begin a comment, whatever a firm is called.
_ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A key the firm signs codes with, and the days it was in force; without an end it still is."""

    public: bytes
    since: date
    until: date | None


def verify_page(firm: str, keys: Sequence[PublicKey], made_on: date) -> str:
    """Write the page for a firm and its keys: one file of HTML that loads nothing."""
    given = {
        "firm": firm,
        "made_on": made_on.isoformat(),
        "keys": [_key(key) for key in keys],
    }
    text = json.dumps(given, ensure_ascii=False).translate(_ESCAPED)
    page = resource("verify", "verify.html").read_text(encoding="utf-8")
    return page.replace(_PLACE, text, 1)


def fingerprint(public: bytes) -> str:
    """Give what a person compares of a key: 16 hex digits of its SHA-256 in groups of four."""
    digits = hashlib.sha256(public).hexdigest()[:16]
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _key(key: PublicKey) -> dict[str, str | None]:
    return {
        "key": key.public.hex(),
        "mark": key_mark(key.public).hex(),
        "fingerprint": fingerprint(key.public),
        "since": key.since.isoformat(),
        "until": key.until.isoformat() if key.until else None,
    }
