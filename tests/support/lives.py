"""What a child process does until it is killed: it works through the services and says so."""

import ctypes
import os
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.support.office import Office, desk_of, office_at, save

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.core.errors import KnownError
from ledgerdesk.services.steps.customers.adding import add_customer
from ledgerdesk.storage import database

PR_SET_PTRACER = 0x59616D61
ANY_PROCESS = -1

ONE_ROW = """
INSERT INTO draft (pub, staff_id, form, content, updated_at) VALUES (?, ?, 'trade', '{}', ?)
"""

Task = dict[str, Any]


def say(word: str, *details: object) -> None:
    """Write one line in one system call; what was said is said, whatever happens next."""
    os.write(1, (" ".join(map(str, (word, *details))) + "\n").encode())


def let_a_tracer_in() -> None:
    """Allow any process of this user to trace this one, where the system asks for leave."""
    with suppress(OSError, AttributeError):  # another system has no such call and needs no leave
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, ctypes.c_ulong(ANY_PROCESS), 0, 0, 0)


def wait_for_go(task: Task) -> None:
    """Wait until the parent has attached a tracer, where it means to."""
    if "go" in task:
        let_a_tracer_in()
        say("ready")
        while not Path(task["go"]).exists():
            time.sleep(0.001)


def use_pragmas(task: Task) -> None:
    """Let this process alone run with other pragmas than the program's."""
    other: dict[str, tuple[str, object]] = {
        name: (value, expected) for name, value, expected in task.get("pragmas", ())
    }
    database._PRAGMAS = tuple(
        (name, *other.get(name, (value, expected))) for name, value, expected in database._PRAGMAS
    )


def office_of(task: Task) -> Office:
    return office_at(Path(task["office"]))


def saves(task: Task) -> None:
    """Save one receipt after another; acknowledge each after the service has returned.

    `before` acknowledges too early, which the campaign must notice.
    """
    use_pragmas(task)
    wait_for_go(task)
    ledger = office_of(task).open()
    say("open")
    for n in range(task["first"], task["first"] + task.get("count", sys.maxsize // 2)):
        if task.get("before"):
            number = next_number(ledger)
            say("ack", number, 10_000 + n)
        issued = save(ledger, n)
        if not task.get("before"):
            say("ack", issued.number, issued.amount_fen)
    ledger.lock()


def next_number(ledger: Ledger) -> str:
    """Guess the number the next receipt will carry."""
    drawn = desk_of(ledger).marks.numbers
    (period, last) = next(iter(drawn.items()))
    return f"SJ{period.partition('/')[2]}-{last + 1:06d}"


def spills(task: Task) -> None:
    """Write a transaction larger than the cache, so that pages reach the file before its end."""
    use_pragmas(task)
    ledger = office_of(task).open()
    with desk_of(ledger).upkeep() as act:
        for n in range(task["customers"]):
            add_customer(act, CustomerDraft(name=f"名{n}" * 20))
            say("row", n)
        say("full")
        time.sleep(600)


def tries(task: Task) -> None:
    """Save with a fault injected from outside, then without: each outcome is said."""
    wait_for_go(task)
    ledger = office_of(task).open()
    for n in range(task["first"], task["first"] + task["count"]):
        try:
            issued = save(ledger, n)
        except KnownError as error:
            say("refused", error.code.value)
        else:
            say("ack", issued.number, issued.amount_fen)
    ledger.lock()


def commits(task: Task) -> None:
    """Save by turns a whole receipt and one bare row, and say which was done."""
    wait_for_go(task)
    ledger = office_of(task).open()
    desk = desk_of(ledger)
    for n in range(task["first"], task["first"] + task["count"]):
        desk.marks._written = float("-inf")  # as if a second had passed: the mark is written too
        save(ledger, n)
        say("saved", n)
        with desk.database.write() as tx:
            tx.run(ONE_ROW, (f"{n:016x}", desk.person.id, desk.clock.now().isoformat()))
        say("bare", n)
    ledger.lock()


def fills(task: Task) -> None:
    """Save into a space that ends, until a save is refused; then get space and save again."""
    ledger = office_of(task).open()
    size = office_of(task).ledger.stat().st_size
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + task["bytes"], hard))
    n = task["first"]
    while True:
        try:
            issued = save(ledger, n)
        except KnownError as error:
            say("refused", error.code.value, n)
            break
        say("ack", issued.number, issued.amount_fen)
        n += 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    issued = save(ledger, n)
    say("ack", issued.number, issued.amount_fen)
    ledger.lock()


def watched(task: Task) -> None:
    """Work a day through while every `open` of the live book by this process is counted."""
    office = office_of(task)
    seen: list[str] = []
    live = False

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        named = arguments[0] if event == "open" and arguments else None
        if live and isinstance(named, str | bytes | os.PathLike):
            path = os.fsdecode(named)
            if Path(path).name == office.ledger.name and os.path.realpath(path) == str(
                office.ledger.resolve()
            ):
                seen.append(path)

    sys.addaudithook(listen)
    live = True
    ledger = office.open()
    say("opened", len(seen))
    for n in range(5):
        save(ledger, n)
    first = ledger.receipts.register().receipts[0]
    ledger.receipts.write_pdf(first.number, office.folder / "r.pdf")
    ledger.audit.check()
    say("worked", len(seen))
    if task.get("break_the_rule"):
        office.ledger.open("rb").close()
        say("broken", len(seen))
    ledger.lock()
    say("locked", len(seen))


def refused_by_rights(task: Task) -> None:
    """Try to open and to save as somebody who may read the vault and not write all of it."""
    os.setresgid(task["group"], task["group"], task["group"])
    os.setresuid(task["user"], task["user"], task["user"])
    try:
        ledger = office_of(task).open()
        say("opened")
        save(ledger, 0)
        say("saved")
    except KnownError as error:
        say("refused", error.code.value)


LIVES: dict[str, Callable[[Task], None]] = {
    "commits": commits,
    "fills": fills,
    "refused_by_rights": refused_by_rights,
    "saves": saves,
    "spills": spills,
    "tries": tries,
    "watched": watched,
}
