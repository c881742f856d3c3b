"""Names of the papers a receipt goes on, and of the languages it can speak."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.receipts import PageLanguage, Paper
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator

PAPERS: Mapping[Paper, str] = MappingProxyType(
    {
        Paper.A5: N_("A5, three copies"),
        Paper.CONTINUOUS_241_3: N_("241-3 continuous"),
        Paper.CONTINUOUS_241_2: N_("241-2 continuous"),
        Paper.CONTINUOUS_241: N_("241 continuous, whole page"),
        Paper.A4_2UP: N_("A4, two on a sheet"),
        Paper.A4_3UP: N_("A4, three on a sheet"),
        Paper.THERMAL_80: N_("Thermal roll 80 mm"),
        Paper.THERMAL_58: N_("Thermal roll 58 mm"),
    }
)
LANGUAGES: Mapping[PageLanguage, str] = MappingProxyType(
    {
        PageLanguage.ZH: N_("Chinese"),
        PageLanguage.EN: N_("English"),
        PageLanguage.BOTH: N_("Both"),
    }
)


def paper_words(translator: Translator, paper: Paper) -> str:
    """Name a paper."""
    return translator.text(PAPERS[paper])


def language_words(translator: Translator, language: PageLanguage) -> str:
    """Name a language of receipts."""
    return translator.text(LANGUAGES[language])
