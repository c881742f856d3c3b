"""What is sold again and again is kept by code, offered in a line, and never changes an old one."""

from dataclasses import replace

import pytest
from tests.services.about_catalogue import BOOKS
from tests.support.still_office import issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.catalogue import Service, begins_with, cleaned
from ledgerdesk.core.errors import Code, KnownError

TAX = Service(code="BS02", name="报税服务", unit="次", price_fen=None)


@pytest.fixture
def kept(ledger: Ledger) -> Ledger:
    ledger.catalogue.add(BOOKS)
    ledger.catalogue.add(TAX)
    return ledger


def names(ledger: Ledger, typed: str) -> list[str]:
    return [line.item for line in ledger.today.lines_like(typed)]


@pytest.mark.parametrize("typed", ["dj", "DJ01", "jz", "代理", "dljz", "dailijizhang", "记账"])
def test_an_entry_answers_to_code_mnemonic_characters_and_pinyin(kept: Ledger, typed: str) -> None:
    (line,) = kept.today.lines_like(typed)

    assert (line.item, line.unit, line.price_fen, line.is_listed) == (
        "代理记账",
        "月",
        30_000,
        True,
    )


def test_the_catalogue_stands_before_what_was_written_and_nothing_is_offered_twice(
    kept: Ledger,
) -> None:
    issue(kept, trade("张三", 1_000))
    written = rows_of(kept, "SELECT item FROM trade_line")[0][0]
    kept.catalogue.add(Service(code="ZX", name=written, price_fen=500))

    found = kept.today.lines_like("zx")

    assert [(one.item, one.is_listed) for one in found] == [(written, True)]
    assert names(kept, "") == [written]


def test_an_entry_is_changed_and_retired_and_old_lines_stay(kept: Ledger) -> None:
    kept.catalogue.change(replace(BOOKS, name="代账", price_fen=35_000))
    assert names(kept, "dj01") == ["代账"]

    kept.catalogue.change(replace(BOOKS, is_retired=True))

    assert names(kept, "dj01") == []
    assert [one.code for one in kept.catalogue.list()] == ["BS02", "DJ01"]
    assert kept.audit.check().ok


def test_saving_what_is_there_already_writes_nothing(kept: Ledger) -> None:
    before = rows_of(kept, "SELECT count(*) FROM audit")

    kept.catalogue.change(BOOKS)

    assert rows_of(kept, "SELECT count(*) FROM audit") == before


@pytest.mark.parametrize(
    ("service", "field", "reason"),
    [
        (replace(BOOKS, code=" "), "code", "required"),
        (replace(BOOKS, name="\n"), "name", "required"),
        (replace(BOOKS, code="代账"), "code", "code_characters"),
        (replace(BOOKS, code="a b"), "code", "code_characters"),
        (replace(BOOKS, price_fen=0), "price", "not_positive"),
        (replace(BOOKS, price_fen=-1), "price", "not_positive"),
        (replace(BOOKS, price_fen=10**18), "price", "not_positive"),
        (replace(BOOKS, code="x" * 21), "code", "too_long"),
        (replace(BOOKS, name="x" * 201), "name", "too_long"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(
    service: Service, field: str, reason: str
) -> None:
    with pytest.raises(KnownError) as refusal:
        cleaned(service)

    assert (refusal.value.code, refusal.value.field) == (Code.BAD_VALUE, field)
    assert refusal.value.details["reason"] == reason


def test_a_code_is_one_whatever_its_letters_and_must_be_there_to_be_changed(
    kept: Ledger,
) -> None:
    with pytest.raises(KnownError) as twice:
        kept.catalogue.add(replace(BOOKS, code="ｄｊ01"))
    with pytest.raises(KnownError) as gone:
        kept.catalogue.change(replace(BOOKS, code="NONE"))

    assert (twice.value.code, twice.value.field) == (Code.EXISTS, "code")
    assert gone.value.details["reason"] == "unknown_service"


def test_a_blank_is_the_beginning_of_nothing() -> None:
    assert not begins_with(BOOKS, " ")
    assert not begins_with(replace(BOOKS, mnemonic=""), "代")
