"""C-09, C-10, C-12, C-16: key files flipped, inflated and put back, and guesses over restarts."""

import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest
from tests.support.campaign import Campaign
from tests.support.office import OWNER, PASSWORD, Office, desk_of, save
from tests.vault.vaults import redigested

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.services.access import Credential
from ledgerdesk.vault import throttle
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING, FILE_BOUNDS
from ledgerdesk.vault.throttle import Throttle
from ledgerdesk.vault.unlocking import unlock_with_password

pytestmark = pytest.mark.fault

CLERK, GIVEN = "小李", "a password of the day"
BY_OWNER = Credential(login=OWNER, password=PASSWORD)
MIB = 1024 * 1024


def places(office: Office) -> list[Path]:
    """List the file, its copy beside it and the one on this PC."""
    return [*sorted(office.vault.glob("keys.json*")), *(office.folder / "user/keys").iterdir()]


def outcome(office: Office, credential: Credential = BY_OWNER) -> Code | None:
    try:
        office.open(credential).lock()
    except KnownError as error:
        return error.code
    return None


def test_no_flipped_bit_of_a_key_file_is_accepted_and_none_costs_the_vault(
    office: Office, this_campaign: Campaign
) -> None:
    flips, refused, healed = this_campaign.of(5_000, 120), 0, 0
    file, *copies = places(office)
    whole = file.read_bytes()
    assert len(copies) == 2

    for turn in range(flips):
        changed = bytearray(whole)
        changed[this_campaign.chance.randrange(len(whole))] ^= 1 << this_campaign.chance.randrange(
            8
        )
        everywhere = turn % 10 != 0
        for path in [file, *copies] if everywhere else [file]:
            path.write_bytes(changed)
        found = outcome(office)
        if everywhere:
            assert found is Code.KEYS_DAMAGED
            refused += 1
        else:
            assert (found, file.read_bytes()) == (None, whole)
            healed += 1
        for path in [file, *copies]:
            path.write_bytes(whole)

    assert outcome(office) is None
    this_campaign.note(
        f"{flips} flips: {refused} in all three copies, 0 accepted; {healed} in one, each time "
        "the vault opened and the copy was whole again"
    )


def test_a_flip_whose_digest_is_made_right_again_is_refused_by_a_signature_or_a_tag(
    office: Office, this_campaign: Campaign
) -> None:
    """Negative control for the one above: without the digest the signatures hold alone."""
    whole = (office.vault / "keys.json").read_bytes()
    codes: dict[Code | None, int] = {}
    paths = _hex_leaves(json.loads(whole))

    for _ in range(this_campaign.of(5_000, 150)):
        path = this_campaign.chance.choice(paths)
        changed = redigested(whole, partial(_flip, path=path, chance=this_campaign.chance))
        for place in places(office):
            place.write_bytes(changed)
        code = outcome(office)
        if code is None:
            # A password does not read the sheet's wrap: the book's own row put it right again.
            assert path[0] == "recovery_bundle"
            assert {place.read_bytes() for place in places(office)} == {whole}
        codes[code] = codes.get(code, 0) + 1

    for place in places(office):
        place.write_bytes(whole)
    assert outcome(office) is None
    counted = {code.value if code else "opened and put right": n for code, n in codes.items()}
    said = ", ".join(f"{n} {what}" for what, n in sorted(counted.items()))
    this_campaign.note(said)


def _hex_leaves(tree: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(tree, dict):
        return [leaf for name, part in tree.items() if name != "digest"
                for leaf in _hex_leaves(part, (*path, name))]  # fmt: skip
    if isinstance(tree, list):
        return [leaf for n, part in enumerate(tree) for leaf in _hex_leaves(part, (*path, n))]
    return [path] if isinstance(tree, str) and len(tree) >= 32 else []


def _flip(tree: object, *, path: tuple[str | int, ...], chance: object) -> None:
    assert hasattr(chance, "randrange")
    at = tree
    for step in path[:-1]:
        at = at[step]  # type: ignore[index]  # JSON, as deep as the path
    text = at[path[-1]]  # type: ignore[index]  # as above
    place = chance.randrange(len(text))
    letter = "0" if text[place] != "0" else "1"
    at[path[-1]] = text[:place] + letter + text[place + 1 :]  # type: ignore[index]  # as above


@pytest.mark.parametrize(
    "cost",
    [
        {"memory_kib": 2**31},
        {"memory_kib": FILE_BOUNDS.most_memory_kib + 1},
        {"passes": 2**20},
        {"lanes": 2**20},
        {"memory_kib": 1},
    ],
    ids=lambda cost: " ".join(f"{name} {value}" for name, value in cost.items()),
)
def test_a_huge_cost_is_refused_before_memory_is_taken(
    office: Office, cost: dict[str, int], not_run: Callable[[str], NoReturn]
) -> None:
    if os.name == "nt":
        not_run("this system does not tell a process how much memory it took")
    import resource  # noqa: PLC0415 - not on Windows

    raw = redigested(
        (office.vault / "keys.json").read_bytes(),
        lambda tree: tree["bundles"][0]["record"]["kdf"].update(cost),
    )
    for place in places(office):
        place.write_bytes(raw)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert outcome(office) is Code.KEYS_DAMAGED

    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown * 1024 < 64 * MIB


def test_twenty_wrong_passwords_over_restarts_wait_as_long_as_they_should(
    office: Office, monkeypatch: pytest.MonkeyPatch, this_campaign: Campaign
) -> None:
    """Each try is another process's: only the files know of the ones before."""
    now = [1_000.0]
    monkeypatch.setattr(throttle, "Throttle", partial(Throttle, monotonic=lambda: now[0]))
    waited = []

    for name in [*["王敏", "无名氏"] * 10]:
        guess = Credential(login=name, password="not the one")
        while (found := _refusal(office, guess)).code is Code.THROTTLED:
            seconds = found.details["retry_after"]
            assert isinstance(seconds, int)
            waited.append(seconds)
            now[0] += seconds
        assert (found.code, found.field, found.details) == (Code.WRONG_PASSWORD, "password", {})

    assert waited == [1, 2, 4, 8, 16, *[30] * 11]
    now[0] += 30
    assert outcome(office) is None
    this_campaign.note(f"20 wrong passwords, half of nobody's: waited {waited} seconds, then in")


def _refusal(office: Office, credential: Credential) -> KnownError:
    with pytest.raises(KnownError) as caught:
        office.open(credential)
    return caught.value


def test_key_files_of_any_earlier_day_put_back_never_let_an_old_password_in(
    office: Office, this_campaign: Campaign
) -> None:
    """A year of changes, each day's key file kept by somebody and put back in every way."""
    days = _a_year(office)
    today = (office.vault / "keys.json").read_bytes()
    tried = refused = 0

    for raw, passwords in days:
        for where in ("the file", "both in the vault", "everywhere"):
            for name, password in passwords.items():
                for place in places(office)[
                    : {"the file": 1, "both in the vault": 2}.get(where, 3)
                ]:
                    place.write_bytes(raw)
                code = outcome(office, Credential(login=name, password=password))
                is_todays = password == days[-1][1].get(name)
                tried += 1
                refused += code is not None
                if not is_todays:
                    assert code is not None, (where, name)
                for place in places(office):
                    place.write_bytes(today)

    assert outcome(office, Credential(login=OWNER, password=days[-1][1][OWNER])) is None
    this_campaign.note(f"{tried} tries with {len(days)} days' key files: {refused} refused")
    assert refused


def _a_year(office: Office) -> list[tuple[bytes, dict[str, str]]]:
    keys = office.vault / "keys.json"
    passwords = {OWNER: PASSWORD}
    days = [(keys.read_bytes(), dict(passwords))]

    def day(who: str, act: str) -> None:
        ledger = office.open(Credential(login=who, password=passwords[who]))
        if act == "let in":
            ledger.staff.add(CLERK, Role.CLERK, GIVEN)
            passwords[CLERK] = GIVEN
        elif act == "password":
            new = f"password number {len(days)} of {who}"
            ledger.staff.change_own_password(passwords[who], new)
            passwords[who] = new
        elif act == "rotate":
            ledger.keys.rotate()
        else:
            ledger.staff.remove(CLERK)
            del passwords[CLERK]
        save(ledger, len(days))
        ledger.lock()
        days.append((keys.read_bytes(), dict(passwords)))

    for who, act in (
        (OWNER, "let in"), (CLERK, "password"), (OWNER, "password"), (OWNER, "rotate"),
        (CLERK, "password"), (OWNER, "remove"), (OWNER, "password"),
    ):  # fmt: skip
        day(who, act)
    return days


def test_the_vault_goes_on_after_all_of_it(office: Office) -> None:
    copied = office.copied(office.folder.with_name("other"))
    ledger = copied.open(BY_OWNER)
    assert ledger.audit.check().findings == ()
    raw = desk_of(ledger).drawer.raw
    ledger.lock()

    assert unlock_with_password(raw, OWNER, PASSWORD, bounds=BOUNDS_ONLY_FOR_TESTING).revision == 1
    shutil.rmtree(copied.folder)
