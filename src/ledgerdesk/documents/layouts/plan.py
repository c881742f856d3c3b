"""Decide how a receipt stands on its paper before anything is drawn: face, annex, or refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ledgerdesk.core.capitals import with_prefix
from ledgerdesk.core.english_amounts import amount_in_english
from ledgerdesk.core.money import format_fen, yuan_text
from ledgerdesk.core.receipts import Content, Kind, Page, PageLanguage, page_language
from ledgerdesk.core.templates import Part
from ledgerdesk.documents.fitting import Block, fit, fit_two_even, halves, largest_size, wrap
from ledgerdesk.documents.fonts import em, width
from ledgerdesk.documents.layouts import words
from ledgerdesk.documents.layouts.foot import takes_note
from ledgerdesk.documents.layouts.measures import (
    AIR,
    CAPITALS_SIZE,
    ITEM_SIZES,
    PAYER_SIZE,
    VALUE_SIZE,
    Grid,
    Measures,
)
from ledgerdesk.documents.layouts.rows import Limits, Row, Table, row_of, set_table
from ledgerdesk.documents.layouts.says import Says

Refuse = Callable[[str], None]
_PURPOSE_PITCH = 5.3
_TWO_LINE_AIR = 0.9  # above and below two lines of a cell, together
_LINE_GAP = 0.65
ONE = 1000  # one whole, in thousandths


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexPage:
    """One page of the annex: its rows, what stands before and below them, and lines of text."""

    rows: tuple[Row, ...]
    brought: str = ""
    carried: str = ""
    total: str = ""
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How the receipt stands: every text with its size, the grid of the lines, the annex."""

    says: Says
    firm: tuple[Block, ...]
    payer: Block
    amount: tuple[Block, ...]
    foot_note: str
    method: Block
    remark: Block
    grid: Grid
    table: Table
    purpose: Block | None
    annex_table: Table | None
    annex: tuple[AnnexPage, ...]

    @property
    def pages(self) -> int:
        """Count the pages of one copy."""
        return 1 + len(self.annex)


def plan_of(page: Page, m: Measures, refuse: Refuse) -> Plan:
    """Plan a page; what fits nowhere is refused with its field and planned at its smallest."""
    content = page.content
    says = Says(language=page_language(content.language), template=page.template)
    limits = Limits(
        number_cap=m.number_cap,
        note_least=m.note_least,
        note_sizes=halves(9.0, max(m.small, 8.0)),
    )
    rows = [row_of(line, n) for n, line in enumerate(content.lines, start=1)]
    purpose = _purpose(content, m)
    fitted = (m.grids[0], _empty(m, limits)) if purpose else _face(rows, m, limits)
    annex_table = (
        None
        if fitted
        else set_table(rows, m.annex_columns, limits, sizes=ITEM_SIZES, refuse=refuse)
    )
    method, method_note = _method(content, says, m)
    notes_apart = bool(fitted) and (bool(purpose) or not m.columns.note)
    grid = fitted[0] if fitted else m.grids[0]
    amount, english = _amount(content, says, grid, m, refuse)
    firm, header = _firm(content.firm, says, m, refuse)
    own_note = "　".join(text for text in (header, says.template.foot_note) if text)
    in_foot = own_note and takes_note(says, page, m, own_note, total=2 if annex_table else 1)
    remarks = _remarks(
        page,
        says,
        method_note,
        english,
        _line_notes(content, says) if notes_apart else "",
        "" if in_foot else own_note,
    )
    remark = _remark_block(remarks, m)
    long_note = "" if remark else "；".join(remarks)
    annex = _annex_pages(annex_table, content.amount_fen, long_note, says, m)
    grid, table = fitted or _pointing_to(rows, content, len(annex), says, m, limits)
    return Plan(
        says=says,
        firm=firm,
        payer=_payer(content.payer, m, refuse),
        amount=amount,
        foot_note=own_note if in_foot else "",
        method=method,
        remark=remark or _shortened(remarks, says, m),
        grid=grid,
        table=table,
        purpose=purpose,
        annex_table=annex_table,
        annex=annex,
    )


# The texts of the face ---------------------------------------------------------------------------


def _firm(text: str, says: Says, m: Measures, refuse: Refuse) -> tuple[tuple[Block, ...], str]:
    """Set the firm and the office's line below it; a line without room there goes to the foot."""
    own = says.template
    block = _firm_block(text, m, own.firm_step / 2, refuse)
    if not own.shows(Part.FIRM):
        block = Block(lines=(), size=block.size)
    if not own.header:
        return (block,), ""
    size = largest_size(own.header, m.firm_room, halves(9.0, max(m.small, 8.0)))
    if size is None or len(block.lines) > 1:
        return (block,), own.header
    return (block, Block(lines=(own.header,), size=size)), ""


def _firm_block(text: str, m: Measures, more: float, refuse: Refuse) -> Block:
    largest = m.head.firm_largest + more
    sizes = halves(largest, min(largest, m.head.firm_largest) - 1.5)
    size = largest_size(text, m.firm_room, sizes)
    if size is not None:
        return Block(lines=(text,), size=size)
    block = fit_two_even(text, m.firm_room, sizes[-1])
    if block is None:
        refuse("firm")
        return Block(lines=(text,), size=sizes[-1])
    return block


def _payer(text: str, m: Measures, refuse: Refuse) -> Block:
    block = fit(text, m.payer_room, one_line=halves(PAYER_SIZE, 9.0), more_lines=(9.0,))
    if block is None:
        refuse("payer")
        return Block(lines=(text,), size=9.0)
    return block


def amount_in_words(content: Content, language: PageLanguage) -> str:
    """Write the amount in words; a red receipt names the positive amount after （红字）."""
    english = language is PageLanguage.EN
    said = (
        amount_in_english(abs(content.amount_fen))
        if english
        else with_prefix(abs(content.amount_fen))
    )
    if content.kind is not Kind.RED:
        return said
    return f"{words.RED_PREFIX.en if english else words.RED_PREFIX.zh}{said}"


def _amount(
    content: Content, says: Says, grid: Grid, m: Measures, refuse: Refuse
) -> tuple[tuple[Block, ...], str]:
    """Set the amount in words; English without room beside the capitals is given back.

    The capitals always stand: they are what an accountant checks. An English page leads with its
    own words, one of both languages with the capitals.
    """
    capitals = amount_in_words(content, PageLanguage.ZH)
    if says.is_chinese:
        return (_capitals(capitals, m, CAPITALS_SIZE, refuse),), ""
    english = amount_in_words(content, PageLanguage.EN)
    leads = says.language is PageLanguage.EN
    under = max(8.0, m.small)
    room = grid.words - _TWO_LINE_AIR
    for large in halves(VALUE_SIZE, 9.5):
        first, second = (english, capitals) if leads else (capitals, english)
        one = fit(first, m.payer_room, one_line=(large,), more_lines=(9.0, under))
        other = fit(second, m.payer_room, one_line=(under,), more_lines=(max(7.0, m.small),))
        if one is None or other is None:
            continue
        if _height((one, other)) <= room:
            return (one, other), ""
    return (_capitals(capitals, m, VALUE_SIZE, refuse),), english


def _height(blocks: Sequence[Block]) -> float:
    sizes = [one.size for one in blocks for _ in one.lines]
    return sum(em(size) for size in sizes) + _LINE_GAP * (len(sizes) - 1)


def _capitals(text: str, m: Measures, largest: float, refuse: Refuse) -> Block:
    block = fit(text, m.payer_room, one_line=halves(largest, 9.0), more_lines=(9.5, 9.0))
    if block is None:
        refuse("amount")
        return Block(lines=(text,), size=9.0)
    return block


def _method(content: Content, says: Says, m: Measures) -> tuple[Block, str]:
    """Write the method in its cell; what is too long for it goes to 备注, named there."""
    two_lines = halves(9.0 if m.small >= 9.0 else 8.5, m.small)  # noqa: PLR2004 - dot-matrix
    if len(content.parts) == 1:
        part = content.parts[0]
        word = says.text(words.METHODS[part.method])
        if not part.detail:
            return _one_line(word, m), ""
        for size in two_lines:
            if width(part.detail, size) <= m.method_room:
                return Block(lines=(word, part.detail), size=size), ""
        see = says.text(words.SEE_NOTE)
        return Block(lines=(word, see), size=two_lines[0]), f"{word}：{part.detail}"
    shown = tuple(
        f"{says.text(words.METHODS[part.method])} {format_fen(part.amount_fen)}"
        for part in content.parts
    )
    if len(shown) <= 2 and not any(part.detail for part in content.parts):  # noqa: PLR2004 - two lines
        for size in two_lines:
            if all(width(text, size) <= m.method_room for text in shown):
                return Block(lines=shown, size=size), ""
    full = "、".join(
        text + (f"（{part.detail}）" if part.detail else "")
        for text, part in zip(shown, content.parts, strict=True)
    )
    lines = (says.text(words.MIXED), says.text(words.SEE_NOTE))
    return Block(lines=lines, size=two_lines[0]), full


def _one_line(text: str, m: Measures) -> Block:
    size = largest_size(text, m.method_room, halves(VALUE_SIZE, m.small))
    return Block(lines=(text,), size=size or m.small)


# 备注 --------------------------------------------------------------------------------------------


def _remarks(page: Page, says: Says, *others: str) -> tuple[str, ...]:
    """List what 备注 says: the state's own words, the note, and what found no place elsewhere."""
    content = page.content
    found: list[str] = []
    if page.void is not None:
        reason = page.void.reason
        again = page.void.reissued_as
        word = says.text(words.REISSUED)
        found.append(f"{reason}，{words.with_number(word, again)}" if again else reason)
    if content.reverses is not None:
        found.append(words.with_number(says.text(words.REVERSES), content.reverses))
    if content.reissue_of is not None:
        found.append(words.with_number(says.text(words.REISSUE_OF), content.reissue_of))
    method_note, *rest = others
    return (*found, *(text for text in (method_note, content.note, *rest) if text))


def remarks_of(page: Page, says: Says) -> tuple[str, ...]:
    """List what 备注 says where methods and lines carry their own notes."""
    return _remarks(page, says, "")


def _line_notes(content: Content, says: Says) -> str:
    noted = [(n, line.note) for n, line in enumerate(content.lines, start=1) if line.note]
    if len(content.lines) == 1:
        return "".join(note for _, note in noted)
    return "；".join(says.text(words.line_note(n, note)) for n, note in noted)


def _remark_block(remarks: Sequence[str], m: Measures) -> Block | None:
    text = "；".join(remarks)
    small = halves(9.0, max(m.small, 8.0))
    one = fit(text, m.remark_room, one_line=halves(VALUE_SIZE, 9.0))
    return (
        one
        or _two_clauses(text, m.remark_room, small[0])
        or fit(text, m.remark_room, one_line=(), more_lines=small)
    )


def _two_clauses(text: str, room: float, size: float) -> Block | None:
    """Part a remark in two lines where a clause ends, so that 重开 stays with its number."""
    for at in range(len(text) - 1, 0, -1):
        if text[at - 1] in "，；":
            lines = (text[:at], text[at:])
            if all(width(line, size) <= room for line in lines):
                return Block(lines=lines, size=size)
    return None


def _shortened(remarks: Sequence[str], says: Says, m: Measures) -> Block:
    """Keep the first remarks that fit and say where all of them stand in full."""
    for kept in range(len(remarks), -1, -1):
        block = _remark_block((*remarks[:kept], says.text(words.SEE_ANNEX)), m)
        if block is not None:
            return block
    raise AssertionError("the words 详见附页 fit every paper")


# The lines ---------------------------------------------------------------------------------------


def _purpose(content: Content, m: Measures) -> Block | None:
    """Take 收款事由 instead of lines: one line that is a purpose and nothing else."""
    if len(content.lines) != 1:
        return None
    line = content.lines[0]
    if line.unit or line.price_fen is not None or abs(line.quantity_milli) != ONE:
        return None
    grid = m.grids[0]
    wide = m.frame.width if m.columns.note else m.left_block  # the block the lines would take
    most = int((grid.head + grid.row * grid.rows) // _PURPOSE_PITCH)
    return fit(
        line.item,
        wide - m.label_column - 2 * AIR,
        one_line=(PAYER_SIZE, VALUE_SIZE),
        more_lines=ITEM_SIZES,
        most=most,
    )


def _face(rows: Sequence[Row], m: Measures, limits: Limits) -> tuple[Grid, Table] | None:
    """Set the lines on the face: in its high rows, else in its low ones; None if they need more."""
    if not m.columns.note:  # the notes then stand in 备注
        rows = [replace(row, note=()) for row in rows]
    if len(rows) > max(grid.rows for grid in m.grids):
        return None
    for grid in m.grids:
        refused: list[str] = []
        table = set_table(rows, m.columns, limits, sizes=grid.sizes, refuse=refused.append)
        if not refused and table.height <= grid.rows:
            return grid, table
    return None


def _pointing_to(
    rows: Sequence[Row], content: Content, sheets: int, says: Says, m: Measures, limits: Limits
) -> tuple[Grid, Table]:
    """Write the one line of a face whose lines stand in the annex."""
    grid = m.grids[0]
    count = len(rows)
    sheet_words = says.text(words.sheets(sheets))
    comma, opened, closed = (", ", " (", ")") if says.language is PageLanguage.EN else "，（）"
    tail = "" if m.columns.note else f"{opened}{sheet_words}{closed}"
    table = _empty(m, limits)
    for start in (words.and_more(rows[0].item[0], count), words.items(count)):
        row = Row(
            item=(f"{says.text(start)}{comma}{says.text(words.SEE_ANNEX)}{tail}",),
            amount=format_fen(content.amount_fen),
            amount_fen=content.amount_fen,
            note=(sheet_words,) if m.columns.note else (),
        )
        table = set_table((row,), m.columns, limits, sizes=ITEM_SIZES, refuse=lambda _: None)
        if table.height <= 2:  # noqa: PLR2004 - two rows leave room for 以下空白 on every paper
            break
    return grid, table


def _empty(m: Measures, limits: Limits) -> Table:
    return set_table((), m.columns, limits, sizes=ITEM_SIZES, refuse=lambda _: None)


# The annex ---------------------------------------------------------------------------------------


def _annex_pages(
    table: Table | None, amount_fen: int, long_note: str, says: Says, m: Measures
) -> tuple[AnnexPage, ...]:
    pages = _pages_of_rows(table, amount_fen, m.annex_rows) if table else []
    texts = _texts(long_note, says, m)
    if texts and pages:
        last = pages[-1]
        free = m.annex_rows - sum(row.span for row in last.rows) - bool(last.brought)
        pages[-1] = replace(last, texts=texts[:free])
        texts = texts[free:]
    for start in range(0, len(texts), m.annex_rows):
        pages.append(AnnexPage(rows=(), texts=texts[start : start + m.annex_rows]))
    return tuple(pages)


def _texts(long_note: str, says: Says, m: Measures) -> tuple[tuple[str, str], ...]:
    lines = wrap(long_note, m.frame.width - m.label_column - 2 * AIR, 9.5)
    label = says.text(words.NOTE)
    return tuple((label if n == 0 else "", line) for n, line in enumerate(lines))


def _pages_of_rows(table: Table, amount_fen: int, most: int) -> list[AnnexPage]:
    """Deal rows to pages; after the first page one row brings the sum forward."""
    running_fen = 0
    pages: list[AnnexPage] = []
    waiting = [piece for row in table.rows for piece in _divided(row, most - 1)]
    brought = ""
    while waiting:
        room = most - bool(brought)
        taken: list[Row] = []
        while waiting and waiting[0].span <= room:
            room -= waiting[0].span
            taken.append(waiting.pop(0))
            running_fen += taken[-1].amount_fen
        running = format_fen(running_fen)
        if waiting:
            pages.append(AnnexPage(rows=tuple(taken), brought=brought, carried=running))
            brought = running
        else:
            total = yuan_text(amount_fen)
            pages.append(AnnexPage(rows=tuple(taken), brought=brought, total=total))
    return pages


def _divided(row: Row, most: int) -> list[Row]:
    """Divide a line whose text is longer than a page; only the first piece bears its values."""
    if row.span <= most:
        return [row]
    pieces = [replace(row, item=row.item[:most], note=row.note[:most])]
    for start in range(most, row.span, most):
        end = start + most
        pieces.append(Row(item=row.item[start:end], note=row.note[start:end]))
    return pieces
