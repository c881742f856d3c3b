"""The sheet's sealed block: enough with the printed key, worthless without."""

import pytest
from tests.vault.vaults import new_vault, refused, refused_code

from ledgerdesk.core.errors import Code
from ledgerdesk.vault import primitives
from ledgerdesk.vault.creation import recovery_public
from ledgerdesk.vault.recovery import RECOVERY_ID, new_recovery_key
from ledgerdesk.vault.session import generation_keys
from ledgerdesk.vault.sheet import (
    BLOCK_BYTES,
    make_sheet_block,
    printed_vault_number,
    unlock_with_sheet_block,
)
from ledgerdesk.vault.unlocking import sealed_dbk_info

QR_8_M_CHARACTERS = 221


def test_sheet_and_printed_key_open_the_database() -> None:
    vault = new_vault()
    block = vault.sheet.block

    for scanned in (block.to_bytes(), block.qr_text(), "\n".join(block.lines())):
        opened = unlock_with_sheet_block(scanned, vault.sheet.key)
        assert opened.keys.page_key_hex == vault.unlocked.page_key_hex
        assert opened.root_public == vault.unlocked.root_public
        assert (opened.vault_id, opened.sheet) == (vault.unlocked.vault_id, 1)


def test_the_block_fits_its_qr() -> None:
    block = new_vault().sheet.block

    assert len(block.to_bytes()) == BLOCK_BYTES == 145
    assert len(block.qr_text()) <= QR_8_M_CHARACTERS


def test_another_printed_key_does_not_open_the_block() -> None:
    block = new_vault().sheet.block

    assert refused_code(lambda: unlock_with_sheet_block(block.qr_text(), new_recovery_key())) is (
        Code.WRONG_RECOVERY_KEY
    )


def test_every_flipped_byte_of_the_block_is_refused() -> None:
    vault = new_vault()
    raw = vault.sheet.block.to_bytes()

    for place in range(len(raw)):
        flipped = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        assert refused_code(unlock_with_sheet_block, flipped, vault.sheet.key) is (Code.DAMAGED)


def test_a_slip_in_a_typed_block_is_named_by_its_line() -> None:
    vault = new_vault()
    lines = list(vault.sheet.block.lines())
    lines[6] = lines[6][1] + lines[6][0] + lines[6][2:] if lines[6][0] != lines[6][1] else "0"

    problem = refused(lambda: unlock_with_sheet_block("\n".join(lines), vault.sheet.key))

    assert (problem.code, problem.details["line"]) == (Code.DAMAGED, 7)


@pytest.mark.parametrize("text", ["", "ÄÖÜ", ":" * 218, "\ud800", "0"])
def test_a_scan_of_something_else_is_refused(text: str) -> None:
    assert refused_code(lambda: unlock_with_sheet_block(text, new_recovery_key())) is Code.DAMAGED


def test_a_database_key_sealed_by_a_stranger_is_not_taken_for_ours() -> None:
    """The seal needs the public key alone; what the root's wrap covers needs the printed one."""
    vault = new_vault()
    genuine = vault.sheet.block
    strangers = generation_keys(bytes(32), genuine.vault_id, 1)
    info = sealed_dbk_info(genuine.vault_id, RECOVERY_ID, 1)
    sealed = primitives.seal(recovery_public(vault.sheet.key).seal, strangers.database_key, info)
    made = make_sheet_block(
        new_recovery_key(), strangers, vault_id=genuine.vault_id, sheet=1, root_public=bytes(32)
    )
    forged = type(genuine)(
        vault_id=genuine.vault_id,
        generation=1,
        sheet=1,
        sealed_dbk=sealed,
        wrapped_root=genuine.wrapped_root,
    )

    for block in (forged, made):
        assert (
            refused_code(unlock_with_sheet_block, block.to_bytes(), vault.sheet.key)
            is Code.WRONG_RECOVERY_KEY
        )


def test_the_number_on_paper_is_the_vault_id_s_beginning() -> None:
    assert printed_vault_number("0000000000ffffff") == "0000-0000"
    assert printed_vault_number("ffffffffff000000") == "ZZZZ-ZZZZ"
    assert printed_vault_number("0123456789abcdef") == "04HM-ASW9"
