"""What a card tells beside its fields, read at once; and inside a transaction a note more."""

from dataclasses import dataclass
from datetime import date, datetime

from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.notes import MAX_NOTE_CHARACTERS, NoteKind
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.customers.card import known_card
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.storage import customers, dealings
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.dealings import Counts, ReceiptOf, TradeOf, YearSum

__all__ = ["SHOWN_AT_MOST", "Dealings", "Note", "ReceiptOf", "TradeOf", "dealings_of", "write_note"]

SHOWN_AT_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note on a customer: what, when (office time), and who signed it."""

    pub: str
    kind: NoteKind
    content: str
    at: datetime
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealings:
    """A customer's trades, receipts and notes, each newest first and at most `SHOWN_AT_MOST`.

    `counts` count all of them; `last_traded` is the day of the newest trade that stands.
    """

    trades: tuple[TradeOf, ...]
    receipts: tuple[ReceiptOf, ...]
    notes: tuple[Note, ...]
    years: tuple[YearSum, ...]
    counts: Counts
    last_traded: date | None


def dealings_of(desk: Desk, tx: Transaction, pub: str) -> Dealings:
    """Read all of it, of the cards merged into his too; raises `unknown_customer`."""
    cards = tuple(customers.family(tx, known_card(tx, pub).customer.id))
    return Dealings(
        trades=tuple(dealings.trades(tx, cards, limit=SHOWN_AT_MOST)),
        receipts=tuple(dealings.receipts(tx, cards, limit=SHOWN_AT_MOST)),
        notes=tuple(
            Note(
                pub=one.pub,
                kind=NoteKind(one.kind),
                content=one.content,
                at=desk.local_time(one.at),
                person=one.person,
            )
            for one in dealings.notes(tx, cards, limit=SHOWN_AT_MOST)
        ),
        years=tuple(dealings.years(tx, cards)),
        counts=dealings.counts(tx, cards),
        last_traded=dealings.last_traded(tx, cards),
    )


def write_note(act: Act, pub: str, kind: NoteKind, text: str) -> None:
    """Write a note on a customer; the history says that there is one, the note says what."""
    lines = [clean(line, field="note", max_length=MAX_NOTE_CHARACTERS) for line in text.split("\n")]
    content = "\n".join(lines).strip()
    if not content:
        raise KnownError(Code.BAD_VALUE, field="note", reason="required")
    if len(content) > MAX_NOTE_CHARACTERS:
        raise KnownError(Code.BAD_VALUE, field="note", reason="too_long", limit=MAX_NOTE_CHARACTERS)
    customer = customers.living(act.tx, known_card(act.tx, pub).customer)
    origin = act.origin()
    dealings.insert_note(act.tx, customer.id, kind.value, content, origin)
    act.inserted("customer_note", origin.pub)
    act.note_change(
        FieldChange(kind="customer", pub=customer.pub, field="note", old=None, new=None)
    )
