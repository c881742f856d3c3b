"""Whatever several people do in whatever order, the book agrees with a plain model of it.

Sums by method and by customer, what is owed and what lies here, how each trade stands, every number
and the entries of the log are compared after each step.
"""

import random
import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.support.campaign import campaign
from tests.support.office_model import ModelTrade
from tests.support.office_steps import CUSTOMERS, REVIEWED_FEN, STEPS_THERE_ARE, Run
from tests.support.staffed_office import THE_OWNER, staffed
from tests.support.still_office import StillOffice, desk_of, make_still_office

from ledgerdesk.core.reports import What
from ledgerdesk.core.reviews import AMOUNT
from ledgerdesk.core.trade_lists import TradeQuery, TradeState
from ledgerdesk.services.trades import ListedTrade

STEPS = 24
CHUNKS = 8
EVER = (date(2026, 1, 1), date(2030, 12, 31))


# ── the comparison ───────────────────────────────────────────────────────────────────────


def compare(run: Run) -> None:
    """Compare the book with the model."""
    ledger, model = run.ledger, run.model
    by_method = ledger.reports.make(What.BY_METHOD, *EVER).rows
    assert {row[0]: row[2] for row in by_method} == model.sums_by_method()
    by_customer = ledger.reports.make(What.BY_CUSTOMER, *EVER).rows
    assert {row[1]: row[3] for row in by_customer} == model.sums_by_customer()
    for customer in CUSTOMERS:
        found = ledger.customers.find(customer)
        if found:
            account = ledger.payments.of_customer(found[0].pub)
            assert account.owed_fen == model.owed_by(customer)
            assert account.deposit_fen == model.deposits[customer]
    compare_trades(run)
    register = ledger.receipts.register()
    assert [one.number for one in register.receipts] == model.numbers
    voided = {one.number for one in register.receipts if one.status.value == "voided"}
    assert voided == model.void_numbers
    assert register.missing == ()
    assert desk_of(ledger).marks.head.seq == run.entries


def compare_trades(run: Run) -> None:
    listed = run.ledger.trades.read(TradeQuery(), limit=1_000).trades
    sold = {one.pub: one for one in listed if one.state is not TradeState.REVERSAL}
    assert set(sold) == {one.pub for one in run.model.trades}
    reversals = sum(one.rows for one in run.model.trades)
    assert len(listed) == len(sold) + reversals
    for one in run.model.trades:
        assert_stands(sold[one.pub], one)


def assert_stands(row: ListedTrade, one: ModelTrade) -> None:
    assert (row.total_fen, row.owed_fen) == (one.total_fen, one.owed_fen)
    if one.void:
        assert row.state is TradeState.VOID
    elif one.back_fen == one.total_fen:
        assert row.state is TradeState.REVERSED
    elif one.returned:
        assert row.state is TradeState.RETURNED
    elif one.waits:
        assert row.state is TradeState.WAITING
    elif one.owed_fen:
        unpaid = one.owed_fen >= one.total_fen
        assert row.state is (TradeState.UNPAID if unpaid else TradeState.PART)
    else:
        assert row.state is TradeState.PAID


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> StillOffice:
    """Make an office of four once; each sequence works on a copy of it."""
    office = staffed(make_still_office(tmp_path_factory.mktemp("offices") / "made"))
    with office.opened(THE_OWNER.credential) as ledger:
        ledger.settings.change(AMOUNT, f"{REVIEWED_FEN / 100:.2f}")
    office.press.close()
    return office


def run_one(made: StillOffice, folder: Path, seed: str) -> None:
    """Run a sequence; what was done stands in the failure."""
    office = made.copied(folder)
    run = Run(
        office=office,
        chance=random.Random(seed),
        ledger=office.open(THE_OWNER.credential),
    )
    run.entries = desk_of(run.ledger).marks.head.seq
    steps = [step for step, weight in STEPS_THERE_ARE for _ in range(weight)]
    try:
        for _ in range(STEPS):
            step = run.chance.choice(steps)
            run.steps.append(step.__name__)
            office.pass_time(seconds=1)
            before = run.entries
            step(run)
            run.idle = run.idle if run.entries == before else 0
            compare(run)
        assert run.ledger.audit.check().ok
    except BaseException as error:
        error.add_note(f"{seed}: {' '.join(run.steps)} as {run.who.name}")
        raise
    finally:
        office.close()
        shutil.rmtree(folder)


@pytest.mark.fault
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_book_agrees_with_a_plain_model(made: StillOffice, tmp_path: Path, chunk: int) -> None:
    faults = campaign(f"random offices {chunk}")
    count = faults.of(10_000 // CHUNKS, 200 // CHUNKS)

    for number in range(count):
        run_one(made, tmp_path / "office", f"{chunk}-{number}")

    faults.note(f"{count} sequences of {STEPS} steps by three people, none apart from the model")
    assert count >= 200 // CHUNKS
