"""A roll of paper that is written from the top down: every row begins where the last one ended."""

from dataclasses import dataclass, field

from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fitting import wrap
from ledgerdesk.documents.fonts import Weight, em, width
from ledgerdesk.documents.placing import Align, Box, Ink

PITCH = 4.5  # from row to row of plain text
DOT = 0.125
RULE, HEAVY = 2, 3  # dots
_RULE_AIR = 1.6
_BOX_AIR = 1.7


@dataclass(slots=True, kw_only=True)
class Tape:
    """The rest of a roll: a sheet, the two edges of its ink and how far it is written."""

    sheet: Sheet
    left: float
    right: float
    y: float = 0.0
    marks: dict[str, Box] = field(default_factory=dict)

    @property
    def room(self) -> float:
        """Give the width of the ink."""
        return self.right - self.left

    @property
    def centre(self) -> float:
        """Give the middle of the ink."""
        return (self.left + self.right) / 2

    def row(self, high: float = PITCH) -> float:
        """Take the next row; gives the height its digits are centred on."""
        self.y += high
        return self.y - high / 2

    def skip(self, high: float) -> None:
        """Leave some millimetres free."""
        self.y += high

    def rule(self, dots: int = RULE) -> None:
        """Draw a line across, with air on both sides."""
        self.skip(_RULE_AIR)
        self.sheet.across(self.left, self.right, self.y, dots)
        self.skip(_RULE_AIR)

    def lines(
        self,
        text: str,
        size: float,
        *,
        indent: float = 0.0,
        align: Align = Align.LEFT,
        weight: Weight = Weight.REGULAR,
        pitch: float | None = None,
        fixed: bool = False,
    ) -> None:
        """Write a text over as many rows as it takes."""
        room = self.room - indent
        x = {Align.LEFT: self.left + indent, Align.CENTRE: self.centre, Align.RIGHT: self.right}
        for line in wrap(text, room, size, weight):
            y = self.row(pitch or max(PITCH, em(size) + 0.6))
            self.sheet.text(line, x[align], y, size, weight=weight, align=align, fixed=fixed)

    def pair(
        self, left: str, right: str, sizes: tuple[float, float], *, indent: float = 0.0
    ) -> None:
        """Write two texts at the two edges of one row, or of two rows if they would meet."""
        first, second = sizes
        wide = indent + width(left, first) + 2.0 + width(right, second)
        if wide <= self.room:
            y = self.row()
            self.sheet.text(left, self.left + indent, y, first)
        else:
            self.lines(left, first, indent=indent)
            y = self.row()
        self.sheet.text(right, self.right, y, second, align=Align.RIGHT)

    def corner_ticks(self, box: Box, long: float) -> None:
        """Mark the four corners of a room by ticks."""
        sheet = self.sheet
        for x, inward in ((box.left, 1), (box.right, -1)):
            for y, down in ((box.top, 1), (box.bottom, -1)):
                ends = sorted((x, x + inward * long))
                sheet.across(ends[0], ends[1], y, RULE)
                ends = sorted((y, y + down * long))
                sheet.down(ends[0], ends[1], x + inward * RULE * DOT / 2, RULE)

    def boxed(self, texts: tuple[str, ...], size: float, ink: Ink) -> None:
        """Write the first of some bold texts that finds room in a frame in the roll's middle."""
        high = em(size) + 2.2
        y = self.row(high + 1.2)
        widths = [width(text, size, Weight.BOLD) + 2 * _BOX_AIR for text in texts]
        fits = (n for n, wide in enumerate(widths) if wide + HEAVY * DOT <= self.room)
        at = next(fits, len(texts) - 1)
        text, wide = texts[at], widths[at]
        right = self.centre + wide / 2
        self.sheet.boxed(text, right, y, size, high=high, ink=ink, dots=HEAVY)


def on_dots(value: float) -> float:
    """Move a place onto the printer's dots."""
    return round(value / DOT) * DOT
