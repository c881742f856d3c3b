"""Words the form of a trade says of a question and of its paper."""

from ledgerdesk.gui import figures
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.stage import Stage
from ledgerdesk.i18n.paper_words import PAPERS
from ledgerdesk.services.today import UsedLine


def offered_amount(t: Speech, line: UsedLine) -> str:
    """Say what an offered line begins with: the catalogue's price, or what it was last."""
    if line.is_listed:
        return "" if line.price_fen is None else figures.amount(line.price_fen)
    return t.text("last {when}", when=figures.amount(line.amount_fen))


def paper_name(stage: Stage, series: str | None) -> str:
    """Name the paper of new receipts."""
    return stage.speech.text(PAPERS[stage.preferences.paper_for(series)])
