"""The keys and the queries meet in a real FTS5 table, with the readings of the real library."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlcipher3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledgerdesk.core.names import query_terms, search_terms
from ledgerdesk.storage.pinyin import readings

DATA = Path(__file__).parents[1] / "data"
TABLE = """
CREATE VIRTUAL TABLE customer_search USING fts5 (
    terms, content = '', contentless_delete = 1, tokenize = 'unicode61', prefix = '1 2')
"""
ASK = "SELECT rowid FROM customer_search WHERE customer_search MATCH ?"
PEOPLE = {
    "单雄信": "+86 138-0013-8642",
    "吕布": "13900139753",
    "欧阳修": "13700137111",
    "张三": "13600136222",
    "上海华联超市有限公司": "(021)62345678-801",
    "MBP软件科技": "400-123-4567",
    "𠮷田一": "",
    "Müller Wäsche": "",
    "买买提·艾力": "",
    "重庆银行": "",
    "䶮小明": "",
    "\ue5e5文": "",
}

Find = Callable[[str], set[str]]


class Index:
    """An FTS5 table in memory as the book has it."""

    def __init__(self) -> None:
        self.connection = sqlcipher3.connect(":memory:")
        self.connection.execute(TABLE)
        self.names: list[str] = []

    def add(self, name: str, *, phone: str = "", hand_pinyin: str | None = None) -> None:
        terms = search_terms(name, read=readings, hand_pinyin=hand_pinyin, phones=(phone,))
        self.connection.execute(
            "INSERT INTO customer_search (rowid, terms) VALUES (?, ?)",
            (len(self.names), " ".join(terms)),
        )
        self.names.append(name)

    def find(self, text: str) -> set[str]:
        expression = query_terms(text)
        if not expression:
            return set()
        return {self.names[row[0]] for row in self.connection.execute(ASK, (expression,))}


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    filled = Index()
    for name, phone in PEOPLE.items():
        filled.add(name, phone=phone)
    yield filled
    filled.connection.close()


@pytest.fixture
def find(index: Index) -> Find:
    return index.find


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单雄信", "shan dan sxx dxx xiong 雄 单雄 8642 138 13800138642 shanx SHAN ｓｘｘ 单雄信"),
        ("吕布", "lv lu lyu lü lvbu lyubu lb 吕 布"),
        ("欧阳修", "ouyang oyx yang yx ou 欧阳 阳修 7111"),
        ("张三", "zs zhang san 张三 6222"),
        (
            "上海华联超市有限公司",
            "shhl shanghai hualian 华联 超市 5678 62345678 021-6234 02162345678",
        ),
        ("MBP软件科技", "mbp mbpr ruanjian rjkj MBP软件 4001234567 4567"),
        ("𠮷田一", "𠮷 田一 tianyi ty"),
        ("Müller Wäsche", "Müller muller mül wäsche MÜLLER müllerw"),
        ("买买提·艾力", "买买提 买买提·艾力 mmt mmtal aili"),
        ("重庆银行", "chongqing zhongqing cqyh yinhang"),
        ("䶮小明", "䶮 小明 yanxiaoming yxm"),
        ("\ue5e5文", "\ue5e5 \ue5e5文 wen"),
    ],
)
def test_a_customer_is_found_by_what_a_clerk_would_type(name: str, typed: str, find: Find) -> None:
    missed = [text for text in typed.split() if name not in find(text)]

    assert missed == []


@pytest.mark.parametrize(
    "typed",
    [
        "+86 138 0013 8642",
        "138-0013-8642",
        "单 信",
        "shan 8642",
        "单xx",
        "xin shan",
        "shan xiong",
    ],
)
def test_the_parts_of_a_query_narrow_it_to_the_one_meant(typed: str, find: Find) -> None:
    assert find(typed) == {"单雄信"}


@pytest.mark.parametrize(
    "typed", ["雄单", "单信", "xs 8642 张", "ang", "8641", "642", "mmm", "xyz"]
)
def test_what_is_not_there_is_not_found(typed: str, find: Find) -> None:
    assert find(typed) == set()


def test_every_sample_surname_is_found_by_its_reading_and_initials() -> None:
    with (DATA / "surnames.csv").open(encoding="utf-8", newline="") as file:
        samples = [(row["surname"], row["reading"].split()) for row in csv.DictReader(file)]
    index = Index()
    for surname, _ in samples:
        index.add(f"{surname}文")
    missed = []
    for surname, syllables in samples:
        spelt, initials = "".join(syllables), "".join(syllable[0] for syllable in syllables)
        everyday = "".join(readings(character)[0] for character in surname)
        typed = [spelt, f"{spelt}wen", f"{initials}w", surname, f"{everyday}wen", "wen"]
        missed += [(surname, text) for text in typed if f"{surname}文" not in index.find(text)]

    assert len(samples) == 53
    assert missed == []
    index.connection.close()


def test_pinyin_set_by_hand_is_found() -> None:
    index = Index()
    index.add("𠮷田一", hand_pinyin="jí tián yī")

    assert all(index.find(typed) for typed in ("jitianyi", "jty", "jitian", "tian"))
    index.connection.close()


@given(
    st.text(st.characters(), max_size=60)
    | st.text('"*()^:+-{}, AND OR NOT NEAR/terms张单xü８\x00\ud800', max_size=40)
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_raises(find: Find, text: str) -> None:
    assert find(text) <= set(PEOPLE)


@pytest.mark.parametrize("piece", ["张", "a ", '"', "8 ", "\ud800", "\x00", "ﷺ", "𖼀 ", "a\u0301"])
def test_no_query_of_a_hundred_thousand_characters_raises(piece: str, find: Find) -> None:
    assert find(piece * (100_000 // len(piece))) <= set(PEOPLE)


def test_a_word_longer_than_a_key_is_found_by_all_of_it() -> None:
    index = Index()
    index.add("Donaudampfschifffahrtsgesellschaft Wien")

    assert index.find("Donaudampfschifffahrtsgesellschaft")
    assert index.find("donau wien")
    index.connection.close()


@given(st.text('张单雄吕𠮷〇々㐀aZé９8·-. ("*\ue5e5', min_size=1, max_size=15))
@settings(max_examples=100)
def test_a_name_typed_in_full_finds_itself(name: str) -> None:
    index = Index()
    index.add(name)

    assert index.find(name) == ({name} if re.search(r"[^\W_]|\ue5e5", name) else set())
    index.connection.close()


def test_every_character_of_gb_18030s_han_is_a_token_of_its_own() -> None:
    index = Index()
    blocks = [range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x2A6E0), [0x3007]]
    characters = [chr(point) for block in blocks for point in block]
    index.connection.executemany(
        "INSERT INTO customer_search (rowid, terms) VALUES (?, ?)", enumerate(characters)
    )
    lost = [
        character
        for place, character in enumerate(characters)
        if index.connection.execute(ASK, (f'"{character}"',)).fetchall() != [(place,)]
    ]

    assert lost == []
    index.connection.close()


def test_the_library_reads_a_character_in_every_way_and_a_sign_in_none() -> None:
    assert readings("单") == ("dan", "chan", "shan")
    assert readings("吕") == ("lv",)
    assert readings("A") == readings("𠮷") == readings("") == ()
