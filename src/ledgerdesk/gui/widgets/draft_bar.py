"""A form that was not finished is offered above the new one: go on with it, or throw it away."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.buttons import Button, Kind, LinkButton
from ledgerdesk.gui.widgets.texts import Elided


class DraftBar(QWidget):
    """40 px in the info bar's look, with the two ways there are."""

    resumed = Signal()
    thrown_away = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(40)
        self.words = Elided()
        self.resume_button = LinkButton()
        self.throw_button = Button(Kind.GHOST)
        row = QHBoxLayout(self)
        row.setContentsMargins(42, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.words, 1)
        row.addWidget(self.resume_button)
        row.addWidget(self.throw_button)
        self.resume_button.clicked.connect(self.resumed)
        self.throw_button.clicked.connect(self.thrown_away)
        self.hide()

    def say(self, text: str, resume: str, throw: str) -> None:
        """Set the sentence and the two acts."""
        self.words.setText(text)
        self.words.setAccessibleName(text)
        self.resume_button.say(resume)
        self.throw_button.say(throw)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the soft ground, or an outline where there are none, and the icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colour("soft"))
        flat = theme.look().is_flat
        painter.setPen(QPen(colour("accent"), 1) if flat else Qt.PenStyle.NoPen)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        mark = icons.pixmap("edit", "accent", 18, self.devicePixelRatioF())
        painter.drawPixmap(14, 11, mark)
