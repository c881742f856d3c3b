"""Keep every test away from the network, the keyring, the user's folders and the screen."""

import os
import socket
from collections.abc import Callable, Generator
from pathlib import Path
from typing import NoReturn

import pytest
from tests.support.campaign import FIGURES

NOT_RUN = "NOT RUN: "
# Qt and keyring look at these when they are first imported, so before any test module is.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("LEDGERDESK_TEST_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
for _name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"

_FOLDERS = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": ".run",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
}
_INTERNET = (socket.AF_INET, socket.AF_INET6)


class NetworkUsedError(AssertionError):
    """A test, or the program under it, opened an internet socket."""


class _LocalSocket(socket.socket):
    """Refuse the internet; AF_UNIX stays, Qt's single instance and D-Bus live there."""

    def __init__(
        self,
        family: int = -1,
        type: int = -1,  # noqa: A002 - the name socket.socket gives it
        proto: int = -1,
        fileno: int | None = None,
    ) -> None:
        if fileno is None and (family == -1 or family in _INTERNET):
            raise NetworkUsedError("LedgerDesk is local: no test may open an internet socket")
        super().__init__(family, type, proto, fileno)


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Generator[None, None, None]:
    """Block internet sockets and name look-ups in this process."""

    def refuse(*_: object, **__: object) -> None:
        raise NetworkUsedError("LedgerDesk is local: no test may look a name up")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", _LocalSocket)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


def _live_in(home: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("HOME", str(home))
    patch.setenv("USERPROFILE", str(home))
    for name, folder in _FOLDERS.items():
        path = home / folder
        path.mkdir(parents=True, mode=0o700)
        patch.setenv(name, str(path))


@pytest.fixture(scope="session", autouse=True)
def session_home(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path, None, None]:
    """Give fixtures of the whole session a home that is not the user's."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("session_home")
        _live_in(home, patch)
        yield home


@pytest.fixture(scope="module", autouse=True)
def own_folders(
    session_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Path, None, None]:
    """Give each test module a home of its own.

    Not each test: a vault made once for a module keeps part of its keys in the home.
    """
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        _live_in(home, patch)
        yield home


@pytest.fixture(scope="session")
def not_run() -> Callable[[str], NoReturn]:
    """Give a function that leaves a test with the reason why this machine cannot run it.

    A `skipif` whose reason begins with "NOT RUN: " is listed in the same table.
    """

    def leave(reason: str) -> NoReturn:
        pytest.skip(NOT_RUN + reason)

    return leave


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the figures of this worker's campaigns to the process that prints them."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["figures"] = FIGURES


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take over the figures of a worker that has ended."""
    FIGURES.extend(getattr(node, "workeroutput", {}).get("figures", []))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter,
) -> Generator[None, None, None]:
    """Print last what the campaigns did, and as a table what this machine could not run."""
    yield
    if FIGURES:
        terminalreporter.section("fault campaigns (each seeded with its name)")
        for figure in sorted(FIGURES):
            terminalreporter.write_line(figure)
    rows = sorted(
        (report.nodeid, report.longrepr[2])
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and NOT_RUN in report.longrepr[2]
    )
    if rows:
        terminalreporter.section("not run on this machine")
        for node, reason in rows:
            terminalreporter.write_line(f"NOT RUN  {node}: {reason.split(NOT_RUN, 1)[1]}")
        terminalreporter.write_line(f"{len(rows)} tests were not run")
