"""Words for a second look: why it is asked for, and how it stands."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ledgerdesk.core.reviews import Cause, State
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


def causes_words(translator: Translator, causes: Iterable[Cause]) -> str:
    """Say why a review is asked for."""
    mark = "、" if translator.language is Language.ZH else ", "
    return mark.join(translator.text(CAUSES[cause]) for cause in causes)


def state_words(translator: Translator, state: State, *, is_alone: bool = False) -> str:
    """Say how it stands; a review by the author himself, in an office of one, says so (自审)."""
    if is_alone and state is State.REVIEWED:
        return translator.text("reviewed by himself")
    return translator.text(STATES[state])
