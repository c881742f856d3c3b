"""The emergency cards on paper: all of them on one page a language, read back from the bytes."""

from itertools import pairwise

import pytest

from ledgerdesk.core.emergency import Contact, Contacts, Emergency
from ledgerdesk.documents import emergency_pdf
from ledgerdesk.documents.read_back import fonts_embedded, page_sizes, texts
from ledgerdesk.i18n.emergency_words import CARDS, card_in
from ledgerdesk.i18n.translator import Language, Translator

PEOPLE = Contacts(
    people=(
        Contact(person="王敏", phone="138 0013 8000"),
        Contact(person="李强", phone="010-8888 6666"),
    )
)


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("own", list(Language), ids=str)
def test_every_step_stands_on_the_page_of_its_language(own: Language) -> None:
    other = next(one for one in Language if one is not own)
    pdf = emergency_pdf.render(PEOPLE, (own, other))
    pages = [plain(page) for page in texts(pdf)]

    assert len(pages) == 2
    for page, language in zip(pages, (own, other), strict=True):
        translator = Translator.load(language)
        for which in Emergency:
            card = card_in(translator, which)
            for words in (card.title, card.when, *card.steps):
                assert plain(words) in page, words
        for one in PEOPLE.people:
            assert plain(f"{one.person}") in page
            assert plain(one.phone) in page


def test_each_page_is_one_a4_with_its_fonts_inside() -> None:
    pdf = emergency_pdf.render(PEOPLE)

    assert [tuple(round(side) for side in size) for size in page_sizes(pdf)] == [(210, 297)] * 2
    assert fonts_embedded(pdf)
    assert emergency_pdf.render(PEOPLE) == pdf


@pytest.mark.parametrize("language", list(Language), ids=str)
@pytest.mark.parametrize(
    "contacts",
    [
        PEOPLE,
        Contacts(),
        Contacts(damaged=True),
        Contacts(people=(Contact(person="王" * 40, phone="8" * 30),) * 2),
    ],
)
def test_all_five_fit_whoever_is_called(language: Language, contacts: Contacts) -> None:
    sheet = emergency_pdf.drawn_dry(contacts, language)

    assert sheet.problems == []
    assert sheet.page == 1
    assert max(one.box.bottom for one in sheet.texts) < 290
    assert max(one.box.right for one in sheet.texts) < 192.5
    lines = sorted((one.box for one in sheet.texts), key=lambda box: box.top)
    cut = [
        (first, second)
        for first, second in pairwise(lines)
        if second.top < first.bottom - 0.6 and second.left < first.right and second.top > first.top
    ]
    assert cut == []


def test_a_name_no_font_has_is_a_box_and_a_damaged_file_is_said() -> None:
    named = Contacts(people=(Contact(person="𓀀敏", phone="1\U0001f600"),))
    assert "□敏:1□" in plain(texts(emergency_pdf.render(named, (Language.EN,)))[0])
    damaged = emergency_pdf.render(Contacts(damaged=True), (Language.EN,))
    assert "cannotberead" in plain(texts(damaged)[0])


def test_each_card_has_a_few_short_steps() -> None:
    assert tuple(CARDS) == tuple(Emergency)
    for card in CARDS.values():
        assert 4 <= len(card.steps) <= 6
        assert all(len(step) <= 170 for step in card.steps)
