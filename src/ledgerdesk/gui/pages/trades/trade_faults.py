"""What is wrong with a trade, shown beside its fields, and the way to the first of it."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from ledgerdesk.core.problems import Problem
from ledgerdesk.core.transactions import TradeDraft, problems_in
from ledgerdesk.gui.pages.trades.trade_fields import TradeFields
from ledgerdesk.gui.pages.trades.trade_panel import TradePanel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.fields import Field
from ledgerdesk.gui.widgets.line_rows import CellFault
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.i18n.problems import problem_sentence

_ORDER = (
    *(
        "payer",
        "customer",
        "lines",
        "amount",
        "method",
        "second",
        "paid",
        "discount",
        "deposit",
        "date",
        "late_reason",
        "payer_title",
    ),
    "note",
)


class TradeFaults:
    """The faults that stand now, by the field's name as core has it."""

    def __init__(
        self,
        stage: Stage,
        fields: TradeFields,
        singles: Mapping[str, Field],
        lines_problem: Text,
        panel: TradePanel,
    ) -> None:
        self._stage = stage
        self._fields = fields
        self._singles = {**singles, "payer": fields.customer.field}
        self._lines_problem = lines_problem
        self._panel = panel
        self._standing: dict[str, str] = {}
        for field in self._singles.values():
            field.mended.connect(self._recount)

    def local(self, draft: TradeDraft, faults: Sequence[CellFault]) -> dict[str, str]:
        """Say what is wrong without a look at the book."""
        found = {fault.field: self._stage.speech.sentence(fault.error) for fault in faults}
        return found | {
            name: sentence
            for name, sentence in self.said(problems_in(draft, today=self._stage.today())).items()
            if name not in found
        }

    def said(self, problems: Sequence[Problem]) -> dict[str, str]:
        """Say the first problem of each field."""
        found: dict[str, str] = {}
        for problem in problems:
            if problem.field == "parts.0.amount":
                continue  # the lines say the same of the one payment there is
            sentence = problem_sentence(self._stage.speech.translator, problem)
            found.setdefault(problem.field, sentence)
        return found

    def show(self, faults: dict[str, str]) -> None:
        """Show these and no others."""
        self._standing = faults
        for name, field in self._singles.items():
            field.show_problem(faults.get(name, ""))
        if "customer" in faults:
            self._fields.customer.field.show_problem(faults["customer"])
        on_lines = [name for name in faults if name != "customer" and name not in self._singles]
        self._fields.lines.mark(on_lines)
        first = faults[on_lines[0]] if on_lines else ""
        self._lines_problem.setText(first)
        self._lines_problem.setVisible(bool(first))
        count = len(faults)
        self._panel.show_problems(
            self._stage.speech.plural("{number} field to mend", "{number} fields to mend", count)
            if count
            else ""
        )

    def look_again(self, draft: TradeDraft, faults: Sequence[CellFault]) -> None:
        """Let go what has been put right since; nothing new is complained of while one types."""
        if not self._standing:
            return
        found = self.local(draft, faults)
        kept = {
            name: sentence
            for name, sentence in self._standing.items()
            if self._still_stands(name, found)
        }
        if kept != self._standing:
            self.show(kept)

    def _recount(self) -> None:
        """Let go the faults of fields that show none any more."""
        found = dict.fromkeys(self._standing, "")
        kept = {
            name: sentence
            for name, sentence in self._standing.items()
            if self._still_stands(name, found)
        }
        if kept != self._standing:
            self.show(kept)

    def _still_stands(self, name: str, found: Mapping[str, str]) -> bool:
        if name == "customer":
            return bool(self._fields.customer.field.problem)
        if name in self._singles:
            return bool(self._singles[name].problem)
        return name in found

    def go_to_first(self) -> None:
        """Give the focus to the first field at fault."""
        targets: dict[str, QWidget] = {
            "payer": self._fields.customer.edit,
            "customer": self._fields.customer.edit,
            "method": self._fields.method,
            "second": self._fields.payment.second_amount,
            "paid": self._fields.terms.paid,
            "discount": self._fields.terms.discount,
            "deposit": self._fields.terms.deposit,
            "date": self._fields.date,
            "late_reason": self._fields.late,
            "payer_title": self._fields.payer,
            "note": self._fields.note,
        }

        def rank(name: str) -> int:
            head = name.split(".", maxsplit=1)[0]
            return _ORDER.index(head) if head in _ORDER else len(_ORDER)

        for name in sorted(self._standing, key=rank):
            target = targets.get(name) or self._fields.lines.cell_of(name)
            target.setFocus()
            return
