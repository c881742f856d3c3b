"""Words of what looking at a receipt's code found."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.receipt_code import Verdict
from ledgerdesk.core.receipts import Status
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator

VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.GENUINE: N_(
            "Genuine: somebody who could log in at this firm made it. Compare number, date and"
            " amount with the paper in hand."
        ),
        Verdict.UNREADABLE: N_(
            "This is not the code of a receipt. Scan or copy it whole, from LD1: to the full stop."
        ),
        Verdict.NOT_OURS: N_("Not ours: another firm's key signed this code."),
        Verdict.ALTERED: N_(
            "Altered: the code does not bear this firm's signature. Do not accept the receipt."
        ),
        Verdict.NOT_IN_BOOK: N_(
            "The code is signed by this firm, but this book has no such receipt. Was an older"
            " backup restored?"
        ),
    }
)


def verdict_words(translator: Translator, verdict: Verdict) -> str:
    """Say what a code is worth."""
    return translator.text(VERDICTS[verdict])


def status_words(translator: Translator, status: Status | None, reversed_by: str | None) -> str:
    """Say what became of a genuine receipt since; nothing where it stands."""
    if status is Status.VOIDED:
        return translator.text("It was voided since: it acknowledges nothing any more.")
    if reversed_by is not None:
        return translator.text("It was taken back since by {number}.", number=reversed_by)
    return ""
