"""Closer words for a code, by its details: those that would make the list of codes too long."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ledgerdesk.core.errors import Plain
from ledgerdesk.i18n.marks import N_


@dataclass(frozen=True, slots=True)
class Variant:
    """Word a code more closely when its details allow it.

    It fits when every detail in `when` has that value (`field` is the error's own) and every place
    in `message` can be filled.
    """

    message: str
    when: Mapping[str, Plain] = field(default_factory=dict)


LAST_NUMBERS = (
    Variant(
        N_("Write the last number as SERIES=NUMBER, for example SJ=SJ2026-000124."),
        {"reason": "number_form"},
    ),
    Variant(
        N_("There is no such series in this book. Look at the letters before the number."),
        {"reason": "number_series"},
    ),
    Variant(
        N_("This is not a number of that series. Copy it whole from the last sheet of paper."),
        {"reason": "number_pattern"},
    ),
    Variant(
        N_("This number belongs to a time to come. Copy it from the last sheet of paper."),
        {"reason": "number_not_yet"},
    ),
    Variant(
        N_(
            "The book itself already goes up to {least}. Copy the number from the last sheet of"
            " paper."
        ),
        {"reason": "number_below"},
    ),
    Variant(
        N_("The last number of this series is known already. Nothing needs to be confirmed."),
        {"reason": "number_known"},
    ),
    Variant(
        N_("This number is impossibly far ahead. Copy it from the last sheet of paper."),
        {"reason": "number_too_far"},
    ),
)

MERGES = (
    Variant(
        N_("This is one and the same card. Choose the other one it is to become one with."),
        {"reason": "itself"},
    ),
    Variant(
        N_("{number} lives on as another card already. Open that one and merge it, or undo first."),
        {"reason": "already_merged"},
    ),
    Variant(
        N_("Nothing of {number} may be processed any more. It stays as it is."),
        {"reason": "stopped"},
    ),
    Variant(
        N_(
            "{person} has begun to change one of the two cards. Let that be saved or thrown away"
            " first."
        ),
        {"reason": "draft_open"},
    ),
    Variant(
        N_("{number} stands by itself. There is nothing to take apart."), {"reason": "not_merged"}
    ),
)

SUMS_LEFT = (
    Variant(N_("Write a sum that is more than zero."), {"reason": "not_positive"}),
    Variant(N_("At most {left} is left of it. Enter that, or less."), {"reason": "more_than_left"}),
    Variant(
        N_("Only {held} of this customer's deposit lies here. Use that, or less."),
        {"reason": "not_there", "field": "deposit"},
    ),
)

SETTLED = (
    Variant(
        N_("Write capital letters and digits, a letter first, at most 10."),
        {"reason": "series_code"},
    ),
    Variant(
        N_("End it with zeros in braces, four to twelve of them, for example {example}."),
        {"reason": "pattern_zeros"},
    ),
    Variant(
        N_("Numbers that start again need the year in them, for example {example}."),
        {"reason": "pattern_year"},
    ),
    Variant(
        N_("Numbers that start again each month need the month too, for example {example}."),
        {"reason": "pattern_month"},
    ),
    Variant(
        N_("Write letters A to Z, digits, - and / around the braces, for example {example}."),
        {"reason": "pattern_letters"},
    ),
    Variant(
        N_("Another series could print the same numbers. Begin the pattern with other letters."),
        {"reason": "same_numbers"},
    ),
    Variant(
        N_("The office issues from this series. Choose another one in the settings first."),
        {"reason": "series_in_use"},
    ),
    Variant(
        N_("The two numbers are of different periods. Ask for each period by itself."),
        {"reason": "other_period"},
    ),
    Variant(
        N_("The last number stands before the first. Change one of the two."),
        {"reason": "before_from"},
    ),
    Variant(
        N_("This day is still to come. Write today, or an earlier one."),
        {"reason": "in_future"},
    ),
    Variant(
        N_("Somebody has {first} to {last} already. Take those back first, or choose others."),
        {"reason": "in_hands"},
    ),
    Variant(
        N_("{first} to {last} were used before. Choose numbers above them."),
        {"reason": "used_in_hands"},
    ),
    Variant(
        N_("This range is not out any more. Look at the register again."),
        {"reason": "not_out"},
    ),
    Variant(
        N_("It went out later than that. Write a day on or after it."),
        {"reason": "before_hand_out"},
    ),
    Variant(
        N_("Out were {first} to {last}. Write one of them, or none where all were used."),
        {"reason": "outside_range"},
    ),
    Variant(
        N_("Receipts were issued up to {last}. Write a number above it."),
        {"reason": "was_used"},
    ),
    Variant(
        N_("Write the number as printed on the sheet. It ends in digits."),
        {"reason": "sheet_number"},
    ),
    Variant(
        N_("The last sheet does not follow the first. Write both numbers whole, as printed."),
        {"reason": "sheet_order"},
    ),
    Variant(
        N_("These are too many sheets at once: at most {most}. Register them in parts."),
        {"reason": "sheets_many"},
    ),
    Variant(
        N_("Sheet {number} of {stock} was used or spoiled before. Look at the paper again."),
        {"reason": "sheet_taken"},
    ),
    Variant(N_("Write a whole number from {least} to {most}."), {"reason": "out_of_range"}),
    Variant(
        N_("So many filters are kept already: at most {limit}. Drop one first."),
        {"reason": "too_many_filters"},
    ),
    Variant(
        N_("The largest sum is less than the smallest. Change one of the two."),
        {"reason": "less_than_least"},
    ),
    Variant(
        N_("A statement is one customer's. Name him by his number."),
        {"reason": "customer_needed"},
    ),
    Variant(
        N_("Nothing is owed of this trade any more. Look at its receipts."),
        {"reason": "settled"},
    ),
    Variant(
        N_(
            "What this payment left as a deposit was used meanwhile. Take back first what it was"
            " used for."
        ),
        {"reason": "deposit_used"},
    ),
)

DAYS = (
    Variant(
        N_("Write a month like 2026-11, or a year like 2026."),
        {"reason": "period_form"},
    ),
    Variant(
        N_(
            "This month or year is closed for good. A mistake is put right by a reversal dated"
            " today."
        ),
        {"reason": "period_closed"},
    ),
    Variant(
        N_("It is not over yet. It can be closed after {last}."),
        {"reason": "not_over"},
    ),
    Variant(
        N_("{day} took something in and is not closed yet. Close that day first."),
        {"reason": "days_open"},
    ),
    Variant(
        N_("This day is still to come. Close today, or an earlier day that is open."),
        {"reason": "in_the_future", "field": "date"},
    ),
    Variant(
        N_("This day is not closed by itself. Look at the list of closes and take one of them."),
        {"reason": "not_closed"},
    ),
    Variant(
        N_("{day} was closed after it. Only the last close can be opened again."),
        {"reason": "later_closed"},
    ),
    Variant(
        N_("The opening float is what the last close left in the till. Leave it out."),
        {"reason": "carried"},
    ),
    Variant(
        N_("This is more than the till holds. Count it again."),
        {"reason": "not_there"},
    ),
    Variant(
        N_("There is no such note or coin. Use 100, 50, 20, 10, 5, 1, 0.5 and 0.1."),
        {"reason": "piece"},
    ),
    Variant(N_("Write a whole number of pieces, at most {limit}."), {"reason": "pieces"}),
    Variant(
        N_("Cash is counted twice. Name its pieces or its sum, not both."),
        {"reason": "counted_twice"},
    ),
    Variant(
        N_("What was imported is in no till. Count what was taken here."), {"reason": "imported"}
    ),
    Variant(
        N_("This does not say what was counted. Write it like {example}; whole numbers are fen."),
        {"reason": "counted_form"},
    ),
)

ENTRIES = (
    Variant(N_("This is needed. Fill it in."), {"reason": "required"}),
    Variant(N_("This is what stands there already. Write what is right."), {"reason": "same"}),
    Variant(
        N_("This finding is not there any more. Look at the list again."),
        {"reason": "unknown", "field": "finding"},
    ),
    Variant(
        N_("There is no such request. Look at the list again."),
        {"reason": "unknown", "field": "correction"},
    ),
    Variant(
        N_("Write a part of what is due: more than nothing, less than all of it."),
        {"reason": "part_of_total", "field": "paid"},
    ),
    Variant(
        N_("Write what was paid: more than is due, for the rest is kept."),
        {"reason": "more_than_total"},
    ),
    Variant(
        N_("Write which part of the total was paid by the other method."),
        {"reason": "part_of_total"},
    ),
    Variant(N_("Letters, digits, points and hyphens only."), {"reason": "code_characters"}),
    Variant(
        N_("Write a price above zero, or leave it open."),
        {"reason": "not_positive", "field": "price"},
    ),
    Variant(
        N_("There is no service of this code. Look at the list."), {"reason": "unknown_service"}
    ),
    Variant(
        N_("There is no such review. Look at the list again."),
        {"reason": "unknown", "field": "review"},
    ),
    Variant(
        N_("Write the hours as 08:30-18:00, from the opening to the closing."), {"reason": "hours"}
    ),
    Variant(
        N_("This is not JSON in the form the manual shows. Look at its first lines."),
        {"reason": "json"},
    ),
    Variant(N_("The JSON has a field nobody knows: {name}"), {"reason": "json_field"}),
    Variant(N_('Write it in quotes, as a text: 12.50 as "12.50".'), {"reason": "json_text"}),
    Variant(N_("Write a number of minutes from 1 to 60."), {"reason": "minutes"}),
    Variant(
        N_("There is no receipt in these days. Choose others."),
        {"reason": "no_receipts"},
    ),
    Variant(
        N_("A receipt was printed while the copies were being written. Please do it once more."),
        {"reason": "printed_since"},
    ),
    Variant(
        N_("Only receipts can be written as PDFs. Choose csv or xlsx for a table."),
        {"reason": "receipts_only"},
    ),
    Variant(
        N_("A receipt is no invoice: write another title, without 发票 and 监制."),
        {"reason": "no_invoice"},
    ),
    Variant(N_("A receipt has one to four copies."), {"reason": "plies"}),
    Variant(
        N_("This picture is too large. Choose one of at most {limit} kB."),
        {"reason": "too_large"},
    ),
    Variant(
        N_("This is no picture LedgerDesk knows. Choose a PNG or a JPEG."), {"reason": "no_image"}
    ),
    Variant(
        N_("This file is no form of receipts. Choose one that LedgerDesk wrote."),
        {"reason": "no_template"},
    ),
    Variant(
        N_("Only customers can be chosen by what stands on their cards."),
        {"reason": "customers_only"},
    ),
    Variant(N_("Write a number of days from 0 to 3650; 0 is never."), {"reason": "days"}),
    Variant(
        N_("Choose one of the office's categories; who manages them may add this word."),
        {"reason": "not_ours"},
    ),
    Variant(N_("A quotation mark or a backslash cannot stand here."), {"reason": "mark"}),
    Variant(
        N_("Only whoever verified it today may take that back, and only today."),
        {"reason": "not_his"},
    ),
    Variant(
        N_("A reason must not quote the number: the log keeps it for ever."),
        {"reason": "quotes_number"},
    ),
    Variant(N_("It holds a character such a number never has."), {"reason": "alphabet"}),
    Variant(N_("The date of birth in it was never a day."), {"reason": "birth_date"}),
    Variant(N_("The date of birth in it is in the future."), {"reason": "birth_in_future"}),
    Variant(
        N_("Its last digit does not fit the others: a digit is mistyped."),
        {"reason": "check_digit"},
    ),
    Variant(
        N_("This is a number of the first generation; write its 18 digits."),
        {"reason": "first_generation"},
    ),
    Variant(N_("It has too many or too few characters."), {"reason": "length"}),
    Variant(N_("Its first digits name no region."), {"reason": "region"}),
    Variant(N_("This is too long: at most {limit} characters."), {"reason": "too_long"}),
    Variant(N_("It holds a character that cannot be seen. Type it anew."), {"reason": "control"}),
    Variant(
        N_("It holds invisible marks that turn text around. Type it anew."), {"reason": "bidi"}
    ),
    Variant(N_("It holds half a character. Type it anew."), {"reason": "surrogate"}),
    Variant(N_("It holds a code that is no character. Type it anew."), {"reason": "noncharacter"}),
    Variant(N_("This must be more than zero."), {"reason": "not_positive"}),
    Variant(
        N_("The number is too large: at most 12 digits."),
        {"reason": "too_large", "field": "first_number"},
    ),
    Variant(
        N_(
            "The shape of the numbers does not fit: it needs the year, and four zeros or more in"
            " braces."
        ),
        {"reason": "pattern"},
    ),
    Variant(
        N_("Name either the payer or the number of a customer."), {"reason": "payer_or_customer"}
    ),
    Variant(
        N_("A red receipt stays. If only its paper is spoiled, void it as spoiled paper."),
        {"reason": "red_receipt"},
    ),
    Variant(N_("No file can have this name. Choose a shorter one."), {"reason": "path"}),
    Variant(
        N_("No owner has this name. The recovery sheet gives a new password to owners alone."),
        {"reason": "unknown_owner"},
    ),
    Variant(
        N_("A book has room for {limit} people. Remove somebody who left."),
        {"reason": "too_many_people"},
    ),
    Variant(
        N_("Nobody of this name works here. Look at the list of staff."),
        {"reason": "unknown_user"},
    ),
)

KEY_STORES = (
    Variant(N_("This PC has no key store. The password works as always."), {"reason": "none"}),
    Variant(
        N_("This PC's key store did not answer in 5 seconds. The password works as always."),
        {"reason": "slow"},
    ),
    Variant(
        N_("This PC's key store is locked. Unlock it, or use the password."), {"reason": "locked"}
    ),
    Variant(
        N_("Nobody starts without a password on this PC. Use the password."),
        {"reason": "nothing_kept"},
    ),
)

REFUSALS = (
    Variant(
        N_(
            "Owners and supervisors of an office of several sign in with their password. This"
            " cannot be switched on."
        ),
        {"reason": "no_personal_slot", "action": "keys.personal"},
    ),
    Variant(
        N_("Owners and supervisors of an office of several sign in with their password."),
        {"reason": "no_personal_slot"},
    ),
    Variant(N_("The book was locked. Only a password opens it again."), {"reason": "was_locked"}),
    Variant(
        N_("This sheet was issued before the book's key was changed. Issue a new one first."),
        {"reason": "sheet_outdated"},
    ),
    Variant(
        N_("Your account is switched off. Ask an owner to switch it on again."),
        {"reason": "disabled"},
    ),
    Variant(
        N_("The last owner stays. Let another owner in first."),
        {"reason": "last_owner"},
    ),
    Variant(
        N_("Nobody does this to himself. Ask another owner."),
        {"reason": "yourself"},
    ),
    Variant(
        N_("An owner who forgot the password needs the recovery sheet."),
        {"reason": "owner_by_sheet"},
    ),
)

PRINTS = (
    Variant(
        N_(
            "The page of receipt {number} does not say what was issued ({fields}). It was not"
            " printed or saved. Please check the book and report this."
        )
    ),
)
