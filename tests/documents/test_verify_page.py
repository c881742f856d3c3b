"""The page that checks a code: what is filled in, what cannot break out, what it never asks for."""

import hashlib
import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from tests.support.receipt_codes import FIRM, KEYS, OURS, page, public_of

from ledgerdesk.core.receipt_code import key_mark
from ledgerdesk.documents.verify_page import PublicKey, fingerprint, verify_page

HOSTILE = "</script><b>&amp;<!-- \u2028\u2029\"'\\ @FACTS@"
MOST_BYTES = 60 * 1024


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: dict[str, str] = {}
        self._in: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self._in = dict(attrs)["id"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in = None

    def handle_data(self, data: str) -> None:
        if self._in is not None:
            self.scripts[self._in] = self.scripts.get(self._in, "") + data


def elements(text: str) -> _Elements:
    parsed = _Elements()
    parsed.feed(text)
    parsed.close()
    return parsed


def test_the_facts_are_the_firm_its_keys_and_the_day() -> None:
    facts = json.loads(elements(page()).scripts["facts"])
    assert facts["firm"] == FIRM
    assert facts["made_on"] == "2026-11-26"
    assert [key["key"] for key in facts["keys"]] == [key.public.hex() for key in KEYS]
    assert [key["mark"] for key in facts["keys"]] == [key_mark(key.public).hex() for key in KEYS]
    assert [key["since"] for key in facts["keys"]] == ["2025-01-02", "2026-04-01"]
    assert [key["until"] for key in facts["keys"]] == ["2026-03-31", None]


def test_a_fingerprint_is_four_groups_of_the_hash() -> None:
    shown = fingerprint(public_of(OURS))
    assert re.fullmatch(r"([0-9a-f]{4} ){3}[0-9a-f]{4}", shown)
    assert shown.replace(" ", "") == hashlib.sha256(public_of(OURS)).hexdigest()[:16]
    assert shown in page()


def test_a_hostile_name_stays_a_name() -> None:
    plain, hostile = elements(page()), elements(page(HOSTILE))
    assert json.loads(hostile.scripts["facts"])["firm"] == HOSTILE
    assert hostile.tags == plain.tags
    assert hostile.scripts["page"] == plain.scripts["page"]
    assert not set("<>&\u2028\u2029") & set(hostile.scripts["facts"])


@pytest.mark.parametrize(
    "keys",
    [(), (PublicKey(public=b"short", since=date(2026, 1, 1), until=None),)],
)
def test_no_key_or_a_wrong_one_makes_no_page(keys: tuple[PublicKey, ...]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        verify_page(FIRM, keys, date(2026, 11, 26))


def test_the_page_asks_nobody_for_anything() -> None:
    text = page()
    parsed = elements(text)
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    assert policy in [attributes.get("content") for _, attributes in parsed.tags]
    for tag, attributes in parsed.tags:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "a"}
        assert not {"src", "href", "action", "data", "srcset"} & set(attributes)
    reaching = r"https?:|url\(|@import|XMLHttpRequest|\bfetch\b|WebSocket|sendBeacon|\bimport\b"
    assert not re.search(reaching, text)


def test_the_scripts_are_of_2009() -> None:
    scripts = elements(page()).scripts
    text = scripts["checker"] + scripts["page"]
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    words = r"\b(let|const|class|async|await|yield|of|BigInt|Symbol|Promise|Map|Set|Proxy|crypto)\b"
    assert not re.search(words, re.sub(r'"[^"\n]*"', '""', text))
    assert not re.search(r"=>|`|\.\.\.|\*\*|\?\.|\?\?|\b\d+n\b", re.sub(r'"[^"\n]*"', '""', text))
    later = r"\.(includes|padStart|repeat|startsWith|endsWith|fill|find|from|codePointAt|append)\("
    assert not re.search(later, text)
    assert "innerHTML" not in text
    assert "eval" not in text


def test_the_page_is_small_and_has_every_label() -> None:
    text = page()
    parsed = elements(text)
    assert len(text.encode()) < MOST_BYTES
    names = {attributes["id"] for _, attributes in parsed.tags if "id" in attributes}
    labels = [attributes["for"] for tag, attributes in parsed.tags if tag == "label"]
    assert labels == ["code"]
    assert set(re.findall(r'\b(?:at|say)\("(\w+)"', parsed.scripts["page"])) <= names
    assert 'aria-live="polite"' in text
    assert text.count('class="zh"') == text.count('class="en"')
