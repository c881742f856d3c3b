"""Words of the rules of proofreading: what each looks at, what its limit counts, what it does."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.proofreading import Level, Rule
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator

RULES: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.TWIN: N_("Same customer and amount again"),
        Rule.PAYER: N_("Payer other than last time"),
        Rule.UNUSUAL: N_("Amount far above what is usual"),
        Rule.ROUND: N_("Only whole hundreds, one after another"),
        Rule.CLOCK: N_("Clock a week after the last entry"),
    }
)
UNITS: Mapping[Rule, str] = MappingProxyType(
    {Rule.TWIN: N_("minutes"), Rule.UNUSUAL: N_("times"), Rule.ROUND: N_("in a row")}
)
LEVELS: Mapping[Level, str] = MappingProxyType(
    {
        Level.OFF: N_("off"),
        Level.NOTE: N_("noted only"),
        Level.ASK: N_("asks"),
        Level.STOP: N_("refuses"),
    }
)


def rule_words(translator: Translator, rule: Rule) -> str:
    """Say what a rule looks at."""
    return translator.text(RULES[rule])


def unit_words(translator: Translator, rule: Rule) -> str:
    """Say what a rule's limit counts; nothing for one without."""
    return translator.text(UNITS[rule]) if rule in UNITS else ""


def level_words(translator: Translator, level: Level) -> str:
    """Say what a rule does."""
    return translator.text(LEVELS[level])
