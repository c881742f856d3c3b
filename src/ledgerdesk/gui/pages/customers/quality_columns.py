"""What the lists of the page on data quality show of findings, requests, what was put aside."""

from ledgerdesk.core.quality import Finding
from ledgerdesk.gui import figures
from ledgerdesk.gui.models.rows import Cell, Column
from ledgerdesk.gui.stage import Stage
from ledgerdesk.i18n.log_words import change_field
from ledgerdesk.i18n.quality_words import finding_fact, finding_title, rule_words
from ledgerdesk.services.corrections import Correction
from ledgerdesk.services.quality import Ignored


def of_findings(stage: Stage) -> tuple[Column[Finding], ...]:
    """Show the cards, and what was found."""
    t = stage.speech
    return (
        Column(title=lambda: t.text("Customers"), cell=lambda one: Cell(text=finding_title(one))),
        Column(
            title=lambda: t.text("What was found"),
            cell=lambda one: Cell(text=finding_fact(t.translator, one), tone="muted"),
        ),
    )


def of_corrections(stage: Stage) -> tuple[Column[Correction], ...]:
    """Show whose value is to become which, on what evidence, and who asks."""
    t = stage.speech

    def change(one: Correction) -> Cell:
        field = change_field(t.translator, "customer", one.field)
        return Cell(text=f"{field}  {one.wrong or '—'} → {one.correct or '—'}")

    def asked(one: Correction) -> Cell:
        when = figures.moment(t, one.requested_at, stage.today())
        return Cell(text=f"{one.requested_by}  {when}", tone="muted")

    return (
        Column(
            title=lambda: t.text("Customer"),
            cell=lambda one: Cell(text=f"{one.customer_name} {one.customer_code}"),
            width=190,
        ),
        Column(title=lambda: t.text("Correction"), cell=change),
        Column(
            title=lambda: t.text("Evidence"),
            cell=lambda one: Cell(text=f"{one.evidence} · {one.verified_by}", tone="muted"),
        ),
        Column(title=lambda: t.text("Asked by"), cell=asked, width=200),
    )


def of_ignored(stage: Stage) -> tuple[Column[Ignored], ...]:
    """Show what was put aside, why and by whom."""
    t = stage.speech

    def when(one: Ignored) -> Cell:
        return Cell(text=figures.moment(t, one.at, stage.today()), tone="muted")

    return (
        Column(
            title=lambda: t.text("What was found"),
            cell=lambda one: Cell(text=rule_words(t.translator, one.rule)),
            width=180,
        ),
        Column(title=lambda: t.text("Reason"), cell=lambda one: Cell(text=one.reason)),
        Column(
            title=lambda: t.text("Put aside by"),
            cell=lambda one: Cell(text=one.person, tone="muted"),
            width=140,
        ),
        Column(title=lambda: t.text("When"), cell=when, width=150),
    )
