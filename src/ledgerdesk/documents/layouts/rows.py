"""Set the lines of a trade into columns and rows: widths, one size a column, rows of the grid."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from ledgerdesk.core.money import format_fen, format_quantity
from ledgerdesk.core.transactions import Line
from ledgerdesk.documents.fitting import halves, wrap
from ledgerdesk.documents.fonts import width
from ledgerdesk.documents.layouts.measures import AIR, ITEM_LEAST, Columns

_LEAST = 9.0  # the smallest of a column of numbers
_UNIT_AIR = 0.8  # a centred unit may come nearer to its lines
_UNIT_CAP = 20.0
_QUANTITY_CAP = 27.0
_NARROWEST = {"unit": 10.2, "quantity": 12.2}  # what their heads need


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line as it will stand; it takes a row of the grid for each line of its longest text."""

    item: tuple[str, ...]
    position: str = ""
    unit: str = ""
    quantity: str = ""
    price: str = ""
    amount: str = ""
    note: tuple[str, ...] = ()
    amount_fen: int = 0

    @property
    def span(self) -> int:
        """Count the rows of the grid it takes."""
        return max(1, len(self.item), len(self.note))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The one size of each column, in points."""

    item: float
    unit: float
    quantity: float
    price: float
    amount: float
    note: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The lines set into rows, with the columns and sizes that hold them."""

    columns: Columns
    sizes: Sizes
    rows: tuple[Row, ...]

    @property
    def height(self) -> int:
        """Count the rows of the grid all lines take together."""
        return sum(row.span for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far the columns may move: widest 单价 and 金额, narrowest 备注, sizes of the notes."""

    number_cap: float
    note_least: float
    note_sizes: tuple[float, ...]


def shown_quantity(line: Line) -> str:
    """Print a quantity unless it says nothing: one, without unit and price."""
    if abs(line.quantity_milli) == 1000 and not line.unit and line.price_fen is None:  # noqa: PLR2004 - one whole, in thousandths
        return ""
    return format_quantity(line.quantity_milli)


def shown_price(line: Line) -> str:
    """Print a price, or nothing where there is none."""
    return "" if line.price_fen is None else format_fen(line.price_fen)


def row_of(line: Line, position: int) -> Row:
    """Write a line's values as they are printed, texts still in one piece."""
    return Row(
        position=str(position),
        item=(line.item,),
        unit=line.unit,
        quantity=shown_quantity(line),
        price=shown_price(line),
        amount=format_fen(line.amount_fen),
        note=(line.note,) if line.note else (),
        amount_fen=line.amount_fen,
    )


def set_table(
    rows: Sequence[Row],
    columns: Columns,
    limits: Limits,
    *,
    sizes: tuple[float, ...],
    refuse: Callable[[str], None],
) -> Table:
    """Set rows into columns: the first size for 项目 at which each takes one row, else the last.

    Calls `refuse` with `lines.N.unit`, `.quantity`, `.price` or `.amount` for a value that no
    width and no size of its column holds.
    """
    chosen, figures = _columns_for(rows, columns, limits, largest=sizes[0], refuse=refuse)
    item_room = chosen.item - 2 * AIR
    item_size = next(
        (size for size in sizes if all(width(row.item[0], size) <= item_room for row in rows)),
        sizes[-1],
    )
    note_room = chosen.note - 2 * AIR
    note_size = next(
        (
            size
            for size in limits.note_sizes
            if all(width(text, size) <= note_room for row in rows for text in row.note)
        ),
        limits.note_sizes[-1],
    )
    placed = tuple(
        replace(
            row,
            item=wrap(row.item[0], item_room, item_size),
            note=wrap(row.note[0], note_room, note_size) if row.note and chosen.note else (),
        )
        for row in rows
    )
    return Table(
        columns=chosen, sizes=replace(figures, item=item_size, note=note_size), rows=placed
    )


def _columns_for(
    rows: Sequence[Row],
    columns: Columns,
    limits: Limits,
    *,
    largest: float,
    refuse: Callable[[str], None],
) -> tuple[Columns, Sizes]:
    """Widen the columns of numbers, taking from 备注, else from 单位 and 数量, then from 项目."""
    sizes = halves(largest, _LEAST)
    from_note = max(columns.note - limits.note_least, 0.0) if columns.note else 0.0
    given = _to_give(rows, columns, sizes)
    spare = from_note + columns.item - ITEM_LEAST + sum(given.values())
    wide: dict[str, float] = {}
    set_in: dict[str, float] = {}
    needs: dict[str, float] = {}
    for name, cap, air in (
        ("amount", limits.number_cap, AIR),
        ("price", limits.number_cap, AIR),
        ("quantity", _QUANTITY_CAP, AIR),
        ("unit", _UNIT_CAP, _UNIT_AIR),
    ):
        base: float = getattr(columns, name)
        texts = [getattr(row, name) for row in rows]
        needs[name], set_in[name] = _column_for(texts, min(cap, base + spare), air, sizes)
        wide[name] = max(base, needs[name])
        spare -= wide[name] - base
        for n, text in enumerate(texts):
            if width(text, set_in[name]) + 2 * air > wide[name] + 1e-6:
                refuse(f"lines.{n}.{name}")
    short = sum(wide[name] - getattr(columns, name) for name in wide)
    taken = min(short, from_note)
    short -= taken
    for name in given:
        back = min(short, max(wide[name] - max(needs[name], _NARROWEST[name]), 0.0))
        wide[name] -= back
        short -= back
    return (
        replace(columns, item=columns.item - short, note=columns.note - taken, **wide),
        Sizes(item=largest, note=limits.note_sizes[0], **set_in),
    )


def _to_give(rows: Sequence[Row], columns: Columns, sizes: tuple[float, ...]) -> dict[str, float]:
    """Tell how much narrower the columns may become that their heads made wide."""
    found: dict[str, float] = {}
    for name, air in (("quantity", AIR), ("unit", _UNIT_AIR)):
        base: float = getattr(columns, name)
        needed, _ = _column_for([getattr(row, name) for row in rows], base, air, sizes)
        found[name] = max(base - max(needed, _NARROWEST[name]), 0.0)
    return found


def _column_for(
    texts: Iterable[str], most: float, air: float, sizes: tuple[float, ...]
) -> tuple[float, float]:
    """Give the width a column needs at its full size, or at the size that keeps it in its cap."""
    longest = max((width(text, 1.0) for text in texts), default=0.0)
    for size in sizes:
        needed = longest * size + 2 * air
        if needed <= most:
            return needed, size
    return most, sizes[-1]


def edges(columns: Columns, left: float) -> dict[str, tuple[float, float]]:
    """Give the left and right edge of every column that has a width."""
    names = ("position", "item", "unit", "quantity", "price", "amount", "note")
    widths = [getattr(columns, name) for name in names]
    ends = list(accumulate(widths, initial=left))
    return {name: (ends[n], ends[n + 1]) for n, name in enumerate(names) if widths[n] > 0}
