"""A log with everything that happens to people and keys verifies, at the desk and in its proof."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from tests.support.staffed_office import (
    CLERK,
    GIVEN_PASSWORD,
    SUPERVISOR,
    THE_CLERK,
    THE_OWNER,
    THE_SECOND,
    THE_SUPERVISOR,
    Who,
    choose_password,
    staffed,
)
from tests.support.still_office import StillOffice, issue, make_still_office, trade

from ledgerdesk.core.staff import Role
from ledgerdesk.resources import resource


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_people", resource("proof", "verify.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lived_in(folder: Path) -> StillOffice:
    """Let four people come, work, forget, change and go; the last owner of two renews the root."""
    office = staffed(make_still_office(folder))
    for n, who in enumerate((THE_SECOND, THE_SUPERVISOR, THE_CLERK)):
        with office.opened_by(who) as ledger:
            issue(ledger, trade(f"客户{n}", 1_000 + n))
    with office.opened_by(THE_OWNER) as ledger:
        ledger.staff.reset_password(CLERK, GIVEN_PASSWORD)
        ledger.staff.disable(SUPERVISOR)
        ledger.staff.enable(SUPERVISOR)
    choose_password(office, THE_CLERK)  # a pair of his own, which no owner has taken in yet
    with office.opened_by(THE_CLERK) as ledger:
        issue(ledger, trade("未认证时", 2_000))
    with office.opened_by(THE_OWNER) as ledger:
        ledger.staff.remove(THE_SECOND.name)  # an owner goes: new key, new root
        ledger.staff.add("新来的", Role.CLERK, GIVEN_PASSWORD)
    newcomer = Who(name="新来的", password="tin whistle at noon")
    choose_password(office, newcomer)
    for who in (THE_CLERK, newcomer):
        with office.opened_by(who) as ledger:
            issue(ledger, trade(who.name, 3_000))
    return office


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lived")
    office = lived_in(folder / "office")
    with office.opened_by(THE_OWNER) as ledger:
        assert ledger.audit.verify().findings == ()
        said = ledger.audit.verify_on(limit=7)
        while not said.done:
            said = ledger.audit.verify_on(limit=7)
        assert said.findings == ()
        ledger.audit.export(folder / "proof")
    office.close()
    return folder / "proof"


def test_a_log_of_every_change_of_people_and_keys_proves_itself(
    proof: Path, verifier: ModuleType
) -> None:
    assert "完好" in verifier.verify(proof)

    keys = json.loads((proof / "public_keys.json").read_text())
    assert len(keys["roots_after"]) == 1
    purposes = {key["purpose"] for key in keys["keys"]}
    assert purposes >= {"person", "recovery", "firm", "root"}
    assert sum(key["provisional"] for key in keys["keys"]) >= 4
    assert sum(key["seal"] is not None for key in keys["keys"]) >= 3
    assert sum(key["to"] is not None for key in keys["keys"]) >= 4


@pytest.mark.parametrize("way", ["root not endorsed", "renewal left out", "successor by another"])
def test_a_broken_link_between_keys_is_refused(proof: Path, verifier: ModuleType, way: str) -> None:
    """The head's signature would refuse any change of the keys: here their own checks are asked."""
    record = json.loads((proof / "public_keys.json").read_text())
    vault = record["vault"]
    if way == "root not endorsed":
        (link,) = record["roots_after"]
        certificates = {key["certificate"] for key in record["keys"]} - {link["endorsement"]}
        assert len(certificates) >= 4  # the new root's own certificate is its endorsement
        for certificate in certificates:
            link["endorsement"] = certificate
            with pytest.raises(verifier.Broken):
                verifier.roots_of(record)
        return
    roots = verifier.roots_of(record)
    by_id = {key["id"]: key for key in record["keys"]}
    assert all(verifier.is_certified(key, by_id, roots, vault) for key in record["keys"])
    if way == "renewal left out":
        late = [key for key in record["keys"] if key["certified_by"] and key["seal"] is None]
        assert late
        assert not any(verifier.is_certified({**key, "certified_by": None}, by_id, roots, vault)
                       for key in late)  # fmt: skip
        return
    followers = [key for key in record["keys"] if key["seal"] is not None]
    others = {key["id"] for key in record["keys"] if key["purpose"] == "person"}
    for key in followers:
        for other in others - {key["certified_by"], key["id"]}:
            changed = {**key, "certified_by": other}
            assert not verifier.is_certified(changed, by_id, roots, vault)
