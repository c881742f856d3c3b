"""What a session leaves behind so that copies can be made while nobody is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ledgerdesk.core import canonical
from ledgerdesk.core.backup_plan import PLAN, Plan, plan_from
from ledgerdesk.core.backups import MOST_FACTS_BYTES
from ledgerdesk.core.canonical import Json, Malformed

MOST_BYTES = 4 * MOST_FACTS_BYTES
_MOST = 2**63 - 1
_MOST_PATH = 8192
_HASH_BYTES = 32
_MOST_COPIES = 10_000
_MOMENT = 24
_STANDING = {"facts", "head_seq", "last", "page", "plan", "sequence", "zone"}
_COPY = {
    "backup",
    "bytes",
    "file",
    "folder",
    "generation",
    "head_seq",
    "page",
    "sequence",
    "written",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The facts of a book as it was closed, and the plan by which it is copied.

    `page` is the SHA-256 of the ciphertext of the first page, which every commit changes: facts
    that belong to another page are of another day. `last` is the last proved copy (stored UTC),
    `sequence` the last one drawn in the branch, and `zone` names the office's.
    """

    facts: bytes
    head_seq: int
    sequence: int
    page: bytes
    plan: Plan
    last: str | None
    zone: str

    def to_bytes(self) -> bytes:
        """Write it in its one spelling."""
        plan: dict[str, Any] = self.plan.to_json()
        return canonical.to_bytes(
            {
                "facts": self.facts.hex(),
                "head_seq": self.head_seq,
                "last": self.last,
                "page": self.page.hex(),
                "plan": plan,
                "sequence": self.sequence,
                "zone": self.zone,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftCopy:
    """A copy that was made while nobody was there: written and undamaged, not yet proved."""

    backup_id: str
    sequence: int
    generation: int
    folder: str
    file_name: str
    size: int
    page: bytes
    head_seq: int
    written_at: str

    def to_json(self) -> dict[str, Json]:
        """Give the copy as it is noted."""
        return {
            "backup": self.backup_id,
            "bytes": self.size,
            "file": _path_hex(self.file_name),
            "folder": _path_hex(self.folder),
            "generation": self.generation,
            "head_seq": self.head_seq,
            "page": self.page.hex(),
            "sequence": self.sequence,
            "written": self.written_at,
        }


def left_from(raw: bytes) -> Left:
    """Read what a session left, or raise `Malformed`."""
    record = canonical.record_of(
        canonical.from_bytes(raw, most_bytes=MOST_BYTES), _STANDING, "standing"
    )
    facts = record["facts"]
    if not isinstance(facts, str):
        raise Malformed("standing")
    return Left(
        facts=canonical.hex_of(facts, "standing", length=len(facts) // 2),
        head_seq=canonical.integer_of(record["head_seq"], "standing", least=0, most=_MOST),
        sequence=canonical.integer_of(record["sequence"], "standing", least=0, most=_MOST),
        page=canonical.hex_of(record["page"], "standing", length=_HASH_BYTES),
        plan=plan_from({PLAN: record["plan"]}),
        last=None
        if record["last"] is None
        else canonical.text_of(record["last"], "standing", most=_MOMENT),
        zone=canonical.text_of(record["zone"], "standing", most=_MOMENT * 4),
    )


def journal_bytes(copies: Sequence[LeftCopy]) -> bytes:
    """Write the journal of such copies in its one spelling."""
    listed: list[Json] = [one.to_json() for one in copies]
    return canonical.to_bytes({"copies": listed})


def journal_from(raw: bytes) -> tuple[LeftCopy, ...]:
    """Read the journal, or raise `Malformed`."""
    record = canonical.record_of(
        canonical.from_bytes(raw, most_bytes=MOST_BYTES), {"copies"}, "journal"
    )
    return tuple(
        _copy(one) for one in canonical.list_of(record["copies"], "journal", most=_MOST_COPIES)
    )


def _path_hex(path: str) -> str:
    """Write a path byte by byte: a system's names need be no text."""
    return path.encode("utf-8", "surrogateescape").hex()


def _copy(value: Json) -> LeftCopy:
    record = canonical.record_of(value, _COPY, "journal")

    def number(field: str) -> int:
        return canonical.integer_of(record[field], "journal", least=0, most=_MOST)

    def path(field: str) -> str:
        raw = record[field]
        if not isinstance(raw, str) or len(raw) > _MOST_PATH:
            raise Malformed("journal")
        found = canonical.hex_of(raw, "journal", length=len(raw) // 2)
        return found.decode("utf-8", "surrogateescape")

    return LeftCopy(
        backup_id=canonical.id_of(record["backup"], "journal"),
        sequence=number("sequence"),
        generation=number("generation"),
        folder=path("folder"),
        file_name=path("file"),
        size=number("bytes"),
        page=canonical.hex_of(record["page"], "journal", length=_HASH_BYTES),
        head_seq=number("head_seq"),
        written_at=canonical.text_of(record["written"], "journal", most=_MOMENT),
    )
