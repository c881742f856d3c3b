"""People come, forget, change and go; each has his own password and nobody needs another's."""

import pytest
from tests.support.staffed_office import (
    CLERK,
    CLERK_PASSWORD,
    GIVEN_PASSWORD,
    SECOND,
    SUPERVISOR,
    THE_CLERK,
    THE_OWNER,
    THE_SECOND,
    THE_SUPERVISOR,
    Who,
    at_the_door,
    choose_password,
    member,
)
from tests.support.still_office import OWNER, PASSWORD, StillOffice, desk_of, issue, rows_of

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role, Standing
from ledgerdesk.services.steps.log.log_pages import LogQuery

NEW_PASSWORD = "nine tall poplars"
NEWCOMER = Who(name="小周", password=GIVEN_PASSWORD)


def refused(act: object) -> KnownError:
    assert callable(act)
    with pytest.raises(KnownError) as refusal:
        act()
    return refusal.value


def code_at_the_door(office: StillOffice, who: Who) -> Code | None:
    refusal = at_the_door(office, who)
    return None if refusal is None else refusal.code


def actions(ledger: Ledger) -> list[str]:
    return [
        row[0]
        for row in rows_of(ledger, "SELECT json_extract(body, '$.action') FROM audit ORDER BY seq")
    ]


def signers(ledger: Ledger) -> list[tuple[str, int | None]]:
    """Give name and provisional mark of the key that signed each of the last entries."""
    query = """
        SELECT staff.name, signing_key.provisional FROM audit
        JOIN signing_key ON signing_key.pub = signer JOIN staff ON staff.id = staff_id
        ORDER BY seq DESC LIMIT 3
    """
    return [(name, provisional) for name, provisional in rows_of(ledger, query)]


def test_somebody_who_was_let_in_works_under_his_own_name(office: StillOffice) -> None:
    with office.opened() as ledger:
        added = ledger.staff.add(NEWCOMER.name, Role.CLERK, GIVEN_PASSWORD).value
    assert (added.role, added.standing, added.provisional) == (Role.CLERK, Standing.ACTIVE, True)

    with office.opened_by(NEWCOMER) as ledger:
        assert desk_of(ledger).person.name == NEWCOMER.name
        assert ledger.must_choose_password
        issue(ledger)
        assert ledger.audit.check().ok
        assert signers(ledger)[0] == (NEWCOMER.name, 1)


def test_the_log_says_of_which_entries_an_owner_knew_the_key(office: StillOffice) -> None:
    with office.opened() as ledger:
        ledger.staff.add(NEWCOMER.name, Role.CLERK, GIVEN_PASSWORD)
    with office.opened_by(NEWCOMER) as ledger:
        issue(ledger)
    choose_password(office, Who(name=NEWCOMER.name, password=NEW_PASSWORD))
    with office.opened_by(Who(name=NEWCOMER.name, password=NEW_PASSWORD)) as ledger:
        issue(ledger)
    with office.opened_by(THE_OWNER) as ledger:
        lines = ledger.audit.page(LogQuery(noun="receipts")).lines

    assert [(line.person, line.known_to_owner) for line in lines] == [
        (NEWCOMER.name, False), (NEWCOMER.name, True),
    ]  # fmt: skip


def test_whoever_is_alone_no_more_has_to_say_who_he_is(office: StillOffice) -> None:
    with office.opened() as ledger:
        ledger.staff.add(NEWCOMER.name, Role.CLERK, GIVEN_PASSWORD)

    assert refused(office.open).code is Code.NEEDS_USER
    assert set(office.house.names(office.vault)) == {OWNER, NEWCOMER.name}
    assert code_at_the_door(office, Who(name="小 周", password=GIVEN_PASSWORD)) is (
        Code.WRONG_PASSWORD
    )
    assert code_at_the_door(office, Who(name="小周", password=PASSWORD)) is Code.WRONG_PASSWORD


def test_after_the_first_sign_in_nobody_else_knows_the_key_he_signs_with(
    office: StillOffice,
) -> None:
    with office.opened() as ledger:
        ledger.staff.add(NEWCOMER.name, Role.CLERK, GIVEN_PASSWORD)
    choose_password(office, Who(name=NEWCOMER.name, password=NEW_PASSWORD))

    assert code_at_the_door(office, NEWCOMER) is Code.WRONG_PASSWORD
    with office.opened_by(Who(name=NEWCOMER.name, password=NEW_PASSWORD)) as ledger:
        issue(ledger)
        assert not ledger.must_choose_password
        assert not member(ledger, NEWCOMER.name).provisional
        assert signers(ledger)[0] == (NEWCOMER.name, None)
        assert ledger.audit.check().ok
    ends = "SELECT reason FROM signing_key_end"
    with office.opened_by(THE_OWNER) as ledger:
        assert rows_of(ledger, ends) == [("password",)]
        assert actions(ledger)[-1] == "staff.take_in"
        assert ledger.audit.check().ok
    with office.opened_by(THE_OWNER) as ledger:
        assert actions(ledger).count("staff.take_in") == 1


def test_an_owner_who_was_let_in_lets_others_in_before_anybody_took_him_in(
    office: StillOffice,
) -> None:
    with office.opened() as ledger:
        ledger.staff.add(SECOND, Role.OWNER, GIVEN_PASSWORD)
    choose_password(office, THE_SECOND)

    with office.opened_by(THE_SECOND) as ledger:
        ledger.staff.add(NEWCOMER.name, Role.CLERK, GIVEN_PASSWORD)
        assert ledger.audit.check().ok

    assert code_at_the_door(office, NEWCOMER) is None
    assert code_at_the_door(office, THE_OWNER) is None


def test_a_clerk_changes_his_password_with_no_owner_there(busy_office: StillOffice) -> None:
    with busy_office.opened_by(THE_CLERK) as ledger:
        ledger.staff.change_own_password(CLERK_PASSWORD, NEW_PASSWORD)
        assert ledger.audit.check().ok

    assert code_at_the_door(busy_office, THE_CLERK) is Code.WRONG_PASSWORD
    for who in (Who(name=CLERK, password=NEW_PASSWORD), THE_OWNER, THE_SUPERVISOR):
        assert code_at_the_door(busy_office, who) is None


def test_an_open_desk_is_not_enough_to_change_its_password(busy_office: StillOffice) -> None:
    with busy_office.opened_by(THE_CLERK) as ledger:
        before = desk_of(ledger).drawer.raw
        wrong = refused(lambda: ledger.staff.change_own_password("not mine", NEW_PASSWORD))
        weak = refused(lambda: ledger.staff.change_own_password(CLERK_PASSWORD, "12345678"))
        assert desk_of(ledger).drawer.raw == before

    assert (wrong.code, wrong.field) == (Code.WRONG_PASSWORD, "password")
    assert weak.code is Code.WEAK_PASSWORD
    assert code_at_the_door(busy_office, THE_CLERK) is None


def test_tries_at_the_old_password_are_slowed_like_those_at_the_door(
    busy_office: StillOffice,
) -> None:
    with busy_office.opened_by(THE_CLERK) as ledger:

        def guess() -> Code:
            return refused(lambda: ledger.staff.change_own_password("guess", NEW_PASSWORD)).code

        assert [guess() for _ in range(5)] == [*[Code.WRONG_PASSWORD] * 4, Code.THROTTLED]
    assert code_at_the_door(busy_office, THE_CLERK) is Code.THROTTLED


def test_an_old_record_put_back_does_not_bring_its_password_back(
    busy_office: StillOffice,
) -> None:
    keys = busy_office.vault / "keys.json"
    old = keys.read_bytes()
    with busy_office.opened_by(THE_CLERK) as ledger:
        ledger.staff.change_own_password(CLERK_PASSWORD, NEW_PASSWORD)
    new = keys.read_bytes()
    places = [*busy_office.vault.glob("keys.json*"), *(busy_office.per_user / "keys").iterdir()]
    assert len(places) == 3

    for path in places:
        path.write_bytes(old)

    assert code_at_the_door(busy_office, THE_CLERK) is Code.WRONG_PASSWORD
    assert code_at_the_door(busy_office, THE_SUPERVISOR) is None
    assert {path.read_bytes() for path in places} == {new}
    assert code_at_the_door(busy_office, Who(name=CLERK, password=NEW_PASSWORD)) is None


def test_somebody_disabled_stays_out_and_comes_back_with_his_password(
    busy_office: StillOffice,
) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        disabled = ledger.staff.disable(CLERK).value
        assert ledger.audit.check().ok
    refusal = at_the_door(busy_office, THE_CLERK)
    assert disabled.standing is Standing.DISABLED
    assert refusal is not None
    assert (refusal.code, refusal.details["reason"]) == (Code.NOT_ALLOWED, "disabled")
    assert CLERK not in busy_office.house.names(busy_office.vault)

    with busy_office.opened_by(THE_OWNER) as ledger:
        assert ledger.staff.enable(CLERK).value.standing is Standing.ACTIVE
        assert ledger.audit.check().ok
    assert code_at_the_door(busy_office, THE_CLERK) is None


def test_a_forgotten_password_is_replaced_by_one_of_the_day(busy_office: StillOffice) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        reset = ledger.staff.reset_password(CLERK, GIVEN_PASSWORD).value
        assert ledger.audit.check().ok
    assert reset.provisional
    assert code_at_the_door(busy_office, THE_CLERK) is Code.WRONG_PASSWORD

    with busy_office.opened_by(Who(name=CLERK, password=GIVEN_PASSWORD)) as ledger:
        issue(ledger)
        assert signers(ledger)[0] == (CLERK, 1)
    choose_password(busy_office, Who(name=CLERK, password=NEW_PASSWORD))
    with busy_office.opened_by(Who(name=CLERK, password=NEW_PASSWORD)) as ledger:
        assert rows_of(
            ledger,
            "SELECT reason FROM signing_key_end WHERE key_id IN"
            " (SELECT id FROM signing_key WHERE staff_id = 4) ORDER BY id",
        ) == [("password",), ("reset",), ("password",)]
        assert ledger.audit.check().ok


def test_an_owner_resets_neither_an_owner_nor_himself(busy_office: StillOffice) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        reasons = [
            refused(lambda name=name: ledger.staff.reset_password(name, NEW_PASSWORD)).details[
                "reason"
            ]
            for name in (SECOND, OWNER)
        ]

    assert reasons == ["owner_by_sheet", "yourself"]


def test_nobody_removes_disables_or_demotes_himself(busy_office: StillOffice) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        for act in (
            lambda: ledger.staff.remove(OWNER),
            lambda: ledger.staff.disable(OWNER),
            lambda: ledger.staff.change_role(OWNER, Role.CLERK),
        ):
            refusal = refused(act)
            assert (refusal.code, refusal.details["reason"]) == (Code.NOT_ALLOWED, "yourself")


def test_the_last_owner_stays_whatever_is_tried(busy_office: StillOffice) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        ledger.staff.disable(SECOND)
    refusals = []
    with busy_office.opened_by(THE_OWNER) as ledger:
        desk_of(ledger).unlocked.user_id  # noqa: B018 - the owner himself is the last one
        refusals.append(refused(lambda: ledger.staff.disable(OWNER)).details["reason"])
        ledger.staff.remove(SECOND)
        refusals.append(refused(lambda: ledger.staff.remove(OWNER)).details["reason"])

    assert refusals == ["yourself", "yourself"]
    assert code_at_the_door(busy_office, THE_OWNER) is None


def test_unknown_names_and_taken_names_are_told_apart(busy_office: StillOffice) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        unknown = refused(lambda: ledger.staff.remove("无名氏"))
        taken = refused(lambda: ledger.staff.add(CLERK, Role.CLERK, GIVEN_PASSWORD))
        weak = refused(lambda: ledger.staff.add("小周", Role.OWNER, "short one"))

    assert (unknown.code, unknown.field) == (Code.BAD_VALUE, "name")
    assert taken.code is Code.EXISTS
    assert weak.code is Code.WEAK_PASSWORD


def test_a_new_name_is_signed_in_with_and_kept_in_the_history(busy_office: StillOffice) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        ledger.staff.rename(CLERK, "李雷")
        renamed = "SELECT old, new FROM change WHERE field = 'name' AND old IS NOT NULL"
        assert rows_of(ledger, renamed) == [(CLERK, "李雷")]
        assert ledger.audit.check().ok

    assert code_at_the_door(busy_office, THE_CLERK) is Code.WRONG_PASSWORD
    assert code_at_the_door(busy_office, Who(name="李雷", password=CLERK_PASSWORD)) is None


def test_a_promoted_clerk_does_what_his_role_may_and_is_asked_for_a_better_password(
    busy_office: StillOffice,
) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        ledger.staff.change_role(CLERK, Role.OWNER)

    with busy_office.opened_by(THE_CLERK) as ledger:
        asked = [ledger.must_choose_password]
        ledger.staff.change_own_password(CLERK_PASSWORD, NEW_PASSWORD)
        asked.append(ledger.must_choose_password)
        ledger.staff.add(NEWCOMER.name, Role.CLERK, GIVEN_PASSWORD)
        assert ledger.audit.check().ok
    assert asked == [True, False]


@pytest.mark.parametrize("who", [THE_SUPERVISOR, THE_CLERK], ids=["supervisor", "clerk"])
def test_nobody_but_an_owner_touches_people(busy_office: StillOffice, who: Who) -> None:
    with busy_office.opened_by(who) as ledger:
        for act in (
            lambda: ledger.staff.add("小周", Role.CLERK, GIVEN_PASSWORD),
            lambda: ledger.staff.remove(SUPERVISOR),
            lambda: ledger.staff.reset_password(SUPERVISOR, GIVEN_PASSWORD),
            lambda: ledger.staff.change_role(who.name, Role.OWNER),
            lambda: ledger.staff.disable(SECOND),
        ):
            assert refused(act).code is Code.NOT_ALLOWED
        assert len(ledger.staff.people()) == 4


def test_the_list_names_those_who_left_as_well(busy_office: StillOffice) -> None:
    with busy_office.opened_by(THE_OWNER) as ledger:
        ledger.staff.remove(CLERK)
        standings = {one.name: one.standing for one in ledger.staff.people()}

    assert standings == {
        OWNER: Standing.ACTIVE, SECOND: Standing.ACTIVE,
        SUPERVISOR: Standing.ACTIVE, CLERK: Standing.REMOVED,
    }  # fmt: skip
