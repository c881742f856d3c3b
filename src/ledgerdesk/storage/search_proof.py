"""Compare the customers' search index with one made anew: it is derived and has no digest.

An older page of it put back hides people without a sound, and whoever is not found is entered
a second time.
"""

from collections.abc import Iterator

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage.customers import search_keys
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.proof import Finding

# In their order on the card, as they were indexed: its place in the index is compared too.
PHONES = """
SELECT customer_id, value FROM customer_contact WHERE +kind = 'phone' ORDER BY customer_id, position
"""
SEARCHED = """
SELECT id, code, name, company, pinyin FROM customer
WHERE state NOT IN ('stopped', 'merged', 'erased')
"""
FORMER = """
SELECT customer_id, kind, value FROM customer_alias WHERE +kind IN ('code', 'name')
ORDER BY customer_id, id
"""
CODE_OF = "SELECT code, state IN ('stopped', 'merged', 'erased') FROM customer WHERE id = ?"
# The index as it should be lives in memory for the length of one check, outside the book.
_BEGIN = (
    """CREATE VIRTUAL TABLE temp.expected_search USING fts5 (
        terms, content = '', contentless_delete = 1, tokenize = 'unicode61')""",
    "CREATE VIRTUAL TABLE temp.expected_terms USING fts5vocab (temp, expected_search, instance)",
    "CREATE VIRTUAL TABLE temp.stored_terms USING fts5vocab (main, customer_search, instance)",
)
_FILL = ("INSERT INTO temp.expected_search (rowid, terms) VALUES (?, ?)",)
_READ = (
    "SELECT term, doc, offset FROM temp.expected_terms",
    "SELECT term, doc, offset FROM temp.stored_terms",
)
_END = tuple(
    f"DROP TABLE temp.{name}" for name in ("expected_terms", "stored_terms", "expected_search")
)

Place = tuple[str, int, int]


def search_findings(tx: Transaction) -> Iterator[Finding]:
    """Name every customer whom the search finds otherwise than by all he is called."""
    for statement in _BEGIN:
        tx.run(statement)
    try:
        _fill(tx)
        wrong = _differing(tx)
    except KnownError as error:
        if error.code is not Code.DAMAGED:
            raise
        yield Finding(what="damaged", kind="customer", record="customer_search")
        wrong = set()
    finally:
        for statement in _END:
            tx.run(statement)
    for row_id in sorted(wrong):
        found = tx.row(CODE_OF, (row_id,))
        if found is None:
            yield Finding(what="index_of_nobody", kind="customer", record=str(row_id))
        elif not found[1]:  # whoever is stopped or merged is looked for by nobody
            yield Finding(what="not_found_by_name", kind="customer", record=str(found[0]))


def _fill(tx: Transaction) -> None:
    phones: dict[int, list[str]] = {}
    for customer_id, value in tx.rows(PHONES):
        phones.setdefault(customer_id, []).append(value)
    former: dict[int, list[tuple[str, str]]] = {}
    for customer_id, kind, value in tx.rows(FORMER):
        former.setdefault(customer_id, []).append((kind, value))
    for row_id, code, name, company, pinyin in list(tx.rows(SEARCHED)):
        names = former.get(row_id, ())
        keys = search_keys(code, name, company, pinyin, phones.get(row_id, ()), names)
        tx.run(_FILL[0], (row_id, " ".join(keys)))


def _differing(tx: Transaction) -> set[int]:
    """Merge both lists of (term, customer, place), which rise alike; neither is held in memory."""
    expected, stored = (_places(tx, statement) for statement in _READ)
    wrong: set[int] = set()
    mine, theirs = next(expected, None), next(stored, None)
    while mine is not None or theirs is not None:
        if mine == theirs:
            mine, theirs = next(expected, None), next(stored, None)
        elif theirs is None or (mine is not None and mine < theirs):
            assert mine is not None
            wrong.add(mine[1])
            mine = next(expected, None)
        else:
            wrong.add(theirs[1])
            theirs = next(stored, None)
    return wrong


def _places(tx: Transaction, statement: str) -> Iterator[Place]:
    yield from tx.rows(statement)
