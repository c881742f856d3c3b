"""The receipt on a thermal roll of 80 mm: as long as its content, a page per 联."""

from ledgerdesk.documents.layouts.roll import RollMeasures

MEASURES = RollMeasures(
    width=80.0,
    left=4.0,
    room=72.0,
    title_size=17.0,
    value_size=10.5,
    amount_size=18.0,
    is_wide=True,
)
