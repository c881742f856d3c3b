"""A lane runs its calls one after another on one thread, and hands errors back."""

import threading
import time

import pytest

from ledgerdesk.runtime.lanes import Lane


class WorkFailedError(Exception):
    """What a piece of work raises."""


def test_calls_run_in_the_order_they_were_asked() -> None:
    order: list[int] = []
    gate = threading.Event()
    with Lane("lane") as lane:
        lane.submit(gate.wait)
        futures = [lane.submit(lambda n=n: order.append(n)) for n in range(200)]  # type: ignore[misc] # the default binds n now
        assert order == []
        gate.set()
        for future in futures:
            future.result(timeout=10)

    assert order == list(range(200))


def test_calls_of_many_threads_share_one_thread_and_never_overlap() -> None:
    threads: set[int] = set()
    inside = 0
    overlaps = 0

    def work() -> None:
        nonlocal inside, overlaps
        inside += 1
        overlaps += inside > 1
        threads.add(threading.get_ident())
        time.sleep(0.0005)
        inside -= 1

    with Lane("lane") as lane:
        askers = [threading.Thread(target=lambda: lane.call(work)) for _ in range(20)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()

    assert overlaps == 0
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_a_call_gives_its_value_or_raises_its_error() -> None:
    def fail() -> None:
        raise WorkFailedError

    with Lane("lane") as lane:
        assert lane.call(lambda: 42) == 42
        with pytest.raises(WorkFailedError):
            lane.call(fail)
        assert isinstance(lane.submit(fail).exception(timeout=10), WorkFailedError)
        assert lane.call(lambda: 43) == 43


def test_closing_finishes_what_was_asked_and_refuses_more() -> None:
    done: list[int] = []
    lane = Lane("lane")
    for n in range(20):
        lane.submit(lambda n=n: done.append(n))  # type: ignore[misc] # the default binds n now
    lane.close()

    assert done == list(range(20))
    with pytest.raises(RuntimeError):
        lane.submit(lambda: None)


def test_a_lanes_thread_bears_its_name() -> None:
    with Lane("press") as lane:
        assert lane.call(lambda: threading.current_thread().name).startswith("press")
