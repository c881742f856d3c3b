"""Who may do what, and whether only with his own things."""

import pytest

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import PERMISSIONS, Person, Reach, Role, authorise

HIS, ANOTHERS = 7, 8


def person(role: Role) -> Person:
    return Person(id=HIS, pub="0" * 16, user_id="u", name="王敏", role=role)


def allowed(role: Role, action: str, of: int | None) -> bool:
    try:
        authorise(person(role), action, of=of)
    except KnownError as refusal:
        said = (refusal.code, refusal.details)
        if said != (Code.NOT_ALLOWED, {"action": action, "role": role.value}):
            raise
        return False
    return True


@pytest.mark.parametrize("of", [HIS, ANOTHERS, None])
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", sorted(PERMISSIONS))
def test_every_cell_of_the_matrix_is_decided_as_it_stands_there(
    action: str, role: Role, of: int | None
) -> None:
    reach = PERMISSIONS[action].get(role)

    assert allowed(role, action, of) is (reach is Reach.ALL or (reach is Reach.OWN and of == HIS))


def test_what_is_one_s_own_is_closed_to_an_owner_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PERMISSIONS, "diaries.read", dict.fromkeys(Role, Reach.OWN))

    assert allowed(Role.CLERK, "diaries.read", HIS)
    assert not allowed(Role.OWNER, "diaries.read", ANOTHERS)
    assert not allowed(Role.OWNER, "diaries.read", None)


def test_an_owner_may_do_everything_with_his_own() -> None:
    assert all(allowed(Role.OWNER, action, HIS) for action in PERMISSIONS)


def test_an_action_without_a_row_is_a_bug() -> None:
    with pytest.raises(KeyError):
        authorise(person(Role.OWNER), "nothing.of.the.kind")
