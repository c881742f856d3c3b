"""The receipt on A5 landscape, 210 × 148: a page per 联, five or eight lines."""

from functools import lru_cache

from ledgerdesk.core.receipts import PageLanguage
from ledgerdesk.documents.layouts.measures import (
    AIR,
    Columns,
    Foot,
    Grid,
    Head,
    Measures,
    Rules,
    Way,
)
from ledgerdesk.documents.placing import UNIT, Box, Outline, Stock

_LEFT, _TOP, WIDTH = 14.0, 35.2, 180.0
_HEIGHT = 23 * UNIT
LEFT_BLOCK = WIDTH - 11.5 * UNIT  # the stamp's column is a strip and 40 or more of free paper
SIGN_ROW = 1.75 * UNIT
REMARK_ROW = 2 * UNIT
_WORDS = 2.25 * UNIT

_GRIDS = (
    Grid(
        head=1.5 * UNIT,
        row=1.85 * UNIT,
        rows=5,
        words=_WORDS,
        digits=_WORDS,
        sizes=(10.5, 9.5),
    ),
    Grid(
        head=1.25 * UNIT,
        row=1.25 * UNIT,
        rows=8,
        words=2 * UNIT,
        digits=2 * UNIT,
        sizes=(9.5,),
    ),
)

_MARK = Outline(
    x=79.7,
    y=77.9,
    width=82.7,
    height=41.0,
    degrees=12,
    size=86,
    stroke=0.42,
    frames=((0.0, 0.6), (1.6, 0.3)),
    gap=0.28,
)


@lru_cache
def measures(language: PageLanguage) -> Measures:
    """Give the measures of a page in a language."""
    is_chinese, is_both = language is PageLanguage.ZH, language is PageLanguage.BOTH
    label = 22.0 if is_chinese else 26.0
    unit, quantity = (16.2, 17.4) if is_both else (12.0, 15.0)
    return Measures(
        stock=Stock(
            width=210.0,
            height=148.0,
            dots_per_inch=600,
            printable=Box(left=4.2, top=4.2, right=205.8, bottom=143.8),
        ),
        way=Way.PAGES,
        frame=Box(left=_LEFT, top=_TOP, right=_LEFT + WIDTH, bottom=_TOP + _HEIGHT),
        rules=Rules(inner=4, head=6, frame=10, title=(6, 4)),
        head=_head(language),
        foot=Foot(below_face=4.6, below_annex=4.6, two_lines=(0.0, 3.9), size=8.0, anchor_size=8.5),
        label_column=label,
        method_label=17.0,
        seal_strip=8.5 if is_both else 6.35,
        payer_row=2.25 * UNIT,
        left_block=LEFT_BLOCK,
        columns=Columns(
            item=LEFT_BLOCK - unit - quantity - 51.0,
            unit=unit,
            quantity=quantity,
            price=23,
            amount=28,
            note=11.5 * UNIT,
        ),
        grids=_GRIDS,
        number_cap=36.3,
        note_least=34.9,
        annex_columns=Columns(
            position=10,
            item=WIDTH - unit - quantity - 96.0,
            unit=unit,
            quantity=quantity,
            price=24,
            amount=28,
            note=34,
        ),
        annex_rows=13,
        annex_least=62.0,
        small=7.5 if is_chinese else 7.0,
        remark_room=LEFT_BLOCK - label - 2 * AIR,
        remark_row=REMARK_ROW,
        sign_row=SIGN_ROW,
        name_room=LEFT_BLOCK / 2 - label - 2 * AIR,
        amount_size=14.0,
        mark=_MARK,
        colour=True,
    )


def _head(language: PageLanguage) -> Head:
    is_both = language is PageLanguage.BOTH
    return Head(
        code_top=9.5,
        code_module=0.5,
        firm=12.9 if is_both else 14.2,
        firm_in_two_lines=12.6 if is_both else 14.2,
        firm_largest=12.0,
        title=21.2 if is_both else 22.6,
        title_size=20.0 if language is PageLanguage.EN else 22.0,
        under_title=27.3,
        rule=30.0 if is_both else 27.8,
        two_line_drop=1.9,
        number=11.9,
        number_size=13.0,
        state=20.0 if is_both else 21.0,
        date=30.1,
        date_en=25.6,
    )
