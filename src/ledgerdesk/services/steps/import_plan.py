"""Inside a transaction: settle which customer each row means and which rows are new."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from ledgerdesk.core.identity import phone_digits
from ledgerdesk.core.importing import ImportRow, RowNote
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.row_identity import customer_identity, trade_key
from ledgerdesk.core.tables import ROWS_PER_STEP
from ledgerdesk.services.steps.import_card import says_more
from ledgerdesk.storage import imports
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.imports import KnownCustomer

Content = tuple[date, int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """A row whose trade is not in the book yet; `ordinal` counts equal rows from 0.

    In a table of customers alone it is a row that says something new of one.
    """

    row: ImportRow
    ordinal: int
    group: "Group"


@dataclass(slots=True, kw_only=True, eq=False)
class Group:
    """The new rows of one customer, known or new, with the identities that mean him."""

    known: KnownCustomer | None
    identities: list[str] = field(default_factory=list)
    rows: list[ImportRow] = field(default_factory=list)
    ordinals: Counter[Content] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would add: rows in the table's order; what it must refuse, what looks odd."""

    new_rows: tuple[NewRow, ...]
    refused: tuple[RowNote, ...]
    warnings: tuple[RowNote, ...]

    @property
    def customers_new(self) -> int:
        """Count the customers who are not in the book yet."""
        return len({id(new.group) for new in self.new_rows if new.group.known is None})

    @property
    def customers_added_to(self) -> int:
        """Count the customers of the book of whom a row is new."""
        return len({id(new.group) for new in self.new_rows if new.group.known is not None})


def plan(tx: Transaction, rows: Sequence[ImportRow], progress: Progress = quiet) -> Plan:
    """Compare rows with the book; nothing is written.

    Equal rows are told apart by their number in this table, so that order never matters. A row
    of a customer who asked that nothing of his be processed is refused (`stopped`). `progress`
    counts rows and may raise.
    """
    settling = _Settling(tx)
    new: list[NewRow] = []
    refused: list[RowNote] = []
    for place, row in enumerate(rows, start=1):
        if place % ROWS_PER_STEP == 0:
            progress(place, len(rows))
        if row.trade_pub and imports.is_trade(tx, row.trade_pub):
            continue
        group = settling.group_of(row)
        if group.known is not None and group.known.is_stopped:
            refused.append(RowNote(row=row.row, field="name", reason="stopped"))
            continue
        if not row.is_trade:
            if says_more(tx, row, group.known, group.rows):
                group.rows.append(row)
                new.append(NewRow(row=row, ordinal=0, group=group))
            continue
        content = (row.day, row.amount_fen, row.item, row.note)
        ordinal = group.ordinals[content]
        group.ordinals[content] += 1
        pubs = group.known.pubs if group.known else ()
        if any(imports.is_known(tx, trade_key(pub, *content, ordinal)) for pub in pubs):
            continue
        group.rows.append(row)
        new.append(NewRow(row=row, ordinal=ordinal, group=group))
    return Plan(
        new_rows=tuple(new), refused=tuple(refused), warnings=tuple(_second_numbers(tx, new))
    )


def _second_numbers(tx: Transaction, new: Sequence[NewRow]) -> Iterator[RowNote]:
    """Note the rows that give a customer another number than he has: both are kept."""
    first: dict[int, set[str]] = {}
    for one in new:
        number, known = one.row.id_number, one.group.known
        if not number:
            continue
        numbers = first.get(id(one.group))
        if numbers is None:
            numbers = set(imports.secrets(tx, known.id).values()) if known else set()
            first[id(one.group)] = numbers
        if numbers and number not in numbers:
            yield RowNote(row=one.row.row, field="id_number", reason="another_number")
        numbers.add(number)


class _Settling:
    """Remember who a table's identities are: in the book, or new with this table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._by_identity: dict[str, Group] = {}
        self._by_customer: dict[int, Group] = {}

    def group_of(self, row: ImportRow) -> Group:
        identity = customer_identity(row.name, row.phones, row.company)
        group = self._by_identity.get(identity)
        if group is None:
            known = imports.customer_of_identity(self._tx, identity) or self._in_the_book(row)
            group = self._group(known)
            group.identities.append(identity)
            self._by_identity[identity] = group
        return group

    def _group(self, known: KnownCustomer | None) -> Group:
        if known is None:
            return Group(known=None)
        return self._by_customer.setdefault(known.id, Group(known=known))

    def _in_the_book(self, row: ImportRow) -> KnownCustomer | None:
        """Find whom the desk entered before: same name and phone, or same name and company."""
        namesakes = imports.namesakes(self._tx, row.name)
        digits = phone_digits(row.phones[0]) if row.phones else ""
        for known in namesakes:
            his = {phone_digits(phone) for phone in known.phones} - {""}
            if digits in his or (not digits and not his and (known.company or "") == row.company):
                return known
        return None
