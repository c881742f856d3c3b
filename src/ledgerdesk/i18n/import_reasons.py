"""Say why a row of a table was refused, or what in it is worth a look, in one sentence."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.importing import RowNote
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "alphabet": N_("It holds a character such a number never has."),
        "another_number": N_("This customer has another ID number already. Both are kept."),
        "beyond_header": N_("It stands beyond the last heading: was a comma left unquoted?"),
        "bidi": N_("It holds invisible marks that turn text around. Type it anew."),
        "birth_date": N_("The date of birth in it was never a day."),
        "birth_in_future": N_("The date of birth in it is in the future."),
        "check_digit": N_("Its last digit does not fit the others: a digit is mistyped."),
        "control": N_("It holds a character that cannot be seen. Type it anew."),
        "day": N_("There is no such day in this month."),
        "first_generation": N_("This is a number of the first generation; write its 18 digits."),
        "format": N_("It cannot be read as what this column holds."),
        "formula": N_("It is a formula. Paste it as a value and try again."),
        "grouping": N_("Its digits are not grouped by three. Is it the right amount?"),
        "in_the_future": N_("The date is in the future. Use today or an earlier day."),
        "left_out": N_("The book has a customer of this name; such rows are left out."),
        "length": N_("It has too many or too few characters."),
        "line_break": N_("It holds a line break. Put it in one line."),
        "month": N_("There is no such month."),
        "negative": N_("It is less than zero. A refund is a reversal, not a row."),
        "no_year": N_("The date has no year. Write it like 2026-01-31."),
        "noncharacter": N_("It holds a code that is no character. Type it anew."),
        "not_a_number": N_("This is not an amount. Write it like 1,234.50."),
        "not_positive": N_("This must be more than zero."),
        "region": N_("Its first digits name no region."),
        "required": N_("This is needed. Fill it in."),
        "scientific_notation": N_(
            "The sheet has cut its digits (1.1E+17). Format the column as text and type it anew."
        ),
        "several_of_name": N_("The book has several customers of this name. Add his phone."),
        "sheet_error": N_("The sheet shows an error here. Mend it and try again."),
        "stopped": N_("This customer asked that nothing of his be processed."),
        "surrogate": N_("It holds half a character. Type it anew."),
        "time": N_("The time behind the date does not exist."),
        "too_large": N_("The amount is too large."),
        "too_long": N_("It is too long."),
        "too_many_decimals": N_("An amount has at most two decimals."),
        "voided": N_("This trade was voided."),
        "year": N_("The year is not between 1900 and 2099."),
    }
)


def reason_sentence(translator: Translator, note: RowNote) -> str:
    """Say a row's fault; one without words of its own is shown by its name."""
    message = REASONS.get(note.reason)
    return note.reason if message is None else translator.text(message)
