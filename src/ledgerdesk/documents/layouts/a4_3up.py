"""The flat receipt three times on A4 upright, tiles of 210 × 99: a tile per 联, cut apart."""

from functools import lru_cache

from ledgerdesk.core.receipts import PageLanguage
from ledgerdesk.documents.layouts.a4_2up import STOCK
from ledgerdesk.documents.layouts.flat_form import HEIGHT, grids, remark_room
from ledgerdesk.documents.layouts.measures import AIR, Columns, Foot, Head, Measures, Rules, Way
from ledgerdesk.documents.placing import UNIT, Box, Outline

_LEFT, _TOP, _WIDTH = 14.0, 28.6, 180.0
_LEFT_BLOCK = _WIDTH - 11.5 * UNIT


@lru_cache
def measures(language: PageLanguage) -> Measures:
    """Give the measures of a tile in a language."""
    is_chinese, is_both = language is PageLanguage.ZH, language is PageLanguage.BOTH
    label = 22.0 if is_chinese else 26.0
    unit, quantity = (16.2, 17.4) if is_both else (12.0, 14.0)
    return Measures(
        stock=STOCK,
        way=Way.TILES,
        tiles=3,
        frame=Box(left=_LEFT, top=_TOP, right=_LEFT + _WIDTH, bottom=_TOP + HEIGHT),
        rules=Rules(inner=4, head=6, frame=10, title=(6, 4)),
        head=_head(language),
        foot=Foot(
            below_face=10.1, below_annex=5.2, two_lines=(-1.8, 1.6), size=8.0, anchor_size=8.5
        ),
        label_column=label,
        seal_strip=8.4 if is_both else 6.35,
        payer_row=2.25 * UNIT,
        left_block=_LEFT_BLOCK,
        columns=Columns(
            item=_LEFT_BLOCK - unit - quantity - 51.0,
            unit=unit,
            quantity=quantity,
            price=23,
            amount=28,
        ),
        grids=grids(language, stacked=False),
        number_cap=37.0,
        note_least=34.9,
        annex_columns=Columns(
            position=10,
            item=_WIDTH - unit - quantity - 97.0,
            unit=unit,
            quantity=quantity,
            price=24,
            amount=28,
            note=35,
        ),
        annex_rows=6,
        annex_least=45.0,
        small=7.5 if is_chinese else 7.0,
        remark_room=remark_room(_LEFT_BLOCK, label),
        remark_row=1.75 * UNIT,
        sign_row=0.0,
        name_room=_WIDTH / 4 - 13.2 - AIR,
        amount_size=13.0,
        mark=Outline(
            x=66.0,
            y=51.0,
            width=62.6,
            height=26.5,
            degrees=7,
            size=58,
            stroke=0.35,
            frames=((0.0, 0.5), (1.2, 0.25)),
            gap=0.35,
        ),
        colour=True,
    )


def _head(language: PageLanguage) -> Head:
    is_both = language is PageLanguage.BOTH
    return Head(
        code_top=7.4,
        code_module=3 * 25.4 / 180,
        firm=9.4 if is_both else 10.8,
        firm_in_two_lines=9.8 if is_both else 11.25,
        firm_largest=11.0,
        title=16.7 if is_both else 18.4,
        title_size=20.0 if language is PageLanguage.ZH else 18.0,
        under_title=22.0,
        rule=24.4 if is_both else 23.5,
        two_line_drop=1.7,
        number=9.9,
        number_size=13.0,
        state=17.2,
        date=24.5,
    )
