"""Say a doubt about cards: its rule, and one sentence of what was found."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.quality import Finding, Rule
from ledgerdesk.i18n.log_words import change_field, number_words
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Language, Translator

RULES: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.SAME_NUMBER: N_("Same ID number"),
        Rule.SAME_PHONE: N_("Same phone"),
        Rule.SIMILAR: N_("Similar name"),
        Rule.IMPOSSIBLE: N_("Cannot be true"),
        Rule.MISSING: N_("Still missing"),
    }
)
_IMPOSSIBLE: Mapping[str, str] = MappingProxyType(
    {
        "email": N_("This is no e-mail address: {value}"),
        "name": N_("This is nobody's name: {value}"),
        "phone": N_("This is no telephone number: {value}"),
    }
)
_SHOWN_MEMBERS = 3


def rule_words(translator: Translator, rule: Rule) -> str:
    """Call a rule."""
    return translator.text(RULES[rule])


def finding_title(finding: Finding) -> str:
    """Name the cards a finding is about, the first few."""
    shown = [f"{one.name} {one.code}" for one in finding.members[:_SHOWN_MEMBERS]]
    left = len(finding.members) - len(shown)
    return " · ".join(shown) + (f" +{left}" if left else "")


def finding_fact(translator: Translator, finding: Finding) -> str:
    """Say what was found."""
    if finding.rule is Rule.SAME_NUMBER:
        return number_words(translator, finding.field.partition(".")[2])
    if finding.rule is Rule.SAME_PHONE:
        return finding.said[0]
    if finding.rule is Rule.IMPOSSIBLE:
        return translator.text(_IMPOSSIBLE[finding.field], value=finding.said[0])
    if finding.rule is Rule.MISSING:
        mark = "、" if translator.language is Language.ZH else ", "
        words = [change_field(translator, "customer", field) for field in finding.said]
        return translator.text("To be filled in or put right: {fields}", fields=mark.join(words))
    firms = dict.fromkeys(one.company for one in finding.members if one.company)
    return " · ".join(firms)


def finding_sentence(translator: Translator, finding: Finding) -> str:
    """Say a finding on one line: the cards, and what was found."""
    fact = finding_fact(translator, finding)
    return finding_title(finding) + (f"  {fact}" if fact else "")
