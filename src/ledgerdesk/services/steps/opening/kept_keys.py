"""What of a vault's keys lies in the key store of this PC, and how it is kept up to date."""

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.paths import branch_folder
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.vault.keyring_entries import (
    BACKUP,
    MARK,
    PERSONAL,
    BackupEntry,
    PersonalEntry,
    backup_entry,
    personal_entry,
    place_of,
    read_backup_entry,
    read_personal_entry,
)
from ledgerdesk.vault.os_keyring import KeyStore
from ledgerdesk.vault.whole_file import write_whole

NOTE = "keyring.json"
_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What this PC was told to keep: by which kind of store, the 'backup' key, whose slot.

    A plain file: whoever changes it can at most have an entry looked for that is not there.
    """

    kind: str = ""
    backup: bool = False
    personal: str | None = None


def note_of(desk: Desk) -> Note:
    """Read what this PC keeps for a desk's branch."""
    return read_note(_path(desk.drawer.per_user, desk.unlocked.vault_id, desk.author.branch_pub))


def read_note(path: Path) -> Note:
    """Read a note; one that cannot be read says that nothing is kept."""
    try:
        with path.open("rb") as file:
            record = json.loads(file.read(_MOST_BYTES))
        kind, backup, personal = record["kind"], record["backup"], record["personal"]
    except (OSError, ValueError, KeyError, TypeError):
        return Note()
    if not isinstance(kind, str) or not isinstance(personal, str | None):
        return Note()
    return Note(kind=kind, backup=backup is True, personal=personal)


def keep_backup_key(desk: Desk) -> None:
    """Put the 'backup' key and this PC's maker into the store and note it.

    Raises `keyring_failed`; `not_allowed` where only an owner can have a maker certified.
    """
    store = desk.drawer.store
    found = _entry(desk, note_of(desk))
    entry = backup_entry(desk.unlocked, None if found is None else found.maker)
    store.write(_place(desk, BACKUP), entry.to_text())
    _write_note(desk, replace(note_of(desk), kind=store.kind(), backup=True))


def forget_backup_key(desk: Desk) -> None:
    """Take the 'backup' key away; the note goes first, so that it counts as gone at once."""
    _write_note(desk, replace(note_of(desk), backup=False))
    _forget(desk, BACKUP)


def keep_personal_slot(desk: Desk) -> None:
    """Put this person's own keys into the store; `not_allowed` where he may have no slot."""
    store = desk.drawer.store
    entry = personal_entry(desk.unlocked, desk.drawer.file().house)
    store.write(_place(desk, PERSONAL), entry.to_text())
    _write_note(desk, replace(note_of(desk), kind=store.kind(), personal=entry.user_id))


def forget_personal_slot(desk: Desk) -> None:
    """Take the personal slot of this PC away."""
    _write_note(desk, replace(note_of(desk), personal=None))
    _forget(desk, PERSONAL)


def refresh(desk: Desk) -> None:
    """Write again what a rotation, a new pair or another store has made old.

    A slot of somebody who may have none any more is taken away. Raises `keyring_failed`.
    """
    note = note_of(desk)
    if note.backup and not _is_current(desk, note):
        try:
            keep_backup_key(desk)
        except KnownError as problem:
            if problem.code is not Code.NOT_ALLOWED:
                raise  # an owner is needed: until one signs in, copies without anybody are refused
            said = "keyring_old maker"
            desk.opening_findings = (*desk.opening_findings, said)
    if note.personal == desk.unlocked.user_id:
        try:
            keep_personal_slot(desk)
        except KnownError as problem:
            if problem.code is not Code.NOT_ALLOWED:
                raise
            forget_personal_slot(desk)


def refresh_if_it_can(desk: Desk) -> None:
    """Refresh where the store allows it; what stays old is a finding and stops nobody."""
    try:
        refresh(desk)
    except KnownError as problem:
        said = f"keyring_old {problem.details.get('reason', problem.code.value)}"
        desk.opening_findings = (*desk.opening_findings, said)


def read_slot(store: KeyStore, per_user: Path, vault_id: str, branch_id: str) -> PersonalEntry:
    """Read the personal slot of a vault on this PC; `keyring_failed` where there is none."""
    note = read_note(_path(per_user, vault_id, branch_id))
    text = None
    if note.personal is not None and store.kind() == note.kind:
        text = store.read(place_of(PERSONAL, vault_id, branch_id))
    if text is None:
        raise KnownError(Code.KEYRING_FAILED, reason="nothing_kept")
    entry = read_personal_entry(text)
    if (entry.vault_id, entry.user_id) != (vault_id, note.personal):
        raise KnownError(Code.KEYRING_FAILED, reason="read_back")
    return entry


def read_backup_key(store: KeyStore, per_user: Path, vault_id: str, branch_id: str) -> BackupEntry:
    """Read the 'backup' key of a vault on this PC; `keyring_failed` where there is none."""
    note = read_note(_path(per_user, vault_id, branch_id))
    text = None
    if note.backup and store.kind() == note.kind:
        text = store.read(place_of(BACKUP, vault_id, branch_id))
    if text is None:
        raise KnownError(Code.KEYRING_FAILED, reason="nothing_kept")
    entry = read_backup_entry(text)
    if entry.vault_id != vault_id:
        raise KnownError(Code.KEYRING_FAILED, reason="read_back")
    return entry


class MarkInStore:
    """The mark of a branch in the key store, where this PC keeps something of it there at all.

    A folder that is copied over does not take it back, nor one of the user that is. It is one more
    lower bound: a store that is slow, closed or gone has none to say.
    """

    def __init__(self, store: KeyStore, per_user: Path, vault_id: str, branch_id: str) -> None:
        self._store = store
        self._note = _path(per_user, vault_id, branch_id)
        self._place = place_of(MARK, vault_id, branch_id)

    def read(self) -> bytes | None:
        """Read the mark as it was written, unproved."""
        with suppress(KnownError):
            text = self._store.read(self._place) if self._is_used() else None
            return None if text is None else text.encode("utf-8", "replace")
        return None

    def write(self, raw: bytes) -> None:
        """Keep a mark."""
        with suppress(KnownError):
            if self._is_used():
                self._store.write(self._place, raw.decode("ascii"))

    def _is_used(self) -> bool:
        note = read_note(self._note)
        return (note.backup or note.personal is not None) and self._store.kind() == note.kind


def _is_current(desk: Desk, note: Note) -> bool:
    found = _entry(desk, note)
    return found is not None and found.is_of(desk.unlocked)


def _entry(desk: Desk, note: Note) -> BackupEntry | None:
    """Read what lies in the store; None where that is nothing, or nothing anybody can read."""
    store = desk.drawer.store
    text = store.read(_place(desk, BACKUP)) if store.kind() == note.kind else None
    if text is None:
        return None
    try:
        return read_backup_entry(text)
    except KnownError:
        return None


def _forget(desk: Desk, what: str) -> None:
    """Take an entry away, the mark with the last; a store that is gone keeps what none reads."""
    note = note_of(desk)
    last = not note.backup and note.personal is None
    try:
        for one in (what, MARK) if last else (what,):
            desk.drawer.store.forget(_place(desk, one))
    except KnownError as problem:
        said = f"keyring_left {problem.details.get('reason', problem.code.value)}"
        desk.opening_findings = (*desk.opening_findings, said)


def _place(desk: Desk, what: str) -> str:
    return place_of(what, desk.unlocked.vault_id, desk.author.branch_pub)


def _path(per_user: Path, vault_id: str, branch_id: str) -> Path:
    return branch_folder(per_user, vault_id, branch_id) / NOTE


def _write_note(desk: Desk, note: Note) -> None:
    path = _path(desk.drawer.per_user, desk.unlocked.vault_id, desk.author.branch_pub)
    record = {"backup": note.backup, "kind": note.kind, "personal": note.personal}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(record).encode("ascii"), durable=True)
    except OSError as fault:
        raise KnownError(Code.KEYRING_FAILED, reason="note") from fault
