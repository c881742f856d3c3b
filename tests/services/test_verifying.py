"""The log is verified a few entries at a time, round after round, and whole when asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.support.colleague import let_in
from tests.support.still_office import OWNER, PASSWORD, StillOffice, desk_of, issue, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.staff import Role
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.log.verifying import Stride
from ledgerdesk.storage.audit import Verified, verified
from ledgerdesk.storage.database import connected
from ledgerdesk.storage.proof import Finding
from ledgerdesk.vault.primitives import verify_signature


def walk(ledger: Ledger, *, limit: int = 3) -> Stride:
    """Step until there is nothing left or something is found."""
    said = ledger.audit.verify_on(limit=limit)
    while not said.done:
        said = ledger.audit.verify_on(limit=limit)
    return said


def note(ledger: Ledger) -> Verified:
    with desk_of(ledger).database.read() as tx:
        return verified(tx)


@contextmanager
def past_the_program(office: StillOffice, ledger: Ledger) -> Iterator[Any]:
    """Change the book with another tool that has the key, no trigger asked."""
    key = desk_of(ledger).unlocked.page_key_hex
    office.lock()
    connection = connected(office.vault / "ledger.db", key, mode="rw")
    triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    for (name,) in triggers.fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    connection.close()


def forge(office: StillOffice, ledger: Ledger, statement: str) -> Ledger:
    with past_the_program(office, ledger) as connection:
        assert connection.execute(statement).rowcount >= 1
    return office.open(Credential(login=OWNER, password=PASSWORD))


BREAK_ENTRY_2 = "UPDATE audit SET body = replace(body, 'settings', 'Settings') WHERE seq = 2"


def test_a_whole_log_is_said_to_be_whole_with_its_head(ledger: Ledger) -> None:
    issue(ledger)

    verdict = ledger.audit.verify()

    assert (verdict.ok, verdict.findings) == (True, ())
    assert verdict.head == desk_of(ledger).marks.head


def test_steps_reach_the_end_of_the_log_and_stop_there(ledger: Ledger) -> None:
    for n in range(5):
        issue(ledger, trade(f"客户{n}", 1_000 + n))
    end = desk_of(ledger).marks.head

    first = ledger.audit.verify_on(limit=3)
    last = walk(ledger)

    assert (first.verified, first.entries, first.done) == (3, end.seq, False)
    assert (last.verified, last.findings) == (end.seq, ())
    assert note(ledger).head == end


def test_the_next_session_goes_on_where_the_last_one_ended(
    office: StillOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office.opened() as ledger:
        walk(ledger)
        before = note(ledger).head.seq
    with office.opened() as ledger:
        issue(ledger)
        seen: list[bytes] = []

        def watched(public: bytes, data: bytes, signature: bytes) -> bool:
            seen.append(data)
            return verify_signature(public, data, signature)

        monkeypatch.setattr("ledgerdesk.services.steps.log.verifying.verify_signature", watched)

        said = walk(ledger)

    assert said.verified == before + 1
    assert len(seen) == 1


def test_a_step_with_nothing_to_look_at_writes_nothing(ledger: Ledger) -> None:
    walk(ledger)
    changes = desk_of(ledger).database._connection.total_changes

    assert ledger.audit.verify_on().done
    assert desk_of(ledger).database._connection.total_changes == changes


def test_the_whole_log_on_demand_does_not_trust_what_steps_have_seen(
    office: StillOffice, ledger: Ledger
) -> None:
    walk(ledger)
    ledger = forge(office, ledger, BREAK_ENTRY_2)

    assert walk(ledger).findings == ()  # a note is no proof: this is why the whole can be asked
    assert Finding(what="chain_broken", kind="audit", record="2") in ledger.audit.verify().findings


def test_what_was_found_on_the_whole_is_found_by_steps_from_then_on(
    office: StillOffice, ledger: Ledger
) -> None:
    walk(ledger)
    ledger = forge(office, ledger, BREAK_ENTRY_2)
    ledger.audit.verify()

    found = walk(ledger)

    assert found.done
    assert Finding(what="chain_broken", kind="audit", record="2") in found.findings
    assert note(ledger).head.seq < 2


def test_a_week_later_a_new_round_finds_an_old_entry_that_was_changed(
    office: StillOffice, ledger: Ledger
) -> None:
    walk(ledger)
    office.pass_time(days=6)
    ledger = forge(office, ledger, BREAK_ENTRY_2)
    assert walk(ledger).findings == ()

    office.pass_time(days=1)

    assert Finding(what="chain_broken", kind="audit", record="2") in walk(ledger).findings


def test_a_round_under_way_is_walked_to_its_end(office: StillOffice, ledger: Ledger) -> None:
    for n in range(5):
        issue(ledger, trade(f"客户{n}", 1_000 + n))
    ledger.audit.verify_on(limit=3)
    office.pass_time(days=30)

    assert ledger.audit.verify_on(limit=3).verified == 6


def test_a_clock_put_back_begins_a_round(office: StillOffice, ledger: Ledger) -> None:
    walk(ledger)
    office.pass_time(days=-400)

    assert ledger.audit.verify_on(limit=1).verified == 1


def test_a_finding_is_found_again_in_every_session_until_it_is_mended(
    office: StillOffice, ledger: Ledger
) -> None:
    ledger = forge(office, ledger, BREAK_ENTRY_2)
    for _ in range(2):
        assert Finding(what="chain_broken", kind="audit", record="2") in walk(ledger).findings
        office.lock()
        ledger = office.open()

    assert note(ledger).head.seq < 2


def last_link_changed(connection: Any) -> None:
    connection.execute("UPDATE verified SET hash = randomblob(32)")


def note_beyond_the_end(connection: Any) -> None:
    connection.execute("UPDATE verified SET seq = seq + 100")


@pytest.mark.parametrize("way", [last_link_changed, note_beyond_the_end])
def test_a_note_that_does_not_fit_the_log_is_a_finding_and_the_walk_begins_anew(
    office: StillOffice, ledger: Ledger, way: Callable[[Any], None]
) -> None:
    walk(ledger)
    with past_the_program(office, ledger) as connection:
        way(connection)
    ledger = office.open()

    said = ledger.audit.verify_on()

    assert [finding.what for finding in said.findings] == ["chain_broken"]
    assert note(ledger).head.seq == 0
    assert walk(ledger, limit=100).findings == ()


CHANGED = "UPDATE receipt SET payer = '别人' WHERE number = 'SJ2026-000001'"


def test_a_step_looks_at_the_rows_that_its_entries_name(
    office: StillOffice, ledger: Ledger
) -> None:
    issue(ledger)
    ledger = forge(office, ledger, CHANGED)

    assert walk(ledger).findings == (
        Finding(what="row_differs", kind="receipt", record="SJ2026-000001"),
    )


def test_a_row_that_is_gone_is_named_by_a_step(office: StillOffice, ledger: Ledger) -> None:
    ledger = forge(office, ledger, "DELETE FROM setting WHERE name = 'receipt.cashier'")

    assert [one.what for one in walk(ledger).findings] == ["entry_without_row"]


def test_a_row_nobody_vouches_for_is_named_by_the_whole(
    office: StillOffice, ledger: Ledger
) -> None:
    insert = (
        "INSERT INTO setting (pub, salt, name, value)"
        " VALUES ('00000000000000ff', zeroblob(16), 'x', '1')"
    )
    ledger = forge(office, ledger, insert)

    assert walk(ledger).findings == ()
    assert [one.what for one in ledger.audit.verify().findings] == ["row_without_entry"]


def test_an_entry_in_anothers_name_is_named(office: StillOffice, ledger: Ledger) -> None:
    """Whoever has the database key can sign with his own key and write another's name."""
    desk = desk_of(ledger)
    issue(ledger)
    forged = desk.author
    object.__setattr__(forged, "staff_pub", "00000000000000aa")
    with desk.upkeep() as act:
        act.close_entry("vault.throttle_damaged")

    found = {one.what for one in ledger.audit.verify().findings}

    assert found == {"signature_wrong"}


def test_a_key_the_root_does_not_vouch_for_is_named_by_every_step(
    office: StillOffice, ledger: Ledger
) -> None:
    walk(ledger)
    ledger = forge(
        office, ledger, "UPDATE signing_key SET certificate = zeroblob(64) WHERE purpose = 'firm'"
    )

    assert [one.what for one in ledger.audit.verify_on().findings] == ["key_not_certified"]


def test_a_key_dated_back_before_its_own_entry_is_named(
    office: StillOffice, ledger: Ledger
) -> None:
    """Only whoever kept an older root needs that: its certificates count for its time alone."""
    let_in(ledger, "赵主管", Role.SUPERVISOR)
    walk(ledger)
    ledger = forge(
        office,
        ledger,
        "UPDATE signing_key SET from_seq = 1 WHERE staff_id = (SELECT max(id) FROM staff)",
    )

    assert "key_not_certified" in {one.what for one in ledger.audit.verify_on().findings}
    assert "key_not_certified" in {one.what for one in ledger.audit.verify().findings}
