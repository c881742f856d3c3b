"""Words of a card: its categories, and what each field is kept for where nothing else is said."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.customers import Category
from ledgerdesk.core.standards import Rule
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator

CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        Category.PROSPECT.value: N_("prospect"),
        Category.ACTIVE.value: N_("active"),
        Category.DORMANT.value: N_("dormant"),
        Category.ENDED.value: N_("ended"),
    }
)
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


def category_words(translator: Translator, category: str) -> str:
    """Say a category; the office's own word is its own."""
    known = CATEGORIES.get(category)
    return category if known is None else translator.text(known)
