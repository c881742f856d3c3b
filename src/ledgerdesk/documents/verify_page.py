"""The page that checks the code of a receipt without a network, for whoever was given one.

The template carries the whole check; here the firm's name and keys are put into it, as JSON that
no name can break out of.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledgerdesk.core.receipt_code import key_mark
from ledgerdesk.resources import resource

_PLACE: Final = "@FACTS@"
_PUBLIC_BYTES: Final = 32
_SHOWN_DIGITS, _GROUP = 16, 4
# What could end the element the JSON stands in, or a line of a script
_ESCAPES: Final = str.maketrans({letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A key the firm signs or signed its receipts with; `until` is None while it is in use."""

    public: bytes
    since: date
    until: date | None


def fingerprint(public: bytes) -> str:
    """Give the first sixteen hexadecimal digits of the key's SHA-256, in groups of four."""
    digits = hashlib.sha256(public).hexdigest()[:_SHOWN_DIGITS]
    return " ".join(digits[at : at + _GROUP] for at in range(0, _SHOWN_DIGITS, _GROUP))


def verify_page(firm: str, keys: Sequence[PublicKey], made_on: date) -> str:
    """Write the page that accepts the codes signed by `keys` and no others.

    Raises:
        ValueError: if there is no key, or one is not of 32 bytes.
    """
    if not keys or any(len(key.public) != _PUBLIC_BYTES for key in keys):
        raise ValueError("the page needs at least one key, each of 32 bytes")
    facts = {
        "firm": firm,
        "made_on": made_on.isoformat(),
        "keys": [
            {
                "key": key.public.hex(),
                "mark": key_mark(key.public).hex(),
                "fingerprint": fingerprint(key.public),
                "since": key.since.isoformat(),
                "until": key.until.isoformat() if key.until else None,
            }
            for key in keys
        ],
    }
    template = resource("verify", "verify.html").read_text(encoding="utf-8")
    before, after = template.split(_PLACE)
    return before + json.dumps(facts, ensure_ascii=False).translate(_ESCAPES) + after
