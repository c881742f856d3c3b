"""Two groups of a sheet prove that somebody holds it, and a file holds all that the paper does."""

import json
import random

import pytest
from tests.vault.vaults import BOUNDS, CHEAP, new_vault, refused_code

from ledgerdesk.core.canonical import Json, Malformed
from ledgerdesk.core.errors import Code
from ledgerdesk.vault.recovery import new_recovery_key
from ledgerdesk.vault.sheet import read_sheet_text, unlock_with_sheet_block
from ledgerdesk.vault.sheet_proof import SheetProof, proof_from, proof_of


def asked(proof: SheetProof, key: object) -> tuple[str, ...]:
    assert hasattr(key, "groups")
    return tuple(key.groups()[line - 1][group - 1] for line, group in proof.places)


def test_the_two_groups_asked_for_prove_a_sheet_and_no_others_do() -> None:
    key = new_recovery_key()
    proof = proof_of(key, cost=CHEAP, bounds=BOUNDS)
    groups = asked(proof, key)

    assert proof.fits(groups, BOUNDS)
    assert proof.fits([f" {one.lower()} " for one in groups], BOUNDS)
    wrong = ("00000" if groups[0] != "00000" else "00001", groups[1])
    for typed in (groups[::-1], wrong, groups[:1], (*groups, "X"), ("".join(groups), "")):
        assert not proof.fits(typed, BOUNDS)


def test_every_sheet_asks_for_whole_groups_of_two_lines() -> None:
    places = {proof_of(new_recovery_key(), cost=CHEAP, bounds=BOUNDS).places for _ in range(300)}

    assert all(one[0] < other[0] for one, other in places)
    assert {place for pair in places for place in pair} == {
        (line, group) for line in (1, 2, 3, 4) for group in (1, 2)
    }


def test_a_proof_is_kept_as_json_and_a_changed_one_is_refused() -> None:
    key = new_recovery_key()
    proof = proof_of(key, cost=CHEAP, bounds=BOUNDS)

    again = proof_from(json.loads(json.dumps(proof.to_json())))

    assert again == proof
    assert again.fits(asked(again, key), BOUNDS)
    wrong: dict[str, Json] = {"cost": [1, 1], "salt": "00", "places": [[1]], "digest": 7}
    for name, value in wrong.items():
        with pytest.raises(Malformed):
            proof_from({**json.loads(json.dumps(proof.to_json())), name: value})


def test_a_sheet_s_file_holds_key_and_block_in_one_line() -> None:
    vault = new_vault()
    line = vault.sheet.one_line()

    key, block = read_sheet_text(line + "\n")

    assert "\n" not in line
    assert key == vault.sheet.key
    assert block == vault.sheet.block
    assert block is not None
    assert unlock_with_sheet_block(block, key).keys.page_key_hex == vault.unlocked.page_key_hex
    assert read_sheet_text(vault.sheet.key.one_line()) == (key, None)
    assert read_sheet_text("\n".join((*key.lines(), *block.lines()))) == (key, block)


def test_a_slip_anywhere_in_a_sheet_s_file_is_refused() -> None:
    line = new_vault().sheet.one_line()
    chance = random.Random(5)
    places = [n for n, character in enumerate(line) if character.isalnum()]

    for place in chance.sample(places, 40):
        other = "7" if line[place] != "7" else "8"
        wrong = line[:place] + other + line[place + 1 :]
        assert refused_code(read_sheet_text, wrong) in {Code.WRONG_RECOVERY_KEY, Code.DAMAGED}
    for cut in (line[:-1], line[:-100], line + "7"):
        assert refused_code(read_sheet_text, cut) in {Code.WRONG_RECOVERY_KEY, Code.DAMAGED}
