"""The clock as something that is handed in, so that a test can hold it still."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tell the moment, aware and in UTC."""

    def now(self) -> datetime:
        """Tell the moment, aware and in UTC."""


class RealClock:
    """The PC's own clock."""

    def now(self) -> datetime:
        """Tell the moment, aware and in UTC."""
        return datetime.now(UTC)


class StillClock:
    """A clock that stands until it is moved; for tests and demonstrations."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """Tell the moment it stands at."""
        return self._moment

    def advance(self, by: timedelta) -> None:
        """Move the hands forward, or back."""
        self._moment += by
