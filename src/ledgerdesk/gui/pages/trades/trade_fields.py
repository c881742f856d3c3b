"""The fields of a trade: what stands in them as text, as a draft of a trade, or nothing."""

from collections.abc import Mapping
from datetime import date

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.dates import parse_date
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.transactions import Method, TradeDraft
from ledgerdesk.gui.pages.customers.customer_field import CustomerField, Known
from ledgerdesk.gui.pages.trades.trade_payment import TradePayment
from ledgerdesk.gui.pages.trades.trade_terms import Terms, TradeTerms
from ledgerdesk.gui.series_choice import SeriesChoice
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.fields import Edit
from ledgerdesk.gui.widgets.line_rows import CellFault, LineRows
from ledgerdesk.gui.widgets.offering_edit import Ask

_CELLS = ("item", "unit", "quantity", "price", "amount")


class TradeFields:
    """The controls of the form, read and written as a whole."""

    def __init__(self, stage: Stage, ask_lines: Ask) -> None:
        self._stage = stage
        self.customer = CustomerField(stage)
        self.lines = LineRows(ask_lines)
        self.payment, self.terms = TradePayment(), TradeTerms()
        self.method, self.received = self.payment.method, self.payment.received
        self.date = Edit()
        self.series = SeriesChoice(stage.preferences)
        self.payer = Edit()
        self.note = Edit()
        self.late = Edit()

    @property
    def singles(self) -> dict[str, Edit]:
        """Name the fields that are one text each."""
        return {
            "date": self.date,
            "payer": self.payer,
            "note": self.note,
            "late_reason": self.late,
        }

    @property
    def is_dirty(self) -> bool:
        """Tell whether anything was entered."""
        return bool(
            self.customer.edit.text().strip()
            or not all(row.is_empty for row in self.lines.rows)
            or self.note.text().strip()
            or self.payer.text().strip()
        )

    @property
    def chosen_method(self) -> Method | None:
        """Give the chosen method."""
        return self.payment.chosen

    @property
    def is_late(self) -> bool:
        """Tell whether the trade is of an earlier day (补录)."""
        today = self._stage.today()
        try:
            return parse_date(self.date.text(), today=today) < today
        except KnownError:
            return False

    def clear(self, today: date) -> None:
        """Begin a new form."""
        self.customer.clear()
        self.lines.clear()
        self.payment.clear()
        self.terms.clear()
        for edit in self.singles.values():
            edit.clear()
        self.date.setText(today.isoformat())
        self.series.begin()

    def texts(self) -> dict[str, str]:
        """Read every field as it was typed; nothing while nothing was entered."""
        if not self.is_dirty:
            return {}
        found = {name: edit.text() for name, edit in self.singles.items()}
        found["customer"] = self.customer.edit.text()
        if self.customer.known is not None:
            found["customer_code"] = self.customer.known.customer.code
        found |= self.payment.texts() | self.terms.texts() | {"series": self.series.text()}
        for number, row in enumerate(self.lines.rows):
            for name, cell in zip(_CELLS, row.cells, strict=True):
                found[f"lines.{number}.{name}"] = cell.text()
        return {name: text for name, text in found.items() if text}

    def write(self, texts: Mapping[str, str], known: Known | None) -> None:
        """Write texts into the fields; a customer who is known is taken, else his name stands."""
        self.clear(self._stage.today())
        for name, edit in self.singles.items():
            edit.setText(texts.get(name, ""))
        self.customer.put(texts.get("customer", ""), known)
        self.payment.write(dict(texts))
        self.terms.write(dict(texts))
        self.series.put(texts.get("series", ""))
        for number in range(self.lines.grow_to(_rows_in(texts))):
            row = self.lines.rows[number]
            for name, cell in zip(_CELLS, row.cells, strict=True):
                cell.setText(texts.get(f"lines.{number}.{name}", ""))
        self.lines.show_numbers()

    def read_terms(self) -> Terms:
        """Read what is paid now of the lines as they stand."""
        lines, _ = self.lines.lines()
        return self.terms.read(sum(line.amount_fen for line in lines))[0]

    def trade_draft(self, draft_id: str) -> tuple[TradeDraft, list[CellFault]]:
        """Read the form as a trade; every text that is no value is a fault."""
        lines, faults = self.lines.lines()
        traded_on = None
        try:
            traded_on = parse_date(self.date.text(), today=self._stage.today())
        except KnownError as error:
            faults.append(CellFault(field="date", error=error))
        total = sum(line.amount_fen for line in lines)
        terms, misread = self.terms.read(total)
        parts, unpaid = self.payment.parts(terms.now_fen) if terms.now_fen else ((), [])
        faults += misread + unpaid
        known = self.customer.known
        draft = TradeDraft(
            lines=lines,
            parts=parts,
            customer_pub=known.customer.pub if known else None,
            payer=None if known else self.customer.new_name or None,
            payer_title=self.payer.text().strip() or None,
            traded_on=traded_on,
            note=self.note.text().strip(),
            late_reason=self.late.text().strip() if self.is_late else "",
            draft_id=draft_id,
            discount_fen=terms.discount_fen,
            deposit_fen=terms.deposit_fen,
            on_account=terms.on_account,
            keep_rest=terms.keep_rest,
        )
        return draft, faults


def _rows_in(texts: Mapping[str, str]) -> int:
    numbers = [int(name.split(".")[1]) for name in texts if name.startswith("lines.")]
    return max(numbers, default=-1) + 1


def known_in(ledger: Ledger, texts: Mapping[str, str]) -> Known | None:
    """Find the customer a draft was written for; None for a new one, and for one who is gone."""
    code = texts.get("customer_code", "")
    if not code:
        return None
    try:
        customer = ledger.customers.by_code(code)
    except KnownError as error:
        if error.code is not Code.UNKNOWN_CUSTOMER:
            raise
        return None
    return Known(
        customer=customer,
        contacts=ledger.customers.contacts(customer.pub),
        last=ledger.today.last_time(customer.pub),
    )
