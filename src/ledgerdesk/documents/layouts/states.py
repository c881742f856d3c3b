"""Say which states a receipt is in, the one that is boxed first."""

from ledgerdesk.core.receipts import Kind, Page
from ledgerdesk.documents.layouts import words
from ledgerdesk.documents.layouts.words import Word
from ledgerdesk.documents.placing import Ink


def states(page: Page) -> tuple[tuple[Word, Ink], ...]:
    """List what must be said of a receipt's state, the one to be boxed first."""
    found: list[tuple[Word, Ink]] = []
    if not page.anchor:
        found.append((words.NOT_ISSUED, Ink.BLACK))
    if page.void is not None:
        found.append((words.VOIDED, Ink.RED))
    if page.content.kind is Kind.RED:
        found.append((words.RED, Ink.RED))
    if page.printed is not None and page.printed.ordinal > 1:
        found.append((words.reprint_of(page.printed.ordinal), Ink.BLACK))
    if page.content.practice:
        found.append((words.PRACTICE, Ink.BLACK))
    return tuple(found)
