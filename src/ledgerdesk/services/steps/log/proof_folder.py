"""Write the log as a folder that proves itself: entries, keys, head, and a verifier beside them.

The verifier (`resources/proof/verify.py`) needs nothing of this program; what it checks is said
there. Nobody's data leaves the book: entries hold ids and salted digests.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ledgerdesk.core.audit import Head
from ledgerdesk.core.canonical import Json
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.moments import stored
from ledgerdesk.resources import resource
from ledgerdesk.runtime.files import write_private
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.log.certified import subject_of
from ledgerdesk.storage import audit, book
from ledgerdesk.storage.audit import Entry, SigningKey
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.failures import translated
from ledgerdesk.vault.kdf import KdfBounds
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.primitives import Label, labelled

ENTRIES, KEYS, HEAD = "entries.jsonl", "public_keys.json", "head.json"
BESIDE = ("verify.py", "README.txt")
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFolder:
    """A proof that was written: where, of how many entries, and the root key to compare (hex)."""

    folder: Path
    head: Head
    root: str


def write_proof(desk: Desk, tx: Transaction, folder: Path, *, bounds: KdfBounds) -> ProofFolder:
    """Fill an empty folder with the log as it stands, signed by the session's person."""
    head = audit.head(tx)
    with translated("export"):
        _write_entries(tx, folder / ENTRIES)
        keys = _spelt(_keys(desk, tx, bounds))
        write_private(folder / KEYS, keys)
        write_private(folder / HEAD, _spelt(_head(desk, head, keys)))
        for name in BESIDE:
            write_private(folder / name, resource("proof", name).read_bytes())
    return ProofFolder(folder=folder, head=head, root=desk.unlocked.roots[0].hex())


def _write_entries(tx: Transaction, file: Path) -> None:
    with file.open("xb") as out:
        file.chmod(0o600)
        for entry in audit.entries(tx):
            out.write(_canonical(_entry(entry)).encode("ascii") + b"\n")


def _entry(entry: Entry) -> Mapping[str, Json]:
    beside = entry.cosignature
    return {
        "seq": entry.seq,
        "previous": entry.previous.hex(),
        "hash": entry.hash.hex(),
        "body": entry.body,
        "signer": entry.signer,
        "signature": entry.signature.hex(),
        "cosigner": entry.cosigner,
        "cosignature": None if beside is None else beside.hex(),
    }


def _keys(desk: Desk, tx: Transaction, bounds: KdfBounds) -> Mapping[str, Json]:
    kept = book.keys_file(tx)
    if kept is None:
        raise KnownError(Code.DAMAGED, part="ledger.db", found="keys_file")
    links = parse_keys(kept.content, bounds).house.root_links
    return {
        "format": FORMAT,
        "vault": desk.unlocked.vault_id,
        "root": desk.unlocked.roots[0].hex(),
        "roots_after": [
            {"public": link.public.hex(), "endorsement": link.endorsement.hex()} for link in links
        ],
        "keys": [
            _key(key) for key in sorted(audit.signing_keys(tx).values(), key=lambda key: key.pub)
        ],
    }


def _key(key: SigningKey) -> Json:
    return {
        "id": key.pub,
        "person": key.staff_pub,
        "purpose": key.purpose,
        "subject": subject_of(key),
        "public": key.public.hex(),
        "certificate": key.certificate.hex(),
        "certified_by": key.certified_by,
        "seal": None if key.seal is None else key.seal.hex(),
        "provisional": key.provisional,
        "from": key.from_seq,
        "to": key.to_seq,
    }


def _head(desk: Desk, head: Head, keys: bytes) -> Mapping[str, Json]:
    record: dict[str, Json] = {
        "format": FORMAT,
        "vault": desk.unlocked.vault_id,
        "seq": head.seq,
        "hash": head.hash.hex(),
        "keys_sha256": sha256(keys).hexdigest(),
        "at": stored(desk.clock.now()),
        "signer": desk.author.key_pub,
    }
    covered = labelled(Label.PROOF, _canonical(record).encode("ascii"))
    return {**record, "signature": desk.author.sign(covered).hex()}


def _canonical(record: Mapping[str, Json]) -> str:
    return json.dumps(record, sort_keys=True, separators=(",", ":"))


def _spelt(record: Mapping[str, Json]) -> bytes:
    """Write a small file to be read by people too: a line for each field, sorted."""
    text = json.dumps(record, sort_keys=True, indent=1, separators=(",", ": "))
    return text.encode("ascii") + b"\n"
