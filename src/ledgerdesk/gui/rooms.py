"""The pages of the desk, made one at a time: the door stays alive while the desk is furnished."""

from collections.abc import Iterator

from ledgerdesk.gui.pages.backup import BackupPage
from ledgerdesk.gui.pages.customers import CustomersPage
from ledgerdesk.gui.pages.imports import ImportPage
from ledgerdesk.gui.pages.receipts import ReceiptsPage
from ledgerdesk.gui.pages.settings import SettingsPage
from ledgerdesk.gui.pages.today import TodayPage
from ledgerdesk.gui.pages.trade import TradePage
from ledgerdesk.gui.printing import Printing
from ledgerdesk.gui.stage import Stage


class Rooms:
    """Every page once; whole when `steps` has come to its end."""

    printing: Printing
    today: TodayPage
    customers: CustomersPage
    trade: TradePage
    receipts: ReceiptsPage
    backup: BackupPage
    settings: SettingsPage
    imports: ImportPage

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def steps(self) -> Iterator[None]:
        """Make one page a step; each takes a few frames at most."""
        stage = self._stage
        self.printing = Printing(stage)
        self.today = TodayPage(stage, self.printing.under_way)
        yield
        self.trade = TradePage(stage)
        yield
        self.customers = CustomersPage(stage)
        yield
        self.receipts = ReceiptsPage(stage, self.printing)
        yield
        self.backup = BackupPage(stage)
        yield
        self.settings = SettingsPage(stage, self.printing)
        yield
        self.imports = ImportPage(stage)
