"""Draw on a sheet in millimetres from its top-left corner, recording all that stands there."""

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ledgerdesk.core.problems import Problem
from ledgerdesk.core.receipts import AS_DRAWN, Fit
from ledgerdesk.documents.fonts import FONT_NAMES, Weight, em, width
from ledgerdesk.documents.operators import UPRIGHT, Turn, fill_colour, filled, moved, shown_texts
from ledgerdesk.documents.placing import (
    POINTS_PER_MM,
    Align,
    Box,
    Ink,
    Outline,
    PlacedBar,
    PlacedText,
    Stock,
)

BASELINE = 0.375  # below the centre of the digits, in em
_UPRIGHT_PITCH = 1.08  # from letter to letter of a vertical line, in em
_VERTICAL = str.maketrans("（）", "︵︶")
_DASH = 2.0  # of a cut line, as long as its gaps
_TENTHS, _THOUSANDTHS = 10, 1000  # of a Fit


@dataclass(slots=True, kw_only=True)
class Sheet:
    """The pages of one document; without a canvas it only measures, records and refuses.

    `origin` is the corner everything is measured from: of the page, or of a tile on it. What is
    `fixed` belongs to the form and not to the record: on a form printed beforehand it is left out.
    """

    stock: Stock
    canvas: Any = None
    colour: bool = True
    fit: Fit = AS_DRAWN
    page: int = 0
    origin: tuple[float, float] = (0.0, 0.0)
    texts: list[PlacedText] = field(default_factory=list)
    bars: list[PlacedBar] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _ink: Ink = Ink.BLACK
    _is_begun: bool = False

    def refuse(self, name: str, *, limit: int | None = None) -> None:
        """Note that a field cannot be drawn without cutting it."""
        details = {} if limit is None else {"limit": limit}
        self.problems.append(Problem.red(name, "does_not_fit", **details))

    def end_page(self) -> None:
        """Finish a page; the next thing drawn stands on a new one."""
        if self.canvas is not None:
            self.canvas.showPage()
        self.page += 1
        self.origin = (0.0, 0.0)
        self._ink = Ink.BLACK
        self._is_begun = False

    # Text ------------------------------------------------------------------------------------

    def text(  # noqa: PLR0913 - every one of them is a side of a line of text
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        weight: Weight = Weight.REGULAR,
        align: Align = Align.LEFT,
        ink: Ink = Ink.BLACK,
        spread: float | None = None,
        fixed: bool = False,
    ) -> Box:
        """Write one line; y is the centre of its digits, `spread` the width its letters fill."""
        natural = width(text, size, weight)
        gap = 0.0
        if spread is not None and len(text) > 1:
            gap = (spread - natural) / (len(text) - 1)
        wide = natural + gap * max(len(text) - 1, 0)
        left = {Align.LEFT: x, Align.CENTRE: x - wide / 2, Align.RIGHT: x - wide}[align]
        high = em(size) / 2
        box = Box(left=left, top=y - high, right=left + wide, bottom=y + high)
        if self._is_left_out(fixed=fixed):
            return box
        self._keep(text, box, size, weight, ink)
        self._write(((left, y, text),), size, weight=weight, ink=ink, gap=gap)
        return box

    def cells(self, text: str, right: float, y: float, size: float, *, cell: float = 0.62) -> Box:
        """Write each character in the middle of its own cell (in em), to be compared by eye."""
        step = cell * em(size)
        left = right - step * len(text)
        spots = [
            (left + step * n + (step - width(one, size)) / 2, y, one) for n, one in enumerate(text)
        ]
        high = em(size) / 2
        box = Box(left=left, top=y - high, right=right, bottom=y + high)
        self._keep(text, box, size, Weight.REGULAR, Ink.BLACK)
        self._write(spots, size)
        return box

    def vertical(
        self,
        text: str,
        axis: float,
        y: float,
        size: float,
        *,
        blank: float = 0.5,
        fixed: bool = False,
    ) -> Box:
        """Write a line from top to bottom, centred on a height, brackets in upright form."""
        high = em(size)
        pitch = _UPRIGHT_PITCH * high
        tall = sum(blank if one == " " else 1 for one in text) * pitch
        top = y - tall / 2
        spots: list[tuple[float, float, str]] = []
        at = top
        for one in text.translate(_VERTICAL):
            step = blank * pitch if one == " " else pitch
            if one != " ":
                spots.append((axis - width(one, size) / 2, at + step / 2, one))
            at += step
        box = Box(left=axis - high / 2, top=top, right=axis + high / 2, bottom=top + tall)
        if self._is_left_out(fixed=fixed):
            return box
        self._keep(text, box, size, Weight.REGULAR, Ink.BLACK)
        self._write(spots, size)
        return box

    def turned(
        self, text: str, axis: float, y: float, size: float, *, turn: Turn, fixed: bool = False
    ) -> Box:
        """Write a line turned by a right angle, its digits centred on an axis, it on a height."""
        long, high = width(text, size), em(size)
        box = Box(
            left=axis - high / 2, top=y - long / 2, right=axis + high / 2, bottom=y + long / 2
        )
        if self._is_left_out(fixed=fixed):
            return box
        self._keep(text, box, size, Weight.REGULAR, Ink.BLACK)
        down = turn is Turn.DOWN
        start = (axis - BASELINE * high, box.top) if down else (axis + BASELINE * high, box.bottom)
        self._write(((*start, text),), size, turn=turn)
        return box

    def _is_left_out(self, *, fixed: bool) -> bool:
        return fixed and self.fit.values_only

    def _moved(self, box: Box) -> Box:
        right, down = self.origin
        return Box(
            left=box.left + right,
            top=box.top + down,
            right=box.right + right,
            bottom=box.bottom + down,
        )

    def _keep(self, text: str, box: Box, size: float, weight: Weight, ink: Ink) -> None:
        if text.strip():
            self.texts.append(
                PlacedText(
                    page=self.page,
                    text=text,
                    box=self._moved(box),
                    size=size,
                    weight=weight,
                    ink=ink,
                )
            )

    def _write(
        self,
        spots: Iterable[tuple[float, float, str]],
        size: float,
        *,
        weight: Weight = Weight.REGULAR,
        ink: Ink = Ink.BLACK,
        gap: float = 0.0,
        turn: Turn = UPRIGHT,
    ) -> None:
        if self.canvas is None:
            return
        self._use(ink)
        right, down = self.origin
        lower = BASELINE * em(size) if turn is UPRIGHT else 0.0  # what is turned brings its own
        self.canvas.addLiteral(
            shown_texts(
                (
                    ((x + right) * POINTS_PER_MM, self._up(y + down + lower), text)
                    for x, y, text in spots
                ),
                size,
                weight=weight,
                gap=gap * POINTS_PER_MM,
                turn=turn,
                canvas=self.canvas,
            )
        )

    # Lines -----------------------------------------------------------------------------------

    @property
    def dot(self) -> float:
        """Give the printer's dot in millimetres."""
        return 25.4 / self.stock.dots_per_inch

    def _snapped(self, value: float) -> float:
        return round(value / self.dot) * self.dot

    def across(
        self, left: float, right: float, y: float, dots: int, *, ink: Ink = Ink.BLACK
    ) -> None:
        """Draw a level line some dots thick, centred on a height, its edges on the dot grid."""
        aside, below = self.origin
        top = self._snapped(y + below - dots * self.dot / 2)
        self._bar(
            self._snapped(left + aside),
            top,
            self._snapped(right + aside),
            top + dots * self.dot,
            ink,
        )

    def down(self, top: float, bottom: float, x: float, dots: int, *, ink: Ink = Ink.BLACK) -> None:
        """Draw an upright line some dots thick, centred on an x, its edges on the dot grid."""
        aside, below = self.origin
        left = self._snapped(x + aside - dots * self.dot / 2)
        self._bar(
            left,
            self._snapped(top + below),
            left + dots * self.dot,
            self._snapped(bottom + below),
            ink,
        )

    def frame(self, box: Box, dots: int, *, ink: Ink = Ink.BLACK) -> None:
        """Draw a frame whose lines are centred on the rectangle's edges, corners closed."""
        half = dots * self.dot / 2
        for y in (box.top, box.bottom):
            self.across(box.left - half, box.right + half, y, dots, ink=ink)
        for x in (box.left, box.right):
            self.down(box.top - half, box.bottom + half, x, dots, ink=ink)

    def cut(self, y: float, dots: int) -> None:
        """Draw a dashed line to cut along, from margin to margin of the page."""
        limit = self.stock.printable
        x = math.ceil(limit.left / self.dot) * self.dot
        while x < limit.right:
            self.across(x, min(x + _DASH, limit.right), y, dots)
            x += 2 * _DASH

    def _bar(self, left: float, top: float, right: float, bottom: float, ink: Ink) -> None:
        if self.fit.values_only:
            return  # every line belongs to the form
        box = Box(left=left, top=top, right=right, bottom=bottom)
        self.bars.append(PlacedBar(page=self.page, box=box))
        if self.canvas is not None:
            self._use(ink)
            self.canvas.addLiteral(filled([self._rect(box)]))

    def _rect(self, box: Box) -> tuple[float, float, float, float]:
        return (
            box.left * POINTS_PER_MM,
            self._up(box.bottom),
            box.width * POINTS_PER_MM,
            box.height * POINTS_PER_MM,
        )

    # Marks and codes -------------------------------------------------------------------------

    def boxed(
        self, text: str, right: float, y: float, size: float, *, high: float, ink: Ink, dots: int
    ) -> Box:
        """Write a bold word in a frame whose right edge stands on x."""
        air = 1.7
        wide = width(text, size, Weight.BOLD) + 2 * air
        box = Box(left=right - wide, top=y - high / 2, right=right, bottom=y + high / 2)
        self.text(text, box.left + air, y, size, weight=Weight.BOLD, ink=ink)
        self.frame(box, dots, ink=ink)
        return box

    def outline(self, text: str, mark: Outline, *, ink: Ink) -> None:
        """Write hollow bold letters in a tilted frame across what stands there, still readable."""
        turn = math.radians(mark.degrees)
        half_wide = (mark.width * math.cos(turn) + mark.height * math.sin(turn)) / 2
        half_high = (mark.width * math.sin(turn) + mark.height * math.cos(turn)) / 2
        box = Box(
            left=mark.x - half_wide,
            top=mark.y - half_high,
            right=mark.x + half_wide,
            bottom=mark.y + half_high,
        )
        self.texts.append(
            PlacedText(
                page=self.page,
                text=text,
                box=self._moved(box),
                size=mark.size,
                weight=Weight.BOLD,
                ink=ink,
                mark=True,
            )
        )
        if self.canvas is not None:
            self._stroke(text, mark, ink)

    def _stroke(self, text: str, mark: Outline, ink: Ink) -> None:
        canvas = self.canvas
        self._begin()
        canvas.saveState()
        right, down = self.origin
        canvas.translate((mark.x + right) * POINTS_PER_MM, self._up(mark.y + down))
        canvas.rotate(mark.degrees)
        canvas.setStrokeColorRGB(*self._ink_for(ink).value)
        for inset, thick in mark.frames:
            canvas.setLineWidth(thick * POINTS_PER_MM)
            wide, high = mark.width / 2 - inset, mark.height / 2 - inset
            canvas.rect(
                -wide * POINTS_PER_MM,
                -high * POINTS_PER_MM,
                2 * wide * POINTS_PER_MM,
                2 * high * POINTS_PER_MM,
            )
        canvas.setLineWidth(mark.stroke * POINTS_PER_MM)
        gap = mark.gap * em(mark.size)
        natural = width(text, mark.size, Weight.BOLD) + gap * (len(text) - 1)
        writing = canvas.beginText()
        writing.setTextRenderMode(1)
        writing.setFont(FONT_NAMES[Weight.BOLD], mark.size)
        writing.setCharSpace(gap * POINTS_PER_MM)
        writing.setTextOrigin(
            -natural / 2 * POINTS_PER_MM, -BASELINE * em(mark.size) * POINTS_PER_MM
        )
        writing.textOut(text)
        canvas.drawText(writing)
        canvas.restoreState()

    def code(
        self, matrix: tuple[tuple[bool, ...], ...], left: float, top: float, module: float
    ) -> Box:
        """Draw a QR matrix as one path from its left upper corner, modules in millimetres."""
        left, top = self._snapped(left), self._snapped(top)
        side = len(matrix) * module
        box = Box(left=left, top=top, right=left + side, bottom=top + side)
        self.bars.append(PlacedBar(page=self.page, box=self._moved(box)))
        if self.canvas is None:
            return box
        self._use(Ink.BLACK)
        aside, below = self.origin
        stretches = (
            Box(
                left=left + aside + start * module,
                top=top + below + row * module,
                right=left + aside + end * module,
                bottom=top + below + (row + 1) * module,
            )
            for row, cells in enumerate(matrix)
            for start, end in _dark_stretches(cells)
        )
        self.canvas.addLiteral(filled(self._rect(stretch) for stretch in stretches))
        return box

    def image(self, data: bytes, room: Box) -> Box:
        """Place a PNG or JPEG in the middle of a room, as large as fits."""
        from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - reportlab stays off the start

        reader = ImageReader(io.BytesIO(data))
        wide, high = reader.getSize()
        scale = min(room.width / wide, room.height / high)
        half_wide, half_high = wide * scale / 2, high * scale / 2
        box = Box(
            left=room.centre - half_wide,
            top=room.middle - half_high,
            right=room.centre + half_wide,
            bottom=room.middle + half_high,
        )
        placed = self._moved(box)
        self.bars.append(PlacedBar(page=self.page, box=placed))
        if self.canvas is not None:
            self._begin()
            self.canvas.drawImage(reader, *self._rect(placed), mask="auto")
        return box

    # Inside ----------------------------------------------------------------------------------

    def _up(self, y: float) -> float:
        return (self.stock.height - y) * POINTS_PER_MM

    def _ink_for(self, ink: Ink) -> Ink:
        return ink if self.colour else Ink.BLACK

    def _begin(self) -> None:
        """Shift and scale a page for its printer before the first thing on it."""
        if self._is_begun or self.canvas is None:
            return
        self._is_begun = True
        if not self.fit.is_as_drawn:
            scale = self.fit.scale / _THOUSANDTHS
            right, down = self.fit.right / _TENTHS, self.fit.down / _TENTHS
            up = self.stock.height * (1 - scale) - down
            self.canvas.addLiteral(moved(scale, right * POINTS_PER_MM, up * POINTS_PER_MM))

    def _use(self, ink: Ink) -> None:
        self._begin()
        shown = self._ink_for(ink)
        if shown is not self._ink:
            self.canvas.addLiteral(fill_colour(shown.value))
            self._ink = shown


def _dark_stretches(cells: tuple[bool, ...]) -> Iterable[tuple[int, int]]:
    start: int | None = None
    for at, dark in enumerate((*cells, False)):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at
            start = None
