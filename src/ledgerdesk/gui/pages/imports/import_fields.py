"""The fields a table may hold as words one drags onto its columns; what has a column is quiet."""

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDropEvent,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ledgerdesk.core.import_columns import NEEDED, Column
from ledgerdesk.gui import theme
from ledgerdesk.gui.theme import colour

MIME = "application/x-ledgerdesk-column"
_INSET, _TALL, _GAP = 10, 26, 6


def held(data: QMimeData) -> Column | None:
    """Give the field that is dragged, if it is one."""
    if not data.hasFormat(MIME):
        return None
    name = bytes(data.data(MIME).data()).decode("ascii", "replace")
    return Column(name) if name in set(Column) else None


def carried(column: Column) -> QMimeData:
    """Pack a field for a drag."""
    data = QMimeData()
    data.setData(MIME, column.value.encode("ascii"))
    return data


class FieldChip(QWidget):
    """One field; a hand takes it and lets it go on a column. Keys choose in the column's list."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.column = column
        self._text = ""
        self._is_taken = False
        self._from: QPoint | None = None
        self.setFixedHeight(_TALL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def say(self, text: str, *, taken: bool) -> None:
        """Set its word, and whether a column has it."""
        self._text, self._is_taken = text, taken
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for its word."""
        wide = QFontMetrics(theme.font(theme.SMALL)).horizontalAdvance(self._text)
        return QSize(wide + 2 * _INSET, _TALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the word in an outline; what is needed and has no column waits in amber."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        waits = self.column in NEEDED and not self._is_taken
        ink = "warn" if waits else "muted" if self._is_taken else "text"
        painter.setPen(QPen(colour("line" if self._is_taken else "line2"), 1))
        painter.setBrush(colour("warn_soft" if waits else "surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(colour(ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where it was taken."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin the drag once the hand has moved far enough."""
        if self._from is None:
            return
        way = (event.position().toPoint() - self._from).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._from = None
            drag = QDrag(self)
            drag.setMimeData(carried(self.column))
            drag.setPixmap(self.grab())
            drag.exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let it go."""
        self._from = None


class FieldChips(QWidget):
    """All fields in two lines above the columns."""

    def __init__(self, columns: Collection[Column]) -> None:
        super().__init__()
        self.chips = [FieldChip(column) for column in columns]
        half = (len(self.chips) + 1) // 2
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(_GAP)
        for line in (self.chips[:half], self.chips[half:]):
            row = QHBoxLayout()
            row.setSpacing(_GAP)
            for chip in line:
                row.addWidget(chip)
            row.addStretch(1)
            whole.addLayout(row)

    def say(self, words: Mapping[Column, str], taken: Collection[Column]) -> None:
        """Set the words, and which fields have a column."""
        for chip in self.chips:
            chip.say(words[chip.column], taken=chip.column in taken)


class DropRow(QWidget):
    """A row that takes a field that is let go on it."""

    def __init__(self, parent: QWidget, taken: Callable[[Column], None]) -> None:
        super().__init__(parent)
        self._taken = taken
        self.is_over = False
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show where it would go; a file belongs to the window."""
        if held(event.mimeData()) is None:
            event.ignore()
            return
        event.acceptProposedAction()
        self._show_over(on=True)

    def dragLeaveEvent(self, _event: object) -> None:
        """Show that it would go elsewhere."""
        self._show_over(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        self._show_over(on=False)
        column = held(event.mimeData())
        if column is not None:
            event.acceptProposedAction()
            self._taken(column)

    def _show_over(self, *, on: bool) -> None:
        self.is_over = on
        self.update()
