"""Issue, void, reverse and print receipts; list them with every number accounted for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from ledgerdesk.core.business_day import is_closed
from ledgerdesk.core.changes import Changes, Done, FieldChange
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.moments import stored
from ledgerdesk.core.problems import refuse_red
from ledgerdesk.core.receipts import Kind, Page, Paper, PrintState, Status, thawed
from ledgerdesk.core.staff import may
from ledgerdesk.core.stock import SheetUse
from ledgerdesk.core.texts import clean
from ledgerdesk.documents import receipt_pdf
from ledgerdesk.runtime.files import write_whole
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.payments.giving_back import take_back
from ledgerdesk.services.steps.payments.settling import note_owed, return_used, undo_kept
from ledgerdesk.services.steps.pdf_place import refuse_pdf_place
from ledgerdesk.services.steps.receipts import paper_sheets
from ledgerdesk.services.steps.receipts.drawing import Sheet, checked
from ledgerdesk.services.steps.receipts.issuing import (
    Issued,
    Predecessor,
    Wish,
    issue_receipt,
)
from ledgerdesk.services.steps.receipts.numbers import gaps
from ledgerdesk.services.steps.receipts.pages import page_of, print_mark
from ledgerdesk.services.steps.receipts.register import (
    FIRST_DAY,
    LAST_DAY,
    Listed,
    Numbers,
    RegisterPage,
    RegisterQuery,
    RegisterTally,
    count_on,
    find_numbers,
    read_page,
)
from ledgerdesk.services.steps.reviews.asking import ask_about_void
from ledgerdesk.storage import prints, receipts, settling, transactions
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.receipts import StoredReceipt
from ledgerdesk.storage.register import Key, bring_in_order, is_ordered

__all__ = [
    "Listed",
    "Numbers",
    "PrintJob",
    "Receipts",
    "Register",
    "RegisterPage",
    "RegisterQuery",
    "RegisterTally",
    "Unconfirmed",
    "Voided",
]

MAX_REASON_CHARACTERS = 500
PAGE = 100
UNPRINTED_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Receipts of a range, with the numbers that are missing and those explained."""

    receipts: tuple[Listed, ...]
    missing: tuple[str, ...]
    explained: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided:
    """A voided number, and the one issued in its place for spoiled paper."""

    number: str
    reissued: Issued | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One print that was asked for: its id, which print of the receipt it is, and the page."""

    pub: str
    ordinal: int
    page: Page
    paper: Paper

    @property
    def sheet(self) -> Sheet:
        """Give what the press draws."""
        return Sheet(page=self.page, paper=self.paper)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """A receipt nobody knows to be on paper; without a state none was ever asked for.

    `at` is when the print was asked for, or else the issue, in the office's zone.
    """

    number: str
    payer: str
    state: PrintState | None
    at: datetime
    pub: str | None
    device: str | None


class Receipts:
    """What a clerk does with receipts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def issue(self, payment_pub: str, wish: Wish) -> Done[Issued]:
        """Issue the receipt of a payment that was saved without one (F9).

        Raises `exists` for a payment with a live receipt, `already_voided` for a voided payment.
        """
        with self._desk.act("receipts.issue") as act:
            payment = transactions.payment_by_pub(act.tx, payment_pub)
            if payment is None:
                raise KnownError(Code.UNKNOWN_RECEIPT)
            present = receipts.of_payment(act.tx, payment.id)
            if present is not None and not present.is_void:
                raise KnownError(Code.EXISTS, part="receipt", number=present.number)
            voided = receipts.voided_with_payment(act.tx, payment.id)
            if voided is not None:
                raise KnownError(Code.ALREADY_VOIDED, number=voided)
            issued = issue_receipt(act, payment, wish)
        return Done(value=issued, changes=Changes.RECEIPTS)

    def void_spoiled(self, number: str, *, reason: str, wish: Wish) -> Done[Voided]:
        """Void spoiled paper and issue a new number for the same payment (重开自 No. X)."""
        with self._desk.act("receipts.void") as act:
            receipt = self._voidable(act, number)
            self._write_void(act, receipt, "spoiled", reason, copies="returned")
            payment = transactions.payment_by_id(act.tx, receipt.payment_id)
            issued = issue_receipt(
                act,
                payment,
                wish,
                reissue_of=Predecessor(id=receipt.id, number=receipt.number),
                reverses=_taken_back_by(receipt),
            )
        return Done(value=Voided(number=receipt.number, reissued=issued), changes=Changes.RECEIPTS)

    def void_trade(self, number: str, *, reason: str, copies: str = "unknown") -> Done[Voided]:
        """Void a wrong trade: receipt, payment and transaction together.

        Raises `day_closed` once the receipt's business day is closed: a reversal is due then.
        """
        with self._desk.act("receipts.void") as act:
            receipt = self._voidable(act, number)
            if receipt.kind == Kind.RED.value:
                raise KnownError(Code.BAD_VALUE, field="number", reason="red_receipt")
            self._write_void(act, receipt, "trade", reason, copies=copies)
        return Done(
            value=Voided(number=receipt.number, reissued=None),
            changes=Changes.RECEIPTS | Changes.TRANSACTIONS,
        )

    def reverse(self, number: str, *, reason: str, wish: Wish) -> Done[Issued]:
        """Take a receipt back with a red one dated today that names the original.

        With the only payment of a trade the trade is taken back too; of several, the trade asks for
        this one again.
        """
        reason = _reason(reason)
        with self._desk.act("receipts.reverse") as act:
            original = _live(act.tx, number)
            if original.kind == Kind.RED.value or original.reversed_by is not None:
                raise KnownError(
                    Code.ALREADY_REVERSED, number=number, by=original.reversed_by or number
                )
            payment = take_back(
                act, transactions.payment_by_id(act.tx, original.payment_id), reason
            )
            act.note_change(_taken_back(original, "reversed", reason))
            act.close_entry("transactions.reverse")
            issued = issue_receipt(
                act, payment, wish, reverses=Predecessor(id=original.id, number=original.number)
            )
        return Done(value=issued, changes=Changes.RECEIPTS | Changes.TRANSACTIONS)

    def paper_of(self, number: str) -> Paper:
        """Tell the paper a receipt was issued for."""
        return self.sheet(number).paper

    def page(self, number: str) -> Page:
        """Show the page of a receipt as it was issued, with its marks, without a print."""
        return self.sheet(number).page

    def sheet(self, number: str) -> Sheet:
        """Give what the press draws of a receipt as it stands now, without a print.

        A first print carries these very bytes, a later one its own mark besides.
        """
        self._desk.allow("receipts.list")
        with self._desk.database.read() as tx:
            receipt = _known(tx, number)
            page = page_of(self._desk, tx, receipt, None)
        return Sheet(page=page, paper=Paper(receipt.paper))

    def next_print(self, number: str) -> Sheet:
        """Give what the press draws of the print that would be asked for now, without asking.

        These are the very bytes of a print asked for in the same minute; whoever may not print
        sees the receipt as it stands.
        """
        desk = self._desk
        desk.allow("receipts.list")
        with desk.database.read() as tx:
            receipt, mark = _known(tx, number), None
            if may(desk.person, "receipts.reprint"):
                ordinal = prints.next_ordinal(tx, receipt.id)
                mark = print_mark(desk, receipt, ordinal, stored(desk.clock.now()))
            page = page_of(desk, tx, receipt, mark)
        return Sheet(page=page, paper=Paper(receipt.paper))

    def ask_print(
        self,
        number: str,
        *,
        way: str,
        paper: Paper | None = None,
        device: str | None = None,
        instead_of: str | None = None,
    ) -> Done[PrintJob]:
        """Ask for a print: from the second on, the page says which one it is.

        `way` is `pdf` or `printer`; without `paper` the one it was issued for. `instead_of` is
        the id of a failed print whose place this one takes: the original again. A print that has
        not ended needs no entry yet.
        """
        desk = self._desk
        desk.allow("receipts.reprint")
        with desk.database.write() as tx:
            act = Act(desk, tx, desk.clock.now())
            receipt = _known(tx, number)
            origin = act.origin()
            chosen = paper or Paper(receipt.paper)
            ordinal = prints.ask(
                tx,
                receipt.id,
                origin,
                way=way,
                device=device,
                paper=chosen.value,
                instead_of=instead_of,
            )
            mark = print_mark(desk, receipt, ordinal, act.at)
            page = page_of(desk, tx, receipt, mark)
        job = PrintJob(pub=origin.pub, ordinal=ordinal, page=page, paper=chosen)
        return Done(value=job, changes=Changes.PRINTS)

    def note_sent(self, job: PrintJob, *, device: str, onto: SheetUse | None = None) -> Done[None]:
        """Say that a device took the pages; whether they came out is judged by an end.

        `onto` names the sheets of numbered paper they went onto, which are written with an entry;
        raises `bad_value` (field `sheet`) where one of them is taken.
        """
        if onto is None:
            self._desk.allow("receipts.reprint")
            with self._desk.database.write() as tx:
                prints.send(tx, job.pub, device=device)
        else:
            with self._desk.act("receipts.reprint") as act:
                prints.send(act.tx, job.pub, device=device)
                paper_sheets.take(act, job.pub, onto)
                act.close_entry("stock.use")
        return Done(value=None, changes=Changes.PRINTS)

    def end_print(
        self, job: PrintJob | Unconfirmed, *, state: str, reason: str | None = None
    ) -> Done[None]:
        """Say how a print ended (`confirmed`, `assumed`, `failed`): final, with its entry.

        Raises `print_ended` for one that has ended meanwhile, and for one that never was.
        """
        with self._desk.act("receipts.reprint") as act:
            if job.pub is None or not prints.is_open(act.tx, job.pub):
                raise KnownError(Code.PRINT_ENDED)
            prints.end(act.tx, job.pub, state=state, at=act.at, reason=reason)
            act.inserted("print", job.pub)
            act.close_entry("receipts.print")
        return Done(value=None, changes=Changes.PRINTS)

    def unconfirmed(self) -> tuple[Unconfirmed, ...]:
        """List the receipts nobody knows to be on paper: prints under way, and none at all.

        A print that never ended is listed for ever; a receipt without any for a week.
        """
        self._desk.allow("receipts.list")
        today = self._desk.local_date(self._desk.clock.now())
        with self._desk.database.read() as tx:
            found = tuple(prints.unconfirmed(tx, today - UNPRINTED_DAYS, today))
        return tuple(
            Unconfirmed(
                number=one.number,
                payer=one.payer,
                state=None if one.state is None else PrintState(one.state),
                at=self._desk.local_time(one.at),
                pub=one.pub,
                device=one.device,
            )
            for one in found
        )

    def write_pdf(
        self,
        number: str,
        target: Path,
        *,
        paper: Paper | None = None,
        device: str | None = None,
    ) -> PrintJob:
        """Print a receipt into a PDF file; the print counts once the file is whole.

        A PDF of that name is replaced. `device` says where the file goes from there. Raises what
        `refuse_target` raises, and `pdf_not_written` with the number: the receipt stands and can be
        printed again.
        """
        self.refuse_target(target)
        job = self.ask_print(number, way="pdf", paper=paper, device=device).value
        try:
            data = self._desk.press.call(lambda: checked(job.sheet))
            write_whole(target, data)
        except (OSError, KnownError) as error:
            self.end_print(job, state="failed", reason=type(error).__name__)
            raise KnownError(Code.PDF_NOT_WRITTEN, number=job.page.number) from error
        self.end_print(job, state="confirmed")
        return job

    def refuse_target(self, target: Path) -> None:
        """Refuse a place no print may be put: `inside_vault`, and `exists` for what is no PDF.

        Asked before a number is drawn, so that a slip costs neither the book nor a key file.
        """
        self._desk.allow("receipts.reprint")
        refuse_pdf_place(target, self._desk.paths.folder)

    def register(self, first: date | None = None, last: date | None = None) -> Register:
        """List the receipts of a range of issue dates; numbers are accounted for as a whole."""
        self._desk.allow("receipts.list")
        with self._desk.database.read() as tx:
            listed = tuple(
                self._listed(receipt)
                for receipt in receipts.between(tx, first or FIRST_DAY, last or LAST_DAY)
            )
            missing, explained = gaps(tx)
        return Register(receipts=listed, missing=missing, explained=explained)

    def read(
        self, query: RegisterQuery, after: Key | None = None, *, limit: int = PAGE
    ) -> RegisterPage:
        """Read a page of the register in the order asked for, on from where another one ended."""
        self._desk.allow("receipts.list")
        with self._desk.database.read() as tx:
            if query.column == "number" or is_ordered(tx):
                return read_page(self._desk, tx, query, after, limit=limit)
        with self._desk.database.write() as tx:
            bring_in_order(tx)
            return read_page(self._desk, tx, query, after, limit=limit)

    def find(self, text: str, *, limit: int = PAGE) -> tuple[Listed, ...]:
        """Find receipts by how their number begins, or by its last digits; newest first."""
        self._desk.allow("receipts.list")
        with self._desk.database.read() as tx:
            return find_numbers(self._desk, tx, text, limit=limit)

    def tally(self, query: RegisterQuery, so_far: RegisterTally | None = None) -> RegisterTally:
        """Count and sum what a query shows, a bounded part at each call; `after` says to go on."""
        self._desk.allow("receipts.list")
        with self._desk.database.read() as tx:
            return count_on(self._desk, tx, query, so_far or RegisterTally())

    def numbers(self) -> Numbers:
        """Tell which numbers of the series are missing, and which gaps are explained."""
        self._desk.allow("receipts.list")
        with self._desk.database.read() as tx:
            missing, explained = gaps(tx)
        return Numbers(missing=missing, explained=explained)

    def _listed(self, receipt: StoredReceipt) -> Listed:
        return Listed(
            pub=receipt.pub,
            number=receipt.number,
            status=Status.VOIDED if receipt.is_void else Status.ISSUED,
            kind=Kind(receipt.kind),
            payer=receipt.payer,
            amount_fen=receipt.amount_fen,
            issued_at=self._desk.local_time(receipt.issued_at).isoformat(timespec="seconds"),
            prints=receipt.prints,
            reversed_by=receipt.reversed_by,
        )

    def _voidable(self, act: Act, number: str) -> StoredReceipt:
        receipt = _live(act.tx, number)
        if receipt.reversed_by is not None:
            raise KnownError(Code.ALREADY_REVERSED, number=number, by=receipt.reversed_by)
        _refuse_closed(act, receipt.number, receipt.business_day)
        return receipt

    def _write_void(
        self, act: Act, receipt: StoredReceipt, kind: str, reason: str, *, copies: str
    ) -> None:
        payment = transactions.payment_by_id(act.tx, receipt.payment_id)
        whole = kind == "trade"
        if whole and payment.business_day is not None:
            # A receipt may be issued days after its money was counted in a close.
            _refuse_closed(act, receipt.number, payment.business_day)
        only_payment = whole and _is_whole_trade(act.tx, payment.trade_id)
        origin = act.origin()
        receipts.insert_void(
            act.tx,
            receipts.NewVoid(
                kind=kind,
                receipt_id=receipt.id,
                payment_id=payment.id if whole else None,
                trade_id=payment.trade_id if only_payment else None,
                reason=_reason(reason),
                copies=copies,
                business_day=receipt.business_day,
            ),
            origin,
        )
        act.inserted("void", origin.pub)
        act.note_change(_taken_back(receipt, "voided", _reason(reason)))
        ask_about_void(act, receipt, payment.customer_id, _reason(reason))
        if whole:
            if only_payment:
                return_used(act, payment.trade_id)
            undo_kept(act, payment, with_payment=payment.id)
            note_owed(act, payment.trade_id)
        act.close_entry("receipts.void")
        # The reason is printed across the page for ever: what no font draws is refused now.
        page = page_of(self._desk, act.tx, _known(act.tx, receipt.number), None)
        refuse_red(receipt_pdf.problems_on_page(page, Paper(receipt.paper)))


def _is_whole_trade(tx: Transaction, trade_id: int) -> bool:
    """Tell whether a trade has one payment and nothing of it was forgone: both go together."""
    found = settling.account(tx, trade_id)
    is_claimed = found is not None and found.claim_fen == found.total_fen
    return is_claimed and transactions.payments_of(tx, trade_id) == 1


def _refuse_closed(act: Act, number: str, day: date) -> None:
    if is_closed(day, today=act.today, last_closed=act.last_closed_day()):
        raise KnownError(Code.DAY_CLOSED, number=number, day=day.isoformat(), verb="reverse")


def _taken_back(receipt: StoredReceipt, how: str, reason: str) -> FieldChange:
    return FieldChange(
        kind="receipt", pub=receipt.pub, field="status", old="issued", new=how, why=reason
    )


def _known(tx: Transaction, number: str) -> StoredReceipt:
    found = receipts.by_number(tx, number.strip())
    if found is None:
        raise KnownError(Code.UNKNOWN_RECEIPT, field="number")
    return found


def _live(tx: Transaction, number: str) -> StoredReceipt:
    receipt = _known(tx, number)
    if receipt.is_void:
        raise KnownError(Code.ALREADY_VOIDED, number=receipt.number)
    return receipt


def _taken_back_by(receipt: StoredReceipt) -> Predecessor | None:
    if receipt.reverses_id is None:
        return None
    return Predecessor(id=receipt.reverses_id, number=thawed(receipt.content).reverses or "")


def _reason(reason: str) -> str:
    text = clean(reason, field="reason", max_length=MAX_REASON_CHARACTERS)
    if not text:
        raise KnownError(Code.BAD_VALUE, field="reason", reason="required")
    return text
