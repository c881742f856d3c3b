"""What a receipt says of its payment: all lines of the trade, or its share of them in one."""

from ledgerdesk.core.money import yuan_text
from ledgerdesk.core.settling import in_one_line
from ledgerdesk.core.transactions import Line
from ledgerdesk.i18n.settling_words import deposit_item, part_note
from ledgerdesk.i18n.translator import Language, Translator
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.storage import settling
from ledgerdesk.storage.transactions import Payment


def receipt_lines(act: Act, payment: Payment) -> tuple[Line, ...]:
    """Give the lines of a payment's receipt; they add up to the payment.

    A payment that settles its trade by itself shows the trade's own lines, any other its share in
    one; what it moved in the customer's deposit is a line of its own.
    """
    if payment.is_whole:
        lines = payment.lines
    elif payment.settles_fen:
        lines = (in_one_line(payment.lines, payment.settles_fen),)
    else:
        lines = ()
    if not payment.moved_fen:
        return lines
    quantity = 1000 if payment.moved_fen > 0 else -1000
    kept = Line(
        item=deposit_item(office_translator(act.desk)),
        amount_fen=payment.moved_fen,
        quantity_milli=quantity,
    )
    return (*lines, kept)


def receipt_note(act: Act, payment: Payment) -> str:
    """Give the note of a payment's receipt; a part payment says of what, and what is still owed."""
    if payment.is_whole or payment.amount_fen < 0:
        return payment.note
    found = settling.account(act.tx, payment.trade_id)
    if found is None:
        raise RuntimeError("a payment refers to a trade that is not there")
    drawn = -sum(fen for _, fen in settling.used_for(act.tx, payment.trade_id))
    paid = drawn + settling.came_in_until(act.tx, payment.trade_id, payment.id)
    said = part_note(
        office_translator(act.desk),
        claim=yuan_text(found.claim_fen),
        paid=yuan_text(paid),
        owed=yuan_text(max(found.claim_fen - paid, 0)),
    )
    return f"{payment.note}；{said}" if payment.note else said


def office_translator(desk: Desk) -> Translator:
    """Load the words of the language the office's receipts are in."""
    return Translator.load(Language.EN if desk.office.language == Language.EN else Language.ZH)
