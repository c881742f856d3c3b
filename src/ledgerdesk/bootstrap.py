"""Wire every part: from a path and a password to a ledger whose verbs a face may call."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import rmtree
from zoneinfo import ZoneInfo

from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.naming import Found, all_in
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import PageLanguage, Paper
from ledgerdesk.core.recovery_sheet import RecoverySheet as PrintedSheet
from ledgerdesk.core.rotation import Keep
from ledgerdesk.documents import fonts, receipt_pdf, recovery_pdf
from ledgerdesk.documents.layouts import CURRENT_VERSION
from ledgerdesk.i18n.translator import Language, Translator
from ledgerdesk.runtime.clock import Clock, RealClock
from ledgerdesk.runtime.files import write_private, write_private_line
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.runtime.paths import VaultPaths, application_folder
from ledgerdesk.services import access
from ledgerdesk.services.audit import Audit
from ledgerdesk.services.backup_plan import BackupPlan
from ledgerdesk.services.backups import Backups
from ledgerdesk.services.catalogue import Catalogue
from ledgerdesk.services.codes import Codes
from ledgerdesk.services.corrections import Corrections
from ledgerdesk.services.customers import Customers
from ledgerdesk.services.days import Days
from ledgerdesk.services.drafts import Drafts
from ledgerdesk.services.drills import Drilled, Drills, Ground, certify, drill
from ledgerdesk.services.emergency import EmergencyPeople
from ledgerdesk.services.exports import Exports
from ledgerdesk.services.filing import Filing
from ledgerdesk.services.imports import Imports
from ledgerdesk.services.keys import Keys
from ledgerdesk.services.merges import Merges
from ledgerdesk.services.payments import Payments
from ledgerdesk.services.quality import Quality
from ledgerdesk.services.receipts import Receipts
from ledgerdesk.services.reports import Reports
from ledgerdesk.services.reviews import Reviews
from ledgerdesk.services.series import SeriesBook
from ledgerdesk.services.settings import Settings
from ledgerdesk.services.sheet import Sheet
from ledgerdesk.services.staff import Staff
from ledgerdesk.services.standards import Standards
from ledgerdesk.services.steps import emergency_file
from ledgerdesk.services.steps.backups import proved_file, rotating, unattended
from ledgerdesk.services.steps.keys import recovering
from ledgerdesk.services.steps.keys.sheet_rows import Names
from ledgerdesk.services.steps.marks import nothing
from ledgerdesk.services.steps.receipts.issuing import Wish
from ledgerdesk.services.steps.vaults import creating, replacing, restore_copy
from ledgerdesk.services.steps.vaults.practising import FILLINGS, Filling
from ledgerdesk.services.stock import Stock
from ledgerdesk.services.templates import Templates
from ledgerdesk.services.today import Today
from ledgerdesk.services.trades import Trades
from ledgerdesk.services.transactions import Transactions
from ledgerdesk.storage.engine import engine_facts
from ledgerdesk.storage.failures import translated
from ledgerdesk.vault.creation import RecoverySheet
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds, KdfCost, calibrate
from ledgerdesk.vault.os_keyring import KeyStore, OsKeyring
from ledgerdesk.vault.primitives import verify_signature
from ledgerdesk.vault.state_file import claimed_ids
from ledgerdesk.vault.whole_file import sync_folder

LastNumbers = Sequence[tuple[str, str]]
"""Pairs (series, the last number on paper)."""


class Ledger:
    """An unlocked vault: one attribute per noun; it belongs to the lane it was opened on."""

    def __init__(
        self,
        opened: access.OpenDesk,
        bounds: KdfBounds = FILE_BOUNDS,
        *,
        when_locked: Callable[[], None] = nothing,
        when_suspected: Callable[[], None] = nothing,
    ) -> None:
        self._opened = opened
        self._when_locked = when_locked
        self._when_suspected = when_suspected
        desk = opened.desk
        self.customers = Customers(desk)
        self.merges = Merges(desk)
        self.quality = Quality(desk)
        self.catalogue = Catalogue(desk)
        self.corrections = Corrections(desk)
        self.reviews = Reviews(desk)
        self.payments = Payments(desk)
        self.reports = Reports(desk)
        self.transactions = Transactions(desk)
        self.trades = Trades(desk)
        self.receipts = Receipts(desk)
        self.audit = Audit(desk, bounds=bounds)
        self.settings = Settings(desk)
        self.series = SeriesBook(desk)
        self.stock = Stock(desk)
        self.templates = Templates(desk)
        self.codes = Codes(desk)
        self.imports = Imports(desk)
        self.exports = Exports(desk)
        self.filing = Filing(desk)
        self.backups = Backups(desk, bounds=bounds)
        self.backup_plan = BackupPlan(desk)
        self.drills = Drills(desk, bounds=bounds)
        self.emergency = EmergencyPeople(desk)
        self.keys = Keys(desk)
        self.sheet = Sheet(desk)
        self.staff = Staff(desk)
        self.standards = Standards(desk)
        self.today = Today(desk)
        self.days = Days(desk)
        self.drafts = Drafts(desk)

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone, by which days begin and end."""
        return self._opened.desk.office.zone

    @property
    def must_choose_password(self) -> bool:
        """Say whether whoever works is to choose his own password before anything else."""
        return self._opened.desk.unlocked.must_choose_password

    def page_check(self) -> Callable[[], int] | None:
        """Give the check of the pages if the opening left it for later; any lane may run it.

        It counts the pages it finds changed; `refuse_changed_pages` has the last word on them.
        """
        return self._opened.page_check()

    def refuse_changed_pages(self) -> None:
        """Check the pages again, here and at the next opening; raises `damaged`."""
        self._when_suspected()
        self._opened.refuse_changed_pages()

    def beat(self) -> None:
        """Note beside the vault that a window holds it and lives; at least once a minute."""
        standing = self.backup_plan.standing()
        self._opened.beat(due=standing.is_due, last=standing.last, proved=standing.away)

    def lock(self) -> None:
        """Close the book; nothing works afterwards."""
        self._when_locked()
        self._opened.lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What every ledger of this process shares: clock, press, folder, KDF, this PC's key store.

    `locked` are the vaults that were locked in this process: a password alone opens them again.
    `suspected` are those in which a changed page was found: they are checked before they open.
    """

    clock: Clock
    press: Lane
    per_user: Path
    bounds: KdfBounds = FILE_BOUNDS
    cost: KdfCost | None = None
    store: KeyStore = field(default_factory=OsKeyring)
    locked: set[Path] = field(default_factory=set, compare=False)
    suspected: set[Path] = field(default_factory=set, compare=False)

    def create(self, vault: Path, plan: creating.Plan, files: "SheetFiles | None") -> str:
        """Create a vault where nothing is, its recovery key put down first; give back its id.

        Only what can be lost without harm may do without a key, such as a practice book.
        """
        workshop = creating.Workshop(
            per_user=self.per_user,
            clock=self.clock,
            cost=self.cost or calibrate(),
            bounds=self.bounds,
        )
        put_down = False

        def keep(sheet: RecoverySheet) -> None:
            nonlocal put_down
            if files is None:
                return
            today = self.clock.now().astimezone(ZoneInfo(plan.zone)).date()
            files.write(sheet, Names(firm=plan.firm, keeper=plan.owner, created_on=today))
            put_down = True

        try:
            return creating.create(vault, plan, workshop, keep_sheet=keep)
        except BaseException:
            if put_down and files is not None:
                files.forget()
            raise

    def create_practice(self, vault: Path, plan: creating.Plan, names_in: Language) -> str:
        """Create a practice book and fill it, or leave nothing of it.

        It has no recovery sheet: nothing in it is worth one.
        """
        made = self.create(vault, replace(plan, practice=True), None)
        try:
            ledger = self.open(vault, access.Credential(password=plan.password))
            try:
                _practise(ledger, FILLINGS[names_in.value])
            finally:
                ledger.lock()
        except BaseException:
            rmtree(vault)
            raise
        return made

    def open(
        self, vault: Path, credential: access.Credential, *, pages_later: bool = False
    ) -> Ledger:
        """Unlock a vault; `pages_later` is for whoever runs the ledger's `page_check` himself."""
        later = pages_later and vault.resolve() not in self.suspected
        opened = access.unlock(self._place(vault), credential, pages_later=later)
        return self._ledger(vault, opened)

    def open_with_slot(self, vault: Path) -> Ledger:
        """Unlock a vault without a password, where somebody has a personal slot on this PC.

        It never ends a lock: what was locked in this process asks for the password.
        """
        if vault.resolve() in self.locked:
            raise KnownError(Code.NOT_ALLOWED, action="unlock", reason="was_locked")
        return self._ledger(vault, access.unlock_with_slot(self._place(vault)))

    def _ledger(self, vault: Path, opened: access.OpenDesk) -> Ledger:
        place = vault.resolve()
        emergency_file.mend(opened.desk)
        return Ledger(
            opened,
            self.bounds,
            when_locked=lambda: self.locked.add(place),
            when_suspected=lambda: self.suspected.add(place),
        )

    def recover(
        self, vault: Path, wanted: access.Recovery, files: "SheetFiles"
    ) -> recovering.Recovered:
        """Give an owner a new password by the printed sheet; the new sheet is put down first.

        It stays put down whatever happens later: from some step on nothing else opens the book.
        """
        return access.recover(self._place(vault), wanted, files.write)

    def names(self, vault: Path) -> tuple[str, ...]:
        """List the names a vault's people sign in with, unproved, for a door to offer."""
        return access.names(self._place(vault))

    def verify_backup(
        self, file: Path, credential: access.Credential | None
    ) -> proved_file.Verdict:
        """Read every byte of a backup; with a credential also prove whose it is."""
        return proved_file.verify(file, credential, self.per_user, self.bounds)

    def drill(self, file: Path, credential: access.Credential) -> Drilled:
        """Restore a backup where nobody sees it, compare all it says, and leave nothing behind."""
        return drill(file, credential, self.ground())

    def ground(self) -> Ground:
        """Give what a drill or a look into a backup needs, which may run on any thread."""
        return Ground(per_user=self.per_user, bounds=self.bounds, drive=Drive())

    def backups_in(self, folder: Path) -> list[Found]:
        """List what looks like backups of any vault in a folder, newest first, unproved."""
        return all_in(folder, verify_signature) if folder.is_dir() else []

    def is_backup_of(self, file: Path, vault: Path) -> bool:
        """Tell whether a file says it is a backup of this vault; raises what opening it raises."""
        claimed = claimed_ids(VaultPaths(vault).state)
        return claimed is not None and proved_file.origin_of(file).vault_id == claimed[0]

    def replace(
        self,
        file: Path,
        vault: Path,
        credential: access.Credential,
        last_numbers: LastNumbers = (),
    ) -> tuple[restore_copy.Restored, Path]:
        """Restore a backup in the place of a vault; give back where the old one lies now.

        Raises what `restore` raises, `not_a_vault`, `not_ours`, `in_use`: then the old one stands.
        """
        replacing.refuse_other_vault(vault, proved_file.origin_of(file).vault_id)
        beside = replacing.beside(vault, self.clock.now())
        restored = self.restore(file, beside, credential, last_numbers)
        try:
            return restored, replacing.replace(vault, beside)
        except BaseException:
            if vault.exists() and beside.exists():
                rmtree(beside)
            raise

    def certify(self, drilled: Drilled, target: Path, language: Language) -> None:
        """Write the certificate of a drill that no book wrote down."""
        certify(drilled, target, self.clock.now().astimezone(), language)

    def backup_if_due(self, vault: Path, folder: Path) -> unattended.Outcome:
        """Copy a vault that nobody has open, where its plan asks for it; no password is needed."""
        access.refuse_no_vault(VaultPaths(vault))
        job = unattended.Job(
            vault=vault,
            folder=folder,
            per_user=self.per_user,
            clock=self.clock,
            store=self.store,
            drive=Drive(),
            bounds=self.bounds,
        )
        return unattended.copy_if_due(job)

    def rotate_backups(self, folder: Path, keep: Keep, *, dry_run: bool) -> list[rotating.Sorted]:
        """Let the old backups of a folder go by a rule, in this PC's own days."""
        now = self.clock.now().astimezone()
        zone = now.tzinfo
        assert zone is not None
        return rotating.tidy(folder, keep, zone, now.date(), dry_run=dry_run)

    def restore(
        self,
        file: Path,
        vault: Path,
        credential: access.Credential,
        last_numbers: LastNumbers = (),
        drive: Drive | None = None,
    ) -> restore_copy.Restored:
        """Restore a backup into a folder that is not there yet, as a new branch."""
        wanted = restore_copy.Wanted(
            file=file, vault=vault, credential=credential, last_numbers=last_numbers
        )
        site = restore_copy.Site(
            per_user=self.per_user,
            clock=self.clock,
            press=self.press,
            bounds=self.bounds,
            drive=drive or Drive(),
        )
        return restore_copy.restore_copy(wanted, site)

    def _place(self, vault: Path) -> access.Place:
        return access.Place(
            vault=vault,
            per_user=self.per_user,
            clock=self.clock,
            press=self.press,
            bounds=self.bounds,
            cost=self.cost,
            store=self.store,
        )


def _practise(ledger: Ledger, filling: Filling) -> None:
    """Play a few days at the desk through the verbs, as a clerk would."""
    people = [ledger.customers.add(one).value for one in filling.customers()]
    today = ledger.today.standing().today
    wish = wish_for(Paper.A5)
    for made_up in filling.trades():
        draft = made_up.draft(people[made_up.who].pub, today)
        ledger.transactions.record(draft, wish if made_up.is_issued else None)


def real_house(press: Lane) -> House:
    """Build the house of a real run."""
    return House(clock=RealClock(), press=press, per_user=application_folder())


def wish_for(
    paper: Paper,
    *,
    strict: bool = False,
    series: str | None = None,
    language: PageLanguage | None = None,
) -> Wish:
    """Say how a receipt is wanted: proofread by the fonts and the measures of its paper."""
    return Wish(
        paper=paper,
        layout_version=CURRENT_VERSION,
        proof=receipt_pdf.problems_on_paper,
        strict=strict,
        series=series,
        language=language,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFiles:
    """Where a recovery key is put down: one private line, and the sheet to print on wish."""

    line: Path
    page: Path | None

    def write(self, sheet: RecoverySheet, names: Names) -> None:
        """Put the key down durably, or leave nothing and raise.

        Raises `exists`, `disk_full`, `read_only`, and `no_glyph` for a name no font has.
        """
        page = recovery_pdf.render(_printed(sheet, names)) if self.page else b""
        with translated("recovery_out"):
            write_private_line(self.line, sheet.one_line())
            if self.page is not None:
                try:
                    write_private(self.page, page)
                except BaseException:
                    self.line.unlink()
                    raise
            # A key whose name a power cut takes away was never put down.
            for folder in {path.absolute().parent for path in (self.line, self.page) if path}:
                sync_folder(folder)

    def forget(self) -> None:
        """Take back what was put down for a vault that was not made after all."""
        self.line.unlink(missing_ok=True)
        if self.page is not None:
            self.page.unlink(missing_ok=True)


def _printed(sheet: RecoverySheet, names: Names) -> PrintedSheet:
    return PrintedSheet(
        firm=names.firm,
        vault_id=sheet.block.vault_id,
        generation=sheet.generation,
        number=sheet.number,
        keeper=names.keeper,
        created_on=names.created_on,
        key_lines=sheet.key.lines(),
        key_text=sheet.key.one_line(),
        sealed_block=sheet.block.qr_text(),
        sealed_lines=sheet.block.lines(),
    )


def build_facts() -> dict[str, str]:
    """Assert engine, fonts and catalogues of this build; give back what was found."""
    if fonts.missing("收据𠮷¥"):
        raise RuntimeError("the bundled fonts lack what every receipt needs")
    catalogues = [Translator.load(language).language.value for language in Language]
    return {**engine_facts(), "fonts": "ok", "languages": ", ".join(catalogues)}
