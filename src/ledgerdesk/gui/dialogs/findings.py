"""Name everything that is not as the log says, and what to do about it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.i18n.findings import finding_sentence
from ledgerdesk.services.audit import Finding

LINES_SHOWN = 8


class FindingsDialog(Asking):
    """Show findings as sentences that can be copied."""

    def __init__(self, parent: QWidget, speech: Speech, findings: tuple[Finding, ...]) -> None:
        super().__init__(parent, act=Kind.PLAIN, width=560)
        self.act.hide()
        sentences = [
            finding_sentence(speech.translator, one.what, one.kind, one.record) for one in findings
        ]
        self.list = QPlainTextEdit("\n".join(sentences))
        self.list.setReadOnly(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setTabChangesFocus(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        line = QFontMetrics(theme.font()).lineSpacing()
        self.list.setFixedHeight((min(len(sentences), LINES_SHOWN) + 2) * line)
        title = speech.text("What was found")
        self.list.setAccessibleName(title)
        self.body.addWidget(self.list)
        self.say_frame(
            title,
            speech.text(
                "What was replaced is in order again. For anything else write nothing on, keep this"
                " list, and ask whoever looks after the book; the last proved backup is whole."
            ),
            "",
            speech.text("Close"),
        )
