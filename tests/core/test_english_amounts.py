"""Amounts and dates in English, as receipts for foreign payers carry them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerdesk.core.dates import english_date
from ledgerdesk.core.english_amounts import amount_in_english
from ledgerdesk.core.errors import Code, KnownError

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
)
ONES = {word: n for n, word in enumerate(_ONES.split(" "))}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {word: 10 * n for n, word in enumerate(_TENS.split(" "), start=2)}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def read(text: str) -> int:
    """Read English words back, another way than they were written; 分."""
    whole, cents = text.lower().split(" yuan ")
    total = group = 0
    for word in whole.replace("-", " ").split():
        if word in SCALES:
            total, group = total + group * SCALES[word], 0
        elif word == "hundred":
            group *= 100
        else:
            group += ONES[word] if word in ONES else TENS[word]
    fen = 0 if cents == "only" else int(cents.removeprefix("and ").removesuffix("/100"))
    return (total + group) * 100 + fen


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (0, "Zero yuan only"),
        (1, "Zero yuan and 01/100"),
        (100, "One yuan only"),
        (1_865_450, "Eighteen thousand six hundred fifty-four yuan and 50/100"),
        (100_000_000, "One million yuan only"),
        (100_000_100, "One million one yuan only"),
        (2_000, "Twenty yuan only"),
    ],
)
def test_amounts_are_said_as_on_paper(fen: int, said: str) -> None:
    assert amount_in_english(fen) == said


@given(st.integers(0, 10**17 - 1))
def test_every_amount_reads_back(fen: int) -> None:
    assert read(amount_in_english(fen)) == fen


@pytest.mark.parametrize("fen", [-1, 10**17])
def test_what_has_no_words_is_refused(fen: int) -> None:
    with pytest.raises(KnownError) as refused:
        amount_in_english(fen)
    assert refused.value.code is Code.BAD_AMOUNT


def test_a_date_is_the_same_in_every_systems_language() -> None:
    assert english_date(date(2026, 11, 3)) == "3 November 2026"
