"""The house: who belongs to a vault and what is sealed to whom, signed by the root as a whole.

No root public key stands in it: a reader trusts only the one out of a password's or the recovery
key's own bundle, so there is none here to be trusted by mistake.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ledgerdesk.core import canonical
from ledgerdesk.core.canonical import Json, Malformed
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.vault import primitives
from ledgerdesk.vault.primitives import (
    KEY_BYTES,
    SEALED_KEY_BYTES,
    SIGNATURE_BYTES,
    Label,
    labelled,
)
from ledgerdesk.vault.recovery import RECOVERY_ID

MOST_PEOPLE = 200
MOST_LOGIN = 64
MOST_NUMBER = 0xFFFF
"""Generations and sheet numbers stay within two bytes: the sheet's block keeps them so."""
MOST_REVISION = 2**53 - 1
GENERATIONS_IN_ROTATION = 2
MOST_ROOT_LINKS = 32


class Scope(StrEnum):
    """What the root certifies a signing key for; one scope's certificate says nothing of others."""

    PERSON = "person"
    RECOVERY = "recovery"
    FIRM = "firm"
    MAKER = "maker"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKeys:
    """Two public keys of one holder, 32 bytes each: sealing to him, verifying what he signed."""

    seal: bytes
    sign: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One who opens the vault: certified keys and what is sealed to them.

    `sealed_dbks` stands parallel to the house's generations, or is empty for whoever may not
    sign in now; `sealed_root` is the owners' and the recovery key's.
    """

    id: str
    keys: PublicKeys
    certificate: bytes
    sealed_dbks: tuple[bytes, ...]
    sealed_root: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of the house under the name he signs in with."""

    login: str
    role: Role
    holder: Holder

    @property
    def is_enabled(self) -> bool:
        """Say whether he may sign in: whether anything is sealed to him."""
        return bool(self.holder.sealed_dbks)


@dataclass(frozen=True, slots=True, kw_only=True)
class RootLink:
    """One renewal of the root: the new public key, endorsed by the previous private one."""

    previous: bytes
    public: bytes
    endorsement: bytes

    def to_json(self) -> Json:
        """Give the record as written."""
        return {
            "endorsement": self.endorsement.hex(),
            "previous": self.previous.hex(),
            "public": self.public.hex(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything the root signs; people stand in the order of their ids."""

    vault_id: str
    revision: int
    generations: tuple[int, ...]
    root_links: tuple[RootLink, ...]
    people: tuple[Person, ...]
    recovery: Holder
    sheet: int

    def person(self, user_id: str) -> Person | None:
        """Find a person by id."""
        return next((one for one in self.people if one.holder.id == user_id), None)

    def person_named(self, login: str) -> Person | None:
        """Find a person by the typed name; case and width do not count."""
        wanted = folded_login(login)
        return next((one for one in self.people if folded_login(one.login) == wanted), None)

    def to_bytes(self) -> bytes:
        """Write the house in its one spelling: what the root signs."""
        return canonical.to_bytes(self.to_json())

    def digest(self) -> str:
        """Give the SHA-256 of the house, 64 hex digits: what the database remembers of it."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def signed_bytes(self) -> bytes:
        """Give the bytes the root's signature covers."""
        return labelled(Label.HOUSE, self.to_bytes())

    def to_json(self) -> Json:
        """Give the record as written."""
        return {
            "generations": list(self.generations),
            "people": [
                {"login": one.login, "role": one.role.value, **_holder_json(one.holder)}
                for one in self.people
            ],
            "recovery": {"sheet": self.sheet, **_holder_json(self.recovery)},
            "revision": self.revision,
            "root_links": [link.to_json() for link in self.root_links],
            "vault": self.vault_id,
        }


def folded_login(login: str) -> str:
    """Fold a typed name for comparison: NFKC, no case, no blanks around."""
    return unicodedata.normalize("NFKC", login).casefold().strip()


def plain_login(login: str) -> str:
    """Give a sign-in name as it is kept (NFC, 1 to 64 characters), or raise `bad_value`."""
    plain = unicodedata.normalize("NFC", login).strip()
    if not canonical.is_plain_text(plain, most=MOST_LOGIN):
        raise KnownError(Code.BAD_VALUE, field="login", most=MOST_LOGIN)
    return plain


def certificate_bytes(vault_id: str, scope: Scope, subject: str, public_key: bytes) -> bytes:
    """Give the bytes a certificate of the root covers."""
    return labelled(Label.CERTIFICATE, vault_id, scope.value, subject, public_key)


def trusted_root(pinned: bytes, house: House) -> bytes:
    """Follow the renewals from the root a bundle holds to the newest endorsed by it."""
    return root_after(pinned, house.vault_id, house.root_links)


def root_after(pinned: bytes, vault_id: str, links: Iterable[RootLink]) -> bytes:
    """Follow renewals of the root as far as each endorses the next."""
    root = pinned
    for link in links:
        covered = labelled(Label.ROOT_LINK, vault_id, link.public)
        if link.previous == root and primitives.verify_signature(root, covered, link.endorsement):
            root = link.public
    return root


def all_roots(house: House, newest: bytes) -> tuple[bytes, ...]:
    """List the roots of a house that `newest` truly signed, from the first one on."""
    if not house.root_links:
        return (newest,)
    return (house.root_links[0].previous, *(link.public for link in house.root_links))


def parse_house(value: Json) -> House:
    """Read a house, or raise `Malformed` with the part that is not as it must be."""
    record = canonical.record_of(
        value, {"generations", "people", "recovery", "revision", "root_links", "vault"}, "house"
    )
    generations = _generations(record["generations"])
    people = canonical.list_of(record["people"], "people", most=MOST_PEOPLE)
    recovery, sheet = _recovery(record["recovery"], len(generations))
    return House(
        vault_id=canonical.id_of(record["vault"], "vault"),
        revision=canonical.integer_of(record["revision"], "revision", least=1, most=MOST_REVISION),
        generations=generations,
        root_links=tuple(
            parse_root_link(link)
            for link in canonical.list_of(record["root_links"], "root", most=MOST_ROOT_LINKS)
        ),
        people=_consistent(_person(person, len(generations)) for person in people),
        recovery=recovery,
        sheet=sheet,
    )


def _holder_json(holder: Holder) -> dict[str, Json]:
    return {
        "certificate": holder.certificate.hex(),
        "id": holder.id,
        "seal_public": holder.keys.seal.hex(),
        "sealed_dbks": [sealed.hex() for sealed in holder.sealed_dbks],
        "sealed_root": None if holder.sealed_root is None else holder.sealed_root.hex(),
        "sign_public": holder.keys.sign.hex(),
    }


_HOLDER_FIELDS = {
    "certificate", "id", "seal_public", "sealed_dbks", "sealed_root", "sign_public",
}  # fmt: skip


def _holder(record: Mapping[str, Json], holder_id: str, generations: int) -> Holder:
    sealed = canonical.list_of(record["sealed_dbks"], "sealed key", most=GENERATIONS_IN_ROTATION)
    if len(sealed) != generations and (sealed or holder_id == RECOVERY_ID):
        raise Malformed("sealed key")
    root = record["sealed_root"]
    return Holder(
        id=holder_id,
        keys=PublicKeys(
            seal=canonical.hex_of(record["seal_public"], "public key", length=KEY_BYTES),
            sign=canonical.hex_of(record["sign_public"], "public key", length=KEY_BYTES),
        ),
        certificate=canonical.hex_of(record["certificate"], "certificate", length=SIGNATURE_BYTES),
        sealed_dbks=tuple(
            canonical.hex_of(one, "sealed key", length=SEALED_KEY_BYTES) for one in sealed
        ),
        sealed_root=(
            None if root is None else canonical.hex_of(root, "sealed root", length=SEALED_KEY_BYTES)
        ),
    )


def _person(value: Json, generations: int) -> Person:
    record = canonical.record_of(value, _HOLDER_FIELDS | {"login", "role"}, "person")
    role = record["role"]
    if not isinstance(role, str) or role not in set(Role):
        raise Malformed("role")
    holder = _holder(record, canonical.id_of(record["id"], "id"), generations)
    login = canonical.text_of(record["login"], "login", most=MOST_LOGIN)
    person = Person(login=login, role=Role(role), holder=holder)
    holds_root = person.role is Role.OWNER and person.is_enabled
    if (holder.sealed_root is not None) != holds_root:
        raise Malformed("sealed root")
    return person


def _recovery(value: Json, generations: int) -> tuple[Holder, int]:
    record = canonical.record_of(value, _HOLDER_FIELDS | {"sheet"}, "recovery")
    if record["id"] != RECOVERY_ID or record["sealed_root"] is None:
        raise Malformed("recovery")
    sheet = canonical.integer_of(record["sheet"], "sheet", least=1, most=MOST_NUMBER)
    return _holder(record, RECOVERY_ID, generations), sheet


def parse_root_link(value: Json) -> RootLink:
    """Read one renewal of the root, or raise `Malformed`."""
    record = canonical.record_of(value, {"endorsement", "previous", "public"}, "root")
    return RootLink(
        previous=canonical.hex_of(record["previous"], "root", length=KEY_BYTES),
        public=canonical.hex_of(record["public"], "root", length=KEY_BYTES),
        endorsement=canonical.hex_of(record["endorsement"], "root", length=SIGNATURE_BYTES),
    )


def _generations(value: Json) -> tuple[int, ...]:
    listed = canonical.list_of(value, "generation", most=GENERATIONS_IN_ROTATION)
    numbers = tuple(
        canonical.integer_of(one, "generation", least=1, most=MOST_NUMBER) for one in listed
    )
    if not numbers or numbers != tuple(range(numbers[0], numbers[0] + len(numbers))):
        raise Malformed("generation")
    return numbers


def _consistent(listed: Iterable[Person]) -> tuple[Person, ...]:
    people = tuple(listed)
    ids = [one.holder.id for one in people]
    logins = {folded_login(one.login) for one in people}
    if ids != sorted(set(ids)) or len(logins) != len(people):
        raise Malformed("people")
    if not any(one.role is Role.OWNER and one.is_enabled for one in people):
        raise Malformed("owner")
    return people
