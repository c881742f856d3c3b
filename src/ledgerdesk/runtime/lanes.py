"""Two single threads: the lane owns the book's one connection, the press only turns bytes."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Value = TypeVar("Value")


class Lane:
    """Run every call on one thread of its own, in the order it was asked.

    The owner lane is where the connection is opened, used and closed; the press is another lane
    that sees records and bytes and never a connection.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._pool: ThreadPoolExecutor | None = None
        self._beginning = Lock()
        self._closed = False

    def submit(self, work: Callable[[], Value]) -> Future[Value]:
        """Queue a call; its future carries the value or the error."""
        return self._thread().submit(work)

    def call(self, work: Callable[[], Value]) -> Value:
        """Run a call and wait for it; raises what it raised."""
        return self.submit(work).result()

    def close(self) -> None:
        """Finish what was asked and end the thread."""
        with self._beginning:
            self._closed = True
        if self._pool is not None:
            self._pool.shutdown(wait=True)

    def _thread(self) -> ThreadPoolExecutor:
        """Begin with the thread when the first call is asked: a start waits for none."""
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - see above

        with self._beginning:
            if self._pool is None:
                if self._closed:
                    raise RuntimeError("the lane is closed")
                self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=self._name)
            return self._pool

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
