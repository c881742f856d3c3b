"""Whether a few words answer to what somebody types: characters, pinyin, initials."""

from functools import lru_cache

from ledgerdesk.core.names import search_terms
from ledgerdesk.storage.pinyin import readings

_REMEMBERED = 1_024


def fits(words: str, typed: str) -> bool:
    """Tell whether words hold a text, or are read as it from some character on."""
    wanted = "".join(typed.casefold().split())
    if not wanted or wanted in "".join(words.casefold().split()):
        return True
    return any(term.startswith(wanted) for term in _terms(words))


@lru_cache(maxsize=_REMEMBERED)
def _terms(words: str) -> tuple[str, ...]:
    return tuple(search_terms(words, read=readings))
