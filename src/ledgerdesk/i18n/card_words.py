"""What each personal field of a card is kept for, where the office says nothing of its own."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.standards import Rule
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator

PURPOSES: Mapping[str, str] = MappingProxyType(
    {
        "address": N_("Kept to send papers by post."),
        "company": N_("Kept to tell people of one name apart."),
        "consent": N_("Kept to prove that he agreed."),
        "email": N_("Kept to send receipts and statements."),
        "name": N_("Kept to issue receipts; the law asks for it."),
        "number": N_("Kept only where a law or a contract asks who he is; masked everywhere."),
        "phone": N_("Kept to reach him about his trades."),
        "print_name": N_("Kept to print his receipts."),
        "responsible": N_("Kept so that he knows whom to ask for."),
        "wechat": N_("Kept to reach him about his trades."),
    }
)


def purpose_words(translator: Translator, rule: Rule) -> str:
    """Say what a field is kept for: the office's own words, else the given ones, else nothing."""
    if rule.purpose:
        return rule.purpose
    given = PURPOSES.get(rule.field)
    return "" if given is None else translator.text(given)
