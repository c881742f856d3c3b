"""The book's key: given anew, and what still waits to follow."""

from dataclasses import dataclass

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.staff import Standing
from ledgerdesk.services.steps import rotating
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.office import ROTATION_WANTED
from ledgerdesk.storage import book, staff
from ledgerdesk.vault.primitives import key_id

__all__ = ["Keys", "KeysState"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysState:
    """What a red line says of the keys.

    `is_rotating`: a rotation was interrupted and waits for an owner. `is_wanted`: somebody changed
    a password that others may know, and the book has the old key yet. `root_waits_for` names who
    has not signed in since the root was renewed.
    """

    generation: int
    is_rotating: bool
    is_wanted: bool
    root_waits_for: tuple[str, ...]


class Keys:
    """What an owner does with the key of the book."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def state(self) -> KeysState:
        """Tell how it stands with the keys."""
        self._desk.allow("keys.look")
        unlocked = self._desk.unlocked
        root = key_id(unlocked.root_public)
        with self._desk.database.read() as tx:
            wanted = bool(book.settings(tx).get(ROTATION_WANTED))
            waiting = [
                one.name
                for one in staff.everybody(tx)
                if one.standing is not Standing.REMOVED and one.root != root
            ]
        return KeysState(
            generation=unlocked.generation,
            is_rotating=unlocked.pending is not None,
            is_wanted=wanted,
            root_waits_for=tuple(waiting),
        )

    def rotate(self) -> Done[KeysState]:
        """Give the book a new key; everybody keeps his password, the sheet has to be issued anew.

        Raises `disk_full` before anything is done; what is interrupted later is finished when an
        owner signs in.
        """
        self._desk.allow("keys.rotate")
        rotating.rotate(self._desk, rotating.BEGIN)
        return Done(value=self.state(), changes=Changes.SETTINGS)
