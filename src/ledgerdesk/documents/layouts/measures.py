"""The measures in which one paper's receipt differs from another's; mm, sizes in points."""

from dataclasses import dataclass
from enum import Enum

from ledgerdesk.documents.placing import Box, Outline, Stock

AIR = 1.6  # at both sides of a cell
LABEL_SIZE = 9.0
VALUE_SIZE = 10.5
PAYER_SIZE = 12.0
CAPITALS_SIZE = 11.5
ITEM_LEAST = 39.0  # the narrowest 项目 may become
ITEM_SIZES = (10.5, 9.5)
_NUMBER_SIDE = 52.0  # of the head, at both sides of firm and title


class Way(Enum):
    """How the 联 of a receipt come about on a paper."""

    PAGES = "a page each"
    CARBON = "one impression through all plies"
    TILES = "tiles of one sheet, cut apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The widths of the lines' columns; `position` is 序号 of an annex, 0 on a face."""

    position: float = 0.0
    item: float
    unit: float
    quantity: float
    price: float
    amount: float
    note: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """How the lines' block divides: its head row, its rows, and the two amount rows below."""

    head: float
    row: float
    rows: int
    words: float
    digits: float
    sizes: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The widths of lines in whole dots."""

    inner: int
    head: int
    frame: int
    title: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the head's texts stand (centres of digits) and how large they are.

    `under_title` is where the English title stands, `date_en` the English date; None where both
    dates stand in one line.
    """

    code_top: float
    code_module: float
    firm: float
    firm_in_two_lines: float
    firm_largest: float
    title: float
    title_size: float
    rule: float
    two_line_drop: float
    number: float
    number_size: float
    state: float
    date: float
    under_title: float = 0.0
    date_en: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """The foot: its line from the frame's end, sizes, and two lines when one is too short."""

    below_face: float
    below_annex: float
    two_lines: tuple[float, float]
    size: float
    anchor_size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Everything the shared pieces need to know of one paper, its form in one language."""

    stock: Stock
    way: Way
    tiles: int = 1
    frame: Box
    rules: Rules
    head: Head
    foot: Foot
    label_column: float
    method_label: float = 17.0
    seal_strip: float = 6.35
    payer_row: float
    left_block: float
    columns: Columns
    grids: tuple[Grid, ...]
    number_cap: float
    note_least: float
    annex_columns: Columns
    annex_rows: int
    annex_head: float = 6.35
    annex_least: float  # the lowest its frame may be, so that a mark finds room in it
    small: float
    remark_room: float
    remark_row: float
    sign_row: float
    name_room: float
    amount_size: float
    mark: Outline
    colour: bool

    @property
    def method_room(self) -> float:
        """Give the room of the method's value."""
        return self.frame.width - self.left_block - self.method_label - 2 * AIR

    @property
    def payer_room(self) -> float:
        """Give the room of the payer's name."""
        return self.left_block - self.label_column - 2 * AIR

    @property
    def firm_room(self) -> float:
        """Give the room of the firm's name between code and number."""
        return self.frame.width - 2 * _NUMBER_SIDE

    @property
    def tile_height(self) -> float:
        """Give the height of one tile of the sheet."""
        return self.stock.height / self.tiles
