"""The collector rests while long work runs, and works again afterwards."""

import gc
import threading
import weakref

import pytest

from ledgerdesk.runtime.collecting import walk_over_all_once, without_collecting


def test_it_rests_until_the_last_of_several_works_has_ended() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work() -> None:
        with without_collecting():
            begun.set()
            go_on.wait(20)

    other = threading.Thread(target=work)
    with without_collecting():
        other.start()
        begun.wait(20)
    assert not gc.isenabled()
    go_on.set()
    other.join()

    assert gc.isenabled()


def test_work_that_fails_lets_it_go_on() -> None:
    with pytest.raises(ZeroDivisionError), without_collecting():
        raise ZeroDivisionError

    assert gc.isenabled()


def test_what_the_work_made_is_not_walked_over_again() -> None:
    with without_collecting():
        made = [[n] for n in range(5_000)]

    assert gc.get_freeze_count() >= len(made)
    gc.unfreeze()


class _Ring:
    def __init__(self) -> None:
        self.itself = self


def test_what_became_garbage_while_it_was_left_alone_is_freed_by_one_walk() -> None:
    with without_collecting():
        gone = weakref.ref(_Ring())
    gc.collect()
    assert gone() is not None

    walk_over_all_once()

    assert gone() is None
    assert gc.get_freeze_count() > 0
    gc.unfreeze()
