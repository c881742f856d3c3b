"""What leads where: the signals of the pages and desks, and what hears them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ledgerdesk.gui.places import (
    BACKUP,
    CUSTOMERS,
    IMPORT,
    LOG,
    QUALITY,
    REVIEWS,
    SERIES,
    STAFF,
    STANDARDS,
    TRADE,
)

if TYPE_CHECKING:
    from ledgerdesk.gui.shell import Shell
    from ledgerdesk.gui.stage import Stage


def wire(shell: Shell, stage: Stage) -> None:
    """Connect every page and desk with what it leads to."""
    shell.sidebar.chosen.connect(shell.go)
    stage.speech.changed.connect(shell.say)
    stage.tasks.changed.connect(shell.note)
    shell.today.trade_wanted.connect(lambda: shell.go(TRADE))
    shell.today.receipt_wanted.connect(shell.show_receipt)
    shell.today.close_wanted.connect(shell.close_day)
    shell.days.number_wanted.connect(shell.show_receipt)
    shell.days.payment_wanted.connect(shell.desk.issue_for)
    shell.days.reviews_wanted.connect(lambda: shell.go(REVIEWS))
    shell.days.backup_wanted.connect(lambda: shell.go(BACKUP))
    shell.days.day_closed.connect(shell.keeper.day_closed)
    shell.keeper.failed.connect(shell.tell_not_copied)
    shell.backup.questions.written.connect(
        lambda text, file: shell.desk.tell_written(text, Path(file))
    )
    shell.days.owed_wanted.connect(shell.show_customer)
    shell.days.quality_wanted.connect(lambda: shell.go(QUALITY))
    shell.today.issue_wanted.connect(shell.desk.issue_for)
    shell.customers.issue_wanted.connect(shell.desk.issue_for)
    shell.today.draft_wanted.connect(shell.resume)
    shell.today.draft_thrown.connect(lambda draft: shell.trade.drafts.throw_away(draft.pub))
    shell.today.print_wanted.connect(shell.desk.settle)
    shell.today.customer_wanted.connect(shell.show_customer)
    shell.today.quick.entered.connect(shell.trade.enter)
    shell.trade.look_wanted.connect(lambda: shell.go(TRADE))
    shell.today.backup_wanted.connect(lambda: shell.go(BACKUP))
    shell.today.series_wanted.connect(lambda: shell.go(SERIES))
    shell.receipts.trade_wanted.connect(lambda: shell.go(TRADE))
    shell.receipts.taken_back.connect(shell.tell_taken_back)
    _wire_customers(shell)
    shell.trade.issued.connect(shell.desk.note_issued)
    _wire_payments(shell)
    shell.desk.issued.connect(shell.tell_issued)
    shell.desk.receipted.connect(shell.trade.forget_saved)
    shell.trade.saved.connect(shell.desk.note_saved)
    shell.trade.cleared.connect(shell.tell_cleared)
    for keeper in (shell.trade, shell.customers):
        keeper.thrown_away.connect(shell.tell_thrown_away)
    shell.printing.remembered.connect(shell.status.say)
    shell.settings.changed_way.connect(shell.status.say)
    shell.printing.failed.connect(shell.complain)
    for page in shell.pages:
        page.failed.connect(shell.complain)
        page.done.connect(shell.tell)
        page.hint_changed.connect(shell.tell_hint)
        page.last_number_wanted.connect(shell.bars.confirm_numbers)
    shell.bars.told.connect(shell.tell)
    shell.bars.written.connect(lambda text, file: shell.desk.tell_written(text, Path(file)))
    shell.bars.complained.connect(shell.complain)
    shell.watch.found.connect(shell.bars.show_findings)
    shell.watch.found.connect(shell.log.show_findings)
    _wire_people(shell)


def _wire_payments(shell: Shell) -> None:
    acts = shell.customers.card.acts
    shell.trade.pay_wanted.connect(shell.payments.collect)
    acts.pay_wanted.connect(shell.payments.collect)
    acts.give_back_wanted.connect(shell.payments.give_back)
    acts.statement_wanted.connect(shell.show_statement)
    shell.payments.issued.connect(shell.desk.note_issued)
    shell.trades.receipt_wanted.connect(shell.show_receipt)
    shell.trades.customer_wanted.connect(shell.show_customer)
    shell.trades.pay_wanted.connect(shell.payments.collect)


def _wire_customers(shell: Shell) -> None:
    shell.customers.trade_wanted.connect(shell.trade_for)
    shell.customers.added.connect(shell.tell_added)
    shell.customers.discarded.connect(shell.tell_discarded)
    shell.customers.undoable.connect(shell.tell_undoable)
    shell.customers.receipt_wanted.connect(shell.show_receipt)
    shell.customers.import_wanted.connect(lambda: shell.go(IMPORT))
    shell.customers.quality_wanted.connect(lambda: shell.go(QUALITY))
    shell.quality.card_wanted.connect(shell.show_card)
    shell.reviews.receipt_wanted.connect(shell.show_receipt)
    shell.reviews.customer_wanted.connect(shell.show_customer)
    shell.today.reviews_wanted.connect(lambda: shell.go(REVIEWS))
    shell.customers.card.acts.merge_wanted.connect(shell.quality.lay_side_by_side)
    shell.quality.undoable.connect(shell.tell_undoable)
    shell.imports.left.connect(lambda: shell.go(CUSTOMERS))
    shell.imports.customer_wanted.connect(shell.show_customer)


def _wire_people(shell: Shell) -> None:
    shell.reports.receipt_wanted.connect(shell.show_receipt)
    shell.reports.customer_wanted.connect(shell.show_customer)
    shell.staff.password_wanted.connect(shell.change_password)
    shell.settings.password_wanted.connect(shell.change_password)
    shell.settings.staff_wanted.connect(lambda: shell.go(STAFF))
    shell.settings.standard_wanted.connect(lambda: shell.go(STANDARDS))
    shell.settings.log_wanted.connect(lambda: shell.go(LOG))
    shell.settings.sheet_wanted.connect(shell.bars.make_new_sheet)
    shell.customers.log_wanted.connect(shell.show_log_of)
