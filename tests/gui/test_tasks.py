"""Work goes to the lane and answers come back to the window's thread, or nowhere."""

import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QSignalSpy
from pytestqt.exceptions import capture_exceptions
from tests.support.window import Desk

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.customers import Customer, CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress


def fail(error: KnownError) -> None:
    raise error


def add(ledger: Ledger) -> Done[Customer]:
    return ledger.customers.add(CustomerDraft(name="张三"))


def test_work_runs_on_the_lane_and_its_answer_here(desk: Desk) -> None:
    threads: list[str] = []

    def work(_ledger: Ledger) -> None:
        threads.append(threading.current_thread().name)

    desk.stage.tasks.query(
        desk.window, work, lambda _: threads.append(threading.current_thread().name), fail
    )
    desk.settle()

    assert threads[0].startswith("owner")
    assert threads[1] == threading.main_thread().name


def test_an_answer_for_a_form_that_is_gone_is_dropped_but_its_change_is_told(desk: Desk) -> None:
    form = QObject()
    told: list[Customer] = []
    spy = QSignalSpy(desk.stage.tasks.changed)
    desk.stage.tasks.mutate(form, add, told.append, fail)
    form.deleteLater()
    desk.qtbot.wait(1)
    import shiboken6  # noqa: PLC0415 - only here the object's end is forced

    if shiboken6.isValid(form):
        shiboken6.delete(form)
    desk.settle()

    assert told == []
    assert spy.count() == 1
    assert spy.at(0)[0] == Changes.CUSTOMERS
    assert [one.name for one in desk.ask(lambda ledger: ledger.customers.newest())] == ["张三"]


def test_a_known_error_is_told_to_the_one_who_asked(desk: Desk) -> None:
    refused: list[KnownError] = []
    desk.stage.tasks.query(
        desk.window,
        lambda ledger: ledger.customers.by_code("C999999"),
        lambda _: pytest.fail("there is no such customer"),
        refused.append,
    )
    desk.settle()

    assert [error.code for error in refused] == [Code.UNKNOWN_CUSTOMER]


def test_a_bug_is_raised_on_the_windows_thread(desk: Desk) -> None:
    def broken(_ledger: Ledger) -> None:
        raise ZeroDivisionError

    with capture_exceptions() as caught:
        desk.stage.tasks.query(desk.window, broken, lambda _: None, fail)
        desk.settle()

    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_a_locked_ledger_is_not_asked(desk: Desk) -> None:
    told: list[object] = []
    desk.window.lock()
    desk.stage.tasks.query(desk.window, lambda ledger: ledger.today.takings(), told.append, fail)
    desk.stage.tasks.mutate(desk.window, add, told.append, fail)
    desk.settle()

    assert told == []
    desk.unlock()
    assert desk.ask(lambda ledger: ledger.customers.newest()) == []


def test_long_work_on_the_lane_tells_its_percent_and_its_change(desk: Desk) -> None:
    told: list[int] = []
    found: list[Customer] = []
    spy = QSignalSpy(desk.stage.tasks.changed)

    def work(ledger: Ledger, progress: Progress) -> Done[Customer]:
        for done in range(5):
            progress(done, 4)
            progress(done, 4)
        return add(ledger)

    desk.stage.tasks.mutate_long(desk.window, work, found.append, fail, told.append)
    desk.settle()

    assert told == [0, 25, 50, 75, 100]
    assert [one.name for one in found] == ["张三"]
    assert spy.count() == 1


def test_a_stopped_job_ends_as_cancelled_and_the_other_one_goes_on(desk: Desk) -> None:
    begun, go_on = threading.Event(), threading.Event()
    refused: list[Code] = []
    done: list[str] = []

    def aside(progress: Progress) -> str:
        begun.set()
        go_on.wait(20)
        progress(1, 1)
        return "aside"

    def long(_ledger: Ledger, progress: Progress) -> Done[str]:
        go_on.wait(20)
        progress(1, 1)
        return Done(value="lane", changes=Changes.NOTHING)

    tasks = desk.stage.tasks
    stopped = tasks.aside(
        desk.window, aside, done.append, lambda e: refused.append(e.code), lambda _: None
    )
    tasks.mutate_long(desk.window, long, done.append, fail, lambda _: None)
    desk.qtbot.waitUntil(begun.is_set, timeout=20_000)
    stopped.stop()
    go_on.set()
    desk.settle()

    assert refused == [Code.CANCELLED]
    assert done == ["lane"]


def test_locking_stops_long_work_on_the_lane(desk: Desk) -> None:
    begun, go_on = threading.Event(), threading.Event()
    refused: list[Code] = []

    def long(_ledger: Ledger, progress: Progress) -> Done[None]:
        begun.set()
        go_on.wait(20)
        progress(1, 2)
        return Done(value=None, changes=Changes.NOTHING)

    desk.stage.tasks.mutate_long(
        desk.window, long, lambda _: None, lambda e: refused.append(e.code), lambda _: None
    )
    desk.qtbot.waitUntil(begun.is_set, timeout=20_000)
    desk.window.lock()
    go_on.set()
    desk.settle()

    assert refused == [Code.CANCELLED]
    assert not desk.window.is_open
