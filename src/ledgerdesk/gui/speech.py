"""The window's voice: one translator for all widgets, changed live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from ledgerdesk.i18n.translator import Language, Translator

if TYPE_CHECKING:
    from ledgerdesk.core.errors import KnownError


_QT_LACKS = {
    ("QFileDialog", "&Look in:"): "查找位置(&I)：",
    ("QFileDialog", "Files of &type:"): "文件类型(&T)：",
    ("QPrintSettingsOutput", "Page &Set:"): "页面(&S)：",
}
"""What Qt's own Chinese has no word for: these were changed after it was translated."""


class _QtRest(QTranslator):
    """Give the words of Qt's dialogs that its catalogue lacks."""

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - Qt's name
        _disambiguation: str | None = None,
        _n: int = -1,
    ) -> str:
        return _QT_LACKS.get((context, sourceText))  # type: ignore[return-value] # None asks the next one


class Speech(QObject):
    """Translate for the window; `changed` says that every text must be said again."""

    changed = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.translator = Translator.load(language)
        self._qt_words: list[QTranslator] = []
        self._say_qt_words()

    @property
    def language(self) -> Language:
        """The language in force."""
        return self.translator.language

    def choose(self, language: Language) -> None:
        """Speak another language from now on."""
        if language is self.language:
            return
        self.translator = Translator.load(language)
        self._say_qt_words()
        self.changed.emit()

    def text(self, message: str, /, **arguments: object) -> str:
        """Translate a source string and fill its places."""
        return self.translator.text(message, **arguments)

    def plural(self, one: str, many: str, number: int, /, **arguments: object) -> str:
        """Translate a message that hangs on a count."""
        return self.translator.plural(one, many, number, **arguments)

    def sentence(self, error: KnownError) -> str:
        """Say a known error."""
        from ledgerdesk.i18n.messages import sentence  # noqa: PLC0415 - nothing is wrong yet

        return sentence(self.translator, error)

    def _say_qt_words(self) -> None:
        application = QApplication.instance()
        if application is None:
            return
        while self._qt_words:
            application.removeTranslator(self._qt_words.pop())
        chinese = self.language is Language.ZH
        QLocale.setDefault(QLocale("zh_CN" if chinese else "en_GB"))
        if chinese:
            words, rest = QTranslator(self), _QtRest(self)
            if words.load("qtbase_zh_CN", _qt_translations()):
                for one in (words, rest):
                    application.installTranslator(one)
                    self._qt_words.append(one)


def _qt_translations() -> str:
    from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415 - only where Chinese is spoken

    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
