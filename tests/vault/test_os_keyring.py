"""C-30: a key store of any temper keeps what it is given, or says so within the limit."""

import os
import sys
import threading
import time
from importlib import import_module
from pathlib import Path

import pytest
from tests.support import fake_stores
from tests.support.fake_stores import FromEnvironment, Good, Slow, Spy
from tests.vault.vaults import refused

from ledgerdesk.core.errors import Code
from ledgerdesk.vault.os_keyring import ALLOWED, SECONDS, OsKeyring

HERE = "tests.support.fake_stores"
PLACE = "LedgerDesk/00/11/backup"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    for one in vars(fake_stores).values():
        if isinstance(one, type) and issubclass(one, Good):
            one.kept.clear()


def store(*names: str, seconds: float = SECONDS) -> OsKeyring:
    return OsKeyring(tuple((HERE, name) for name in names), seconds)


def test_what_is_written_is_read_and_forgotten() -> None:
    good = store("Good")

    good.write(PLACE, "text")

    assert good.kind() == f"{HERE}.Good"
    assert good.read(PLACE) == store("Good").read(PLACE) == "text"
    good.forget(PLACE)
    good.forget(PLACE)
    assert good.read(PLACE) is None


def test_the_first_store_that_is_there_is_taken() -> None:
    assert store("Absent", "Nowhere", "Good", "Other").kind() == f"{HERE}.Good"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Absent", "none"),
        ("Nowhere", "none"),
        ("Null", "read_back"),
        ("Lossy", "read_back"),
        ("Locked", "locked"),
        ("Failing", "refused"),
    ],
)
def test_a_store_that_does_not_keep_says_so(name: str, reason: str) -> None:
    problem = refused(lambda: store(name).write(PLACE, "text"))

    assert (problem.code, problem.details) == (Code.KEYRING_FAILED, {"reason": reason})
    assert PLACE not in str(Good.kept)


def test_a_store_that_hangs_is_left_within_the_limit_and_not_asked_again() -> None:
    slow = store("Slow", seconds=0.2)
    Slow.calls.clear()

    begun = time.monotonic()
    first = refused(lambda: slow.write(PLACE, "text"))
    waited = time.monotonic() - begun
    again = [refused(act).details["reason"] for act in (slow.kind, lambda: slow.read(PLACE))]

    assert (first.code, first.details["reason"]) == (Code.KEYRING_FAILED, "slow")
    assert waited < 2
    assert again == ["slow", "slow"]
    assert Slow.calls == ["keep"]
    hanging = [one for one in threading.enumerate() if one.name == "keyring"]
    assert all(one.daemon for one in hanging)


def test_neither_a_variable_nor_a_file_in_the_home_folder_chooses_the_store(
    monkeypatch: pytest.MonkeyPatch, own_folders: Path
) -> None:
    Spy.made.clear()
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"{HERE}.Spy")
    for folder in ("python_keyring", ".local/share/python_keyring", ".config/python_keyring"):
        place = own_folders / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / "keyringrc.cfg").write_text(
            f"[backend]\ndefault-keyring={HERE}.Spy\nkeyring-path=/tmp\n"
        )
    before = list(sys.path)

    chosen = store("Good")
    chosen.write(PLACE, "text")

    assert chosen.kind() == f"{HERE}.Good"
    assert Spy.made == []
    assert sys.path == before


def test_what_the_environment_puts_on_a_store_is_taken_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KEYRING_PROPERTY_APPID", "somebody else's")
    monkeypatch.setenv("KEYRING_PROPERTY_PREFERRED_COLLECTION", "/a/collection/of/theirs")
    assert vars(FromEnvironment())

    chosen = store("FromEnvironment")
    chosen.write(PLACE, "text")

    assert vars(chosen._backend) == {}
    assert chosen._backend.appid == "Python keyring library"


def test_only_four_known_classes_are_ever_made() -> None:
    listed = {*ALLOWED["win32"], *ALLOWED["darwin"], *OsKeyring()._allowed}

    assert listed == {
        ("keyring.backends.SecretService", "Keyring"),
        ("keyring.backends.kwallet", "DBusKeyring"),
        ("keyring.backends.Windows", "WinVaultKeyring"),
        ("keyring.backends.macOS", "Keyring"),
    }
    for module, name in listed:
        assert getattr(import_module(module), name).__module__.startswith("keyring.backends.")


def test_this_pc_without_a_store_answers_in_time() -> None:
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        pytest.skip("NOT RUN: there is a session bus, whose store is nobody's to try")

    begun = time.monotonic()
    problem = refused(lambda: OsKeyring().write(PLACE, "text"))

    assert problem.code is Code.KEYRING_FAILED
    assert time.monotonic() - begun < SECONDS + 1
