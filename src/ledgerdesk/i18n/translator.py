"""Choose the language once and translate when asked; nothing is translated at import time."""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ledgerdesk.resources import resource

DOMAIN = "ledgerdesk"


class Language(StrEnum):
    """Name the languages the program speaks, as gettext names their folders."""

    ZH = "zh_CN"
    EN = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Translator:
    """Translate English source strings into one language."""

    language: Language
    _catalogue: gettext.NullTranslations = field(repr=False)

    @classmethod
    def load(cls, language: Language) -> "Translator":
        """Read the compiled catalogue of a language.

        Raises:
            FileNotFoundError: if the program was packaged without its catalogues.
        """
        path = resource("i18n", language.value, "LC_MESSAGES", f"{DOMAIN}.mo")
        with path.open("rb") as compiled:
            return cls(language=language, _catalogue=gettext.GNUTranslations(compiled))

    def text(self, message: str, /, **arguments: object) -> str:
        """Translate a message and fill its `{named}` places.

        Raises:
            KeyError: if the message names a place that was not given, which is a bug.
        """
        translated = self._catalogue.gettext(message) if message else ""
        return translated.format(**arguments) if arguments else translated

    def plural(self, one: str, many: str, number: int, /, **arguments: object) -> str:
        """Translate a message that hangs on a count, which is its place `{number}`."""
        translated = self._catalogue.ngettext(one, many, number)
        return translated.format(number=number, **arguments)


def choose_language(env: Mapping[str, str], preferred: str | None) -> Language:
    """Return the language somebody chose, else the system's if it is English, else Chinese.

    The first of LANGUAGE, LC_ALL, LC_MESSAGES and LANG that is set decides, as in gettext. A
    system without a language (`C`, `POSIX`) is no reason to greet a Chinese office in English.
    """
    if preferred is not None:
        return Language.EN if _is_english(preferred) else Language.ZH
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    found = next((env[name] for name in names if env.get(name)), "")
    return Language.EN if _is_english(found) else Language.ZH


def _is_english(name: str) -> bool:
    head = name.lower().replace("-", "_").split(":")[0].split("_")[0].split(".")[0]
    return head == "en"
