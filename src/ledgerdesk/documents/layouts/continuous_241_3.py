"""The receipt on continuous paper 241.3 × 93.1 (三等分): one impression through all plies."""

from functools import lru_cache

from ledgerdesk.core.receipts import PageLanguage
from ledgerdesk.documents.layouts.flat_form import HEIGHT, grids, remark_room
from ledgerdesk.documents.layouts.measures import AIR, Columns, Foot, Head, Measures, Rules, Way
from ledgerdesk.documents.placing import UNIT, Box, Outline, Stock

LEFT, TOP, WIDTH = 20.65, 6 * UNIT, 190.0
LEFT_BLOCK = WIDTH - 11.5 * UNIT
RULES = Rules(inner=1, head=2, frame=2, title=(2, 1))


@lru_cache
def measures(language: PageLanguage) -> Measures:
    """Give the measures of a page in a language."""
    label = label_column(language)
    return Measures(
        stock=stock(22 * UNIT),
        way=Way.CARBON,
        frame=Box(left=LEFT, top=TOP, right=LEFT + WIDTH, bottom=TOP + HEIGHT),
        rules=RULES,
        head=head(language),
        foot=Foot(
            below_face=10.6, below_annex=5.2, two_lines=(-1.8, 1.6), size=9.0, anchor_size=9.0
        ),
        label_column=label,
        seal_strip=8.4 if language is PageLanguage.BOTH else 6.35,
        payer_row=2.25 * UNIT,
        left_block=LEFT_BLOCK,
        columns=Columns(item=LEFT_BLOCK - 86.3, unit=12, quantity=16, price=25, amount=33.3),
        grids=grids(language, stacked=True),
        number_cap=37.0,
        note_least=34.9,
        annex_columns=annex_columns(),
        annex_rows=6 if language is not PageLanguage.BOTH else 5,
        annex_head=6.35 if language is not PageLanguage.BOTH else 2.25 * UNIT,
        annex_least=45.0,
        small=9.0,
        remark_room=remark_room(LEFT_BLOCK, label),
        remark_row=1.75 * UNIT,
        sign_row=0.0,
        name_room=WIDTH / 4 - 13.2 - AIR,
        amount_size=13.0,
        mark=Outline(
            x=77.1,
            y=47.8,
            width=62.6,
            height=26.5,
            degrees=7,
            size=58,
            stroke=0.28,
            frames=((0.0, 0.42),),
            gap=0.35,
        ),
        colour=False,
    )


def stock(height: float) -> Stock:
    """Give continuous paper of a height: what an 80-column printer strikes of its width.

    A line feed stays free at the tear.
    """
    return Stock(
        width=241.3,
        height=height,
        dots_per_inch=180,
        printable=Box(left=16.75, top=4.2, right=219.95, bottom=height - 4.2),
    )


def label_column(language: PageLanguage) -> float:
    """Give the width of the column of labels."""
    return 22.0 if language is PageLanguage.ZH else 26.0


def annex_columns() -> Columns:
    """Give the columns of an annex."""
    return Columns(position=10, item=55, unit=12, quantity=16, price=25, amount=33.3, note=38.7)


def head(language: PageLanguage) -> Head:
    """Give the head of every continuous paper."""
    is_both = language is PageLanguage.BOTH
    return Head(
        code_top=4.233,
        code_module=3 * 25.4 / 180,
        firm=6.2 if is_both else 7.6,
        firm_in_two_lines=8.05,
        firm_largest=11.0,
        title=12.9 if is_both else 15.2,
        title_size=20.0 if language is PageLanguage.ZH else 18.0,
        under_title=18.4,
        rule=21.0 if is_both else 20.3,
        two_line_drop=2.6 if is_both else 1.7,
        number=6.7,
        number_size=13.0,
        state=14.0,
        date=21.3,
    )
