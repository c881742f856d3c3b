"""The long act of getting in: from the copies of the key file and a credential to an open book."""

from dataclasses import dataclass, replace
from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.paths import VaultPaths
from ledgerdesk.services.steps.opening import opening
from ledgerdesk.services.steps.opening.credential import Credential
from ledgerdesk.services.steps.opening.kept_marks import claimed_generations
from ledgerdesk.storage.database import Database
from ledgerdesk.vault import key_store
from ledgerdesk.vault.kdf import KdfBounds
from ledgerdesk.vault.key_store import Candidate
from ledgerdesk.vault.session import Unlocked, databases_of
from ledgerdesk.vault.state_file import claimed_generation


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """An open book with the bytes of `keys.json` that count and the session they gave.

    `is_newer` asks for the book to follow them.
    """

    raw: bytes
    unlocked: Unlocked
    database: Database
    is_newer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorway:
    """Where somebody comes in, and what he brings."""

    paths: VaultPaths
    per_user: Path
    found: tuple[Candidate, ...]
    credential: Credential
    bounds: KdfBounds
    pages_later: bool = False


def enter(door: Doorway) -> Entered:
    """Open the keys, the book, and then the keys again that the book says are the newest.

    Raises what each of these raises; `keys_rolled_back` and `rolled_back` also where the keys of
    one time do not fit the book of another.
    """
    first = key_store.first_readable(door.found)
    raw, unlocked, database = _opened(door, first)
    try:
        with database.read() as tx:
            chosen = opening.choose_keys(tx, door.found, unlocked, door.bounds)
        if chosen.raw != raw:
            # An older wrap may have carried an older password: it is asked again.
            held = unlocked.in_use
            unlocked = fitted(door.credential.open(chosen.raw, door.bounds), held.page_key)
    except BaseException:
        database.close()
        raise
    return Entered(raw=chosen.raw, unlocked=unlocked, database=database, is_newer=chosen.is_newer)


def fitted(unlocked: Unlocked, page_key: bytes) -> Unlocked:
    """Say which of a session's keys the book has; none of them means that it is the older one."""
    for number, keys in enumerate(databases_of(unlocked)):
        if keys.page_key == page_key:
            return replace(unlocked, rekeyed=number > 0)
    raise KnownError(Code.ROLLED_BACK, part="ledger.db")


def _opened(door: Doorway, first: Candidate) -> tuple[bytes, Unlocked, Database]:
    """Try the first place; then, if password or book do not fit it, those that claim to be newer.

    The first place's answer is the one to give.
    """
    try:
        return _opened_with(door, first.raw)
    except KnownError as error:
        if error.code is not Code.WRONG_PASSWORD and not _does_not_fit(error):
            raise
        for newer in key_store.newer_than(door.found, first):
            try:
                return _opened_with(door, newer.raw)
            except KnownError:
                continue  # the first place's answer is the one to give
        raise


def _opened_with(door: Doorway, raw: bytes) -> tuple[bytes, Unlocked, Database]:
    unlocked = door.credential.open(raw, door.bounds)
    try:
        return raw, *opening.open_book(door.paths, unlocked, pages_later=door.pages_later)
    except KnownError as error:
        if error.code is Code.DAMAGED and "found" not in error.details:
            _tell_age(door, unlocked)
        raise


def _tell_age(door: Doorway, unlocked: Unlocked) -> None:
    """Tell keys that were put back from a book that was, where a mark shows which it is."""
    held = [one.generation for one in databases_of(unlocked)]
    seen = claimed_generations(door.per_user, unlocked.vault_id)
    beside = claimed_generation(door.paths.state)
    seen += [] if beside is None else [beside]
    if seen and max(seen) > max(held):
        raise KnownError(Code.KEYS_ROLLED_BACK, part="keys", expected=max(seen))
    if beside is not None and beside < min(held):
        raise KnownError(Code.ROLLED_BACK, part="ledger.db")


def _does_not_fit(error: KnownError) -> bool:
    """Say whether the keys may be another time's than the book."""
    return error.code in {Code.DAMAGED, Code.KEYS_ROLLED_BACK, Code.ROLLED_BACK} and (
        "found" not in error.details
    )
