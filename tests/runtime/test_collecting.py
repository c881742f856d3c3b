"""The collector rests while long work runs, and works again afterwards."""

import gc
import threading

import pytest

from ledgerdesk.runtime.collecting import without_collecting


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
