"""How far each branch of a vault came on this PC, kept outside the vault for the day it is lost.

While a session is open the note `open` lies beside the mark: a mark that was not settled is a
lower bound only, and no number is confirmed by it.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.pubs import drawn_at
from ledgerdesk.runtime.paths import branch_folder, vault_folder
from ledgerdesk.services.steps.opening.kept_keys import MarkInStore
from ledgerdesk.vault.state_file import (
    FILE_NAME,
    State,
    claimed_generation,
    read_state,
    state_bytes,
    write_state,
)
from ledgerdesk.vault.whole_file import sync_folder

OPEN = "open"
NEWER_COPY = "newer_copy"


class KeptMark:
    """One branch's mark on this PC, and in its key store if one is used; it works on without."""

    def __init__(
        self, per_user: Path, vault_id: str, branch_id: str, store: MarkInStore | None = None
    ) -> None:
        self.store = store
        self._folder = branch_folder(per_user, vault_id, branch_id)
        self._settled = False

    @property
    def path(self) -> Path:
        """Name the file of the mark."""
        return self._folder / FILE_NAME

    def begin(self) -> None:
        """Note durably that the mark no longer says the last word."""
        with suppress(OSError):  # where it cannot be noted no mark could be kept either
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / OPEN).touch(mode=0o600)
            sync_folder(self._folder)

    def save(self, state: State, key: bytes) -> None:
        """Keep the mark durably."""
        self._settled = False
        with suppress(KnownError, OSError):  # a lost copy asks for the last number, no more
            self._folder.mkdir(parents=True, exist_ok=True)
            write_state(self._folder / FILE_NAME, key, state, durable=True)
            self._settled = True
        if self.store is not None:
            self.store.write(state_bytes(key, state))

    def end(self) -> None:
        """Let the mark saved last be the last word, if it was saved."""
        if self._settled:
            with suppress(OSError):  # the note that stays asks for the last number, no more
                (self._folder / OPEN).unlink(missing_ok=True)


def claimed_generations(per_user: Path, vault_id: str) -> list[int]:
    """List which generations the marks of a vault on this PC claim, unproved."""
    found = []
    for folder in sorted(vault_folder(per_user, vault_id).glob("*")):
        with suppress(KnownError):  # a hint that cannot be read is none
            claimed = claimed_generation(folder / FILE_NAME)
            found += [] if claimed is None else [claimed]
    return found


def newer_copy_since(per_user: Path, vault_id: str, branch_id: str) -> datetime | None:
    """Tell when another branch of a vault was begun on this PC after this one, the last of them."""
    marks = vault_folder(per_user, vault_id).glob(f"*/{FILE_NAME}")
    last = max((drawn_at(one.parent.name) for one in marks), default=None)
    return last if last is not None and last > drawn_at(branch_id) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The last numbers this PC saw of a vault; `exact` where it saw every one of a branch."""

    numbers: Mapping[str, int]
    exact: bool


def known_numbers(
    per_user: Path, vault_id: str, branch_id: str, *, state_key: bytes, head_seq: int
) -> Known:
    """Read every mark of a vault on this PC.

    Exact is what a settled mark of this branch says that is no older than `head_seq`, unless
    another branch's mark is unsettled or cannot be proved: there may be numbers it hides.
    """
    numbers: dict[str, int] = {}
    exact, hidden = False, False
    for folder in sorted(vault_folder(per_user, vault_id).glob("*")):
        state = _proved(folder / FILE_NAME, state_key, vault_id, folder.name)
        if state is None or (folder / OPEN).exists():
            hidden = True
        if state is None:
            continue
        for name, last in state.printed.items():
            numbers[name] = max(last, numbers.get(name, 0))
        if state.branch_id == branch_id and state.audit_seq >= head_seq:
            exact = True
    return Known(numbers=numbers, exact=exact and not hidden)


def _proved(path: Path, key: bytes, vault_id: str, branch_id: str) -> State | None:
    try:
        state = read_state(path, key)
    except KnownError:
        return None
    if state is None or (state.vault_id, state.branch_id) != (vault_id, branch_id):
        return None
    return state
