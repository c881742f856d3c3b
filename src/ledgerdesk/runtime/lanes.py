"""Two single threads: the lane owns the book's one connection, the press only turns bytes."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

Value = TypeVar("Value")


class Lane:
    """Run every call on one thread of its own, in the order it was asked.

    The owner lane is where the connection is opened, used and closed; the press is another lane
    that sees records and bytes and never a connection.
    """

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def submit(self, work: Callable[[], Value]) -> "Future[Value]":
        """Queue a call; its future carries the value or the error."""
        return self._pool.submit(work)

    def call(self, work: Callable[[], Value]) -> Value:
        """Run a call and wait for it; raises what it raised."""
        return self._pool.submit(work).result()

    def close(self) -> None:
        """Finish what was asked and end the thread."""
        self._pool.shutdown(wait=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
