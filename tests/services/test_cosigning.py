"""A supervisor's signature stands beside the clerk's, over the same link, and cannot be lost."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.support.colleague import let_in
from tests.support.still_office import OWNER, PASSWORD, StillOffice, desk_of

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.audit import Cosigner, read_body
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.opening.cosigning import cosigner_for
from ledgerdesk.storage import audit
from ledgerdesk.storage.database import connected
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING
from ledgerdesk.vault.primitives import verify_signature

VOID = "receipts.void"
OWNERS = Credential(login=OWNER, password=PASSWORD)


def beside(ledger: Ledger, credential: Credential, action: str = VOID) -> Cosigner:
    return cosigner_for(desk_of(ledger), action, credential, bounds=BOUNDS_ONLY_FOR_TESTING)


def write_cosigned(ledger: Ledger, cosigner: Cosigner) -> audit.Entry:
    with desk_of(ledger).upkeep() as act:
        act.close_entry("vault.throttle_damaged", cosigner=cosigner)
    with desk_of(ledger).database.read() as tx:
        *_, last = audit.entries(tx)
    return last


@pytest.fixture
def supervisor(ledger: Ledger) -> Credential:
    return let_in(ledger, "赵主管", Role.SUPERVISOR)


def test_both_sign_the_same_link_and_the_body_names_the_second_key(
    ledger: Ledger, supervisor: Credential
) -> None:
    cosigner = beside(ledger, supervisor)

    entry = write_cosigned(ledger, cosigner)

    with desk_of(ledger).database.read() as tx:
        keys = audit.signing_keys(tx)
    assert entry.cosigner == cosigner.key_pub != entry.signer
    assert entry.cosignature is not None
    assert verify_signature(keys[entry.signer].public, entry.hash, entry.signature)
    assert verify_signature(keys[cosigner.key_pub].public, entry.hash, entry.cosignature)
    assert read_body(entry.body).cosigner == cosigner.key_pub
    assert read_body(entry.body).user == desk_of(ledger).person.pub
    assert ledger.audit.verify().ok


def test_the_session_stays_whose_it_is(ledger: Ledger, supervisor: Credential) -> None:
    person, author = desk_of(ledger).person, desk_of(ledger).author

    write_cosigned(ledger, beside(ledger, supervisor))

    assert (desk_of(ledger).person, desk_of(ledger).author) == (person, author)


def without_it(connection: Any, seq: int) -> None:
    connection.execute("UPDATE audit SET cosigner = NULL, cosignature = NULL WHERE seq = ?", (seq,))


def of_the_author(connection: Any, seq: int) -> None:
    connection.execute(
        "UPDATE audit SET cosigner = signer, cosignature = signature WHERE seq = ?", (seq,)
    )


def of_another_entry(connection: Any, seq: int) -> None:
    connection.execute("UPDATE audit SET cosignature = signature WHERE seq = ?", (seq,))


def flipped(connection: Any, seq: int) -> None:
    connection.execute("UPDATE audit SET cosignature = randomblob(64) WHERE seq = ?", (seq,))


def added_to_an_entry_of_one(connection: Any, seq: int) -> None:
    connection.execute(
        "UPDATE audit SET (cosigner, cosignature) = (SELECT cosigner, cosignature FROM audit"
        " WHERE seq = ?1) WHERE seq = ?1 - 1",
        (seq,),
    )


def key_ended_before(connection: Any, seq: int) -> None:
    connection.execute(
        "INSERT INTO signing_key_end (pub, salt, key_id, to_seq, reason)"
        " SELECT '00000000000000ee', zeroblob(16), signing_key.id, ?1 - 1, 'removed'"
        " FROM signing_key JOIN audit ON cosigner = signing_key.pub WHERE seq = ?1",
        (seq,),
    )


WAYS = (
    without_it, of_the_author, of_another_entry, flipped, added_to_an_entry_of_one,
    key_ended_before,
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_cosignature_changed_past_the_program_is_named(
    office: StillOffice, way: Callable[[Any, int], None]
) -> None:
    ledger = office.open()
    entry = write_cosigned(ledger, beside(ledger, let_in(ledger, "赵主管", Role.SUPERVISOR)))
    key = desk_of(ledger).unlocked.page_key_hex
    office.lock()
    connection = connected(office.vault / "ledger.db", key, mode="rw")
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    way(connection, entry.seq)
    connection.close()

    with office.opened(OWNERS) as again:
        found = {(one.what, one.record) for one in again.audit.verify().findings}

    seq = entry.seq - 1 if way is added_to_an_entry_of_one else entry.seq
    assert ("cosignature_wrong", str(seq)) in found


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR])
def test_who_may_not_do_it_alone_may_not_stand_by_it(ledger: Ledger, role: Role) -> None:
    credential = let_in(ledger, "小李", role)

    with pytest.raises(KnownError) as refused:
        beside(ledger, credential)

    assert refused.value.code is Code.NOT_ALLOWED


def test_nobody_stands_by_his_own_entry(ledger: Ledger, supervisor: Credential) -> None:
    with pytest.raises(KnownError) as refused:
        beside(ledger, OWNERS)

    assert refused.value.code is Code.NOT_ALLOWED


def test_a_wrong_password_is_counted_as_at_the_door(ledger: Ledger, supervisor: Credential) -> None:
    wrong = Credential(login=supervisor.login, password="not the kettle")
    for _ in range(4):
        with pytest.raises(KnownError) as refused:
            beside(ledger, wrong)
        assert refused.value.code is Code.WRONG_PASSWORD

    with pytest.raises(KnownError) as slowed:
        beside(ledger, supervisor)

    assert slowed.value.code is Code.THROTTLED
