"""`state.json`: whole or refused."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from tests.vault.vaults import refused_code

from ledgerdesk.core.errors import Code
from ledgerdesk.vault.state_file import State, claimed_ids, read_state, write_state

KEY = bytes(range(32))
STATE = State(
    vault_id="0123456789abcdef",
    branch_id="fedcba9876543210",
    commit_seq=4711,
    audit_seq=4690,
    audit_head="ab" * 32,
    printed={"收/2026": 118, "R/2026-11": 7},
    generation=3,
    keys_revision=9,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


@pytest.mark.parametrize("durable", [True, False])
def test_the_state_reads_back_as_written(path: Path, *, durable: bool) -> None:
    write_state(path, KEY, STATE, durable=durable)

    assert read_state(path, KEY) == STATE
    assert [one.name for one in path.parent.iterdir()] == ["state.json"]


def test_no_state_is_none(path: Path) -> None:
    assert read_state(path, KEY) is None
    assert claimed_ids(path) is None


def test_another_key_does_not_read_it(path: Path) -> None:
    write_state(path, KEY, STATE, durable=False)

    assert refused_code(read_state, path, bytes(32)) is Code.DAMAGED


def test_every_flip_and_every_cut_is_refused(path: Path) -> None:
    write_state(path, KEY, STATE, durable=False)
    raw = path.read_bytes()
    chance = random.Random(3)

    for length in range(len(raw)):
        path.write_bytes(raw[:length])
        assert refused_code(read_state, path, KEY) is Code.DAMAGED
    for place in range(len(raw)):
        path.write_bytes(
            raw[:place] + bytes([raw[place] ^ 1 << chance.randrange(8)]) + raw[place + 1 :]
        )
        assert refused_code(read_state, path, KEY) is Code.DAMAGED


def test_a_greater_number_without_the_key_is_refused(path: Path) -> None:
    write_state(path, KEY, STATE, durable=False)
    tree = json.loads(path.read_bytes())
    tree["state"]["commit_seq"] += 1
    path.write_bytes(
        json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    )

    assert refused_code(read_state, path, KEY) is Code.DAMAGED
    assert claimed_ids(path) == (STATE.vault_id, STATE.branch_id)


@pytest.mark.parametrize("killed", ["written", "checked"])
def test_a_write_killed_before_the_replacement_leaves_the_state_before(
    path: Path, killed: str
) -> None:
    write_state(path, KEY, STATE, durable=True)

    def kill(step: str) -> None:
        if step == killed:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_state(path, KEY, replace(STATE, commit_seq=9999), durable=True, step=kill)

    assert read_state(path, KEY) == STATE


def test_a_file_that_never_ends_is_refused(path: Path) -> None:
    path.write_bytes(b"[" * 2_000_000)

    assert refused_code(read_state, path, KEY) is Code.DAMAGED
    assert claimed_ids(path) is None
