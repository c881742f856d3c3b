"""Show pages that were drawn elsewhere, fitted to the width, on a darker desk."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ledgerdesk.gui.theme import colour

_EDGE = 11
DPI = 144


class PageView(QWidget):
    """A receipt's page, the very bytes that are printed, as pictures."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QImage] = []
        self._page = 0
        self._fitted: tuple[int, int, QPixmap] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(230)

    def show_images(self, images: tuple[bytes, ...]) -> None:
        """Show pages given as PNG; none clears the desk."""
        self._pages = [QImage.fromData(image) for image in images]
        self._page = 0
        self._fitted = None
        self._measure()
        self.update()

    @property
    def count(self) -> int:
        """Count the pages."""
        return len(self._pages)

    @property
    def page(self) -> int:
        """Tell which page is shown, from 0."""
        return self._page

    def turn(self, by: int) -> None:
        """Turn pages; stops at both ends."""
        if self._pages:
            self._page = max(0, min(self._page + by, len(self._pages) - 1))
            self._fitted = None
            self._measure()
            self.update()

    def _measure(self) -> None:
        if not self._pages:
            self.setFixedHeight(230)
            return
        image = self._pages[self._page]
        wide = max(self.width() - 2 * _EDGE, 100)
        high = round(image.height() * wide / max(image.width(), 1))
        self.setFixedHeight(min(high, 380) + 2 * _EDGE)

    def sizeHint(self) -> QSize:
        """Ask for the width of the pane."""
        return QSize(300, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw desk, page and its 1 px frame; no shadow."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("desk"))
        if not self._pages:
            return
        ratio = self.devicePixelRatioF()
        image = self._pages[self._page]
        room = QSize(self.width() - 2 * _EDGE, self.height() - 2 * _EDGE)
        size = image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        if self._fitted is None or self._fitted[:2] != (size.width(), self._page):
            scaled = image.scaled(
                size * ratio,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            pixmap = QPixmap.fromImage(scaled)
            pixmap.setDevicePixelRatio(ratio)
            self._fitted = (size.width(), self._page, pixmap)
        place = QRect((self.width() - size.width()) // 2, _EDGE, size.width(), size.height())
        painter.drawPixmap(place.topLeft(), self._fitted[2])
        # At 150 % the picture ends on half a pixel: paper and frame must end where it does.
        drawn = QRectF(QPointF(place.topLeft()), self._fitted[2].deviceIndependentSize())
        # In the dark the page is never pure white: the paper's tone is laid over it.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(drawn.adjusted(0, 0, 0.5, 0.5), colour("paper"))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(colour("line2"))
        painter.drawRect(drawn.adjusted(0, 0, -0.5, -0.5))
