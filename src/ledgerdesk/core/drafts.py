"""A half-typed form: what stood in each of its fields, as text, so that nothing typed is lost."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MAX_DRAFT_CHARACTERS = 1_000_000


class Form(StrEnum):
    """The forms that keep drafts."""

    TRADE = "trade"
    CUSTOMER = "customer"
    CARD = "card"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One form that was not finished: its fields by name, those that are empty left out.

    `pub` is the id the record will carry that is posted from it, which makes posting safe to
    repeat.
    """

    pub: str
    form: Form
    texts: Mapping[str, str]


def written(texts: Mapping[str, str]) -> str:
    """Write a form's texts as ASCII JSON: half a character of a broken paste is kept as it is."""
    return json.dumps(dict(texts), ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def read(content: str) -> Mapping[str, str]:
    """Read back what `written` wrote."""
    return {str(name): str(text) for name, text in json.loads(content).items()}
