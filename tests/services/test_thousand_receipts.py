"""1,000 receipts with voids, cancelled ones, two crashes and an older backup restored between.

No number is unexplained, none is given twice, and the next one is above every printed one.
"""

import random
from pathlib import Path

import pytest
from tests.support.backup_office import OWNERS, AnotherPc, BackedUp, make_backed_up
from tests.support.still_office import A5, StillOffice, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.services.steps.receipts import issuing

SEED = 20261126
WANTED = 1_000
BACKED_UP_AT, LOST_AT = 300, 360
CRASHES = (150, 700)
VOIDS, CANCELS = 0.05, 0.03
PRINTED = "SJ2026-"
Patch = pytest.MonkeyPatch


class CutOffError(Exception):
    """What ends a save in its middle."""


class Desk:
    """A clerk who issues, voids and changes his mind, as the dice have it."""

    def __init__(self) -> None:
        self.dice = random.Random(SEED)
        self.printed: list[str] = []
        self.voided: set[str] = set()
        self.cancelled = 0

    def work(self, office: StillOffice, ledger: Ledger, until: int, patch: Patch) -> None:
        """Go on until so many numbers are on paper."""
        while len(self.printed) < until:
            office.pass_time(seconds=9)
            if self.dice.random() < CANCELS:
                self._cancel(ledger, patch)
                continue
            draft = trade(f"客户{self.dice.randrange(200)}", self.dice.randrange(100, 10**7))
            issued = ledger.transactions.record(draft, A5).value.issued
            assert issued is not None
            self.printed.append(issued.number)
            if self.dice.random() < VOIDS:
                ledger.receipts.void_trade(issued.number, reason="写错")
                self.voided.add(issued.number)

    def _cancel(self, ledger: Ledger, patch: Patch) -> None:
        """Fail before the number is drawn, or behind it in the middle of the save."""
        self.cancelled += 1
        if self.dice.random() < 0.5:
            with pytest.raises(KnownError) as refused:
                ledger.transactions.record(trade("王\U0001f600明", 100), A5)
            assert refused.value.code is Code.NO_GLYPH
            return

        def cut_off(*_: object) -> None:
            raise CutOffError

        with patch.context() as broken:
            broken.setattr(issuing, "assume_printed", cut_off)
            with pytest.raises(CutOffError):
                ledger.transactions.record(trade("张三", 100), A5)


@pytest.fixture
def backed_up(tmp_path: Path) -> BackedUp:
    return make_backed_up(tmp_path / "office")


def crash(office: StillOffice) -> None:
    """Let the program vanish without a word."""
    office.abandon()


def test_every_number_is_accounted_for(
    backed_up: BackedUp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, desk = backed_up.office, Desk()
    with office.opened() as ledger:
        desk.printed = [one.number for one in ledger.receipts.register().receipts]
    ledger = office.open()
    desk.work(office, ledger, CRASHES[0], monkeypatch)
    crash(office)
    with office.opened() as ledger:
        desk.work(office, ledger, BACKED_UP_AT, monkeypatch)
    file = backed_up.back_up()
    with office.opened() as ledger:
        desk.work(office, ledger, LOST_AT, monkeypatch)

    (tmp_path / "pc").mkdir()
    pc = AnotherPc(folder=tmp_path / "pc")
    pc.restore(file, OWNERS)
    lost = set(desk.printed[BACKED_UP_AT:])
    later = pc.office()
    with later.opened() as ledger:
        ledger.settings.confirm_last_number("SJ", desk.printed[-1])
        desk.work(later, ledger, 500, monkeypatch)
    ledger = later.open()
    desk.work(later, ledger, CRASHES[1], monkeypatch)
    crash(later)
    with later.opened() as ledger:
        desk.work(later, ledger, WANTED, monkeypatch)
        register = ledger.receipts.register()
        run = ledger.series.continuity()
        assert ledger.audit.check().ok
    later.close()

    sequences = [int(number.removeprefix(PRINTED)) for number in desk.printed]
    assert sequences == list(range(1, WANTED + 1))  # no double, each above every one printed
    assert register.missing == ()
    assert set(register.explained) == lost
    assert (run.missing, len(run.explained)) == ((), len(lost))
    assert run.count == WANTED
    assert run.issued + len(run.voided) + len(run.explained) == WANTED
    assert set(run.voided) == desk.voided - lost
    assert len(desk.voided) > 30
    assert desk.cancelled > 15
