"""Every SQL statement of the storage floor fits the schema and none slows down as a book grows."""

import pkgutil
from importlib import import_module

import pytest

import ledgerdesk.storage
from ledgerdesk.storage import backups, covered, proof, register, trade_list
from ledgerdesk.storage.database import Database, Transaction

VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")

# Tables that stay small however long an office works.
SMALL = {"book", "branch", "explained_gap", "sealed_generation", "series", "series_counter",
         "series_handout", "receipt_template", "record_standard", "setting", "signing_key",
         "staff"}  # fmt: skip

# A check reads everything once; nobody waits for it at the desk.
IN_A_CHECK = "only `check` runs it"
IN_AN_EXPORT = "an export hands out everything, in the order of an index"
NEWEST_ONLY = "LIMIT 1 in the order of the key: one row is read"
UNDER_WAY = "the partial index holds nothing but the prints that have not ended"
ORPHANS = "asked for only while a reference is broken inside the transaction: see FkIfZero"
EACH_WORD_ONCE = "a list of words made on the way, one seek in an index each"
A_ROW_A_BACKUP = "one row a backup: some hundreds in a year"
A_ROW_A_DRILL = "one row a drill: a dozen in a year"
CARDS_OF_ONE = "the cards merged into one: found by an index, a handful"
IN_A_REPORT = "the payments of the time that was asked for, added up by something else"
WHAT_IS_OWED = "what is owed now: a small part of what was ever sold"
METHODS_OF_ONE = "the methods of one trade, each once"
TRADES_OF_ONE = "the trades of one customer's cards"
MAY_SCAN = {
    "audit.HEAD": NEWEST_ONLY,
    "audit.INDEX_ROWS": IN_A_CHECK,
    "audit.INSERT": ORPHANS,
    "audit.NEWEST": NEWEST_ONLY,
    "backups.NEWEST_RECEIPTS": "LIMIT in the order of the key: some dozens are read",
    "audit.VOUCHED": IN_A_CHECK,
    "receipts.LAST_ISSUED": NEWEST_ONLY,
    "receipts.NEWEST_CONTENT": NEWEST_ONLY,
    "drills.EVERY": A_ROW_A_DRILL,
    "backups.PROVED": A_ROW_A_BACKUP,
    "backups.TABLES": "the schema's own list of tables is short",
    "customer_lists.BY_TEXT": "the full-text index is asked by MATCH, which the plan calls a scan",
    "customer_lists.CATEGORIES": EACH_WORD_ONCE,
    "customer_lists.TAGS": EACH_WORD_ONCE,
    "catalogue.LIST": "what an office sells: some dozens",
    "reviews.COUNT_OPEN": "the partial index holds nothing but what waits for an answer",
    "reviews.OPEN": "the partial index holds nothing but what waits for an answer",
    "reviews.RETURNED": "as many as are asked for, from the end of a partial index",
    "reviews._ROWS": "never run by itself: each use adds its WHERE",
    "corrections.OPEN": "the partial index holds nothing but what waits for an answer",
    "corrections._ROWS": "never run by itself: each use adds its WHERE",
    "quality.IGNORED": "what people put aside by hand, beside a comparison of all cards",
    "customers.FAMILY": CARDS_OF_ONE,
    "customers.FIND_AMONG": "as FIND, and the few it is looked for among",
    "customers.LATELY": "as many trades as are asked for, in the order of an index",
    "customers.FIND": "the full-text index is asked by MATCH, which the plan calls a scan",
    "customers.FORGET_TERMS": "one row of the full-text index, which the plan calls a scan",
    "erasing.FORGET_DRAFTS": "a handful of forms that nobody has finished",
    "exports._CUSTOMER": "never run by itself: each use adds its WHERE",
    "exports.CUSTOMERS": IN_AN_EXPORT,
    "exports.MERGED": IN_AN_EXPORT,
    "exports.TRADES": IN_AN_EXPORT,
    "glances.LATEST_LINES": "as many trades as are asked for, in the order of the key",
    "log.PAGE_OF_CUSTOMER": CARDS_OF_ONE,
    "merging.OPEN_CARD": "a handful of forms that nobody has finished",
    "import_batches.LIST": "as many imports as are listed, in the order of the key",
    "log._ENTRY": "never run by itself: each use adds its WHERE",
    "prints.SENT": UNDER_WAY,
    "prints.UNENDED": UNDER_WAY,
    "accounts.ALL_OWED": "what is owed now, however long an office works: a report",
    "accounts.OWED": "never run by itself: each use adds its WHERE",
    "accounts.OWED_ON": IN_A_REPORT,
    "exports._TRADE": "never run by itself: each use adds its WHERE or its ORDER BY",
    "settling.DIFFERS": IN_A_CHECK,
    "trade_list.ENDS.owed": WHAT_IS_OWED,
    "trade_list._OWED": WHAT_IS_OWED,
    "trade_list.NAMED_LIKE": "the full-text index is asked by MATCH, which the plan calls a scan",
    "trade_list.PAGES.owed": WHAT_IS_OWED,
    "trade_list.TALLIES.owed": WHAT_IS_OWED,
    "settling.OVERDRAWN": IN_A_CHECK,
    "proof.CONTENT_DIFFERS": IN_A_CHECK,
    "proof.COUNTER_DIFFERS": IN_A_CHECK,
    "proof.LINES_DIFFER": IN_A_CHECK,
    "proof.PARTS_DIFFER": IN_A_CHECK,
    "proof.WITHOUT_COUNTER": IN_A_CHECK,
    "search_proof.FORMER": IN_A_CHECK,
    "search_proof.PHONES": IN_A_CHECK,
    "search_proof.SEARCHED": IN_A_CHECK,
    "register.NAMES_LIKE": "the full-text index is asked by MATCH, which the plan calls a scan",
    "receipts.HASHES": IN_A_CHECK,
    "periods.EVERY": "a dozen closes a year",
    "periods.FIRST_TAKEN": NEWEST_ONLY,
    "periods.LOCKED_UNTIL": NEWEST_ONLY,
    "receipts.PROOF_HITS": "the warnings of a receipt are a list inside its row",
    "transactions.ITEM_AMOUNTS": "as many trades as are looked at, from the end of the key",
    "transactions.NEWEST_AMOUNTS": "as many trades as are looked at, from the end of the key",
    "days.LATEST": "as many closes as are asked for, from the end of the index",
    "days._STORED": "never run by itself: each use adds its WHERE",
    "receipts.INSERT": ORPHANS,
    "receipts.LAST_CLOSED": "from the end of the index: one row, and those reopened after it",
    "receipts.SEQUENCES": "continuity looks at every number, in a covering index",
    "receipts._STORED": "never run by itself: each use adds its WHERE",
}
MAY_SORT = {
    "days.DAYS": "the payments of some days",
    "days.USED": "the receipts of some days",
    "periods.FIRST_NUMBER": "the receipts of a month or a year",
    "periods.LAST_NUMBER": "the receipts of a month or a year",
    "days.TAKEN": "the payments of some days",
    "backups.PROVED": A_ROW_A_BACKUP,
    "covered.customer.aliases": "one customer's aliases",
    "customers.BY_ALIAS": "the customers of one alias",
    "customers.FORMER": "one customer's aliases",
    "dealings.RECEIPTS": "the receipts of one customer",
    "dealings.YEARS": "the trades of one customer",
    "log.PAGE_OF_CUSTOMER": "the entries of one customer",
    "log.PAGE_OF_RECEIPT": "the entries of one receipt",
    "merging.ALIASES": "one customer's aliases",
    "merging.OTHER_NUMBERS": "one customer's protected numbers",
    "search_proof.FORMER": IN_A_CHECK,
    "log.PAGE_OF_ROW": "the entries of one row",
    "proof.LABELS.trade": "the receipts of one trade",
    "series.OF_TRADE": "the receipts of one trade",
    "catalogue.LIST": "what an office sells: some dozens",
    "accounts.ALL_OWED": IN_A_REPORT,
    "accounts.OWED_OF": "what one customer owes",
    "accounts.OWED_ON": IN_A_REPORT,
    "settling.USED_FOR": "what deposits gave for one trade",
    "trade_list.ENDS.customer": TRADES_OF_ONE,
    "trade_list.ENDS.owed": WHAT_IS_OWED,
    "trade_list._OF_CUSTOMER": TRADES_OF_ONE,
    "trade_list._OWED": WHAT_IS_OWED,
    "trade_list.PAGES.customer": TRADES_OF_ONE,
    "trade_list.PAGES.day": METHODS_OF_ONE,
    "trade_list.PAGES.owed": WHAT_IS_OWED,
    "trade_list.TALLIES.customer": TRADES_OF_ONE,
    "trade_list.TALLIES.owed": WHAT_IS_OWED,
    "periods.EVERY": "a dozen closes a year",
    "receipts.PROOF_HITS": IN_A_REPORT,
    "reports.BY_CLERK": IN_A_REPORT,
    "reports.BY_CUSTOMER": IN_A_REPORT,
    "reports.BY_DAY": IN_A_REPORT,
    "reports.BY_ITEM": IN_A_REPORT,
    "reports.BY_METHOD": IN_A_REPORT,
    "reports.CUSTOMERS": IN_A_REPORT,
    "reviews.RECEIPT_OF_TRADE": "the receipts of one trade",
    "series.GAPS": "a handful of gaps",
}


def _constants() -> dict[str, str]:
    found = {}
    for module in pkgutil.iter_modules(ledgerdesk.storage.__path__):
        names = vars(import_module(f"ledgerdesk.storage.{module.name}"))
        for name, value in names.items():
            if isinstance(value, str) and value.lstrip().startswith(VERBS):
                found[f"{module.name}.{name}"] = value
    return found


def _tables() -> dict[str, str]:
    found = {f"proof.LABELS.{kind}": text for kind, text in proof.LABELS.items()}
    found |= {f"backups.SUMS.{name}": text for name, text in backups.SUMS.items()}
    found |= {f"proof.ORPHANS.{kind}": text for kind, text in proof.ORPHAN_CHILDREN.items()}
    for name, statements in (("PAGES", register.PAGES), ("ENDS", register.ENDS)):
        found |= {
            f"register.{name}.{column} {'down' if descending else 'up'}": text
            for (column, descending), text in statements.items()
        }
    for name in ("PAGES", "ENDS", "TALLIES"):
        statements_of = getattr(trade_list, name)
        found |= {f"trade_list.{name}.{walk}": text for walk, text in statements_of.items()}
    for kind, cover in covered.COVERED.items():
        found[f"covered.{kind}"] = cover.one
        found[f"covered.{kind}.every"] = cover.every
        found |= {f"covered.{kind}.{name}": text for name, text in cover.children}
    return found


STATEMENTS = _constants() | _tables()


def _may_scan(name: str) -> bool:
    in_a_check = name.startswith(("backups.SUMS.", "proof.ORPHANS.")) or name.endswith(".every")
    return name in MAY_SCAN or in_a_check


def _is_bounded(step: str) -> bool:
    """Tell whether a step reads a run of rows, whose LIMIT bounds it, or a value, and no table."""
    return step == "SCAN run" or step.startswith(("SCAN (subquery", "SCAN json_each VIRTUAL"))


def _plan(tx: Transaction, statement: str) -> list[str]:
    values = (None,) * statement.count("?")
    return [row[3] for row in tx.rows(f"EXPLAIN QUERY PLAN {statement}", values)]


def _scanned(plan: list[str]) -> list[str]:
    return [
        step
        for step in plan
        if step.startswith("SCAN ")
        and step.split(maxsplit=2)[1] not in SMALL
        and not _is_bounded(step)
    ]


def test_the_statements_of_every_module_are_found() -> None:
    modules = {name.partition(".")[0] for name in STATEMENTS}

    assert modules >= {"audit", "book", "covered", "customers", "proof", "receipts", "series"}
    assert len(STATEMENTS) > 120


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_a_statement_fits_the_newest_schema(name: str, book: Database) -> None:
    statement = STATEMENTS[name]
    with book.read() as tx:
        steps = list(tx.rows(f"EXPLAIN {statement}", (None,) * statement.count("?")))

    assert steps


def test_nothing_that_a_clerk_waits_for_reads_a_whole_growing_table(book: Database) -> None:
    with book.read() as tx:
        slow = {
            name: scanned
            for name, statement in STATEMENTS.items()
            if not _may_scan(name) and (scanned := _scanned(_plan(tx, statement)))
        }

    assert slow == {}


def test_nothing_that_a_clerk_waits_for_sorts_what_an_index_has_in_order(book: Database) -> None:
    with book.read() as tx:
        sorting = {
            name
            for name, statement in STATEMENTS.items()
            if any("TEMP B-TREE" in step for step in _plan(tx, statement))
        }

    assert sorting == set(MAY_SORT)


def test_every_exception_is_still_one(book: Database) -> None:
    with book.read() as tx:
        needless = {name for name in MAY_SCAN if not _scanned(_plan(tx, STATEMENTS[name]))}

    assert needless == set()


@pytest.mark.parametrize("name", [name for name, reason in MAY_SCAN.items() if reason is ORPHANS])
def test_the_engine_skips_its_look_for_orphans_while_no_reference_is_broken(
    name: str, book: Database
) -> None:
    statement = STATEMENTS[name]
    with book.read() as tx:
        steps = [row[1] for row in tx.rows(f"EXPLAIN {statement}", (None,) * statement.count("?"))]

    assert "FkIfZero" in steps
