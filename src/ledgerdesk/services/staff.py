"""Who works here: people let in, sent away, renamed, and each one's own password."""

from dataclasses import dataclass

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Member, Role, Standing
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.keys import leaving, rotating
from ledgerdesk.services.steps.keys.key_change import change_keys, nothing_more, prove_own_password
from ledgerdesk.services.steps.keys.leaving import Left
from ledgerdesk.storage import staff
from ledgerdesk.vault import changes
from ledgerdesk.vault.house import Person, folded_login
from ledgerdesk.vault.primitives import key_id
from ledgerdesk.vault.rotation import Leaving
from ledgerdesk.vault.unlocking import unlock_with_password

__all__ = ["Left", "PasswordChanged", "Staff"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged:
    """Whether the book got a new key besides, since somebody may know the old password."""

    rotated: bool


class Staff:
    """What an owner does with people, and each person with his own password.

    Names are those people sign in with; case and width do not count.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def people(self) -> list[Member]:
        """List everybody who ever worked here, in the order they came."""
        self._desk.allow("staff.list")
        with self._desk.database.read() as tx:
            rows = staff.everybody(tx)
            living = staff.living_keys(tx)
        known = {one.staff_id for one in living if one.provisional}
        root = key_id(self._desk.unlocked.root_public)
        return [
            Member(
                pub=row.pub,
                name=row.name,
                role=row.role,
                standing=row.standing,
                provisional=row.id in known,
                holds_root=row.root == root,
                added_at=row.added_at,
            )
            for row in rows
        ]

    def add(self, name: str, role: Role, password: str) -> Done[Member]:
        """Let somebody in under a password that he is to replace by his own.

        Raises `exists` and `bad_value` (field `login`), `weak_password`.
        """
        self._desk.allow("staff.add")
        drawer = self._desk.drawer
        raw = changes.add_person(
            drawer.raw,
            self._desk.unlocked,
            name,
            role,
            password,
            cost=drawer.cost_now(),
            bounds=drawer.bounds,
        )
        change_keys(self._desk, raw, "staff.add")
        return self._done(name)

    def disable(self, name: str) -> Done[Member]:
        """Keep somebody out for now; his keys and his password stay.

        Raises `bad_value` (field `name`), `not_allowed` for the last owner and for oneself.
        """
        self._desk.allow("staff.disable")
        person = self._other(name)
        raw = changes.disable_person(
            self._desk.drawer.raw,
            self._desk.unlocked,
            person.holder.id,
            bounds=self._desk.drawer.bounds,
        )
        change_keys(self._desk, raw, "staff.disable")
        return self._done(name)

    def enable(self, name: str) -> Done[Member]:
        """Let somebody in again who was disabled, with the password he had."""
        self._desk.allow("staff.enable")
        person = self._person(name)
        raw = changes.enable_person(
            self._desk.drawer.raw,
            self._desk.unlocked,
            person.holder.id,
            bounds=self._desk.drawer.bounds,
        )
        change_keys(self._desk, raw, "staff.enable")
        return self._done(name)

    def rename(self, name: str, new_name: str) -> Done[Member]:
        """Give somebody another name to sign in with; what was issued keeps the old one."""
        self._desk.allow("staff.rename")
        person = self._person(name)
        raw = changes.rename_person(
            self._desk.drawer.raw,
            self._desk.unlocked,
            person.holder.id,
            new_name,
            bounds=self._desk.drawer.bounds,
        )
        change_keys(self._desk, raw, "staff.rename")
        return self._done(new_name)

    def reset_password(self, name: str, password: str) -> Done[Member]:
        """Give somebody who forgot his password new keys under one that he is to replace.

        An owner who forgot needs the recovery sheet, and whoever remembers his own changes it
        himself: both are `not_allowed`. Raises `bad_value` (field `name`), `weak_password`.
        """
        self._desk.allow("staff.reset_password")
        person = self._other(name)
        if person.role is Role.OWNER:
            raise KnownError(
                Code.NOT_ALLOWED, action="staff.reset_password", reason="owner_by_sheet"
            )
        drawer = self._desk.drawer
        raw = changes.set_password_by_owner(
            drawer.raw,
            self._desk.unlocked,
            person.holder.id,
            password,
            provisional=True,
            cost=drawer.cost_now(),
            bounds=drawer.bounds,
        )
        change_keys(self._desk, raw, "staff.reset_password")
        return self._done(name)

    def change_role(self, name: str, role: Role) -> Done[Left | None]:
        """Give somebody another role.

        An owner who becomes less is removed and let in again: the book gets a new key and a new
        root (see `remove`). Raises `bad_value`, `not_allowed` for the last owner and for oneself.
        """
        self._desk.allow("staff.change_role")
        person = self._other(name)
        if person.role is Role.OWNER and role is not Role.OWNER:
            demoted = Leaving(demoted={person.holder.id: role})
            return self._left("staff.change_role", demoted)
        raw = changes.change_role(
            self._desk.drawer.raw,
            self._desk.unlocked,
            person.holder.id,
            role,
            bounds=self._desk.drawer.bounds,
        )
        change_keys(self._desk, raw, "staff.change_role")
        return Done(value=None, changes=Changes.STAFF)

    def remove(self, name: str) -> Done[Left | None]:
        """Let somebody go for good: the book gets a key he never had, and a new proved backup.

        Everybody else keeps his password. Raises `bad_value`, `not_allowed` for the last owner and
        for oneself, `disk_full` before anything is done; `backup_not_written` where all of it is
        done but the backup.
        """
        self._desk.allow("staff.remove")
        person = self._other(name)
        return self._left("staff.remove", Leaving(removed=frozenset({person.holder.id})))

    def change_own_password(
        self, old: str, new: str, *, somebody_knows: bool = False
    ) -> Done[PasswordChanged]:
        """Replace one's own password; it needs the old one, and no owner.

        With `somebody_knows` the book gets a new key as well, which an owner's session alone can
        give it. Raises `wrong_password` (field `password`), `throttled`, `weak_password`.
        """
        desk, drawer = self._desk, self._desk.drawer
        desk.allow("staff.change_password", of=desk.person.id)
        prove_own_password(desk, old)
        raw = changes.change_password(
            drawer.raw, desk.unlocked, new, cost=drawer.cost_now(), bounds=drawer.bounds
        )
        login = desk.unlocked.login
        rotates = somebody_knows and desk.unlocked.sealed_root is not None
        change_keys(
            desk,
            raw,
            "staff.change_password",
            opened=lambda raw: unlock_with_password(raw, login, new, bounds=drawer.bounds),
            also=rotating.want if somebody_knows else nothing_more,
        )
        if rotates:
            rotating.rotate(desk, rotating.BEGIN)
        return Done(value=PasswordChanged(rotated=rotates), changes=Changes.STAFF)

    def _left(self, action: str, who: Leaving) -> Done[Left | None]:
        return Done(
            value=leaving.let_go(self._desk, action, who),
            changes=Changes.STAFF | Changes.BACKUPS,
        )

    def _person(self, name: str) -> Person:
        person = self._desk.drawer.file().house.person_named(folded_login(name))
        if person is None:
            raise KnownError(Code.BAD_VALUE, field="name", reason="unknown_user")
        return person

    def _other(self, name: str) -> Person:
        person = self._person(name)
        if person.holder.id == self._desk.unlocked.user_id:
            raise KnownError(Code.NOT_ALLOWED, field="name", reason="yourself")
        return person

    def _done(self, name: str) -> Done[Member]:
        wanted = folded_login(name.strip())
        (member,) = [
            one
            for one in self.people()
            if folded_login(one.name) == wanted and one.standing is not Standing.REMOVED
        ]
        return Done(value=member, changes=Changes.STAFF)
