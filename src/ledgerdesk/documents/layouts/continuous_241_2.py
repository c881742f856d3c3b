"""The receipt on continuous paper 241.3 × 139.7 (二等分): the rows of A5, one impression."""

from dataclasses import replace
from functools import lru_cache

from ledgerdesk.core.receipts import PageLanguage
from ledgerdesk.documents.layouts import a5
from ledgerdesk.documents.layouts.continuous_241_3 import (
    LEFT,
    LEFT_BLOCK,
    RULES,
    TOP,
    WIDTH,
    head,
    label_column,
    stock,
)
from ledgerdesk.documents.layouts.measures import AIR, Columns, Foot, Measures, Way
from ledgerdesk.documents.placing import UNIT, Box, Outline

HEIGHT = 23 * UNIT
_MARK_BELOW = 42.3  # the frame's top


@lru_cache
def measures(language: PageLanguage) -> Measures:
    """Give the measures of a page in a language: the head of 241-3, the rows of A5."""
    label = label_column(language)
    unit, quantity = (16.2, 17.4) if language is PageLanguage.BOTH else (12.0, 16.0)
    return replace(
        a5.measures(language),
        stock=stock(33 * UNIT),
        way=Way.CARBON,
        frame=Box(left=LEFT, top=TOP, right=LEFT + WIDTH, bottom=TOP + HEIGHT),
        rules=RULES,
        head=head(language),
        foot=Foot(below_face=4.6, below_annex=4.6, two_lines=(0.0, 3.9), size=9.0, anchor_size=9.0),
        label_column=label,
        left_block=LEFT_BLOCK,
        columns=Columns(
            item=LEFT_BLOCK - unit - quantity - 58.3,
            unit=unit,
            quantity=quantity,
            price=25,
            amount=33.3,
            note=11.5 * UNIT,
        ),
        annex_columns=Columns(
            position=10,
            item=WIDTH - unit - quantity - 104.0,
            unit=unit,
            quantity=quantity,
            price=25,
            amount=33.3,
            note=35.7,
        ),
        number_cap=37.0,
        small=9.0,
        remark_room=LEFT_BLOCK - label - 2 * AIR,
        name_room=LEFT_BLOCK / 2 - label - 2 * AIR,
        mark=Outline(
            x=LEFT + LEFT_BLOCK / 2,
            y=TOP + _MARK_BELOW,
            width=82.7,
            height=38.0,
            degrees=7,
            size=78,
            stroke=0.42,
            frames=((0.0, 0.56), (1.6, 0.28)),
            gap=0.3,
        ),
        colour=False,
    )
