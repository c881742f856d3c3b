"""Read in the program how the book is kept safe, and what is not promised."""

from PySide6.QtGui import (
    QFontMetrics,
    QShowEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.i18n.translator import Language
from ledgerdesk.resources import resource

LINES_SHOWN = 24
_HEADING = "# "
_LINE_PERCENT = 135.0
_ABOVE_HEADING, _ABOVE_ITEM, _CELL = 20, 6, 7
_MARGIN, _INDENT = 12.0, 20.0


class SecurityDialog(Asking):
    """Show the page `docs/security.md` in the window's language."""

    def __init__(self, parent: QWidget, speech: Speech) -> None:
        super().__init__(parent, act=Kind.PLAIN, width=780)
        self.act.hide()
        title, text = security_page(speech.language)
        self.page = told_page(title, text)
        self.body.addWidget(self.page)
        self.say_frame(title, "", "", speech.text("Close"))
        self.page.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the beginning: taking its size has scrolled the page."""
        super().showEvent(event)
        self.page.verticalScrollBar().setValue(0)


def told_page(title: str, text: str) -> QTextBrowser:
    """Set a page of the documents in the window's own type."""
    page = QTextBrowser()
    page.setOpenLinks(False)
    page.setFrameShape(QFrame.Shape.NoFrame)
    page.setAccessibleName(title)
    document = page.document()
    document.setDefaultFont(theme.font())
    document.setDocumentMargin(_MARGIN)
    document.setIndentWidth(_INDENT)
    document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
    _set_type(document)
    page.setMinimumHeight(LINES_SHOWN * QFontMetrics(theme.font()).lineSpacing())
    return page


def security_page(language: Language) -> tuple[str, str]:
    """Read title and text of one language of the page on security."""
    return page_of("security.md", language)


def page_of(name: str, language: Language) -> tuple[str, str]:
    """Read title and text of one language: a page holds Chinese first and English after it."""
    whole = resource("help", name).read_text("utf-8")
    parts = whole.split(f"\n{_HEADING}")
    chosen = parts[0 if language is Language.ZH else 1]
    title, _, text = chosen.removeprefix(_HEADING).partition("\n")
    return title, text.strip()


def _set_type(document: QTextDocument) -> None:
    """Set headings, lines and tables in the window's own measures."""
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        form = block.blockFormat()
        form.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        in_table = cursor.currentTable() is not None
        if form.headingLevel():
            form.setTopMargin(_ABOVE_HEADING if block.blockNumber() else 0)
            form.setBottomMargin(_ABOVE_ITEM)
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            letters = QTextCharFormat()  # Markdown's own enlarges in steps of its own
            letters.setFont(theme.font(theme.LARGE, bold=True))
            cursor.setCharFormat(letters)
        elif not in_table:
            form.setTopMargin(_ABOVE_ITEM)
        cursor.setBlockFormat(form)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            shape = frame.format()
            shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            shape.setBorderBrush(colour("line2"))
            shape.setCellPadding(_CELL)
            shape.setTopMargin(_ABOVE_ITEM)
            frame.setFormat(shape)
