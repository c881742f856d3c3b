"""C-40: a `keys.json` made once must open for ever and be written again byte for byte."""

import hashlib
import json
from pathlib import Path

import pytest

from ledgerdesk.core.staff import Role
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.recovery import read_recovery_key
from ledgerdesk.vault.sheet import read_sheet_block, unlock_with_sheet_block
from ledgerdesk.vault.unlocking import unlock_with_password, unlock_with_recovery

GOLDEN = Path(__file__).parent.parent / "golden"
RAW = (GOLDEN / "keys-1.json").read_bytes()
EXPECTED = json.loads((GOLDEN / "keys-1.expected.json").read_text(encoding="utf-8"))
KEYS_SHA_256 = "885190afe821feaeb6569ec00683f6fd895ff8d0fe9120c370c028d7b17d8d1c"


def test_the_golden_files_are_those_made_with_the_first_release() -> None:
    assert hashlib.sha256(RAW).hexdigest() == KEYS_SHA_256


@pytest.mark.parametrize(("who", "role"), [("owner", Role.OWNER), ("clerk", Role.CLERK)])
def test_its_passwords_open_it_with_real_costs(who: str, role: Role) -> None:
    session = unlock_with_password(RAW, EXPECTED[who], EXPECTED[f"{who}_password"])

    assert session.role is role
    assert session.page_key_hex == EXPECTED["page_key"]
    assert session.state_key.hex() == EXPECTED["state_key"]
    assert session.backup_key.hex() == EXPECTED["backup_key"]
    assert session.root_public.hex() == EXPECTED["root_public"]
    if role is Role.OWNER:
        assert session.public_key.hex() == EXPECTED["owner_public"]
        assert session.sign(b"entry").hex() == EXPECTED["signature_of_entry"]


def test_its_printed_key_opens_it() -> None:
    recovery = read_recovery_key(EXPECTED["recovery"])

    assert list(recovery.lines()) == EXPECTED["recovery_lines"]
    assert unlock_with_recovery(RAW, recovery).page_key_hex == EXPECTED["page_key"]


def test_its_sheet_opens_the_database_without_it() -> None:
    recovery = read_recovery_key("\n".join(EXPECTED["recovery_lines"]))

    opened = unlock_with_sheet_block(EXPECTED["sheet_qr"], recovery)

    assert opened.keys.page_key_hex == EXPECTED["page_key"]
    assert opened.root_public.hex() == EXPECTED["root_public"]
    assert read_sheet_block(EXPECTED["sheet_qr"]).qr_text() == EXPECTED["sheet_qr"]


def test_it_is_written_again_byte_for_byte() -> None:
    assert parse_keys(RAW).to_bytes() == RAW
