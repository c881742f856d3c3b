"""Say every rule of proofreading as one sentence that names what is true and what to do."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.money import yuan_text
from ledgerdesk.core.problems import Problem
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator

RULES: Mapping[str, str] = MappingProxyType(
    {
        "asked_for": N_("The office asks for this. Ask the customer when you can."),
        "clock_ahead": N_(
            "The clock is more than 7 days later than the last entry. Check date and time."
        ),
        "differs_from_last": N_("The payer differs from this customer's last receipt. Check it."),
        "does_not_fit": N_("This does not fit on the paper. Shorten it or choose a larger paper."),
        "in_the_future": N_("The date is in the future. Use today or an earlier day."),
        "no_glyph": N_("The character {character} cannot be printed. Enter another form of it."),
        "more_than_sum": N_("This is more than the trade comes to. Check both."),
        "not_allowed": N_("This is not among the words the office uses here. Choose one of them."),
        "not_positive": N_("This must be more than zero."),
        "not_quantity_times_price": N_("Quantity times price is not this amount. Check the three."),
        "parts_differ_from_lines": N_(
            "What was paid is not the sum of the lines. Check both, or say that the rest is owed or"
            " kept."
        ),
        "required": N_("This is needed. Fill it in."),
        "round_run": N_("The last {limit} amounts are all whole hundreds. Are they right?"),
        "closed_period": N_(
            "This day lies in a month that is closed. Date it today, and name the day in the note."
        ),
        "same_within_minutes": N_(
            "The same customer and amount had receipt {number} within {limit} minutes. Is this"
            " another payment?"
        ),
        "shape": N_("This does not look like what the office asks for here. Check it."),
        "too_long": N_("This is too long: at most {limit} characters."),
        "too_many": N_("There are too many lines: at most {limit}."),
        "unusual": N_("The amount is more than {limit} times what is usual ({usual}). Check it."),
    }
)


# What a person calls a field, by the last part of its name (`lines.0.item` is an item).
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "amount": N_("Amount"),
        "capitals": N_("Amount in capitals"),
        "customer": N_("Customer"),
        "date": N_("Date"),
        "deposit": N_("Deposit"),
        "discount": N_("Discount"),
        "detail": N_("Detail"),
        "firm": N_("Firm"),
        "first_number": N_("First number"),
        "item": N_("Item"),
        "last_number": N_("Last number"),
        "method": N_("Method"),
        "name": N_("Name"),
        "note": N_("Note"),
        "number": N_("Number"),
        "owner": N_("Owner"),
        "payer": N_("Payer"),
        "pattern": N_("Shape of numbers"),
        "period": N_("Month or year"),
        "price": N_("Price"),
        "quantity": N_("Quantity"),
        "reason": N_("Reason"),
        "trade": N_("Trade"),
        "unit": N_("Unit"),
    }
)


def field_words(translator: Translator, field: str) -> str:
    """Call a field by a person's word; one without a word is shown as a script names it."""
    words = FIELDS.get(field.rpartition(".")[2])
    return field if words is None else translator.text(words)


def problem_sentence(translator: Translator, problem: Problem) -> str:
    """Say one problem in the reader's language; a value it lacks is shown as a question mark."""
    details = dict.fromkeys(("character", "limit", "number", "usual"), "?") | {
        name: str(value) for name, value in problem.details
    }
    usual = dict(problem.details).get("usual_fen")
    if isinstance(usual, int):
        details["usual"] = yuan_text(usual)
    return translator.text(RULES[problem.rule], **details)


def question(translator: Translator, error: KnownError) -> str:
    """Say what is asked before a number is drawn, of a `needs_answer`."""
    details = {name: value for name, value in error.details.items() if name != "rule"}
    problem = Problem.amber(error.field or "", str(error.details.get("rule")), **details)
    return problem_sentence(translator, problem)
