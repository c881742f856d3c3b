"""Entries form one chain, each linked to the one before, each signed over its own link."""

import hashlib
import json

import pytest

from ledgerdesk.core.audit import BEGINNING, GENESIS, Author, Head, Touched, anchor
from ledgerdesk.core.changes import FieldChange
from ledgerdesk.storage import audit
from ledgerdesk.storage.database import Database, Transaction

KEY_PUB = "00000000000000c1"
ROW = "00000000000000a1"
AT = "2026-11-23T02:00:00.000Z"


@pytest.fixture
def signed(book: Database) -> list[bytes]:
    """Give the list of what the author signs; the book knows his key."""
    with book.write() as tx:
        tx.run(
            "INSERT INTO signing_key (pub, salt, purpose, public, certificate, from_seq)"
            " VALUES (?, zeroblob(16), 'recovery', zeroblob(32), zeroblob(64), 1)",
            (KEY_PUB,),
        )
    return []


def _author(signed: list[bytes]) -> Author:
    def sign(data: bytes) -> bytes:
        signed.append(data)
        return data * 2

    return Author(
        staff_id=1,
        staff_pub="00000000000000b1",
        key_pub=KEY_PUB,
        branch_id=1,
        branch_pub="00000000000000d1",
        zone="Asia/Shanghai",
        app="0",
        sign=sign,
    )


def _touched(after: bytes | None = b"\x02" * 32, pub: str = ROW) -> Touched:
    return Touched(kind="trade", pub=pub, before=None, after=after)


def _append(tx: Transaction, signed: list[bytes], *touched: Touched, at: str = AT) -> Head:
    return audit.append(
        tx, at=at, author=_author(signed), action="transactions.record", touched=touched
    )


def test_an_empty_log_begins_at_the_beginning(book: Database) -> None:
    with book.read() as tx:
        assert audit.head(tx) == BEGINNING
        assert audit.newest(tx) == (audit.head(tx), None)
        assert audit.hash_at(tx, 1) is None
        assert list(audit.entries(tx)) == []


def test_each_entry_is_linked_to_the_one_before(book: Database, signed: list[bytes]) -> None:
    with book.write() as tx:
        heads = [_append(tx, signed, _touched()) for _ in range(3)]
        chain = list(audit.entries(tx))

    assert [entry.seq for entry in chain] == [1, 2, 3]
    previous = GENESIS
    for entry, head in zip(chain, heads, strict=True):
        expected = hashlib.sha256(previous + entry.body.encode()).digest()
        assert (entry.previous, entry.hash) == (previous, expected)
        assert Head(seq=entry.seq, hash=entry.hash) == head
        previous = expected
    assert signed == [entry.hash for entry in chain]
    assert [entry.signature for entry in chain] == [entry.hash * 2 for entry in chain]
    assert {entry.signer for entry in chain} == {KEY_PUB}


def test_an_entry_says_who_did_what_when_and_to_which_rows(
    book: Database, signed: list[bytes]
) -> None:
    with book.write() as tx:
        _append(tx, signed, _touched(), _touched(None, "00000000000000a2"))
        (entry,) = audit.entries(tx)

    assert json.loads(entry.body) == {
        "format": 1,
        "seq": 1,
        "at": AT,
        "zone": "Asia/Shanghai",
        "branch": "00000000000000d1",
        "user": "00000000000000b1",
        "action": "transactions.record",
        "rows": [["trade", ROW, None, "02" * 32], ["trade", "00000000000000a2", None, None]],
        "app": "0",
    }


def test_head_hash_and_moment_are_those_of_the_newest_entry(
    book: Database, signed: list[bytes]
) -> None:
    later = "2026-11-24T02:00:00.000Z"
    with book.write() as tx:
        first = _append(tx, signed)
        second = _append(tx, signed, at=later)

        assert audit.head(tx) == second
        assert audit.newest(tx) == (second, later)
        assert audit.hash_at(tx, 1) == first.hash
        assert audit.hash_at(tx, 3) is None


def test_the_index_knows_the_last_digest_of_each_row(book: Database, signed: list[bytes]) -> None:
    new = b"\x03" * 32
    with book.write() as tx:
        _append(tx, signed, _touched(), _touched(pub="00000000000000a2"))
        _append(tx, signed, _touched(new))

        assert list(audit.vouched(tx)) == [
            ((ROW, "trade"), new),
            (("00000000000000a2", "trade"), b"\x02" * 32),
        ]
        assert audit.index_rows(tx) == 3
        assert audit.is_indexed(tx, 2, ("trade", ROW, new))
        assert not audit.is_indexed(tx, 1, ("trade", ROW, new))
        assert not audit.is_indexed(tx, 2, ("trade", ROW, None))


def test_the_anchor_of_a_row_is_that_of_its_first_entry(
    book: Database, signed: list[bytes]
) -> None:
    with book.write() as tx:
        _append(tx, signed)
        made = _append(tx, signed, _touched())
        _append(tx, signed, _touched(b"\x03" * 32))

        found = audit.link_that_made(tx, "trade", ROW)
        assert found == made
        assert anchor(made).startswith("000002–")
        assert audit.link_that_made(tx, "trade", "f" * 16) is None


def test_history_stands_under_its_entry(book: Database, signed: list[bytes]) -> None:
    with book.write() as tx:
        head = _append(tx, signed, _touched())
        change = FieldChange(kind="trade", pub=ROW, field="note", old=None, new="新")
        audit.note_change(tx, head.seq, change)

        assert list(tx.rows("SELECT seq, kind, pub, field, old, new FROM change")) == [
            (1, "trade", ROW, "note", None, "新")
        ]


def test_an_entry_dies_with_its_transaction(book: Database, signed: list[bytes]) -> None:
    def fail() -> None:
        with book.write() as tx:
            _append(tx, signed, _touched())
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    with book.read() as tx:
        assert audit.head(tx) == BEGINNING
        assert audit.index_rows(tx) == 0


def test_a_key_tells_the_entries_it_may_sign(book: Database, signed: list[bytes]) -> None:
    with book.write() as tx:
        tx.run(
            "INSERT INTO signing_key_end (pub, salt, key_id, to_seq, reason)"
            " VALUES ('00000000000000c2', zeroblob(16), 1, 9, 'renewed')"
        )
        key = audit.signing_keys(tx)[KEY_PUB]

    assert (key.from_seq, key.to_seq, key.purpose, key.user_id) == (1, 9, "recovery", None)
    assert signed == []
