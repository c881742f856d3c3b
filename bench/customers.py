"""Measure what a clerk waits for among many customers: the search as she types, and every list."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.ledger_of_size import database_of, opened
from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import CardState, CustomerFilter
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.storage.customers import search_keys

SIZE, SMALL = 100_000, 5_000
ROUNDS = 200
STEP = 5_000
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗单尉查曾盖仇"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文海燕雪梅春晓东立新"
CATEGORIES = ("prospect", "active", "active", "dormant", "ended")
CUSTOMER = """
INSERT INTO customer (id, pub, salt, code, kind, name, category, state, responsible_id,
created_at, created_by, verified_on) VALUES (?, ?, randomblob(16), ?, 'person', ?, ?, ?, ?,
'2001-01-01T00:00:00.000Z', 1, ?)
"""
CONTACT = """
INSERT INTO customer_contact (customer_id, position, kind, value) VALUES (?, 0, 'phone', ?)
"""
TAG = "INSERT INTO customer_tag (customer_id, tag) VALUES (?, ?)"
TERMS = "INSERT INTO customer_search (rowid, terms) VALUES (?, ?)"


def fill(ledger: Ledger, size: int, chance: random.Random) -> tuple[list[str], list[str]]:
    """Add customers by plain SQL, found by the keys the program writes; give names and phones."""
    names, phones = [], []
    database = database_of(ledger)
    with database.read() as tx:
        first = int(tx.value("SELECT coalesce(max(id), 0) + 1 FROM customer"))
    for start in range(0, size, STEP):
        with database.write() as tx:
            for n in range(start, min(size, start + STEP)):
                row, code = first + n, f"C{first + n:06d}"
                name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))
                phone = f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"
                day = f"202{chance.randrange(6)}-{chance.randrange(1, 13):02d}-15"
                state = "incomplete" if n % 4 == 0 else "complete"
                clerk = 1 if n % 10 == 0 else None
                kept = (chance.choice(CATEGORIES), state, clerk, day)
                tx.run(CUSTOMER, (row, f"{row:016x}", code, name, *kept))
                tx.run(CONTACT, (row, phone))
                if n % 20 == 0:
                    tx.run(TAG, (row, "老客户"))
                tx.run(TERMS, (row, " ".join(search_keys(code, name, None, None, (phone,)))))
                names.append(name)
                phones.append(phone)
    return names, phones


def _times(work: Callable[[int], object], rounds: int) -> tuple[float, float]:
    """Give the median and the 99th percentile in ms, after a few calls to warm up."""
    for n in range(5):
        work(n)
    taken = []
    for n in range(rounds):
        began = time.perf_counter()
        work(n)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=100)[98]


def measure(size: int = SIZE, rounds: int = ROUNDS) -> dict[str, float]:
    """Fill a book and ask it as a desk does; medians and 99th percentiles in ms."""
    chance = random.Random(6)
    with tempfile.TemporaryDirectory() as name, Lane("press") as press:
        ledger = opened(Path(name), press, 1_000)
        names, phones = fill(ledger, size, chance)
        found = _asked(ledger, size, rounds, (names, phones))
        ledger.lock()
    return found


def _asked(
    ledger: Ledger, size: int, rounds: int, written: tuple[list[str], list[str]]
) -> dict[str, float]:
    names, phones = written
    find, page = ledger.customers.find, ledger.customers.page
    syllables = ("wang", "li", "zhang", "shan", "wei", "fang", "lei", "xiao")
    initials = ("wjg", "lxm", "zw", "cyj", "hm", "ljx", "sgy", "gwh")
    me = ledger.staff.people()[0].pub
    asked: dict[str, Callable[[int], object]] = {
        "find by one character": lambda n: find(names[n * 97 % size][n % 3]),
        "find by pinyin": lambda n: find(syllables[n % 8]),
        "find by initials": lambda n: find(initials[n % 8]),
        "find by a phone's head": lambda n: find(phones[n * 89 % size][:3]),
        "find by a phone's tail": lambda n: find(phones[n * 83 % size][-4:]),
        "find by the whole name": lambda n: find(names[n * 79 % size]),
        "open the list": lambda _: page(CustomerFilter()),
        "list of a category": lambda _: page(CustomerFilter(category="dormant")),
        "list of a tag": lambda _: page(CustomerFilter(tag="老客户")),
        "list of a clerk": lambda _: page(CustomerFilter(clerk=me)),
        "list of incomplete cards": lambda _: page(CustomerFilter(state=CardState.INCOMPLETE)),
        "list of what is due": lambda _: ledger.customers.due(),
        "list deep down": lambda n: page(CustomerFilter(), before=2 + n * 61 % size),
        "search in a filter": lambda n: page(
            CustomerFilter(text=syllables[n % 8], tag="老客户", category="active")
        ),
        "count what is due": lambda _: ledger.customers.due_count(),
    }
    found = {}
    for what, work in asked.items():
        median, late = _times(work, rounds)
        found[f"{what} of {size:,} (ms, median)"] = median
        found[f"{what} of {size:,} (ms, 99 %)"] = late
    return found
