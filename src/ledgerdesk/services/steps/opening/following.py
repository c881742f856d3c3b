"""Inside an act: the book follows a key file that the root signed, whatever changed in it.

A change of keys and its following after a crash are one and the same step: people, roles, signing
keys and their ends are read out of the file, so that none of them hangs on who was interrupted.
"""

from dataclasses import replace

from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.staff import Standing
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.services.steps.log.certified import ROOT
from ledgerdesk.storage import audit, book, staff
from ledgerdesk.vault.bundles import Bundle
from ledgerdesk.vault.house import Person, Scope
from ledgerdesk.vault.keysfile import KeysFile
from ledgerdesk.vault.primitives import key_id
from ledgerdesk.vault.session import Unlocked

PASSWORD, RESET, REMOVED, RENEWED = "password", "reset", "removed", "renewed"


def follow(act: Act, raw: bytes, keys: KeysFile, session: Unlocked) -> None:
    """Bring people, signing keys and the kept file to what `keys.json` says.

    `session` was opened from these bytes. The caller closes the entry; the keys that end may sign
    that one, and none after it.
    """
    _Following(act, keys, session).run()
    house = keys.house
    row = book.KeysFileRow(revision=house.revision, house_digest=house.digest(), content=raw)
    book.keep_keys_file(act.tx, row)


def certifier_of(session: Unlocked) -> str | None:
    """Name the root that certifies now; None is the first one, which stands in no row."""
    return None if len(session.roots) == 1 else key_id(session.root_public)


class _Following:
    def __init__(self, act: Act, keys: KeysFile, session: Unlocked) -> None:
        self._act = act
        self._keys = keys
        self._session = session
        self._seq = audit.head(act.tx).seq + 1
        self._root = key_id(session.root_public)
        self._certifier = certifier_of(session)

    def run(self) -> None:
        self._roots()
        living = staff.living_keys(self._act.tx)
        known = {one.user_id: one for one in staff.everybody(self._act.tx)}
        for person in self._keys.house.people:
            row = known.pop(person.holder.id, None)
            bundle = self._keys.bundle(person.holder.id)
            staff_id = self._arrived(person, bundle) if row is None else row.id
            if row is not None:
                self._changed(row, person, bundle)
            self._person_key(staff_id, person, bundle, living)
        for row in known.values():
            if row.standing is not Standing.REMOVED:
                self._write(row, replace(row, standing=Standing.REMOVED))
                self._end([one for one in living if one.staff_id == row.id], REMOVED)
        self._recovery_key(living)

    def _roots(self) -> None:
        """Note every renewal of the root: from here on the one before certifies nobody."""
        before = None
        for link in self._keys.house.root_links:
            pub = key_id(link.public)
            if not staff.knows_key(self._act.tx, pub, link.public):
                self._insert_key(
                    staff.NewSigningKey(
                        pub=pub,
                        staff_id=None,
                        purpose=ROOT,
                        public=link.public,
                        certificate=link.endorsement,
                        certified_by=before,
                        from_seq=self._seq,
                    )
                )
            before = pub

    def _arrived(self, person: Person, bundle: Bundle) -> int:
        chance, pub = self._act.desk.chance, self._act.desk.chance.pub()
        new = staff.NewPerson(
            pub=pub,
            user_id=person.holder.id,
            name=person.login,
            role=person.role,
            bundle_serial=bundle.serial,
            bundle_digest=bundle.digest(),
            added_at=self._act.at,
            root=self._root,
        )
        staff_id = staff.insert_person(self._act.tx, new, chance.salt())
        self._act.inserted("staff", pub)
        self._say(pub, "name", None, person.login)
        self._say(pub, "role", None, person.role.value)
        if not person.is_enabled:
            (row,) = [one for one in staff.everybody(self._act.tx) if one.id == staff_id]
            self._write(row, replace(row, standing=Standing.DISABLED))
        return staff_id

    def _changed(self, row: staff.StaffRow, person: Person, bundle: Bundle) -> None:
        # Whoever writes a record pins the root of that day; of his own the session knows it.
        root = row.root if bundle.digest() == row.bundle_digest else self._root
        if person.holder.id == self._session.user_id:
            root = key_id(self._session.pinned_root)
        new = replace(
            row,
            name=person.login,
            role=person.role,
            standing=Standing.ACTIVE if person.is_enabled else Standing.DISABLED,
            bundle_serial=bundle.serial,
            bundle_digest=bundle.digest(),
            root=root,
        )
        if new != row:
            self._write(row, new)

    def _write(self, row: staff.StaffRow, new: staff.StaffRow) -> None:
        with self._act.changing("staff", row.pub):
            staff.update_person(self._act.tx, new)
        for field, old, now in (
            ("name", row.name, new.name),
            ("role", row.role.value, new.role.value),
            ("standing", row.standing.value, new.standing.value),
            ("password_record", str(row.bundle_serial), str(new.bundle_serial)),
        ):
            if old != now:
                self._say(row.pub, field, old, now)

    def _say(self, pub: str, field: str, old: str | None, new: str) -> None:
        self._act.note_change(FieldChange(kind="staff", pub=pub, field=field, old=old, new=new))

    def _person_key(
        self, staff_id: int, person: Person, bundle: Bundle, living: list[staff.LivingKey]
    ) -> None:
        """Let the pair a person uses now sign for him, and the pair before it no longer."""
        certified = person.holder.keys
        used = bundle.keys_in(self._keys.house.vault_id, certified)
        if used is None:
            return  # not his own record: he is refused at the door, and his old key stays
        own = [one for one in living if one.staff_id == staff_id]
        if key_id(used.sign) in {one.pub for one in own}:
            return
        followed = bundle.successor if used != certified else None
        if followed is not None:
            self._certified_pair(staff_id, person)
        left = any(one.provisional for one in own) and not bundle.provisional
        self._end(own, PASSWORD if left else RESET)
        certificate = person.holder.certificate
        self._insert_key(
            staff.NewSigningKey(
                pub=key_id(used.sign),
                staff_id=staff_id,
                purpose=Scope.PERSON.value,
                public=used.sign,
                certificate=certificate if followed is None else followed.endorsement,
                certified_by=self._certifier if followed is None else key_id(certified.sign),
                seal=None if followed is None else used.seal,
                provisional=bundle.provisional,
                from_seq=self._seq,
            )
        )

    def _certified_pair(self, staff_id: int, person: Person) -> None:
        """See that the pair which endorsed the one in use stands in the book, if only as ended."""
        public = person.holder.keys.sign
        if staff.knows_key(self._act.tx, key_id(public), public):
            return
        key = self._insert_key(
            staff.NewSigningKey(
                pub=key_id(public),
                staff_id=staff_id,
                purpose=Scope.PERSON.value,
                public=public,
                certificate=person.holder.certificate,
                certified_by=self._certifier,
                provisional=True,
                from_seq=self._seq,
            )
        )
        self._end_key(key, PASSWORD)

    def _recovery_key(self, living: list[staff.LivingKey]) -> None:
        holder = self._keys.house.recovery
        pub = key_id(holder.keys.sign)
        own = [one for one in living if one.purpose == Scope.RECOVERY.value]
        if pub in {one.pub for one in own}:
            return
        self._end(own, RENEWED)
        self._insert_key(
            staff.NewSigningKey(
                pub=pub,
                staff_id=None,
                purpose=Scope.RECOVERY.value,
                public=holder.keys.sign,
                certificate=holder.certificate,
                certified_by=self._certifier,
                from_seq=self._seq,
            )
        )

    def _insert_key(self, key: staff.NewSigningKey) -> int:
        row = staff.insert_signing_key(self._act.tx, key, self._act.desk.chance.salt())
        self._act.inserted("signing_key", key.pub)
        return row

    def _end(self, keys: list[staff.LivingKey], reason: str) -> None:
        for key in keys:
            self._end_key(key.id, reason)

    def _end_key(self, key: int, reason: str) -> None:
        chance = self._act.desk.chance
        pub = chance.pub()
        staff.end_signing_key(
            self._act.tx, key, pub=pub, salt=chance.salt(), to_seq=self._seq, reason=reason
        )
        self._act.inserted("signing_key_end", pub)
