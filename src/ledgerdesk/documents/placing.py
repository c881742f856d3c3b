"""The words of a drawing: boxes and inks, the stock it is on, and what is recorded of it."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from ledgerdesk.documents.fonts import Weight

POINTS_PER_MM = 72 / 25.4
UNIT = 25.4 / 6  # the line feed of a 24-pin printer: every row is quarters of it


class Align(StrEnum):
    """Which point of a text its x names."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Ink(Enum):
    """Black, and the red of No. and states; a sheet without colour prints both black."""

    BLACK = (0.0, 0.0, 0.0)
    RED = (203 / 255, 10 / 255, 26 / 255)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in millimetres from the top-left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Give the height of its centre."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Give the x of its centre."""
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        """Give its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Give its height."""
        return self.bottom - self.top

    def inset(self, by: float) -> "Box":
        """Give the rectangle smaller by some millimetres on every side."""
        return Box(
            left=self.left + by, top=self.top + by, right=self.right - by, bottom=self.bottom - by
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedText:
    """One text as it stands: its em box, size in points, page from 0; a mark lies over others."""

    page: int
    text: str
    box: Box
    size: float
    weight: Weight = Weight.REGULAR
    ink: Ink = Ink.BLACK
    mark: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedBar:
    """One filled bar or code as it stands, page from 0."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What a sheet is: size in mm, the printer's dots per inch, and where it can print."""

    width: float
    height: float
    dots_per_inch: float
    printable: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A tilted frame of hollow letters: centre and size in mm, letters in points, lines in mm.

    `frames` lists each frame as (distance inside the outer edge, line width); `gap` between the
    letters is in em.
    """

    x: float
    y: float
    width: float
    height: float
    degrees: float
    size: float
    stroke: float
    frames: tuple[tuple[float, float], ...]
    gap: float = 0.3
