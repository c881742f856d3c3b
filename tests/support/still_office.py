"""An office whose clock stands until a test moves it, copied from one that was made once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from ledgerdesk.bootstrap import House, Ledger, wish_for
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.staff import Role
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft
from ledgerdesk.runtime.clock import StillClock
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.receipts.issuing import Issued, Wish
from ledgerdesk.services.steps.vaults.creating import Plan, Workshop, create
from ledgerdesk.storage.database import Row, Transaction
from ledgerdesk.vault.creation import RecoverySheet
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING, CHEAPEST_ONLY_FOR_TESTING

MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 10:00 of a Monday in Shanghai
FIRM = "青禾会计师事务所"
OWNER = "王敏"
PASSWORD = "correct horse battery staple"
CREDENTIAL = Credential(password=PASSWORD)
A5 = wish_for(Paper.A5)
STRICT = wish_for(Paper.A5, strict=True)

Dump = dict[str, list[Row]]


class SomebodyAtTheDoor(Protocol):
    """Whoever brings a credential."""

    @property
    def credential(self) -> Credential: ...


@dataclass(slots=True, kw_only=True)
class StillOffice:
    """One vault, its per-user folder and its clock; `close` locks what a test left open."""

    folder: Path
    clock: StillClock
    press: Lane
    _open: list[Ledger] = field(default_factory=list)

    @property
    def vault(self) -> Path:
        return self.folder / "v.ledgerdesk"

    @property
    def per_user(self) -> Path:
        return self.folder / "user"

    @property
    def house(self) -> House:
        return House(
            clock=self.clock,
            press=self.press,
            per_user=self.per_user,
            bounds=BOUNDS_ONLY_FOR_TESTING,
            cost=CHEAPEST_ONLY_FOR_TESTING,
        )

    def open(self, credential: Credential = CREDENTIAL) -> Ledger:
        """Go through the real opening sequence."""
        ledger = self.house.open(self.vault, credential)
        self._open.append(ledger)
        return ledger

    @contextmanager
    def opened(self, credential: Credential = CREDENTIAL) -> Iterator[Ledger]:
        """Open, and lock at the end."""
        yield self.open(credential)
        self.lock()

    @contextmanager
    def opened_by(self, who: SomebodyAtTheDoor) -> Iterator[Ledger]:
        """Open as somebody of the staff, and lock at the end."""
        yield self.open(who.credential)
        self.lock()

    def lock(self) -> None:
        """Lock what was opened last; a transaction left open is a fault of its test."""
        ledger = self._open.pop()
        leaked = desk_of(ledger).database.in_transaction
        ledger.lock()
        assert not leaked, "a transaction was left open"

    def abandon(self) -> None:
        """End without a word, as a crash does: the book is let go, note and mark stay."""
        opened = self._open.pop()._opened
        opened.desk.database.close()
        opened._instance._file.close()

    def pass_time(self, **by: float) -> None:
        """Move the clock's hands by `days`, `minutes` …; negative is back."""
        self.clock.advance(timedelta(**by))

    def copied(self, folder: Path) -> "StillOffice":
        """Copy the whole office as it lies on disk; the copy has its own clock and press."""
        shutil.copytree(self.folder, folder)
        return StillOffice(folder=folder, clock=StillClock(self.clock.now()), press=Lane("press"))

    def close(self) -> None:
        """End everything; raises where a transaction was left open."""
        self.press.close()
        while self._open:
            self.lock()


PLAN = Plan(firm=FIRM, owner=OWNER, password=PASSWORD)


def make_still_office(
    folder: Path,
    *,
    moment: datetime = MOMENT,
    plan: Plan = PLAN,
    keep_sheet: Callable[[RecoverySheet], None] = lambda _: None,
) -> StillOffice:
    """Create a vault in a folder that is not there yet."""
    folder.mkdir(parents=True)
    office = StillOffice(folder=folder, clock=StillClock(moment), press=Lane("press"))
    create(office.vault, plan, workshop_of(office), keep_sheet=keep_sheet)
    return office


def workshop_of(office: StillOffice) -> Workshop:
    """Say where and how cheaply a vault is made beside this office."""
    return Workshop(
        per_user=office.per_user,
        clock=office.clock,
        cost=CHEAPEST_ONLY_FOR_TESTING,
        bounds=BOUNDS_ONLY_FOR_TESTING,
    )


def trade(
    payer: str | None = "张三", amount_fen: int = 123_450, *, item: str = "咨询费"
) -> TradeDraft:
    """Enter one line, paid in cash."""
    return TradeDraft(
        payer=payer,
        lines=(Line(item=item, amount_fen=amount_fen),),
        parts=(PaymentPart(method=Method.CASH, amount_fen=amount_fen),),
    )


def issue(ledger: Ledger, draft: TradeDraft | None = None, wish: Wish = A5) -> Issued:
    """Record a trade with its receipt."""
    issued = ledger.transactions.record(draft or trade(), wish).value.issued
    assert issued is not None
    return issued


def desk_of(ledger: Ledger) -> Desk:
    """Reach behind the verbs."""
    return ledger._opened.desk


def act_as(ledger: Ledger, role: Role) -> None:
    """Let the person at this desk have another role for the rest of the session."""
    desk = desk_of(ledger)
    desk.person = replace(desk.person, role=role)


def rows_of(ledger: Ledger, query: str) -> list[Row]:
    """Read rows past the verbs."""
    with desk_of(ledger).database.read() as tx:
        return list(tx.rows(query))


def dump(ledger: Ledger) -> Dump:
    """Read every row of every stored table, the index of names included."""
    with desk_of(ledger).database.read() as tx:
        return dump_of(tx)


def dump_of(tx: Transaction) -> Dump:
    """Read every row of every stored table, each table in a fixed order."""
    listed = tx.rows("PRAGMA table_list")
    stored = [row[1] for row in listed if row[2] in {"table", "shadow"}]
    return {name: sorted(tx.rows(f'SELECT * FROM "{name}"'), key=repr) for name in stored}


def close_day(ledger: Ledger, day: str) -> None:
    """Close any business day past its verb: a row with its entry, and no sheet to read."""
    with desk_of(ledger).upkeep() as act:
        origin = act.origin()
        act.tx.run(
            "INSERT INTO day_close (pub, salt, business_day, sheet, closed_at, staff_id)"
            " VALUES (?, ?, ?, '{}', ?, ?)",
            (origin.pub, origin.salt, day, origin.at, origin.staff_id),
        )
        act.inserted("day_close", origin.pub)
        act.close_entry("days.close")
