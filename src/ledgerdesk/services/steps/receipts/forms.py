"""Which form a receipt gets: that of its series, else the office's, else the layout's own."""

from ledgerdesk.core.templates import STANDARD, Template, read
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.storage import templates
from ledgerdesk.storage.database import Transaction


def form_for(desk: Desk, tx: Transaction, series_id: int | None) -> tuple[int | None, Template]:
    """Give the form in force and its row, read once a session: nobody else writes the book."""
    known = desk.forms.get(series_id)
    if known is None:
        known = desk.forms[series_id] = _read(desk, tx, series_id)
    return known


def _read(desk: Desk, tx: Transaction, series_id: int | None) -> tuple[int | None, Template]:
    found = templates.newest(tx, series_id)
    if found is not None and found.body is not None:
        return found.id, read(found.body)
    return (None, STANDARD) if series_id is None else form_for(desk, tx, None)


def form_of(tx: Transaction, template_id: int | None) -> Template:
    """Give the form a receipt was issued with."""
    body = None if template_id is None else templates.by_id(tx, template_id).body
    return STANDARD if body is None else read(body)
