"""The receipt on a thermal roll of 58 mm: as long as its content, a page per 联."""

from ledgerdesk.documents.layouts.roll import RollMeasures

MEASURES = RollMeasures(
    width=58.0,
    left=5.0,
    room=48.0,
    title_size=15.0,
    value_size=10.0,
    amount_size=15.0,
    is_wide=False,
)
