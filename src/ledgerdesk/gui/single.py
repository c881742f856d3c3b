"""One window for one person's profile: a second start raises the first one and ends.

Who is first is decided by a file lock, which costs a start nothing; the first listens for others
once its door stands. The two talk through a local socket of this user alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.instance_lock import InstanceLock
from ledgerdesk.runtime.paths import application_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtNetwork import QLocalServer

LOCK = "window.lock"
_ANSWER = b"raised"
_WAIT_MS = 500
_TRIES = 12


def hold_profile() -> InstanceLock | None:
    """Be the first window of this profile; None where another one is.

    A profile that cannot be written to has no lock to hold: then nobody is kept from working.
    """
    folder = application_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return InstanceLock.acquire(folder / LOCK)
    except KnownError as error:
        if error.code is Code.IN_USE:
            return None
        return _NoLock()
    except OSError:
        return _NoLock()


class _NoLock(InstanceLock):
    """Stands for a lock that could not be taken."""

    def __init__(self) -> None:
        """Hold nothing."""

    def release(self) -> None:
        """Let nothing go."""


def server_name() -> str:
    """Name the socket of this profile; what is in its path stays private."""
    import hashlib  # noqa: PLC0415 - its library is read behind the door

    digest = hashlib.sha256(str(application_folder()).encode()).hexdigest()
    return f"ledgerdesk-{digest[:16]}"


def raise_first(vault: Path | None) -> bool:
    """Let the first window come to the front, at a vault if one is given; False if it is silent.

    It may be just starting, so it is given a few seconds.
    """
    from PySide6.QtCore import QThread  # noqa: PLC0415 - a first start needs no socket
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - as above

    for _ in range(_TRIES):
        socket = QLocalSocket()
        socket.connectToServer(server_name())
        if socket.waitForConnected(_WAIT_MS):
            socket.write(b"" if vault is None else str(vault.absolute()).encode())
            socket.write(b"\n")
            socket.flush()
            if socket.waitForReadyRead(_WAIT_MS * _TRIES):
                return bytes(socket.readAll().data()).startswith(_ANSWER)
        QThread.msleep(_WAIT_MS)
    return False


def listen(raised: Callable[[str], None]) -> QLocalServer:
    """Hear of later starts; `raised` is told the vault they were given, or an empty text."""
    from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - behind the door

    server = QLocalServer()
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    QLocalServer.removeServer(server_name())  # what a killed window left; the lock says we are it

    def came() -> None:
        socket = server.nextPendingConnection()

        def read() -> None:
            if socket.canReadLine():
                asked = bytes(socket.readLine().data()).decode("utf-8", "replace").strip()
                socket.write(_ANSWER)
                socket.flush()
                raised(asked)

        socket.readyRead.connect(read)
        socket.disconnected.connect(socket.deleteLater)
        if socket.canReadLine():
            read()

    server.newConnection.connect(came)
    server.listen(server_name())
    return server
