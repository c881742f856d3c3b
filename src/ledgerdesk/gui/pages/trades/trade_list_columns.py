"""How a line of the list of trades becomes cells."""

from ledgerdesk.core.trade_lists import TradeState
from ledgerdesk.gui import figures
from ledgerdesk.gui.models.rows import Cell, CellTone, ChipTone, Column
from ledgerdesk.gui.speech import Speech
from ledgerdesk.i18n.trade_list_words import state_words
from ledgerdesk.services.trades import ListedTrade

_TONES: dict[TradeState, ChipTone] = {
    TradeState.VOID: "bad",
    TradeState.REVERSAL: "bad",
    TradeState.REVERSED: "bad",
    TradeState.RETURNED: "bad",
    TradeState.WAITING: "info",
    TradeState.UNPAID: "warn",
    TradeState.PART: "warn",
    TradeState.PAID: "plain",
}
_GONE = frozenset({TradeState.VOID, TradeState.REVERSED, TradeState.REVERSAL})


def trade_columns(speech: Speech) -> tuple[Column[ListedTrade], ...]:
    """Give the columns of the list."""
    return (*_whose(speech), *_sums(speech), *_standing(speech))


def _quiet(one: ListedTrade) -> CellTone:
    return "muted" if one.state in _GONE else "text"


def _whose(speech: Speech) -> tuple[Column[ListedTrade], ...]:
    def day(one: ListedTrade) -> Cell:
        late = speech.text("entered late") if one.late_reason is not None else ""
        return Cell(text=f"{one.traded_on} {late}".strip(), tone=_quiet(one))

    def item(one: ListedTrade) -> Cell:
        more = f" +{one.lines - 1}" if one.lines > 1 else ""
        return Cell(text=f"{one.item}{more}", tone=_quiet(one))

    return (
        Column(title=lambda: speech.text("Day"), cell=day, width=136, name="day"),
        Column(
            title=lambda: speech.text("Customer"),
            cell=lambda one: Cell(text=one.customer or one.customer_code, tone=_quiet(one)),
            name="customer",
        ),
        Column(title=lambda: speech.text("Item"), cell=item, name="item"),
    )


def _sums(speech: Speech) -> tuple[Column[ListedTrade], ...]:
    def methods(one: ListedTrade) -> Cell:
        words = "、".join(figures.method(speech, method) for method in one.methods)
        return Cell(text=words, tone="muted")

    def total(one: ListedTrade) -> Cell:
        void = one.state is TradeState.VOID
        tone: CellTone = "muted" if void else "bad" if one.total_fen < 0 else "text"
        return Cell(text=figures.amount(one.total_fen), tone=tone, struck=void)

    def owed(one: ListedTrade) -> Cell:
        return Cell(text=figures.amount(one.owed_fen) if one.owed_fen else "", tone="warn")

    return (
        Column(title=lambda: speech.text("Method"), cell=methods, width=104, name="method"),
        Column(
            title=lambda: speech.text("Amount (¥)"), cell=total, width=112, right=True, name="total"
        ),
        Column(
            title=lambda: speech.text("Owed (¥)"), cell=owed, width=104, right=True, name="owed"
        ),
    )


def _standing(speech: Speech) -> tuple[Column[ListedTrade], ...]:
    def state(one: ListedTrade) -> Cell:
        words = state_words(speech.translator, one.state)
        if one.is_imported and one.state is TradeState.PAID:
            words = speech.text("imported")
        return Cell(text=words, chip=_TONES[one.state])

    return (
        Column(
            title=lambda: speech.text("Receipt no."),
            cell=lambda one: Cell(text=one.number or "", tone=_quiet(one)),
            width=132,
            name="number",
        ),
        Column(title=lambda: speech.text("State"), cell=state, width=92, name="state"),
        Column(
            title=lambda: speech.text("Clerk"),
            cell=lambda one: Cell(text=one.clerk, tone="muted"),
            width=84,
            name="clerk",
        ),
    )
