"""F1: the manual that comes with the program, opened at the part about where one is."""

import re

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.security import page_of, told_page
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.i18n.translator import Language

FILE = "manual.md"
_ANCHOR = re.compile(r'^<a id="(?:en-)?(\w+)"></a>\n+## ', re.MULTILINE)
_HEADING = "## "


class ManualDialog(Asking):
    """Show `docs/manual.md` in the window's language, from an anchor on."""

    def __init__(self, parent: QWidget, speech: Speech, anchor: str) -> None:
        super().__init__(parent, act=Kind.PLAIN, width=780)
        self.act.hide()
        title, text = page_of(FILE, speech.language)
        self._part = anchors(speech.language).index(anchor)
        self.page = told_page(title, _ANCHOR.sub(_HEADING, text))
        self.body.addWidget(self.page)
        self.say_frame(title, "", "", speech.text("Close"))
        self.page.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the part that was asked for: taking its size has scrolled the page."""
        super().showEvent(event)
        document = self.page.document()
        block, left = document.begin(), self._part
        while block.isValid():
            if block.blockFormat().headingLevel():
                if left == 0:
                    break
                left -= 1
            block = block.next()
        top = document.documentLayout().blockBoundingRect(block).top()
        self.page.verticalScrollBar().setValue(int(top))


def anchors(language: Language) -> list[str]:
    """List the anchors of the manual in their order."""
    return _ANCHOR.findall(page_of(FILE, language)[1])
