"""Every verb asks for its permission, and a refused one leaves no trace."""

import inspect
from pathlib import Path

import pytest
from tests.services.verbs import VERBS
from tests.support.still_office import act_as, dump

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import PERMISSIONS, Role

CASES = [pytest.param(name, role, id=f"{name}-{role.value}") for name in VERBS for role in Role]

# What each role may besides the one before it about doubtful cards and money that is owed.
ABOUT_DOUBTS = {
    Role.AUDITOR: {
        "corrections.list",
        "payments.look",
        "quality.look",
        "reviews.list",
        "trades.look",
        "series.look",
    },
    Role.CLERK: {"corrections.request", "payments.take", "quality.ignore", "trades.keep_filter"},
    Role.SUPERVISOR: {
        *("corrections.decide", "customers.merge", "payments.forgo", "payments.refund"),
        "days.close_period",
        "reviews.decide",
    },
}


@pytest.mark.parametrize(("name", "role"), CASES)
def test_a_verb_is_open_to_the_roles_of_the_table_alone(
    name: str, role: Role, filled: Ledger, tmp_path: Path
) -> None:
    verb = VERBS[name]
    run = verb.prepare(filled, tmp_path)
    before = dump(filled)
    act_as(filled, role)

    if role in PERMISSIONS[verb.action]:
        run()
        return
    with pytest.raises(KnownError) as refusal:
        run()

    assert refusal.value.code is Code.NOT_ALLOWED
    assert refusal.value.details == {"action": verb.action, "role": role.value}
    assert dump(filled) == before
    assert not (tmp_path / "r.pdf").exists()


def test_every_verb_of_every_noun_is_in_the_table(filled: Ledger) -> None:
    nouns = {name: noun for name, noun in vars(filled).items() if not name.startswith("_")}
    verbs = {
        f"{name}.{verb}"
        for name, noun in nouns.items()
        for verb, _ in inspect.getmembers(noun, inspect.ismethod)
        if not verb.startswith("_")
    }

    assert verbs == {name.split()[0] for name in VERBS}


def test_every_permission_belongs_to_a_verb() -> None:
    assert {verb.action for verb in VERBS.values()} == set(PERMISSIONS)


def may(role: Role) -> set[str]:
    return {action for action, roles in PERMISSIONS.items() if role in roles}


def test_the_roles_differ_as_the_office_expects() -> None:
    assert may(Role.AUDITOR) == ABOUT_DOUBTS[Role.AUDITOR] | {
        "audit.check",
        "audit.export",
        "audit.history",
        "audit.list",
        "audit.verify",
        "backups.list",
        "catalogue.look",
        "customers.find",
        "days.show",
        "drafts.list",
        "emergency.look",
        "exports.run",
        "keys.keep_personal_slot",
        "keys.look",
        "receipts.list",
        "reports.look",
        "reports.write",
        "sheet.look",
        "staff.change_password",
        "staff.list",
        "standards.look",
        "stock.look",
        "templates.look",
    }
    assert may(Role.CLERK) - may(Role.AUDITOR) == ABOUT_DOUBTS[Role.CLERK] | {
        "backups.drill",
        "backups.make",
        "backups.name_place",
        "customers.add",
        "customers.change",
        "customers.keep_number",
        "customers.reveal",
        "customers.verify",
        "customers.write_note",
        "days.close",
        "drafts.keep",
        "receipts.issue",
        "receipts.reprint",
        "stock.spoil",
        "transactions.record",
    }


def test_who_stands_higher_may_more() -> None:
    assert may(Role.SUPERVISOR) - may(Role.CLERK) == ABOUT_DOUBTS[Role.SUPERVISOR] | {
        "audit.export",
        "audit.list",
        "catalogue.change",
        "customers.erase",
        "customers.stop",
        "exports.person",
        "exports.receipts",
        "exports.run",
        "imports.run",
        "imports.take_back",
        "receipts.reverse",
        "receipts.void",
        "reports.write",
        "series.confirm_last_number",
        "series.hand_out",
        "standards.change",
    }
    assert may(Role.OWNER) - may(Role.SUPERVISOR) == {
        "backups.change_plan",
        "days.reopen",
        "emergency.change",
        "series.change",
        "templates.change",
        "exports.plain",
        "keys.keep_backup_key",
        "keys.rotate",
        "settings.change",
        "sheet.keep",
        "sheet.renew",
        "staff.add",
        "staff.change_role",
        "staff.disable",
        "staff.enable",
        "staff.remove",
        "staff.rename",
        "staff.reset_password",
    }


def test_an_action_without_a_row_is_a_bug() -> None:
    with pytest.raises(KeyError):
        PERMISSIONS["receipts.delete"]
