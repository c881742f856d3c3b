"""The key store of this PC: one of four known kinds, called beside the work and never for long.

Which store is used is not the environment's to say: `keyring.get_keyring` would load whatever a
variable or a file in the home folder names. The known classes are made here, stripped of what the
environment put on them, and what was written is read back before it counts.
"""

import hmac
import os
import queue
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from threading import Thread
from typing import Any, Protocol, TypeVar

from ledgerdesk.core.errors import Code, KnownError

SECONDS = 5.0
_LINUX = (
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
)
ALLOWED: dict[str, tuple[tuple[str, str], ...]] = {
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
}
_PROPERTY = "KEYRING_PROPERTY_"

Value = TypeVar("Value")


class KeyStore(Protocol):
    """Where secrets of this user lie on this PC; every call may raise `keyring_failed`.

    Its `reason` is `none` (no store), `slow`, `locked`, `refused` or `read_back`.
    """

    def kind(self) -> str:
        """Name the store, to notice when it is another one."""

    def read(self, place: str) -> str | None:
        """Read what was written under a name; None where nothing was."""

    def write(self, place: str, text: str) -> None:
        """Write under a name and read it back."""

    def forget(self, place: str) -> None:
        """Remove what was written under a name, if anything was."""


class OsKeyring:
    """The store of the operating system; once it was too slow it is not asked again."""

    def __init__(
        self,
        allowed: tuple[tuple[str, str], ...] = ALLOWED.get(sys.platform, _LINUX),
        seconds: float = SECONDS,
    ) -> None:
        self._allowed = allowed
        self._seconds = seconds
        self._backend: Any = None
        self._was_slow = False

    def kind(self) -> str:
        """Name the class in use."""
        return self._within(lambda: _name(self._chosen()))

    def read(self, place: str) -> str | None:
        """Read what was written under a name."""
        return self._within(lambda: self._read(place))

    def write(self, place: str, text: str) -> None:
        """Write under a name; what is not read back the same is taken away again."""

        def write() -> bool:
            self._chosen().set_password(place, _USER, text)
            back = self._read(place) or ""
            if hmac.compare_digest(back.encode(), text.encode()):
                return True
            with suppress(Exception):  # a store that does not keep need not forget either
                self._chosen().delete_password(place, _USER)
            return False

        if not self._within(write):
            raise _failed("read_back")

    def forget(self, place: str) -> None:
        """Remove what was written under a name."""

        def forget() -> None:
            if self._read(place) is not None:
                self._chosen().delete_password(place, _USER)

        self._within(forget)

    def _read(self, place: str) -> str | None:
        found = self._chosen().get_password(place, _USER)
        return found if isinstance(found, str) and found else None

    def _chosen(self) -> Any:
        if self._backend is None:
            self._backend = _first_viable(self._allowed)
        return self._backend

    def _within(self, work: Callable[[], Value]) -> Value:
        """Run a call on a thread of its own and wait no longer than the limit.

        A store that asks somebody behind a screen nobody sees would hang for ever; such a thread
        is left to itself and does not keep the process alive.
        """
        if self._was_slow:
            raise _failed("slow")
        answers: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

        def run() -> None:
            try:
                answers.put((True, work()))
            except Exception as problem:  # noqa: BLE001 - whatever a store raises is its trouble
                answers.put((False, problem))

        Thread(target=run, name="keyring", daemon=True).start()
        try:
            done, value = answers.get(timeout=self._seconds)
        except queue.Empty:
            self._was_slow = True
            raise _failed("slow") from None
        if done:
            result: Value = value
            return result
        if isinstance(value, KnownError):
            raise value
        locked = type(value).__name__ == "KeyringLocked"
        raise _failed("locked" if locked else "refused") from value


_USER = "ledgerdesk"


def _first_viable(allowed: tuple[tuple[str, str], ...]) -> Any:
    """Make the first store of the list that this PC has; `keyring_failed` where it has none."""
    for module, name in allowed:
        try:
            kind = getattr(import_module(module), name)
            kind.priority  # noqa: B018 - asking is how a store says that it is not there
            backend = kind()
        except Exception:  # noqa: BLE001, S112 - a store that is not there raises what it likes
            continue
        _strip(backend)
        return backend
    raise _failed("none")


def _strip(backend: Any) -> None:
    """Take away what the environment set on a store: another collection, another name of ours."""
    for variable in os.environ:
        if variable.startswith(_PROPERTY):
            vars(backend).pop(variable.removeprefix(_PROPERTY).lower(), None)


def _name(backend: Any) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _failed(reason: str) -> KnownError:
    return KnownError(Code.KEYRING_FAILED, reason=reason)
