"""Every known error becomes a sentence in both languages, whatever details it carries."""

import re

import pytest

from ledgerdesk.core.errors import Code, KnownError, Plain
from ledgerdesk.i18n.code_sentences import MESSAGES
from ledgerdesk.i18n.messages import VARIANTS, places, sentence
from ledgerdesk.i18n.translator import Language, Translator

CJK = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(params=list(Language), ids=str)
def translator(request: pytest.FixtureRequest) -> Translator:
    language: Language = request.param
    return Translator.load(language)


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_sentence_that_needs_no_detail(code: Code, translator: Translator) -> None:
    said = sentence(translator, KnownError(code))

    assert said
    assert bool(CJK.search(said)) is (translator.language is Language.ZH)
    assert said[-1] in ".。"
    assert "{" not in said


@pytest.mark.parametrize("code", Code)
def test_a_plain_wording_has_no_place_to_fill(code: Code) -> None:
    assert places(MESSAGES[code]) == set()


@pytest.mark.parametrize(
    ("code", "message", "when"),
    [
        (code, variant.message, dict(variant.when))
        for code, variants in VARIANTS.items()
        for variant in variants
    ],
)
def test_every_closer_wording_can_be_reached_and_shows_its_details(
    code: Code, message: str, when: dict[str, Plain], translator: Translator
) -> None:
    error = KnownError(code)
    error.details = {**{name: f"<{name}>" for name in places(message)}, **when}

    said = sentence(translator, error)

    assert said != sentence(translator, KnownError(code))
    assert all(f"<{name}>" in said for name in places(message))


def test_a_missing_detail_falls_back_to_the_plain_wording(translator: Translator) -> None:
    plain = sentence(translator, KnownError(Code.CLOCK_BACK))

    assert sentence(translator, KnownError(Code.CLOCK_BACK, now="09:00")) == plain
    assert sentence(translator, KnownError(Code.CLOCK_BACK, now="09:00", last=None)) == plain


def test_an_unknown_reason_falls_back_to_the_plain_wording(translator: Translator) -> None:
    plain = sentence(translator, KnownError(Code.WEAK_PASSWORD))

    assert sentence(translator, KnownError(Code.WEAK_PASSWORD, reason="other", least=8)) == plain


def test_details_nobody_asked_for_do_no_harm(translator: Translator) -> None:
    error = KnownError(Code.IN_USE, pid=42, unclean=True, names=("甲", "乙"))

    assert "42" in sentence(translator, error)


def test_three_reasons_why_a_book_stays_shut_read_differently(translator: Translator) -> None:
    codes = (Code.WRONG_PASSWORD, Code.DAMAGED, Code.NEWER_VERSION, Code.KEYS_DAMAGED)

    assert len({sentence(translator, KnownError(code)) for code in codes}) == len(codes)
