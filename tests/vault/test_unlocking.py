"""Passwords and the printed key open their own vault; what is wrong is told apart."""

import json

import pytest
from tests.vault.vaults import (
    BOUNDS,
    CHEAP,
    CLERK,
    CLERK_PASSWORD,
    OWNER,
    OWNER_PASSWORD,
    new_vault,
    redigested,
    refused,
    refused_code,
    unlock,
    with_clerk,
)

from ledgerdesk.core.errors import Code
from ledgerdesk.core.staff import Role
from ledgerdesk.vault import kdf
from ledgerdesk.vault.creation import create_vault
from ledgerdesk.vault.firm import firm_signer, make_firm_key
from ledgerdesk.vault.house import Scope
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.primitives import verify_signature
from ledgerdesk.vault.recovery import new_recovery_key
from ledgerdesk.vault.session import verify_certificate
from ledgerdesk.vault.unlocking import reopen, unlock_with_password, unlock_with_recovery


def test_the_owner_s_password_opens_what_the_creation_handed_out() -> None:
    vault = new_vault("0123456789abcdef")
    session = unlock(vault.keys, None)

    assert session.vault_id == "0123456789abcdef"
    assert session.page_key_hex == vault.unlocked.page_key_hex
    assert len(session.page_key_hex) == 64
    assert session.page_key_hex == session.page_key_hex.lower()
    assert (session.login, session.role) == (OWNER, Role.OWNER)
    assert (session.generation, session.revision, session.sheet) == (1, 1, 1)
    assert len({session.keys.page_key, session.state_key, session.backup_key}) == 3


def test_the_printed_key_opens_the_same_keys_as_the_actor_recovery() -> None:
    vault = new_vault()
    session = unlock_with_recovery(vault.keys, vault.sheet.key, bounds=BOUNDS)

    assert session.page_key_hex == vault.unlocked.page_key_hex
    assert (session.is_recovery, session.user_id) == (True, "recovery")
    assert session.root_private() == vault.unlocked.root_private()


def test_two_vaults_share_nothing() -> None:
    one, other = new_vault("00" * 8), new_vault("00" * 8)

    assert one.unlocked.page_key_hex != other.unlocked.page_key_hex
    assert one.unlocked.root_public != other.unlocked.root_public
    assert one.sheet.key != other.sheet.key


@pytest.mark.parametrize("login", [OWNER, f" {OWNER} ", "ｗang", None])
def test_a_wrong_password_and_an_unknown_name_are_one_answer(login: str | None) -> None:
    raw = new_vault().keys

    problem = refused(lambda: unlock(raw, login, "seven quiet heron"))

    assert (problem.code, problem.field) == (Code.WRONG_PASSWORD, "password")
    assert problem.details == {}


def test_an_unknown_name_costs_the_same_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = new_vault().keys
    paid = []
    real = kdf.derive_password_key

    def counted(password: bytes, salt: bytes, cost: kdf.KdfCost, bounds: kdf.KdfBounds) -> bytes:
        paid.append(cost)
        return real(password, salt, cost, bounds)

    monkeypatch.setattr(kdf, "derive_password_key", counted)
    refused(lambda: unlock(raw, "nobody"))
    refused(lambda: unlock(raw, OWNER, "wrong password"))
    refused(lambda: unlock(raw, OWNER, "\ud800"))

    assert paid == [CHEAP] * 3


def test_the_sign_in_name_is_found_in_any_case_and_width() -> None:
    vault = create_vault("Ｗang Li", OWNER_PASSWORD, cost=CHEAP, bounds=BOUNDS)

    assert unlock(vault.keys, "WANG LI").user_id == vault.unlocked.user_id


def test_two_people_must_say_who_they_are() -> None:
    raw = with_clerk(new_vault())

    assert refused_code(lambda: unlock(raw, None)) is Code.NEEDS_USER
    assert unlock(raw, CLERK, CLERK_PASSWORD).role is Role.CLERK
    assert unlock(raw).page_key_hex == unlock(raw, CLERK, CLERK_PASSWORD).page_key_hex
    assert refused_code(lambda: unlock(raw, CLERK, OWNER_PASSWORD)) is Code.WRONG_PASSWORD


def test_another_printed_key_is_told_with_the_sheet_that_counts() -> None:
    raw = new_vault().keys

    problem = refused(lambda: unlock_with_recovery(raw, new_recovery_key(), bounds=BOUNDS))

    assert (problem.code, problem.details["sheet"]) == (Code.WRONG_RECOVERY_KEY, 1)


def test_a_damaged_file_is_not_taken_for_a_wrong_password() -> None:
    raw = new_vault().keys
    place = raw.index(b'"sealed":"') + 20
    flipped = raw[:place] + (b"0" if raw[place : place + 1] != b"0" else b"1") + raw[place + 1 :]

    assert refused_code(lambda: unlock(flipped)) is Code.KEYS_DAMAGED


def test_a_wrap_changed_by_hand_is_not_taken_for_a_wrong_password() -> None:
    def change(tree: dict[str, dict[str, object]]) -> None:
        tree["bundles"][0]["record"]["wrap"]["sealed"] = "00" * 112  # type: ignore[index] # any depth

    raw = redigested(new_vault().keys, change)

    problem = refused(lambda: unlock(raw))

    assert (problem.code, problem.details["part"]) == (Code.KEYS_DAMAGED, "bundle")


def test_no_file_may_carry_the_cost_of_the_tests() -> None:
    raw = new_vault().keys

    problem = refused(lambda: unlock_with_password(raw, OWNER, OWNER_PASSWORD))

    assert (problem.code, problem.details["part"]) == (Code.KEYS_DAMAGED, "kdf")


def test_a_newer_format_says_so() -> None:
    raw = redigested(new_vault().keys, lambda tree: tree.update(format=2, more=[]))

    problem = refused(lambda: unlock(raw))

    assert (problem.code, problem.details["found"]) == (Code.NEWER_VERSION, 2)


def test_the_session_signs_with_a_key_the_root_certified() -> None:
    session = unlock(with_clerk(new_vault()), CLERK, CLERK_PASSWORD)
    signature = session.sign(b"entry")

    def certified(scope: Scope, subject: str) -> bool:
        return verify_certificate(
            session.root_public,
            session.certificate,
            vault_id=session.vault_id,
            scope=scope,
            subject=subject,
            public_key=session.public_key,
        )

    assert verify_signature(session.public_key, b"entry", signature)
    assert not verify_signature(session.public_key, b"entrx", signature)
    assert certified(Scope.PERSON, session.user_id)
    assert not certified(Scope.FIRM, session.user_id)
    assert not certified(Scope.PERSON, "00" * 8)
    assert session.certified_by == session.root_public


def test_the_firm_s_key_is_certified_for_an_owner_and_for_nobody_else() -> None:
    vault = new_vault()
    firm = make_firm_key(vault.unlocked)
    clerk = unlock(with_clerk(vault), CLERK, CLERK_PASSWORD)

    assert verify_signature(firm.public, b"receipt", firm_signer(firm.private)(b"receipt"))
    assert verify_certificate(
        vault.unlocked.root_public,
        firm.certificate,
        vault_id=vault.unlocked.vault_id,
        scope=Scope.FIRM,
        subject=firm.id,
        public_key=firm.public,
    )
    assert refused_code(lambda: make_firm_key(clerk)) is Code.NOT_ALLOWED


@pytest.mark.parametrize("login", ["", "   ", "a\nb", "x" * 65, "a\u202eb", "\ud800"])
def test_a_sign_in_name_that_cannot_be_typed_again_is_refused(login: str) -> None:
    problem = refused(lambda: create_vault(login, OWNER_PASSWORD, cost=CHEAP, bounds=BOUNDS))

    assert (problem.code, problem.field) == (Code.BAD_VALUE, "login")


def test_an_owner_s_weak_password_makes_no_vault() -> None:
    assert (
        refused_code(lambda: create_vault(OWNER, "blue kettle", cost=CHEAP, bounds=BOUNDS))
        is Code.WEAK_PASSWORD
    )


def test_a_session_opens_changed_bytes_without_a_password() -> None:
    vault = new_vault()
    raw = with_clerk(vault)

    session = reopen(raw, vault.unlocked, bounds=BOUNDS)

    assert (session.revision, session.page_key_hex) == (2, vault.unlocked.page_key_hex)
    assert refused_code(lambda: reopen(vault.keys, session, bounds=BOUNDS)) is Code.KEYS_ROLLED_BACK
    assert refused_code(lambda: reopen(new_vault().keys, session, bounds=BOUNDS)) is Code.NOT_OURS


def test_the_file_holds_no_key_and_no_root_in_the_clear() -> None:
    vault = new_vault()
    session = vault.unlocked
    text = vault.keys.decode()

    for secret in (
        session.page_key_hex,
        session.keys.database_key.hex(),
        session.seal_private.hex(),
        session.sign_private.hex(),
        session.root_private().hex(),
        session.root_public.hex(),
        vault.sheet.key.secret.hex(),
        OWNER_PASSWORD,
    ):
        assert secret not in text


def test_the_parsed_file_writes_the_same_bytes_again() -> None:
    raw = with_clerk(new_vault())

    assert parse_keys(raw, BOUNDS).to_bytes() == raw
    assert json.loads(raw)["format"] == 1
