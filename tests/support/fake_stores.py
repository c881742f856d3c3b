"""Key stores of every temper, shaped as the library's backends, and one in memory for services."""

import os
import time
from typing import ClassVar

from ledgerdesk.core.errors import Code, KnownError

HANGS_SECONDS = 30.0
Key = tuple[str, str]


class Good:
    """Keeps what it is given, in this process."""

    kept: ClassVar[dict[Key, str]] = {}
    priority: float = 5

    def get_password(self, service: str, username: str) -> str | None:
        return self.find((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.keep((service, username), password)

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]

    def find(self, key: Key) -> str | None:
        return self.kept.get(key)

    def keep(self, key: Key, text: str) -> None:
        self.kept[key] = text


class Other(Good):
    """Another good one, with a shelf of its own."""

    kept: ClassVar[dict[Key, str]] = {}


class FromEnvironment(Good):
    """Takes what the environment says about it for its own, as the library's backends do."""

    appid = "Python keyring library"

    def __init__(self) -> None:
        for name, value in os.environ.items():
            if name.startswith("KEYRING_PROPERTY_"):
                setattr(self, name.removeprefix("KEYRING_PROPERTY_").lower(), value)


class _Missing:
    def __get__(self, _: object, __: object) -> float:
        raise RuntimeError("not on this PC")


class Absent(Good):
    """Is not on this PC."""

    priority = _Missing()  # asked of the class


class Null(Good):
    """Takes everything and keeps nothing."""

    def keep(self, _: Key, __: str) -> None:
        return None


class Lossy(Good):
    """Gives back something else than it was given."""

    kept: ClassVar[dict[Key, str]] = {}

    def find(self, key: Key) -> str | None:
        found = super().find(key)
        return found and found[:-1]


class KeyringLocked(Exception):
    """What the library raises where somebody dismissed the prompt."""


class Locked(Good):
    """Asks for a password that nobody types."""

    def find(self, _: Key) -> str | None:
        raise KeyringLocked

    def keep(self, _: Key, __: str) -> None:
        raise KeyringLocked


class Failing(Good):
    """Raises whatever it likes."""

    def find(self, _: Key) -> str | None:
        raise OSError("the bus is gone")

    def keep(self, _: Key, __: str) -> None:
        raise ValueError("no")


class Slow(Good):
    """Waits for somebody behind a screen that nobody sees."""

    calls: ClassVar[list[str]] = []

    def find(self, _: Key) -> str | None:
        self.calls.append("find")
        time.sleep(HANGS_SECONDS)
        return None

    def keep(self, _: Key, __: str) -> None:
        self.calls.append("keep")
        time.sleep(HANGS_SECONDS)


class Spy(Good):
    """A stranger's: it must never be made."""

    made: ClassVar[list[str]] = []

    def __init__(self) -> None:
        self.made.append("made")


class MemoryStore:
    """The key store of a test's PC; `trouble` is the reason it gives for failing."""

    def __init__(self, kind: str = "memory") -> None:
        self.kept: dict[str, str] = {}
        self.trouble = ""
        self._kind = kind

    def kind(self) -> str:
        self._answer()
        return self._kind

    def read(self, place: str) -> str | None:
        self._answer()
        return self.kept.get(place)

    def write(self, place: str, text: str) -> None:
        self._answer()
        self.kept[place] = text

    def forget(self, place: str) -> None:
        self._answer()
        self.kept.pop(place, None)

    def becomes(self, kind: str) -> None:
        """Let the PC have another store, with nothing in it."""
        self._kind = kind
        self.kept = {}

    def _answer(self) -> None:
        if self.trouble:
            raise KnownError(Code.KEYRING_FAILED, reason=self.trouble)
