"""Prove the copies that were made while nobody was there: restored, checked, compared, logged."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ledgerdesk.backup.drive import Drive, disk_faults
from ledgerdesk.backup.header import damaged
from ledgerdesk.backup.opening import OpenBackup, opened
from ledgerdesk.core.backups import Facts, facts_from
from ledgerdesk.core.canonical import Malformed
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.unattended import LeftCopy
from ledgerdesk.services.steps.backups.leaving_facts import (
    box_of_desk,
    journal_of,
    write_journal,
)
from ledgerdesk.services.steps.backups.proved_backup import TEMPORARY, place_of
from ledgerdesk.services.steps.backups.proved_book import refuse_other_book, write_book
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.opening.opening import keys_of_all_times
from ledgerdesk.storage import audit, backups
from ledgerdesk.vault.backup_keys import backup_keys, is_certified
from ledgerdesk.vault.primitives import verify_signature
from ledgerdesk.vault.session import GenerationKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A copy that waits for its proof, with all that the proof needs beside the desk."""

    copy: LeftCopy
    path: Path
    vault_id: str
    branch_pub: str
    root_public: bytes
    keys: GenerationKeys
    backups: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedCopy:
    """A copy that was restored and compared; `payload` is the SHA-256 of its ciphertext."""

    waiting: Waiting
    payload: bytes
    facts: Facts


def waiting(desk: Desk) -> tuple[Waiting, ...]:
    """List the copies that wait and whose medium is there now, oldest first."""
    unlocked = desk.unlocked
    with desk.database.read() as tx:
        by_number = {one.generation: one for one in keys_of_all_times(tx, unlocked)}
        journal = journal_of(desk, tx)
        logged = {one.file_name for one in backups.proved(tx)}
    found = []
    for copy in journal:
        path = Path(copy.folder) / copy.file_name
        keys = by_number.get(copy.generation)
        if copy.file_name not in logged and keys is not None and path.is_file():
            found.append(
                Waiting(
                    copy=copy,
                    path=path,
                    vault_id=unlocked.vault_id,
                    branch_pub=desk.author.branch_pub,
                    root_public=unlocked.root_public,
                    keys=keys,
                    backups=desk.paths.backups,
                )
            )
    return tuple(found)


def prove(one: Waiting, progress: Progress = quiet) -> ProvedCopy:
    """Restore a copy to a temporary place and compare it; no desk is needed.

    Raises `damaged` and `not_ours`; the temporary place is gone afterwards, whatever happened.
    """
    with opened(one.path, verify_signature) as file:
        facts = _facts(one, file)
        with disk_faults("backups"):
            temporary = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=one.backups))
        try:
            ledger = temporary / "ledger.db"
            mac = backup_keys(one.keys.backup_key, one.vault_id, one.copy.backup_id).mac
            write_book(file, mac, ledger, part="backups", drive=Drive(), progress=progress)
            refuse_other_book(
                ledger, one.keys.page_key_hex, file.core.origin, facts, thorough=False
            )
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        return ProvedCopy(waiting=one, payload=file.core.payload_sha256, facts=facts)


def log(act: Act, proved: ProvedCopy) -> None:
    """Enter a proved copy into the book, inside an act; raises `damaged` for another book's log."""
    one = proved.waiting.copy
    if audit.hash_at(act.tx, proved.facts.head_seq) != proved.facts.head:
        raise damaged("facts")
    origin = act.origin()
    row = backups.NewBackup(
        branch_id=act.desk.author.branch_id,
        sequence=one.sequence,
        file_name=one.file_name,
        place=place_of(act.tx, act.desk, proved.waiting.path.parent),
        size=one.size,
        payload_hash=proved.payload,
        head_seq=proved.facts.head_seq,
        written_at=one.written_at,
        proved_at=act.at,
    )
    backups.insert(act.tx, row, origin.pub, origin.salt)
    act.inserted("backup", origin.pub)


def forget(desk: Desk, sequences: frozenset[int]) -> None:
    """Strike copies off the journal once they are logged, or found damaged."""
    with desk.database.read() as tx:
        left = [one for one in journal_of(desk, tx) if one.sequence not in sequences]
    with disk_faults("backups"):
        write_journal(desk.paths, box_of_desk(desk), left)


def _facts(one: Waiting, file: OpenBackup) -> Facts:
    core = file.core
    origin = core.origin
    ours = (origin.vault_id, origin.branch_id, origin.backup_id, origin.generation)
    if ours != (one.vault_id, one.branch_pub, one.copy.backup_id, one.copy.generation):
        raise KnownError(Code.NOT_OURS, source="backup", part="header")
    if not is_certified(core.signer, one.vault_id, one.root_public):
        raise KnownError(Code.NOT_OURS, source="backup", part="signer")
    keys = backup_keys(one.keys.backup_key, origin.vault_id, origin.backup_id)
    file.refuse_foreign(keys.mac)
    try:
        return facts_from(keys.open_facts(core.facts))
    except Malformed:
        raise damaged("facts") from None
