"""`state.json`: how far this vault had come, as a lower bound nobody without the key can raise.

It is written after a commit, so it may lag behind the database and never runs ahead of it.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ledgerdesk.core import canonical
from ledgerdesk.core.canonical import Json, Malformed
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.vault.whole_file import Step, disk_faults_as_known_errors, no_fault, write_whole

FILE_NAME = "state.json"
FORMAT = 1
MOST_FILE_BYTES = 1024 * 1024
_MOST = 2**53 - 1
_LABEL = b"ledgerdesk/1/state.json\0"
_FIELDS = {
    "audit_head", "audit_seq", "branch", "commit_seq", "generation", "keys_revision", "printed",
    "vault",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far a branch had come; `printed` maps "series/period" to the last number printed.

    `audit_head` is the SHA-256 of the last entry, 64 hex digits.
    """

    vault_id: str
    branch_id: str
    commit_seq: int
    audit_seq: int
    audit_head: str
    printed: Mapping[str, int]
    generation: int
    keys_revision: int

    def to_json(self) -> Json:
        """Give the record the authentication covers."""
        return {
            "audit_head": self.audit_head,
            "audit_seq": self.audit_seq,
            "branch": self.branch_id,
            "commit_seq": self.commit_seq,
            "generation": self.generation,
            "keys_revision": self.keys_revision,
            "printed": dict(self.printed),
            "vault": self.vault_id,
        }


def read_state(path: Path, key: bytes) -> State | None:
    """Read the state, None where there is none.

    Raises `damaged` (part `state`) where it is not as written with this key.
    """
    with disk_faults_as_known_errors("state"):
        try:
            with path.open("rb") as file:
                raw = file.read(MOST_FILE_BYTES + 1)
        except FileNotFoundError:
            return None
    return proved_state(raw, key)


def proved_state(raw: bytes, key: bytes) -> State:
    """Read a state out of its bytes; raises `damaged` where this key did not write them."""
    try:
        record, mac = _outer(raw)
        state = _state(record)
    except Malformed:
        raise KnownError(Code.DAMAGED, part="state") from None
    if not hmac.compare_digest(mac, _mac(key, record)):
        raise KnownError(Code.DAMAGED, part="state")
    return state


def write_state(
    path: Path, key: bytes, state: State, *, durable: bool, step: Step = no_fault
) -> None:
    """Replace the state whole; `durable` at lock, close and backup, not after each commit.

    Raises `disk_full`, `read_only`, `io_failed`; the state before then still stands.
    """
    raw = state_bytes(key, state)
    with disk_faults_as_known_errors("state"):
        write_whole(path, raw, durable=durable, step=step)


def state_bytes(key: bytes, state: State) -> bytes:
    """Write a state with its authentication, for a file or for another place."""
    record = state.to_json()
    return canonical.to_bytes({"format": FORMAT, "mac": _mac(key, record).hex(), "state": record})


def claimed_ids(path: Path) -> tuple[str, str] | None:
    """Give vault id and branch id as the file claims them, unproved, or None.

    Only to find the copy of `keys.json` before any key is at hand: what is found there must
    still unlock.
    """
    state = _claimed(path)
    return None if state is None else (state.vault_id, state.branch_id)


def claimed_generation(path: Path) -> int | None:
    """Give the generation the file claims, unproved: a hint which of two files is the older."""
    state = _claimed(path)
    return None if state is None else state.generation


def _claimed(path: Path) -> State | None:
    with disk_faults_as_known_errors("state"):
        try:
            with path.open("rb") as file:
                raw = file.read(MOST_FILE_BYTES + 1)
        except FileNotFoundError:
            return None
    try:
        return _state(_outer(raw)[0])
    except Malformed:
        return None


def _mac(key: bytes, record: Json) -> bytes:
    return hmac.new(key, _LABEL + canonical.to_bytes(record), hashlib.sha256).digest()


def _outer(raw: bytes) -> tuple[Json, bytes]:
    tree = canonical.from_bytes(raw, most_bytes=MOST_FILE_BYTES)
    outer = canonical.record_of(tree, {"format", "mac", "state"}, "file")
    canonical.integer_of(outer["format"], "format", least=FORMAT, most=FORMAT)
    return outer["state"], canonical.hex_of(outer["mac"], "mac", length=32)


def _state(value: Json) -> State:
    record = canonical.record_of(value, _FIELDS, "state")
    printed = record["printed"]
    if not isinstance(printed, dict):
        raise Malformed("printed")

    def number(field: str) -> int:
        return canonical.integer_of(record[field], field, least=0, most=_MOST)

    return State(
        vault_id=canonical.id_of(record["vault"], "vault"),
        branch_id=canonical.id_of(record["branch"], "branch"),
        commit_seq=number("commit_seq"),
        audit_seq=number("audit_seq"),
        audit_head=canonical.hex_of(record["audit_head"], "audit_head", length=32).hex(),
        printed={
            series: canonical.integer_of(last, "printed", least=0, most=_MOST)
            for series, last in printed.items()
        },
        generation=number("generation"),
        keys_revision=number("keys_revision"),
    )
