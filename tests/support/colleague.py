"""A second person of an office, let in as the staff's verb does it, without the verb."""

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.staff import Role
from ledgerdesk.services.access import Credential
from ledgerdesk.storage import audit, book, staff
from ledgerdesk.vault.changes import add_person
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING, CHEAPEST_ONLY_FOR_TESTING
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.primitives import key_id

PASSWORD = "blue kettle on the hob"


def let_in(ledger: Ledger, name: str, role: Role) -> Credential:
    """Add a person to the house and the book; give back how he signs in."""
    desk = ledger._opened.desk
    with desk.upkeep() as act:
        kept = book.keys_file(act.tx)
        assert kept is not None
        raw = add_person(
            kept.content,
            desk.unlocked,
            name,
            role,
            PASSWORD,
            cost=CHEAPEST_ONLY_FOR_TESTING,
            bounds=BOUNDS_ONLY_FOR_TESTING,
        )
        keys = parse_keys(raw, BOUNDS_ONLY_FOR_TESTING)
        person = keys.house.person_named(name)
        assert person is not None
        mark = keys.bundle_marks()[person.holder.id]
        origin = act.origin()
        new = staff.NewPerson(
            pub=origin.pub,
            user_id=person.holder.id,
            name=name,
            role=role,
            bundle_serial=mark.serial,
            bundle_digest=mark.digest,
            added_at=act.at,
            root=key_id(desk.unlocked.root_public),
        )
        staff_id = staff.insert_person(act.tx, new, origin.salt)
        act.inserted("staff", origin.pub)
        key = staff.NewSigningKey(
            pub=key_id(person.holder.keys.sign),
            staff_id=staff_id,
            purpose="person",
            public=person.holder.keys.sign,
            certificate=person.holder.certificate,
            from_seq=audit.head(act.tx).seq + 1,
        )
        staff.insert_signing_key(act.tx, key, desk.chance.salt())
        act.inserted("signing_key", key.pub)
        row = book.KeysFileRow(
            revision=keys.house.revision, house_digest=keys.house.digest(), content=raw
        )
        book.keep_keys_file(act.tx, row)
        act.close_entry("staff.add")
    desk.paths.keys.write_bytes(raw)
    return Credential(login=name, password=PASSWORD)
