"""Inside a transaction: settle which customer each row means and which rows are new."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from ledgerdesk.core.identity import phone_digits
from ledgerdesk.core.importing import Doubtful, ImportRow, RowNote
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.row_identity import customer_identity, trade_key
from ledgerdesk.core.tables import ROWS_PER_STEP
from ledgerdesk.services.steps.imports.import_card import says_more
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
    """The new rows of one customer, known or new, with the identities that mean him.

    `left_out` is the reason why his rows are refused, or nothing.
    """

    known: KnownCustomer | None
    left_out: str = ""
    identities: list[str] = field(default_factory=list)
    rows: list[ImportRow] = field(default_factory=list)
    ordinals: Counter[Content] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would add: rows in the table's order; what it must refuse, what looks odd.

    `doubtful` are the names of whom the book has somebody of the same name, and no proof of more.
    """

    new_rows: tuple[NewRow, ...]
    refused: tuple[RowNote, ...]
    warnings: tuple[RowNote, ...]
    doubtful: tuple[str, ...] = ()

    @property
    def customers_new(self) -> int:
        """Count the customers who are not in the book yet."""
        return len({id(new.group) for new in self.new_rows if new.group.known is None})

    @property
    def customers_added_to(self) -> int:
        """Count the customers of the book of whom a row is new."""
        return len({id(new.group) for new in self.new_rows if new.group.known is not None})


def plan(
    tx: Transaction,
    rows: Sequence[ImportRow],
    progress: Progress = quiet,
    *,
    doubtful: Doubtful = Doubtful.NEW,
) -> Plan:
    """Compare rows with the book; nothing is written.

    Equal rows are told apart by their number in this table, so that order never matters. A row
    of a customer who asked that nothing of his be processed is refused (`stopped`). Of whoever
    has the name of one in the book and no more, rows are a new customer's, that one's (refused
    with `several_of_name` where there are more), or refused with `left_out`. `progress` counts
    rows and may raise.
    """
    settling = _Settling(tx, doubtful)
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
        if group.left_out:
            refused.append(RowNote(row=row.row, field="name", reason=group.left_out))
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
        new_rows=tuple(new),
        refused=tuple(refused),
        warnings=tuple(_second_numbers(tx, new)),
        doubtful=tuple(settling.doubtful),
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

    def __init__(self, tx: Transaction, wanted: Doubtful) -> None:
        self._tx = tx
        self._wanted = wanted
        self.doubtful: list[str] = []
        self._by_identity: dict[str, Group] = {}
        self._by_customer: dict[int, Group] = {}

    def group_of(self, row: ImportRow) -> Group:
        identity = customer_identity(row.name, row.phones, row.company)
        group = self._by_identity.get(identity)
        if group is None:
            known = imports.customer_of_identity(self._tx, identity)
            group = self._group(known) if known is not None else self._named(row)
            group.identities.append(identity)
            self._by_identity[identity] = group
        return group

    def _group(self, known: KnownCustomer | None) -> Group:
        if known is None:
            return Group(known=None)
        return self._by_customer.setdefault(known.id, Group(known=known))

    def _named(self, row: ImportRow) -> Group:
        """Settle who somebody is by name: surely, or as is wanted where the name is all."""
        named = imports.namesakes(self._tx, row.name)
        known = _surely(row, named)
        namesakes = [one for one in named if not one.is_stopped]
        if known is not None or not namesakes:
            return self._group(known)
        self.doubtful.append(row.name)
        if self._wanted is Doubtful.SKIP:
            return Group(known=None, left_out="left_out")
        if self._wanted is Doubtful.UPDATE:
            if len(namesakes) > 1:
                return Group(known=None, left_out="several_of_name")
            return self._group(namesakes[0])
        return Group(known=None)


def _surely(row: ImportRow, namesakes: Sequence[KnownCustomer]) -> KnownCustomer | None:
    """Find whom the desk entered before: same name and phone, or same name and company."""
    digits = phone_digits(row.phones[0]) if row.phones else ""
    for known in namesakes:
        his = {phone_digits(phone) for phone in known.phones} - {""}
        if digits in his or (not digits and not his and (known.company or "") == row.company):
            return known
    return None
