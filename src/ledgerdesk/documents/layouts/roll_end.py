"""The end of a receipt on a roll: names, states, room for the stamp, code, anchor, notes."""

from datetime import datetime

from ledgerdesk.core.receipts import Page
from ledgerdesk.core.templates import Part
from ledgerdesk.documents.fonts import em, width
from ledgerdesk.documents.layouts import words
from ledgerdesk.documents.layouts.head import shown_code
from ledgerdesk.documents.layouts.high_form import signer
from ledgerdesk.documents.layouts.says import Says
from ledgerdesk.documents.layouts.tape import Tape, on_dots
from ledgerdesk.documents.placing import Align, Box
from ledgerdesk.documents.qr import Level, matrix

_SMALL, _NAME = 8.5, 10.0
_STAMP, _TICK = 40.0, 3.0
_MODULE, _MODULES = 0.5, 45
_QUIET = 2.0  # four modules around a code
_SIGN_VALUE = 12.0
_BESIDE = 3.0
_PARTING = "–"  # of an anchor: before it the entry, behind it the check


def end(tape: Tape, page: Page, says: Says, *, is_wide: bool) -> None:
    """Write all that stands below the sum."""
    _signs(tape, page, says)
    for text in _states(page, says):
        tape.lines(text, _SMALL)
    if is_wide:
        _stamp_and_code_beside(tape, page, says)
    else:
        _stamp_above_code(tape, page, says)
    tape.rule()
    _notes(tape, page, says)


def _signs(tape: Tape, page: Page, says: Says) -> None:
    half = tape.room / 2
    column, y = 0, 0.0
    for part, word in says.signs():
        name = signer(page.content, part)
        if not says.is_chinese:
            tape.lines(f"{says.whole(word)}: {name}", 9.0)
            continue
        wide = _SIGN_VALUE + width(name, _NAME)
        if wide > half - 1.0:
            column = 0
            _sign(tape, word.zh, tape.left, tape.row())
            tape.skip(-4.5)
            tape.lines(name or " ", _NAME, indent=_SIGN_VALUE)
            continue
        if column == 0:
            y = tape.row(5.0)
        x = tape.left + column * half
        _sign(tape, word.zh, x, y)
        tape.sheet.text(name, x + _SIGN_VALUE, y, _NAME)
        column = 1 - column


def _sign(tape: Tape, word: str, x: float, y: float) -> None:
    spread = 3 * em(_SMALL) if 1 < len(word) <= 3 else None  # noqa: PLR2004 - the width of three
    box = tape.sheet.text(word, x, y, _SMALL, spread=spread, fixed=True)
    tape.sheet.text("：", box.right, y, _SMALL, fixed=True)


def _states(page: Page, says: Says) -> list[str]:
    """Say who and when of a void and of a later print."""
    found: list[str] = []
    if page.void is not None:
        found.append(f"{says.text(words.VOID)} {_moment(page.void.at)} {page.void.by}")
    printed = page.printed
    if printed is not None and printed.ordinal > 1:
        if printed.first_at is not None:
            found.append(f"{says.text(words.FIRST_PRINT)} {_moment(printed.first_at)}")
        found.append(f"{says.text(words.REPRINT)} {_moment(printed.at)} {printed.by}")
    return found


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")


def _stamp_and_code_beside(tape: Tape, page: Page, says: Says) -> None:
    tape.lines(says.whole(words.SEAL), _SMALL, fixed=True)
    tape.y = on_dots(tape.y + 0.5)
    box = Box(left=tape.left, top=tape.y, right=tape.left + _STAMP, bottom=tape.y + _STAMP)
    _stamp(tape, says, box)
    centre = (box.right + _BESIDE + tape.right) / 2
    after = Tape(sheet=tape.sheet, left=box.right + _BESIDE, right=tape.right, y=tape.y)
    code = shown_code(page, says)
    if code is not None:
        after.skip(_QUIET)
        after.y = on_dots(after.y)
        _code(after, code, centre)
    if page.anchor:
        after.lines(says.whole(words.CHECK_CODE), _SMALL, align=Align.CENTRE, fixed=True)
        entry, _, check = page.anchor.partition(_PARTING)
        for piece in (entry + _PARTING, check):
            _anchor(after, piece, centre)
    tape.y = max(box.bottom, after.y)


def _stamp_above_code(tape: Tape, page: Page, says: Says) -> None:
    whole = says.whole(words.SEAL)
    if width(whole, _SMALL) <= tape.room:
        tape.lines(whole, _SMALL, align=Align.CENTRE, fixed=True)
    else:  # a language a line, rather than a break within one
        for text in (says.text(words.SEAL), says.under(words.SEAL)):
            tape.lines(text, _SMALL, align=Align.CENTRE, fixed=True)
    tape.y = on_dots(tape.y + 0.5)
    left = on_dots(tape.centre - _STAMP / 2)
    box = Box(left=left, top=tape.y, right=left + _STAMP, bottom=tape.y + _STAMP)
    _stamp(tape, says, box)
    tape.y = box.bottom
    code = shown_code(page, says)
    if code is not None:
        tape.y = on_dots(tape.y + 2 * _QUIET)
        _code(tape, code, tape.centre)
    if page.anchor:
        tape.lines(says.whole(words.CHECK_CODE), _SMALL, align=Align.CENTRE, fixed=True)
        _anchor(tape, page.anchor, tape.centre)


def _stamp(tape: Tape, says: Says, box: Box) -> None:
    tape.marks["stamp"] = box
    tape.corner_ticks(box, _TICK)
    template = says.template
    if template.stamp_allowed:
        room = box.inset(1.0)
        y = room.bottom - em(_SMALL) / 2
        text = says.text(words.SAMPLE_STAMP)
        tape.sheet.text(text, box.centre, y, _SMALL, align=Align.CENTRE)
        above = Box(left=room.left, top=room.top, right=room.right, bottom=y - 2.5)
        tape.sheet.image(template.stamp, above)


def _code(tape: Tape, code: str, centre: float) -> None:
    left = on_dots(centre - _MODULES * _MODULE / 2)
    tape.sheet.code(matrix(code, Level.M, version=7), left, tape.y, _MODULE)
    tape.skip(_MODULES * _MODULE + _QUIET)


def _anchor(tape: Tape, text: str, centre: float) -> None:
    size = 9.0
    wide = 0.62 * em(size) * len(text)
    tape.sheet.cells(text, centre + wide / 2, tape.row(), size)


def _notes(tape: Tape, page: Page, says: Says) -> None:
    notes = [says.text(words.NO_INVOICE), says.under(words.NO_INVOICE)]
    if says.template.shows(Part.CUSTOMER_CODE) and page.content.customer_code:
        notes.append(f"{says.text(words.CUSTOMER)} {page.content.customer_code}")
    notes += [says.template.foot_note, says.text(words.FADES), says.under(words.FADES)]
    for note in notes:
        if note:
            tape.lines(note, _SMALL, align=Align.CENTRE)
