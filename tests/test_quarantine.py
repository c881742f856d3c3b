"""The walls around the tests stand: no internet, no keyring, no home, and no silent skip."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import keyring
import keyring.errors
import pytest

CONFTEST = Path(__file__).with_name("conftest.py")


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_an_internet_socket_is_refused(family: int) -> None:
    with pytest.raises(AssertionError, match="local"):
        socket.socket(family)


def test_connecting_and_looking_up_a_name_are_refused() -> None:
    with pytest.raises(AssertionError, match="local"):
        socket.create_connection(("127.0.0.1", 9))
    with pytest.raises(AssertionError, match="local"):
        socket.getaddrinfo("localhost", 80)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="NOT RUN: no AF_UNIX on this system")
def test_a_local_socket_is_allowed() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"here")
        assert other.recv(4) == b"here"


def test_the_keyring_holds_nothing() -> None:
    with pytest.raises(keyring.errors.NoKeyringError):
        keyring.get_password("ledgerdesk", "anyone")


def test_every_folder_of_the_user_is_a_temporary_one(own_folders: Path) -> None:
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")

    assert all(Path(os.environ[name]).is_relative_to(own_folders) for name in names)
    assert Path.home() == own_folders


@pytest.fixture(scope="module")
def made_for_the_module() -> Path:
    return Path.home()


def test_what_is_made_for_a_whole_module_lives_in_the_same_home(
    made_for_the_module: Path, own_folders: Path
) -> None:
    assert made_for_the_module == own_folders == Path.home()


def test_what_could_not_run_is_listed_last_with_its_reason(tmp_path: Path) -> None:
    shutil.copy(CONFTEST, tmp_path)
    (tmp_path / "test_sample.py").write_text(
        "import pytest\n"
        "def test_one(not_run): not_run('no strace here')\n"
        "@pytest.mark.skipif(True, reason='NOT RUN: no gcc here')\n"
        "def test_two(): pass\n"
        "def test_three(): pytest.skip('something else')\n",
        "utf-8",
    )

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CONFTEST.parent.parent)},
        capture_output=True,
        check=False,
    )

    table = done.stdout.decode().split("not run on this machine")[1]
    assert "test_one: no strace here" in table
    assert "test_two: no gcc here" in table
    assert "2 tests were not run" in table
    assert "something else" not in table
