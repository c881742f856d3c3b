"""Backups that know more of a book than the book itself: then an older book was put back.

What a backup knows stands in its sealed facts: the log's length and head on its day. Only backups
of the branch that grows are asked; a restore begins another one.
"""

from collections.abc import Sequence
from pathlib import Path

from ledgerdesk.backup import naming
from ledgerdesk.backup.naming import Found
from ledgerdesk.backup.opening import opened
from ledgerdesk.core.backups import Facts, facts_from
from ledgerdesk.core.canonical import Malformed
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage import audit
from ledgerdesk.storage.database import Transaction
from ledgerdesk.vault.backup_keys import backup_keys
from ledgerdesk.vault.primitives import verify_signature
from ledgerdesk.vault.session import GenerationKeys

NEWEST = 3
"""So many of the newest headers are read: one of them is the newest that was made."""


def refuse_later_in(
    tx: Transaction,
    folder: Path,
    *,
    vault_id: str,
    branch_pub: str,
    keys: Sequence[GenerationKeys],
) -> None:
    """Refuse with `rolled_back` where a folder holds a backup that is ahead of the book.

    A folder that is not there or cannot be read says nothing.
    """
    try:
        found = naming.found_in(folder, vault_id, verify_signature)
    except KnownError:
        return  # a drive that is not there: nothing is known from it
    refuse_later(tx, found, branch_pub=branch_pub, keys=keys)


def refuse_later(
    tx: Transaction, found: Sequence[Found], *, branch_pub: str, keys: Sequence[GenerationKeys]
) -> None:
    """Refuse with `rolled_back`, naming the file, where a backup's head is not in this log."""
    ours = [one for one in found if one.origin.branch_id == branch_pub]
    newest = sorted(ours, key=lambda one: one.origin.sequence, reverse=True)[:NEWEST]
    for one in newest:
        facts = _facts(one, keys)
        if facts is None:
            continue
        if audit.hash_at(tx, facts.head_seq) != facts.head:
            raise KnownError(
                Code.ROLLED_BACK,
                part="backup",
                file=one.path.name,
                expected=facts.head_seq,
                found=audit.head(tx).seq,
            )


def _facts(one: Found, keys: Sequence[GenerationKeys]) -> Facts | None:
    """Open a backup's facts with the key of its day; None for what was not made with it."""
    held = next((key for key in keys if key.generation == one.origin.generation), None)
    if held is None:
        return None
    own = backup_keys(held.backup_key, one.origin.vault_id, one.origin.backup_id)
    try:
        with opened(one.path, verify_signature) as file:
            file.refuse_foreign(own.mac)
            return facts_from(own.open_facts(file.core.facts))
    except (KnownError, Malformed):
        return None  # a copy somebody made up proves nothing against this book
