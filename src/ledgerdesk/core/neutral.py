"""Text that no sheet takes for a formula, and the same text back again."""

import re

# Excel and its kin also try full-width signs; TAB, CR and LF before a sign are looked through.
_RISKY = re.compile("'*[=+\\-@＝＋－＠\t\r\n]")
_MARKED = re.compile("'+[=+\\-@＝＋－＠\t\r\n]")


def neutralised(text: str) -> str:
    """Put an apostrophe before text a sheet would calculate; `restored` takes it off again."""
    return "'" + text if _RISKY.match(text) else text


def restored(text: str) -> str:
    """Give back what `neutralised` was given."""
    return text[1:] if _MARKED.match(text) else text
