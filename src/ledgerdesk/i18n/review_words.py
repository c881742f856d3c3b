"""Words for a second look: why it is asked for, and how it stands."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ledgerdesk.core.money import format_fen
from ledgerdesk.core.reviews import Cause, Compared, State
from ledgerdesk.i18n.log_words import change_field
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Language, Translator

CAUSES: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.AMOUNT: N_("large sum"),
        Cause.BACK_DATED: N_("of an earlier day"),
        Cause.HOURS: N_("outside the hours"),
        Cause.ID_CHANGED: N_("another ID number"),
        Cause.VOID: N_("voided"),
    }
)
STATES: Mapping[State, str] = MappingProxyType(
    {
        State.DRAFT: N_("draft"),
        State.WAITING: N_("to review"),
        State.REVIEWED: N_("reviewed"),
        State.RETURNED: N_("returned"),
        State.VOIDED: N_("taken back"),
    }
)


_COMPARED: Mapping[str, str] = MappingProxyType(
    {
        "amount": N_("Amount"),
        "date": N_("Day of the trade"),
        "hours": N_("Hours"),
        "late_reason": N_("Why it was entered late"),
        "reason": N_("Reason of the void"),
    }
)
_NUMBER = "number."


def compared_words(translator: Translator, row: Compared) -> tuple[str, str, str]:
    """Say what is compared, how it was or is usual, and how it is."""
    if row.name.startswith(_NUMBER):
        name = change_field(translator, "customer", row.name)
    else:
        name = translator.text(_COMPARED[row.name])
    shown = [
        f"¥{format_fen(value)}" if isinstance(value, int) else value or "—"
        for value in (row.before, row.after)
    ]
    return name, shown[0], shown[1]


def causes_words(translator: Translator, causes: Iterable[Cause]) -> str:
    """Say why a review is asked for."""
    mark = "、" if translator.language is Language.ZH else ", "
    return mark.join(translator.text(CAUSES[cause]) for cause in causes)


def state_words(translator: Translator, state: State, *, is_alone: bool = False) -> str:
    """Say how it stands; a review by the author himself, in an office of one, says so (自审)."""
    if is_alone and state is State.REVIEWED:
        return translator.text("reviewed by himself")
    return translator.text(STATES[state])
