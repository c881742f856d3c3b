"""The receipt on a roll: no frame and no annex, every value on as many rows as it takes."""

from dataclasses import dataclass, field

from ledgerdesk.core.dates import chinese_date, english_date
from ledgerdesk.core.money import format_fen, yuan_text
from ledgerdesk.core.receipts import Page, PageLanguage, page_language
from ledgerdesk.core.templates import Part
from ledgerdesk.core.transactions import Line
from ledgerdesk.documents.drawing import Sheet
from ledgerdesk.documents.fitting import fit_two_even, halves, largest_size, wrap
from ledgerdesk.documents.fonts import Weight, em, width
from ledgerdesk.documents.layouts import foot, roll_end, words
from ledgerdesk.documents.layouts.plan import Refuse, amount_in_words, remarks_of
from ledgerdesk.documents.layouts.rows import shown_price, shown_quantity
from ledgerdesk.documents.layouts.says import Says
from ledgerdesk.documents.layouts.states import states
from ledgerdesk.documents.layouts.tape import DOT, HEAVY, PITCH, Tape, on_dots
from ledgerdesk.documents.layouts.words import Word
from ledgerdesk.documents.placing import Align, Box, Ink, Outline, Stock

SMALL = 8.5
_DOTS_PER_INCH = 203.2
_TOP, _END = 4.0, 4.0
_TOO_LONG = 20_000.0  # a dry sheet nothing reaches the end of
_LABEL = 12.0  # of four characters at 8.5
_VALUE = 15.5
_INDENT = 3.0
_TITLE_HIGH = 7.6
_NUMBER_SIZE = 12.0
_MOST_FIRM_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RollMeasures:
    """What tells one roll from another; mm, sizes in points."""

    width: float
    left: float
    room: float
    title_size: float
    value_size: float
    amount_size: float
    is_wide: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidRoll:
    """A page whose length is known."""

    page: Page
    says: Says
    measures: RollMeasures
    length: float
    marks: dict[str, Box] = field(default_factory=dict)

    @property
    def stock(self) -> Stock:
        """Give a piece of the roll as long as the content."""
        return _stock(self.measures, self.length)

    @property
    def small(self) -> float:
        """Give the smallest size."""
        return SMALL

    @property
    def is_coloured(self) -> bool:
        """Tell that heat prints black only."""
        return False

    @property
    def copies(self) -> int:
        """Count the copies."""
        return len(self.says.template.plies)

    @property
    def tiles(self) -> int:
        """Tell that every copy is a piece of its own."""
        return 1

    @property
    def stamp_cell(self) -> Box:
        """Give the room between the four ticks."""
        return self.marks["stamp"]

    def draw(self, sheet: Sheet, *, first_only: bool = False) -> None:
        """Draw a page for each copy."""
        copies = self.says.copies()
        for copy in copies[:1] if first_only else copies:
            _copy(sheet, self.page, self.says, self.measures, copy)
            sheet.end_page()


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLayout:
    """A paper without an end."""

    measures: RollMeasures

    def lay(self, page: Page, refuse: Refuse) -> LaidRoll:
        """Write the longest copy on a dry sheet to learn how long the page is."""
        m = self.measures
        says = Says(language=page_language(page.content.language), template=page.template)
        sheet = Sheet(stock=_stock(m, _TOO_LONG))
        tapes = [_copy(sheet, page, says, m, copy) for copy in says.copies()]
        longest = max(tapes, key=lambda tape: tape.y)
        for problem in dict.fromkeys(sheet.problems):
            refuse(problem.field)
        length = on_dots(longest.y + _END)
        return LaidRoll(page=page, says=says, measures=m, length=length, marks=tapes[0].marks)


def _stock(m: RollMeasures, length: float) -> Stock:
    inside = Box(left=m.left, top=_TOP - 1.0, right=m.left + m.room, bottom=length - 2.0)
    return Stock(width=m.width, height=length, dots_per_inch=_DOTS_PER_INCH, printable=inside)


def _copy(sheet: Sheet, page: Page, says: Says, m: RollMeasures, copy: Word) -> Tape:
    tape = Tape(sheet=sheet, left=m.left, right=m.left + m.room, y=_TOP)
    _head(tape, page, says, m, copy)
    tape.rule(HEAVY)
    _fields(tape, page, says, m)
    tape.rule()
    top = tape.y
    for line in page.content.lines:
        _line(tape, line, m)
    tape.rule()
    _amounts(tape, page, says, m)
    marked = Box(left=tape.left, top=top, right=tape.right, bottom=tape.y)
    tape.rule(HEAVY)
    _remark(tape, page, says)
    roll_end.end(tape, page, says, is_wide=m.is_wide)
    foot.mark(sheet, says, page, _mark(marked, m))
    return tape


def _mark(lines: Box, m: RollMeasures) -> Outline:
    wide = m.room * 0.72
    high = min(22.0, max(12.0, lines.height * 0.6))
    return Outline(
        x=lines.centre,
        y=lines.middle,
        width=wide,
        height=high,
        degrees=7,
        size=min(60.0, high * 2.1),
        stroke=2 * DOT,
        frames=((0.0, 3 * DOT),),
        gap=0.35,
    )


# Head --------------------------------------------------------------------------------------------


def _head(tape: Tape, page: Page, says: Says, m: RollMeasures, copy: Word) -> None:
    template, sheet = says.template, tape.sheet
    if template.logo:
        high = em(m.title_size) * 1.5
        sheet.image(
            template.logo,
            Box(left=tape.left, top=tape.y, right=tape.right, bottom=tape.y + high),
        )
        tape.skip(high + 1.0)
    if template.shows(Part.FIRM):
        _firm(tape, page.content.firm, 11.0 + template.firm_step / 2)
    if template.header:
        tape.lines(template.header, SMALL, align=Align.CENTRE)
    text = says.text(says.title)
    size, gap = m.title_size + template.title_step / 2, 0.5 if not text.isascii() else 0.22
    wide = width(text, size, Weight.BOLD) + gap * em(size) * (len(text) - 1)
    while wide > tape.room:
        size -= 0.5
        gap *= 0.9
        wide = width(text, size, Weight.BOLD) + gap * em(size) * (len(text) - 1)
    sheet.text(
        text,
        tape.centre,
        tape.row(_TITLE_HIGH),
        size,
        weight=Weight.BOLD,
        align=Align.CENTRE,
        spread=wide,
        fixed=True,
    )
    under = says.under(says.title)
    if under:
        tape.lines(under, SMALL, align=Align.CENTRE, fixed=True)
    tape.lines(says.whole(copy), SMALL, align=Align.CENTRE, fixed=True)
    for n, (word, ink) in enumerate(states(page)):
        if n == 0:
            tape.boxed((says.whole(word), says.text(word)), m.value_size, ink)
        else:
            tape.lines(says.text(word), 9.0, align=Align.CENTRE)


def _firm(tape: Tape, text: str, largest: float) -> None:
    size = largest_size(text, tape.room, halves(largest, 9.0))
    even = None if size else fit_two_even(text, tape.room, 10.0)
    if size is None and even is None and len(wrap(text, tape.room, 10.0)) > _MOST_FIRM_LINES:
        tape.sheet.refuse("firm")
    for line in even.lines if even else (text,):
        tape.lines(line, size or 10.0, align=Align.CENTRE, pitch=4.9)


# Fields ------------------------------------------------------------------------------------------


def _fields(tape: Tape, page: Page, says: Says, m: RollMeasures) -> None:
    day = page.content.issued_on
    date = Word(chinese_date(day), english_date(day))
    _number(tape, page, says, date, m)
    _field(tape, says, words.PAYER, (page.content.payer,), m)
    _field(tape, says, words.METHOD, _methods(page, says), m)


def _number(tape: Tape, page: Page, says: Says, date: Word, m: RollMeasures) -> None:
    shown = says.text(date)
    if not page.number:
        tape.lines(shown, m.value_size, align=Align.RIGHT)
    elif m.is_wide:
        left, sheet = f"{words.NUMBER} ", tape.sheet
        indent = width(left, SMALL) + 1.2
        rest = tape.room - indent - width(shown, m.value_size) - 2.0
        size = largest_size(page.number, rest, halves(_NUMBER_SIZE, 9.0), Weight.BOLD)
        if size is None and _number_size(tape, page.number, indent) is None:
            return
        y = tape.row(5.5)
        sheet.text(words.NUMBER, tape.left, y, SMALL, fixed=True)
        taken = size or _number_size(tape, page.number, indent) or SMALL
        sheet.text(page.number, tape.left + indent, y, taken, weight=Weight.BOLD)
        if size is None:
            y = tape.row()
        sheet.text(shown, tape.right, y, m.value_size, align=Align.RIGHT)
    else:
        indent = _VALUE if says.is_chinese else width(f"{says.text(words.ROLL_NUMBER)}  ", SMALL)
        taken_size = _number_size(tape, page.number, indent)
        if taken_size is None:
            return
        y = tape.row(5.0)
        _label(tape, says, words.ROLL_NUMBER, y)
        tape.sheet.text(page.number, tape.left + indent, y, taken_size, weight=Weight.BOLD)
        y = tape.row()
        _label(tape, says, words.DATE, y)
        tape.sheet.text(shown, tape.left + (_VALUE if says.is_chinese else 11.0), y, 10.0)
    if says.under(date):
        tape.lines(date.en, SMALL, align=Align.RIGHT)


def _number_size(tape: Tape, number: str, indent: float) -> float | None:
    size = largest_size(number, tape.room - indent, halves(_NUMBER_SIZE, SMALL), Weight.BOLD)
    if size is None:
        tape.sheet.refuse("number")
    return size


def _label(tape: Tape, says: Says, word: Word, y: float) -> None:
    text = says.text(word)
    if not says.is_chinese:
        tape.sheet.text(text, tape.left, y, SMALL, fixed=True)
        return
    spread = _LABEL if 1 < len(text) < 4 else None  # noqa: PLR2004 - to the width of four
    box = tape.sheet.text(text, tape.left, y, SMALL, spread=spread, fixed=True)
    tape.sheet.text("：", box.right, y, SMALL, fixed=True)


def _field(tape: Tape, says: Says, word: Word, values: tuple[str, ...], m: RollMeasures) -> None:
    """Write a label and its values: beside it in Chinese, below it in other languages."""
    indent = _VALUE if says.is_chinese else _INDENT
    if not says.is_chinese:
        tape.sheet.text(says.whole(word), tape.left, tape.row(), SMALL, fixed=True)
    room = tape.room - indent
    for n, value in enumerate(values):
        size = largest_size(value, room, halves(m.value_size, 9.0)) or m.value_size
        for k, line in enumerate(wrap(value, room, size)):
            y = tape.row(4.8)
            if says.is_chinese and n == k == 0:
                _label(tape, says, word, y)
            tape.sheet.text(line, tape.left + indent, y, size)


def _methods(page: Page, says: Says) -> tuple[str, ...]:
    parts = page.content.parts
    found: list[str] = []
    for part in parts:
        word = says.text(words.METHODS[part.method])
        found.append(f"{word} {format_fen(part.amount_fen)}" if len(parts) > 1 else word)
        if part.detail:
            found.append(part.detail)
    return tuple(found)


# Lines and amounts -------------------------------------------------------------------------------


def _line(tape: Tape, line: Line, m: RollMeasures) -> None:
    amount = format_fen(line.amount_fen)
    size = m.value_size
    count = _count(line)
    if count:
        tape.lines(line.item, size)
        tape.pair(count, amount, (9.0, size), indent=_INDENT)
    else:
        tape.pair(line.item, amount, (size, size))
    if line.note:
        tape.lines(line.note, SMALL, indent=_INDENT)
    tape.skip(0.4)


def _count(line: Line) -> str:
    """Write quantity, unit and price, such as 2.5 小时 × 800.00, as far as the line has them."""
    counted = f"{shown_quantity(line)} {line.unit}".strip()
    price = shown_price(line)
    return f"{counted} × {price}" if price else counted


def _amounts(tape: Tape, page: Page, says: Says, m: RollMeasures) -> None:
    content = page.content
    count = says.text(words.items(len(content.lines)))
    y = tape.row()
    tape.sheet.text(says.whole(words.IN_WORDS), tape.left, y, SMALL, fixed=True)
    if width(says.whole(words.IN_WORDS), SMALL) + width(count, SMALL) + 2.0 > tape.room:
        y = tape.row()
    tape.sheet.text(count, tape.right, y, SMALL, align=Align.RIGHT)
    capitals = amount_in_words(content, PageLanguage.ZH)
    english = amount_in_words(content, PageLanguage.EN)
    said = {
        PageLanguage.ZH: ((capitals, m.value_size),),
        PageLanguage.EN: ((english, 10.0), (capitals, SMALL)),
        PageLanguage.BOTH: ((capitals, m.value_size), (english, SMALL)),
    }[says.language]
    for text, size in said:
        tape.lines(text, size, pitch=max(PITCH, em(size) + 1.2))
    _sum(tape, page, says, m)


def _sum(tape: Tape, page: Page, says: Says, m: RollMeasures) -> None:
    text = yuan_text(page.content.amount_fen)
    label = says.whole(words.IN_DIGITS)
    size = largest_size(text, tape.room, halves(m.amount_size, SMALL), Weight.BOLD) or SMALL
    fits = width(label, SMALL) + 2.0 + width(text, size, Weight.BOLD) <= tape.room
    if m.is_wide and fits:
        y = tape.row(8.0)
        tape.sheet.text(label, tape.left, y, SMALL, fixed=True)
    else:
        tape.sheet.text(label, tape.left, tape.row(), SMALL, fixed=True)
        y = tape.row(7.0)
    ink = Ink.RED if page.content.amount_fen < 0 else Ink.BLACK
    tape.sheet.text(text, tape.right, y, size, weight=Weight.BOLD, align=Align.RIGHT, ink=ink)


def _remark(tape: Tape, page: Page, says: Says) -> None:
    remarks = remarks_of(page, says)
    if not remarks:
        return
    colon = "：" if says.is_chinese else ": "
    tape.lines(f"{says.whole(words.NOTE)}{colon}{'；'.join(remarks)}", 9.0)
