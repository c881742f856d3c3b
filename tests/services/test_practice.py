"""A practice book is marked as one for good: in its settings, its numbers and on its paper."""

from pathlib import Path

import pytest
from tests.support.still_office import (
    FIRM,
    MOMENT,
    OWNER,
    PASSWORD,
    StillOffice,
    desk_of,
    issue,
    rows_of,
    trade,
)

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.receipts import Paper
from ledgerdesk.documents import read_back, receipt_pdf
from ledgerdesk.i18n.translator import Language
from ledgerdesk.runtime.clock import StillClock
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.services.steps.vaults.creating import Plan
from ledgerdesk.services.steps.vaults.practising import FILLINGS

PLAN = Plan(firm=FIRM, owner=OWNER, password=PASSWORD, first_number=77)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> StillOffice:
    folder = tmp_path_factory.mktemp("made") / "office"
    folder.mkdir()
    office = StillOffice(folder=folder, clock=StillClock(MOMENT), press=Lane("press"))
    office.house.create_practice(office.vault, PLAN, Language.ZH)
    return office


@pytest.fixture
def practice(made: StillOffice, tmp_path: Path) -> StillOffice:
    return made.copied(tmp_path / "office")


def test_it_has_a_few_made_up_customers_and_trades_and_numbers_of_its_own(
    practice: StillOffice,
) -> None:
    with practice.opened() as ledger:
        names = {one.name for one in ledger.customers.newest()}
        register = ledger.receipts.register()
        standing = ledger.today.standing()

        assert names == {name for name, _ in FILLINGS["zh_CN"].people}
        assert sorted(one.number for one in register.receipts) == [
            f"T2026-00000{n}" for n in range(1, 6)
        ]
        assert (standing.office.practice, standing.next_number) == (True, "T2026-000006")
        assert rows_of(ledger, "SELECT count(*) FROM trade") == [(6,)]
        assert ledger.audit.check().ok
    practice.close()


def test_every_receipt_of_it_says_so_on_paper_now_and_for_ever(practice: StillOffice) -> None:
    with practice.opened() as ledger:
        number = issue(ledger, trade()).number
        page = ledger.receipts.page(number)
        assert page.content.practice
        # Even where the mark of the book was lost later, its paper stays what it was.
        desk = desk_of(ledger)
        with desk.upkeep() as act:
            act.tx.run("DELETE FROM setting WHERE name = 'book.practice'")
            act.close_entry("settings.change")
        again = ledger.receipts.page(number)

    assert again.content == page.content
    for paper in Paper:
        texts = read_back.texts(receipt_pdf.render(page, paper))
        assert all("练习" in text for text in texts)
    practice.close()


def test_an_office_s_own_book_says_nothing_of_practice(
    ledger: Ledger,
) -> None:
    page = ledger.receipts.page(issue(ledger, trade()).number)

    assert not page.content.practice
    assert not ledger.today.standing().office.practice
    assert "练习" not in "".join(read_back.texts(receipt_pdf.render(page, Paper.A5)))


def test_the_mark_cannot_be_taken_off_by_a_setting(practice: StillOffice) -> None:
    with practice.opened() as ledger:
        with pytest.raises(KeyError):
            ledger.settings.change("book.practice", "")
        assert ledger.today.standing().office.practice
    practice.close()


def test_a_filling_that_fails_leaves_nothing_of_the_book(
    tmp_path: Path, made: StillOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("ledgerdesk.bootstrap._practise", broken)
    vault = tmp_path / "p.ledgerdesk"
    with pytest.raises(OSError, match="disk is gone"):
        made.house.create_practice(vault, PLAN, Language.EN)

    assert not vault.exists()


def test_every_language_of_the_window_has_its_own_people() -> None:
    assert set(FILLINGS) == {language.value for language in Language}
    for filling in FILLINGS.values():
        assert len(filling.trades()) == len(FILLINGS["en"].trades())
        assert all(made_up.who < len(filling.people) for made_up in filling.trades())
