"""Draw a password for somebody's first day: long enough for an owner, easy to read aloud."""

import secrets

# No letter that looks or sounds like another one of them, or like a digit.
_LETTERS = "abcdefhkmnprstwxyz23456789"
_GROUPS, _IN_GROUP = 3, 4


def drawn() -> str:
    """Draw one, such as `k7mr-2wxt-9hbn`: 56 bits, and whoever gets it replaces it at once."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
