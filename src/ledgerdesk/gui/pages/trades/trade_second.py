"""Where a rule asks for it: a second person stands by a trade before it is posted."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.reviews import Cause
from ledgerdesk.core.transactions import TradeDraft
from ledgerdesk.gui.dialogs.review import CosignDialog
from ledgerdesk.gui.stage import Stage
from ledgerdesk.i18n.review_words import causes_words
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.receipts.issuing import Wish
from ledgerdesk.services.transactions import Recorded


def ask_second(
    page: QWidget,
    stage: Stage,
    draft: TradeDraft,
    wish: Wish | None,
    refusal: KnownError,
    recorded: Callable[[Recorded], None],
) -> None:
    """Ask for his name and password; the form stays as it is until both have signed."""
    named = refusal.details.get("causes")
    causes = [Cause(one) for one in named] if isinstance(named, tuple) else []

    def go(
        beside: Credential, done: Callable[[], None], failed: Callable[[KnownError], None]
    ) -> None:
        def work(ledger: Ledger) -> Done[Recorded]:
            return ledger.transactions.record(draft, wish, beside=beside)

        def came(value: Recorded) -> None:
            done()
            recorded(value)

        stage.tasks.mutate(page, work, came, failed)

    dialog = CosignDialog(page, stage, causes_words(stage.speech.translator, causes), go)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
