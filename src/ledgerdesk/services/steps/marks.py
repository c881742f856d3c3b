"""The high-water mark outside the book: how far the log and the numbers have come.

`state.json` is a lower bound, written durably at lock, close and backup. After a commit, at most
once a second, the mark goes without a sync into `state.recent.json` beside it: a power cut left the
one file damaged at 923 of 2,000 points (measured), and so it cannot. Both notice yesterday's book.
"""

from collections.abc import Callable, Mapping
from time import monotonic

from ledgerdesk.core.audit import Head

QUIET_SECONDS = 1.0

Save = Callable[[Head, dict[str, int], bool], None]


def nothing() -> None:
    """End without a word."""


class Marks:
    """Remember the newest link and numbers, and write them no oftener than once a second.

    `save(head, numbers, durable)` writes the file; a failure to write a lower bound must never
    undo a commit, so `save` itself decides what it reports. `end` says that what was saved last
    is the last word.
    """

    def __init__(
        self,
        save: Save,
        *,
        head: Head,
        numbers: dict[str, int],
        end: Callable[[], None] = nothing,
    ) -> None:
        self._save = save
        self._end = end
        self.head = head
        self.numbers = numbers
        self._written = float("-inf")

    def passed(self, head: Head, numbers: Mapping[str, int]) -> None:
        """Note a committed link and the numbers drawn under it (`series/period` → sequence)."""
        self.head = head
        self.numbers.update(numbers)
        if monotonic() - self._written >= QUIET_SECONDS:
            self._save(self.head, self.numbers, False)
            self._written = monotonic()

    def settle(self) -> None:
        """Write the mark durably: at lock, close and backup."""
        self._save(self.head, self.numbers, True)

    def end(self) -> None:
        """Settle for the last time: at lock and close."""
        self.settle()
        self._end()
