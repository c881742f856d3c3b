"""What follows a trade: its receipt, the paper, the question whether it came out well."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.stock import SheetUse
from ledgerdesk.gui import written_files
from ledgerdesk.gui.dialogs.check_code import CheckCodeDialog
from ledgerdesk.gui.dialogs.file_receipts import FileReceiptsDialog
from ledgerdesk.gui.dialogs.issue_all import IssueAllDialog
from ledgerdesk.gui.dialogs.issue_saved import IssueSavedDialog, Unreceipted
from ledgerdesk.gui.dialogs.judge_print import JudgePrintDialog
from ledgerdesk.gui.dialogs.sheet_number import SheetNumberDialog
from ledgerdesk.gui.dialogs.stock import StockDialog
from ledgerdesk.gui.printing import Printing
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.notices import Toast
from ledgerdesk.gui.written_files import no_viewer
from ledgerdesk.services.receipts import Unconfirmed
from ledgerdesk.services.steps.receipts.issuing import Issued
from ledgerdesk.services.today import WithoutReceipt


class ReceiptDesk(QObject):
    """Issue, print and judge, and say so in the toast.

    `issued` says the number and the name; `receipted` the payment that waited for its receipt.
    """

    issued = Signal(str, str)
    receipted = Signal(str)

    def __init__(self, stage: Stage, host: QWidget, toast: Toast, printing: Printing) -> None:
        super().__init__(host)
        self._stage = stage
        self._host = host
        self._toast = toast
        self.printing = printing
        self.printing.printed.connect(self._printed)
        self.printing.copied.connect(self._copied)
        self.printing.sent.connect(self.tell_sent)
        self.printing.not_printed.connect(self._not_printed)
        self.printing.sheet_wanted.connect(self._ask_sheet)

    # ── issuing ──────────────────────────────────────────────────────────────────────────

    def note_issued(self, number: str, name: str) -> None:
        """Say that a receipt was issued, and bring it to paper."""
        self.issued.emit(number, name)
        self._toast.show_done(self._stage.speech.text("Issued {number}", number=number))
        self.printing.print_receipt(number)

    def note_saved(self, payment_pub: str, name: str) -> None:
        """Say that a trade was saved, and offer its receipt."""
        t = self._stage.speech
        self._toast.show_done(
            t.text("Saved without a receipt: {name}", name=name),
            t.text("Issue"),
            lambda: self.issue_for(payment_pub, name),
            key="F9",
            lasts=True,
        )

    def issue_for(self, payment_pub: str, name: str) -> None:
        """Issue the receipt of a trade saved without one; where there are several series, ask."""

        def found(waiting: Unreceipted) -> None:
            of_it = tuple(one for one in waiting.trades if one.payment_pub == payment_pub)
            if waiting.asks and of_it:
                self._choose(replace(waiting, trades=of_it))
            else:
                self._issue(payment_pub, name, "")

        self._stage.tasks.query(self, _waiting, found, self._complain)

    def _issue(self, payment_pub: str, name: str, series: str) -> None:
        wish = wish_for(self._stage.preferences.paper_for(series), series=series or None)

        def work(ledger: Ledger) -> Done[Issued]:
            return ledger.receipts.issue(payment_pub, wish)

        def done(issued: Issued) -> None:
            self.receipted.emit(payment_pub)
            self.note_issued(issued.number, name)

        self._stage.tasks.mutate(self, work, done, self._complain)

    def let_choose(self) -> None:
        """Let the trade be chosen whose receipt is issued."""

        def found(waiting: Unreceipted) -> None:
            if waiting.trades:
                self._choose(waiting)
            else:
                t = self._stage.speech
                self._toast.show_done(t.text("Every saved trade has its receipt"))

        self._stage.tasks.query(self, _waiting, found, self._complain)

    def _choose(self, waiting: Unreceipted) -> None:
        dialog = IssueSavedDialog(self._host, self._stage, waiting)
        dialog.chosen.connect(self._issue)
        dialog.all_wanted.connect(lambda series: self.issue_all(waiting.trades, series))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def issue_all(self, waiting: Sequence[WithoutReceipt], series: str = "") -> None:
        """Issue the receipts of many saved trades, and offer to print them."""
        paper = self._stage.preferences.paper_for(series)
        wish = wish_for(paper, strict=True, series=series or None)
        dialog = IssueAllDialog(self._host, self._stage, waiting, wish)
        dialog.issued.connect(self.receipted)
        dialog.print_wanted.connect(self._print_all)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        dialog.start()

    def _print_all(self, numbers: Sequence[str]) -> None:
        for number in numbers:
            self.printing.print_receipt(number)

    # ── codes and files ──────────────────────────────────────────────────────────────────

    def check_code(self) -> None:
        """Check the code of a receipt that somebody brings."""
        dialog = CheckCodeDialog(self._host, self._stage)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_stock(self) -> None:
        """Show which sheet of numbered paper carries what, and take spoiled ones down."""
        dialog = StockDialog(self._host, self._stage)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def file_receipts(self) -> None:
        """File the receipts of some days as folders of PDFs."""
        dialog = FileReceiptsDialog(self._host, self._stage)
        dialog.written.connect(lambda told, index: self.tell_written(told, Path(index)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # ── paper ────────────────────────────────────────────────────────────────────────────

    def _printed(self, number: str, path: str) -> None:
        t = self._stage.speech
        text = t.text("PDF of {number}: {file}", number=number, file=path)
        self.tell_written(text, Path(path))

    def _copied(self, number: str) -> None:
        t = self._stage.speech
        self._toast.show_done(
            t.text("The PDF of {number} is on the clipboard: paste it where it goes", number=number)
        )

    def _ask_sheet(self, use: SheetUse, receipt: str) -> None:
        dialog = SheetNumberDialog(self._host, self._stage, use, receipt=receipt)
        dialog.given.connect(self.printing.put_on)
        dialog.rejected.connect(self.printing.leave_out)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def tell_written(self, text: str, file: Path) -> None:
        """Say where a file was written, and offer it and its folder."""

        def show(could: Callable[[Path], bool]) -> None:
            if not could(file):
                self._toast.show_trouble(no_viewer(self._stage.speech, file))

        t = self._stage.speech
        self._toast.show_done(
            text,
            t.text("Open"),
            lambda: show(written_files.could_open),
            other=(t.text("Open the folder"), lambda: show(written_files.could_open_folder)),
        )

    def tell_sent(self, number: str) -> None:
        """Say that a printer took it, and offer to say that it came out badly."""
        t = self._stage.speech
        self._toast.show_done(
            t.text("{number} went to the printer", number=number),
            t.text("Not printed well"),
            self.judge_last_print,
            key="Ctrl+Shift+P",
            lasts=True,
        )

    def _not_printed(self, number: str, sentence: str, offers_pdf: bool) -> None:  # noqa: FBT001 - Qt's signal
        t = self._stage.speech
        if offers_pdf:
            self._toast.show_trouble(
                sentence, t.text("Write a PDF"), lambda: self.printing.into_folder(number)
            )
        else:
            self._toast.show_trouble(
                sentence, t.text("Print it now"), lambda: self.printing.print_receipt(number)
            )

    def settle(self, print_: Unconfirmed) -> None:
        """Print a receipt that never was, or ask what became of the print under way."""
        if print_.state is None:
            self.printing.print_receipt(print_.number)
        else:
            self._judge(print_)

    def judge_last_print(self) -> None:
        """Ask what became of the newest print that nobody has judged."""

        def found(open_ones: tuple[Unconfirmed, ...]) -> None:
            begun = [one for one in open_ones if one.state is not None]
            if begun:
                self._judge(max(begun, key=lambda one: one.at))
            else:
                t = self._stage.speech
                self._toast.show_done(
                    t.text("Every print is settled. Ctrl+P prints a receipt again.")
                )

        self._stage.tasks.query(
            self, lambda ledger: ledger.receipts.unconfirmed(), found, self._complain
        )

    def _judge(self, print_: Unconfirmed) -> None:
        self._toast.hide()
        dialog = JudgePrintDialog(self._host, self._stage, print_)
        dialog.again.connect(
            lambda number, pub: self.printing.print_receipt(number, instead_of=pub or None)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _complain(self, error: KnownError) -> None:
        self._toast.show_trouble(self._stage.speech.sentence(error))


def _waiting(ledger: Ledger) -> Unreceipted:
    return Unreceipted(
        trades=ledger.today.without_receipt(),
        lines=ledger.series.every(),
        person_id=ledger.today.standing().person.id,
    )
