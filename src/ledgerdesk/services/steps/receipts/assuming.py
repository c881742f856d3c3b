"""Inside a transaction: what a device took and nobody complained of counts as printed."""

from ledgerdesk.core.receipts import PrintState
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.storage import prints


def assume_printed(act: Act) -> None:
    """End every sent print as assumed, named in the entry to come; the next receipt says so."""
    for pub in prints.sent(act.tx):
        prints.end(act.tx, pub, state=PrintState.ASSUMED.value, at=act.at, reason=None)
        act.inserted("print", pub)
