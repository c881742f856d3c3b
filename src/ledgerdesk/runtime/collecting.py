"""Keep Python's collector of cycles from stopping the window: it walks over every object at once.

A full walk over a table of 20,000 rows held every thread for 40 to 180 ms (measured). What such
work makes has no cycles and goes by itself when it is let go.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.Lock()
_RESTING = [0]


def rest_until_all_is_there() -> None:
    """Do not collect while a start makes what stays: it walks over it again and again, 4 ms."""
    gc.disable()


def leave_alone_what_is_there() -> None:
    """Walk no more over what exists now, such as all that a start has made; collect from now on."""
    gc.freeze()
    gc.enable()


def walk_over_all_once() -> None:
    """Free what became garbage while it was left alone; for a moment when nobody types.

    It stops every thread for some tens of milliseconds, so a lock is the place for it.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let the collector rest while long work runs, on whatever threads, and spare what it made."""
    with _LOCK:
        _RESTING[0] += 1
        gc.disable()
    try:
        yield
    finally:
        with _LOCK:
            _RESTING[0] -= 1
            if not _RESTING[0]:
                gc.freeze()
                gc.enable()
