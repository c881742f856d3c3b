"""One list of what a careful office looks at, each line with what was found."""

from contextlib import closing
from pathlib import Path

from tests.services.about_reviews import asked
from tests.support.still_office import StillOffice, desk_of, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.control import SHOWN, Check, Found, Line, line_of
from ledgerdesk.core.days import Count
from ledgerdesk.services.steps.backups.proved_backup import prove_and_write
from ledgerdesk.storage.database import connected


def lines(ledger: Ledger) -> dict[Check, Line]:
    return {line.check: line for line in ledger.days.control()}


def wrong(ledger: Ledger) -> set[Check]:
    return {check for check, line in lines(ledger).items() if not line.is_fine}


def test_a_fresh_desk_lacks_nothing_but_its_backup(ledger: Ledger, tmp_path: Path) -> None:
    assert wrong(ledger) == {Check.BACKUP}

    ready = ledger.backups.prepare(tmp_path)
    ledger.backups.record(ready, prove_and_write(ready))

    assert wrong(ledger) == set()
    assert lines(ledger)[Check.BACKUP].days == 0
    assert set(lines(ledger)) == set(Check)


def test_what_waits_is_named_with_the_key_it_is_opened_by(ledger: Ledger) -> None:
    review = asked(ledger)
    number = issue(ledger, trade("李四", 1_000)).number

    found = lines(ledger)

    ((pub,),) = rows_of(
        ledger, "SELECT pub FROM payment WHERE id NOT IN (SELECT payment_id FROM receipt)"
    )
    assert found[Check.WITHOUT_RECEIPT].found[0].key == pub
    assert found[Check.UNREVIEWED].found[0].key == review.pub
    assert [one.key for one in found[Check.UNPRINTED].found] == [number]
    assert found[Check.TILL].amount_fen == 6_000
    ledger.reviews.give_back(review.pub, reason="不对")
    assert Check.RETURNED in wrong(ledger)
    assert Check.UNREVIEWED not in wrong(ledger)


def test_a_day_nobody_closed_is_named(office: StillOffice) -> None:
    with office.opened() as ledger:
        issue(ledger, trade("张三", 1_000))
        day = ledger.today.standing().today
    office.pass_time(days=2)
    with office.opened() as ledger:
        line = lines(ledger)[Check.OPEN_DAYS]
        assert [one.key for one in line.found] == [day.isoformat()]


def test_what_another_tool_took_away_is_named(office: StillOffice) -> None:
    ledger = office.open()
    number = issue(ledger, trade("张三", 1_000)).number
    assert Check.WITHOUT_TRADE not in wrong(ledger)
    key = desk_of(ledger).unlocked.page_key_hex

    with closing(connected(office.vault / "ledger.db", key, mode="rw")) as connection:
        connection.execute("PRAGMA foreign_keys = 0")
        connection.execute("DROP TRIGGER payment_stays")
        connection.execute("DELETE FROM payment")

    assert [one.words for one in lines(ledger)[Check.WITHOUT_TRADE].found] == [number]


def test_after_a_close_what_was_left_and_taken_since_lies_in_the_till(ledger: Ledger) -> None:
    issue(ledger, trade("张三", 1_000))
    ledger.days.close(Count(pieces={1_000: 1}, taken_out_fen=600))
    assert lines(ledger)[Check.TILL].amount_fen == 400

    issue(ledger, trade("李四", 250))

    assert lines(ledger)[Check.TILL].amount_fen == 650


def test_many_are_counted_and_the_first_of_them_named() -> None:
    many = [Found(key=str(n), words="x") for n in range(50)]

    line = line_of(Check.NUMBERS, many)

    assert (line.is_fine, line.count, len(line.found)) == (False, 50, SHOWN)
