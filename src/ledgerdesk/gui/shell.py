"""The desk behind the door: places at the left, one page open, what lasts above, keys below."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.drafts import Draft, Form
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.backup_keeper import BackupKeeper
from ledgerdesk.gui.backup_runner import BackupRunner
from ledgerdesk.gui.day_desk import DayDesk
from ledgerdesk.gui.dialogs.staff import OwnPasswordDialog
from ledgerdesk.gui.lasting import LastingBars
from ledgerdesk.gui.pages.backups.backup import BackupPage
from ledgerdesk.gui.pages.customers.card_form import CardForm
from ledgerdesk.gui.pages.customers.customer_card import CustomerCard
from ledgerdesk.gui.pages.customers.customer_field import Known
from ledgerdesk.gui.pages.customers.customers import CustomersPage
from ledgerdesk.gui.pages.customers.quality import QualityPage
from ledgerdesk.gui.pages.imports.imports import ImportPage
from ledgerdesk.gui.pages.office.catalogue import CataloguePage
from ledgerdesk.gui.pages.office.log import LogPage
from ledgerdesk.gui.pages.office.settings import SettingsPage
from ledgerdesk.gui.pages.office.staff import StaffPage
from ledgerdesk.gui.pages.office.standards import StandardsPage
from ledgerdesk.gui.pages.receipts.receipts import ReceiptsPage
from ledgerdesk.gui.pages.reports.reports import ReportsPage
from ledgerdesk.gui.pages.series.series import SeriesPage
from ledgerdesk.gui.pages.today import TodayPage
from ledgerdesk.gui.pages.trades.reviews import ReviewsPage
from ledgerdesk.gui.pages.trades.trade import TradePage
from ledgerdesk.gui.pages.trades.trade_list import TradesPage
from ledgerdesk.gui.payment_desk import PaymentDesk
from ledgerdesk.gui.places import (
    BACKUP,
    CUSTOMERS,
    IMPORT,
    LOG,
    PLACES,
    RECEIPTS,
    REPORTS,
    SHOWN_AT,
    TODAY,
    TRADE,
)
from ledgerdesk.gui.printing import Printing
from ledgerdesk.gui.receipt_desk import ReceiptDesk
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.status_bar import StatusBar
from ledgerdesk.gui.watch import Watch
from ledgerdesk.gui.widgets.notices import UNDO_KEY, Toast
from ledgerdesk.gui.widgets.page import Page
from ledgerdesk.gui.widgets.places import Sidebar
from ledgerdesk.gui.widgets.texts import Rule
from ledgerdesk.services.backups import Proved
from ledgerdesk.services.sheet import SheetState
from ledgerdesk.services.today import Standing


class Shell(QWidget):
    """Sidebar, pages, status bar; whole when `steps` has come to its end."""

    today: TodayPage
    customers: CustomersPage
    trade: TradePage
    receipts: ReceiptsPage
    backup: BackupPage
    settings: SettingsPage
    imports: ImportPage
    staff: StaffPage
    log: LogPage
    standards: StandardsPage
    quality: QualityPage
    reviews: ReviewsPage
    reports: ReportsPage
    catalogue: CataloguePage
    series: SeriesPage
    pages: tuple[Page, ...]

    place_changed = Signal(int)
    standing_changed = Signal(object)

    def __init__(self, stage: Stage, house: QWidget) -> None:
        super().__init__(house)
        self._stage = stage
        self.printing = Printing(stage, self)
        self.toast = Toast(self)
        self.desk = ReceiptDesk(stage, self, self.toast, self.printing)
        self.days = DayDesk(stage, self, self.toast)
        self.payments = PaymentDesk(stage, self, self.toast)
        self.sidebar = Sidebar(PLACES)
        self.stack = QStackedWidget()
        self.bars = LastingBars(stage)
        self.watch = Watch(stage.tasks, self)
        self.runner = BackupRunner(stage.tasks, self)
        self.keeper = BackupKeeper(stage.tasks, self.runner, self)
        self._standing: Standing | None = None
        self.status = StatusBar(stage)
        self._lay_out()

    def steps(self) -> Iterator[None]:
        """Make every page once and bring it in, each step within a few frames.

        A page comes into a shell that stands in the window already: whatever moves to another
        parent is dressed anew with all that is in it, so the whole desk never moves.
        """
        stage = self._stage
        self.today = TodayPage(stage, self.printing.under_way)
        yield from self._bring_in(self.today)
        card = CustomerCard(stage)
        yield
        card_form = CardForm(stage)
        yield
        self.customers = CustomersPage(stage, card, card_form)
        yield from self._bring_in(self.customers)
        self.trade = TradePage(stage)
        yield from self._bring_in(self.trade)
        self.receipts = ReceiptsPage(stage, self.printing)
        yield from self._bring_in(self.receipts)
        self.backup = BackupPage(stage, self.runner)
        yield from self._bring_in(self.backup)
        self.settings = SettingsPage(stage, self.printing)
        yield from self._bring_in(self.settings)
        yield from self._steps_behind(stage)
        self.pages = (
            self.today,
            self.customers,
            self.trade,
            self.receipts,
            self.backup,
            self.settings,
            self.imports,
            self.staff,
            self.log,
            self.standards,
            self.quality,
            self.reviews,
            self.reports,
            self.catalogue,
            self.trades,
            self.series,
        )

    def _steps_behind(self, stage: Stage) -> Iterator[None]:
        """Make the pages that are reached from one of the places."""
        self.imports = ImportPage(stage)
        yield from self._bring_in(self.imports)
        self.staff = StaffPage(stage)
        yield from self._bring_in(self.staff)
        self.log = LogPage(stage)
        yield from self._bring_in(self.log)
        self.standards = StandardsPage(stage)
        yield from self._bring_in(self.standards)
        self.quality = QualityPage(stage)
        yield from self._bring_in(self.quality)
        self.reviews = ReviewsPage(stage)
        yield from self._bring_in(self.reviews)
        self.reports = ReportsPage(stage)
        yield from self._bring_in(self.reports)
        self.catalogue = CataloguePage(stage)
        yield from self._bring_in(self.catalogue)
        self.trades = TradesPage(stage)
        yield from self._bring_in(self.trades)
        self.series = SeriesPage(stage)
        yield from self._bring_in(self.series)

    def _bring_in(self, page: Page) -> Iterator[None]:
        yield
        self.stack.addWidget(page)
        yield

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.bars)
        right.addWidget(self.stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.sidebar)
        middle.addWidget(Rule("line2", upright=True))
        middle.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self.status)

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.sidebar.say([t.text(place.word) for place in PLACES])
        self.bars.say()
        self.tell_hint()

    # ── opening and leaving ──────────────────────────────────────────────────────────────

    def begin(self, place: int = TODAY) -> None:
        """Begin a session at a place."""
        self.refresh_standing()
        self.refresh_backup_chip()
        self.watch.begin()
        self.keeper.begin()
        self.go(place)

    def forgetting(self) -> Iterator[None]:
        """Leave nothing of the book in the window, a page a step: all at once would hold it."""
        here = self.pages[self.place]
        for page in sorted(self.pages, key=lambda one: one is not here):
            page.forget()
            yield
        self.printing.forget()
        self.days.forget()
        self.watch.end()
        self.keeper.end()
        self._standing = None
        self.bars.forget()
        self.sidebar.head("", "")
        self.status.show_backup(None)
        self.toast.hide()

    def keep_drafts(
        self,
        done: Callable[[], None] | None = None,
        failed: Callable[[KnownError], None] | None = None,
    ) -> None:
        """Keep what is half typed, wherever it stands."""
        self.take_quick()
        self.customers.set_aside()
        self.trade.drafts.keep(done, failed)

    def take_quick(self) -> None:
        """Let the form of a trade hold what was typed in the line of Today."""
        if self.today.quick.is_dirty:
            self.trade.take_over(*self.today.quick.hand_over())

    def refresh_standing(self) -> None:
        """Ask who works for which office and what the next number is."""

        def work(ledger: Ledger) -> tuple[Standing, SheetState]:
            return ledger.today.standing(), ledger.sheet.state()

        self._stage.tasks.query(self, work, self._show_standing, self._refuse)

    def _show_standing(self, found: tuple[Standing, SheetState]) -> None:
        standing, sheet = found
        t = self._stage.speech
        book = t.text("Book of {year} · this PC", year=standing.today.year)
        self.sidebar.head(standing.office.firm, book)
        self.bars.show_state(standing, sheet)
        self.status.show_standing(standing)
        self._standing = standing
        self.customers.show_person(standing.person)
        self.today.show_person(standing.person)
        self.reviews.show_person(standing.person)
        self.reports.show_person(standing.person)
        self.catalogue.show_person(standing.person)
        self.trades.show_person(standing.person)
        self.series.show_person(standing.person)
        self.backup.show_person(standing.person)
        self.standing_changed.emit(standing)

    def note(self, changes: Changes) -> None:
        """Ask anew what a change makes old."""
        if changes & (Changes.RECEIPTS | Changes.SETTINGS | Changes.STAFF):
            self.refresh_standing()
        if changes & Changes.BACKUPS:
            self.refresh_backup_chip()

    def refresh_backup_chip(self) -> None:
        """Ask when the last backup was proved."""

        def show(last: Proved | None) -> None:
            self.status.show_backup(None if last is None else last.at)

        self._stage.tasks.query(self, lambda ledger: ledger.backups.last_away(), show, self._refuse)

    # ── places ───────────────────────────────────────────────────────────────────────────

    def go(self, place: int) -> None:
        """Open a place and begin there."""
        self.stack.setCurrentIndex(place)
        self.sidebar.mark(SHOWN_AT.get(place, place))
        self.toast.keep_clear_of(self.pages[place].toast_clear_of)
        self.pages[place].arrive()
        self.status.say()
        self.tell_hint()
        self.place_changed.emit(place)

    @property
    def place(self) -> int:
        """Tell which place is open."""
        return self.stack.currentIndex()

    def trade_for(self, known: Known) -> None:
        """Begin a trade for a customer chosen elsewhere."""
        self.go(TRADE)
        self.trade.begin_for(known)

    def show_customer(self, name: str) -> None:
        """Open the list at a customer's name."""
        self.customers.search.setText(name)
        self.go(CUSTOMERS)

    def show_card(self, pub: str, code: str, field: str) -> None:
        """Open a customer's card, and its form where a field is to be put right."""
        self.go(CUSTOMERS)
        self.customers.open_card(pub, code, field)

    def import_table(self) -> None:
        """Open the import where it was left, else at its start."""
        self.go(IMPORT)

    def import_file(self, source: Path) -> None:
        """Begin the import of a file that was dropped."""
        self.go(IMPORT)
        self.imports.load(source)

    def paste_table(self) -> None:
        """Begin an import of what lies on the clipboard."""
        self.go(IMPORT)
        self.imports.paste()

    def show_receipt(self, number: str) -> None:
        """Open the register at a number."""
        self.receipts.show_number(number)
        self.go(RECEIPTS)

    def show_statement(self, pub: str, name: str) -> None:
        """Open a customer's statement of account."""
        self.reports.show_statement(pub, name)
        self.go(REPORTS)

    def show_owed(self) -> None:
        """Open the list of who owes what."""
        self.reports.show_owed()
        self.go(REPORTS)

    def close_day(self) -> None:
        """Open the end of the day."""
        if self._standing is not None:
            self.days.open(self._standing.person)

    def list_closes(self) -> None:
        """List what was closed, days and months."""
        if self._standing is not None:
            self.days.list_closes(self._standing.person)

    def control_day(self) -> None:
        """Look at the whole desk before going home."""
        if self._standing is not None:
            self.days.control(self._standing.person)

    def tell_hint(self) -> None:
        """Show the keys of the page that is open."""
        self.status.hint.setText(self.pages[self.place].hint())

    # ── what was done ────────────────────────────────────────────────────────────────────

    def tell(self, text: str) -> None:
        """Say what was done."""
        self.toast.show_done(text)

    def tell_not_copied(self, error: KnownError) -> None:
        """Say that a copy nobody asked for was not made, and lead to the page of backups."""
        t = self._stage.speech
        self.toast.show_trouble(
            t.text("No copy was made by itself: {why}", why=t.sentence(error)),
            t.text("Backup"),
            lambda: self.go(BACKUP),
        )

    def tell_issued(self, number: str, name: str) -> None:
        """Say which receipt was the last."""
        t = self._stage.speech
        self.status.hint.setText(t.text("Last: {number} · {name}", number=number, name=name))

    def issue_saved(self) -> None:
        """Issue the receipt of the saved trade in hand, or let one be chosen."""
        saved = self.pages[self.place].saved_trade()
        if saved is not None:
            self.desk.issue_for(*saved)
        else:
            self.desk.let_choose()

    def resume(self, draft: Draft) -> None:
        """Go on with a draft where its form stands."""
        if draft.form is Form.CUSTOMER:
            self.go(CUSTOMERS)
            self.customers.resume(draft.pub)
        elif draft.form is Form.CARD:
            self.go(CUSTOMERS)
            self.customers.form.drafts.resume(draft.pub)
        elif draft.form is Form.NOTE:
            self.go(CUSTOMERS)
            self.customers.card.notes.drafts.resume(draft.pub)
        else:
            self.go(TRADE)
            self.trade.drafts.resume(draft.pub)

    def tell_cleared(self, restore: Callable[[], None]) -> None:
        """Say that a form is empty, and offer what stood in it."""
        t = self._stage.speech
        self.toast.show_done(t.text("The form is empty"), t.text("Undo"), restore, key=UNDO_KEY)

    def tell_undoable(self, said: str, undo: Callable[[], None]) -> None:
        """Say what was done, and offer to take it back."""
        self.toast.show_done(said, self._stage.speech.text("Undo"), undo)

    def tell_discarded(self, restore: Callable[[], None]) -> None:
        """Say that a card stays as it was, and offer what was typed."""
        t = self._stage.speech
        self.toast.show_done(
            t.text("The card stays as it was"), t.text("Undo"), restore, key=UNDO_KEY
        )

    def tell_thrown_away(self, restore: Callable[[], None]) -> None:
        """Say that a draft is gone, and offer it again."""
        t = self._stage.speech
        self.toast.show_done(
            t.text("The draft is thrown away"), t.text("Undo"), restore, key=UNDO_KEY
        )

    def tell_taken_back(self, number: str, following: str) -> None:
        """Say what became of a receipt, and print the one that follows it."""
        t = self._stage.speech
        if following:
            self.tell(t.text("{number} taken back; {next} issued", number=number, next=following))
            self.receipts.show_number(following)
            self.printing.print_receipt(following)
        else:
            self.tell(t.text("{number} is void; the number stays", number=number))

    def tell_added(self, name: str) -> None:
        """Say who was added."""
        self.tell(self._stage.speech.text("Added {name}", name=name))

    def _refuse(self, error: KnownError) -> None:
        self.complain(self._stage.speech.sentence(error))

    def complain(self, sentence: str) -> None:
        """Say what went wrong."""
        self.toast.show_trouble(sentence)

    # ── people and the log ───────────────────────────────────────────────────────────────

    def change_password(self) -> None:
        """Let whoever works change his own password."""
        if self._standing is None:
            return
        person, told = self._standing.person, self._stage.speech.text("Your password is changed")
        dialog = OwnPasswordDialog(self, self._stage, person.name, person.role)
        dialog.finished_well.connect(lambda _changed: self.tell(told))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_log_of(self, pub: str, name: str) -> None:
        """Open the log at what hangs on a customer."""
        self.log.show_customer(pub, name)
        self.go(LOG)
