"""The long act of creation: a whole vault appears at its path, or nothing does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ledgerdesk import __version__
from ledgerdesk.core.audit import Author
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.moments import stored
from ledgerdesk.core.receipts import MAX_SEQUENCE, Reset, is_pattern, period_of
from ledgerdesk.core.staff import Role
from ledgerdesk.core.texts import clean
from ledgerdesk.runtime.chance import Chance
from ledgerdesk.runtime.clock import Clock
from ledgerdesk.runtime.paths import VaultPaths
from ledgerdesk.services.steps import office as office_settings
from ledgerdesk.services.steps.keys.sheet_rows import issued_sheet
from ledgerdesk.services.steps.opening.opening import mark_writer
from ledgerdesk.services.steps.vaults import practising
from ledgerdesk.services.steps.vaults.appearing import appearing
from ledgerdesk.storage import audit, book, covered, series, staff
from ledgerdesk.storage.database import Database, Transaction
from ledgerdesk.storage.failures import translated
from ledgerdesk.storage.migrate import migrate
from ledgerdesk.vault import key_store
from ledgerdesk.vault.creation import NewVault, RecoverySheet, create_vault
from ledgerdesk.vault.firm import make_firm_key
from ledgerdesk.vault.house import Holder, Scope
from ledgerdesk.vault.kdf import KdfBounds, KdfCost
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.primitives import key_id
from ledgerdesk.vault.unlocking import reopen

MAX_NAME_CHARACTERS = 100
DEFAULT_ZONE = "Asia/Shanghai"
DEFAULT_PATTERN = "SJ{yyyy}-{000000}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Plan:
    """What a new vault is to be: firm, owner, password, numbers; `first_number` leaves a book.

    A practice book has a series of its own from 1, whatever the plan says of numbers.
    """

    firm: str
    owner: str
    password: str
    language: str = "zh_CN"
    zone: str = DEFAULT_ZONE
    currency: str = "CNY"
    series: str = "SJ"
    pattern: str = DEFAULT_PATTERN
    reset: Reset = Reset.YEARLY
    first_number: int = 1
    practice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """Where and with what a vault is made: per-user folder, clock, KDF cost and bounds."""

    per_user: Path
    clock: Clock
    cost: KdfCost
    bounds: KdfBounds


def create(
    folder: Path, plan: Plan, workshop: Workshop, *, keep_sheet: Callable[[RecoverySheet], None]
) -> str:
    """Make a vault at a path where nothing is; give back its vault id.

    It is built beside its place and moved there in one step after `keep_sheet` has put the
    recovery key down durably; a kill in between leaves no vault. Raises `exists`,
    `weak_password`, `bad_value`, `disk_full`, `read_only`.
    """
    with appearing(folder) as building:
        plan = _cleaned(plan)
        new = create_vault(plan.owner, plan.password, cost=workshop.cost, bounds=workshop.bounds)
        branch = _build(VaultPaths(building), plan, workshop, new)
        keep_sheet(new.sheet)
    places = key_store.KeyPlaces(
        vault=folder,
        copy=key_store.copy_path(workshop.per_user, new.unlocked.vault_id, branch),
    )
    key_store.refresh_copies(places, new.keys)
    return new.unlocked.vault_id


def _cleaned(plan: Plan) -> Plan:
    firm = clean(plan.firm, field="firm", max_length=MAX_NAME_CHARACTERS)
    if not firm:
        raise KnownError(Code.BAD_VALUE, field="firm", reason="required")
    owner = clean(plan.owner, field="owner", max_length=MAX_NAME_CHARACTERS)
    if not owner:
        raise KnownError(Code.BAD_VALUE, field="owner", reason="required")
    if not is_pattern(plan.pattern, plan.reset):
        raise KnownError(Code.BAD_VALUE, field="pattern", reason="pattern")
    if plan.first_number < 1:
        raise KnownError(Code.BAD_VALUE, field="first_number", reason="not_positive")
    if plan.first_number > MAX_SEQUENCE:
        raise KnownError(Code.BAD_VALUE, field="first_number", reason="too_large")
    if plan.practice:
        plan = replace(plan, series=practising.SERIES, pattern=practising.PATTERN, first_number=1)
    return replace(plan, firm=firm, owner=owner)


def _build(paths: VaultPaths, plan: Plan, workshop: Workshop, new: NewVault) -> str:
    def check(raw: bytes) -> None:
        reopen(raw, new.unlocked, bounds=workshop.bounds)

    with translated("vault"):
        paths.backups.mkdir()
    places = key_store.KeyPlaces(vault=paths.folder)
    key_store.write_keys(places, new.keys, check=check, must_be_new=True)
    database = Database.create(paths.ledger, new.unlocked.page_key_hex)
    try:
        migrate(database)
        writer = _Writer(plan, workshop, new)
        with database.write() as tx:
            author = writer.write(tx)
        with database.read() as tx:
            head = audit.head(tx)
            counters = series.counters(tx)
        mark = mark_writer(paths.state, lambda: new.unlocked, author.branch_pub)
        mark(head, {f"{c.code}/{c.period}": c.last_seq for c in counters}, True)
    finally:
        database.close()
    return author.branch_pub


def recovery_signing_key(holder: Holder, *, from_seq: int) -> staff.NewSigningKey:
    """Make the row of the key that the printed sheet signs with, as the house certifies it."""
    return staff.NewSigningKey(
        pub=key_id(holder.keys.sign),
        staff_id=None,
        purpose=Scope.RECOVERY.value,
        public=holder.keys.sign,
        certificate=holder.certificate,
        from_seq=from_seq,
    )


class _Writer:
    """Write the first rows of a book and the entries that vouch for them."""

    def __init__(self, plan: Plan, workshop: Workshop, new: NewVault) -> None:
        self._plan = plan
        self._new = new
        self._workshop = workshop
        self._chance = Chance(workshop.clock)
        self._moment: datetime = workshop.clock.now()
        self._at = stored(self._moment)

    def write(self, tx: Transaction) -> Author:
        """Write book, branch, owner, keys, settings and the first series; name the author."""
        plan, unlocked = self._plan, self._new.unlocked
        row = book.BookRow(
            vault_id=unlocked.vault_id, office_zone=plan.zone, currency=plan.currency
        )
        book.insert_book(tx, row, created_at=self._at)
        branch_pub = self._chance.pub()
        branch_id = book.insert_branch(
            tx, branch_pub, self._chance.salt(), parent=None, at=self._at, reason="created"
        )
        staff_id, staff_pub = self._owner(tx)
        keys = self._keys(tx, staff_id)
        author = Author(
            staff_id=staff_id,
            staff_pub=staff_pub,
            key_pub=unlocked.key_id,
            branch_id=branch_id,
            branch_pub=branch_pub,
            zone=plan.zone,
            app=__version__,
            sign=unlocked.sign,
        )
        rows = [("branch", branch_pub), ("staff", staff_pub)]
        self._entry(tx, author, "vault.create", [*rows, *(("signing_key", pub) for pub in keys)])
        self._entry(tx, author, "settings.change", self._settings(tx))
        self._entry(tx, author, "series.add", self._series(tx, branch_id))
        return author

    def _entry(
        self, tx: Transaction, author: Author, action: str, rows: list[tuple[str, str]]
    ) -> None:
        touched = [covered.inserted(tx, kind, pub) for kind, pub in rows]
        audit.append(tx, at=self._at, author=author, action=action, touched=touched)

    def _owner(self, tx: Transaction) -> tuple[int, str]:
        unlocked = self._new.unlocked
        mark = unlocked.bundle_mark
        if mark is None:
            raise RuntimeError("an owner without a bundle")
        pub = self._chance.pub()
        person = staff.NewPerson(
            pub=pub,
            user_id=unlocked.user_id,
            name=self._plan.owner,
            role=Role.OWNER,
            bundle_serial=mark.serial,
            bundle_digest=mark.digest,
            added_at=self._at,
            root=key_id(unlocked.root_public),
        )
        return staff.insert_person(tx, person, self._chance.salt()), pub

    def _keys(self, tx: Transaction, staff_id: int) -> list[str]:
        unlocked = self._new.unlocked
        keys = parse_keys(self._new.keys, self._workshop.bounds)
        firm = make_firm_key(unlocked)
        made = [
            staff.NewSigningKey(
                pub=unlocked.key_id,
                staff_id=staff_id,
                purpose="person",
                public=unlocked.public_key,
                certificate=unlocked.certificate,
                from_seq=1,
            ),
            staff.NewSigningKey(
                pub=firm.id,
                staff_id=None,
                purpose="firm",
                public=firm.public,
                certificate=firm.certificate,
                from_seq=1,
                private=firm.private,
            ),
        ]
        made.append(recovery_signing_key(keys.house.recovery, from_seq=1))
        for key in made:
            staff.insert_signing_key(tx, key, self._chance.salt())
        row = book.KeysFileRow(
            revision=keys.house.revision,
            house_digest=keys.house.digest(),
            content=self._new.keys,
        )
        book.keep_keys_file(tx, row)
        return [key.pub for key in made]

    def _settings(self, tx: Transaction) -> list[tuple[str, str]]:
        plan, bounds = self._plan, self._workshop.bounds
        rows = []
        for name, value in (
            (office_settings.FIRM, plan.firm),
            (office_settings.LANGUAGE, plan.language),
            (office_settings.SERIES, plan.series),
            (office_settings.CASHIER, plan.owner),
            (office_settings.SHEET, issued_sheet(self._new.sheet, self._workshop.cost, bounds)),
            *(((office_settings.PRACTICE, True),) if plan.practice else ()),
        ):
            pub = self._chance.pub()
            book.insert_setting(tx, pub, self._chance.salt(), name, value)
            rows.append(("setting", pub))
        return rows

    def _series(self, tx: Transaction, branch_id: int) -> list[tuple[str, str]]:
        plan = self._plan
        pub, counter_pub = self._chance.pub(), self._chance.pub()
        new = series.NewSeries(
            pub=pub, code=plan.series, title="收款收据", pattern=plan.pattern, reset=plan.reset
        )
        series_id = series.insert(tx, new, self._chance.salt())
        today = self._moment.astimezone(ZoneInfo(plan.zone)).date()
        series.begin_period(
            tx,
            pub=counter_pub,
            salt=self._chance.salt(),
            series_id=series_id,
            period=period_of(today, plan.reset),
            first=plan.first_number,
            branch=branch_id,
        )
        return [("series", pub), ("series_counter", counter_pub)]
