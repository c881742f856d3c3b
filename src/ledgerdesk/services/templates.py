"""The office's own forms of its receipts: look at one, keep another, go back, try one out."""

from dataclasses import dataclass, replace

from ledgerdesk.core.changes import Changes, Done, FieldChange
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipt_code import (
    KEY_BYTES,
    SIGNATURE_BYTES,
    Claim,
    body_of,
    text_of,
)
from ledgerdesk.core.receipts import Content, Page, PageLanguage, Paper, sample_content, thawed
from ledgerdesk.core.templates import Template, cleaned, written
from ledgerdesk.documents.layouts import CURRENT_VERSION
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.receipts.drawing import Sheet
from ledgerdesk.services.steps.receipts.forms import form_for
from ledgerdesk.storage import receipts, series, templates
from ledgerdesk.storage.database import Transaction

LOOK, CHANGE = "templates.look", "templates.change"
_NO_ANCHOR = "000000–00000-00000"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptForm:
    """A form in force; `is_own` tells that this series, or the office, made it for itself."""

    template: Template
    is_own: bool


class Templates:
    """What an owner sets of how receipts look."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def current(self, code: str | None = None) -> KeptForm:
        """Give the form new receipts of a series get, or without a code those of all series.

        Raises `bad_value` (field `series`) for an unknown series.
        """
        desk = self._desk
        desk.allow(LOOK)
        with desk.database.read() as tx:
            series_id = _series_id(tx, code)
            _, template = form_for(desk, tx, series_id)
            newest = templates.newest(tx, series_id)
        return KeptForm(template=template, is_own=newest is not None and newest.body is not None)

    def keep(self, template: Template, code: str | None = None) -> Done[KeptForm]:
        """Let new receipts have a form; those issued before keep theirs.

        Raises `bad_value` with the field at fault, as `cleaned` does.
        """
        fit = cleaned(template)
        with self._desk.act(CHANGE) as act:
            series_id = _series_id(act.tx, code)
            if form_for(self._desk, act.tx, series_id)[1] != fit:
                self._write(act, series_id, code, written(fit))
            act.close_entry(CHANGE)
        self._desk.forms.clear()
        return Done(value=KeptForm(template=fit, is_own=True), changes=Changes.SETTINGS)

    def reset(self, code: str | None = None) -> Done[KeptForm]:
        """Go back: a series to the office's form, the office to the layout's own words."""
        with self._desk.act(CHANGE) as act:
            series_id = _series_id(act.tx, code)
            newest = templates.newest(act.tx, series_id)
            if newest is not None and newest.body is not None:
                self._write(act, series_id, code, None)
            act.close_entry("templates.reset")
        self._desk.forms.clear()
        return Done(value=self.current(code), changes=Changes.SETTINGS)

    def trial(
        self, template: Template, paper: Paper, language: PageLanguage | None = None
    ) -> Sheet:
        """Give what the press draws of a form: the newest receipt's content, or made-up lines.

        The page has no number and says that it is a preview.
        """
        desk = self._desk
        desk.allow(LOOK)
        with desk.database.read() as tx:
            newest = receipts.newest_content(tx)
        office = desk.office
        today = desk.local_date(desk.clock.now())
        content = sample_content(today) if newest is None else thawed(newest)
        spoken = language.value if language else office.language
        page = Page(
            number="",
            content=replace(content, firm=office.firm, language=spoken),
            anchor="",
            layout_version=CURRENT_VERSION,
            template=cleaned(template),
            code=_unsigned(content),
        )
        return Sheet(page=page, paper=paper)

    def _write(self, act: Act, series_id: int | None, code: str | None, body: str | None) -> None:
        origin = act.origin()
        templates.insert(act.tx, origin, series_id=series_id, body=body)
        act.inserted("receipt_template", origin.pub)
        act.note_change(
            FieldChange(
                kind="receipt_template",
                pub=origin.pub,
                field="form",
                old=None,
                new=code or "",
            )
        )


def _unsigned(content: Content) -> str | None:
    """Make a code that nobody signed: a trial shows where it stands, and no check accepts it."""
    claim = Claim(
        number="0", issued_on=content.issued_on, amount_fen=content.amount_fen, anchor=_NO_ANCHOR
    )
    body = body_of(claim, bytes(KEY_BYTES))
    return None if body is None else text_of(body, bytes(SIGNATURE_BYTES))


def _series_id(tx: Transaction, code: str | None) -> int | None:
    if code is None:
        return None
    found = series.find(tx, code)
    if found is None:
        raise KnownError(Code.BAD_VALUE, field="series", reason="number_series")
    return found.id
