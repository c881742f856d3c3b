"""A quiet list of two-line rows: name and time, number and what is told of it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ledgerdesk.gui import theme
from ledgerdesk.gui.theme import colour
from ledgerdesk.gui.widgets.offers import Offer

_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_PAD = 16
Index = QModelIndex | QPersistentModelIndex


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.offers: Sequence[Offer] = ()

    def show(self, offers: Sequence[Offer]) -> None:
        self.beginResetModel()
        self.offers = offers
        self.endResetModel()

    def add(self, offers: Sequence[Offer]) -> None:
        first = len(self.offers)
        self.beginInsertRows(QModelIndex(), first, first + len(offers) - 1)
        self.offers = [*self.offers, *offers]
        self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not 0 <= index.row() < len(self.offers):
            return None
        offer = self.offers[index.row()]
        if role == _ROLE:
            return offer
        return offer.title if role == Qt.ItemDataRole.DisplayRole else None


class _Rows(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer = index.data(_ROLE)
        if not isinstance(offer, Offer):
            return
        facts: Any = option  # the stubs leave out what QStyleOption carries
        box: QRect = facts.rect
        chosen = bool(facts.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(box, colour("soft"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), colour("accent"))
        elif facts.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, colour("hover"))
        painter.setPen(colour("line"))
        painter.drawLine(box.left() + _PAD, box.bottom(), box.right() - _PAD, box.bottom())
        inner = box.adjusted(_PAD, 4, -_PAD, -5)
        top = QRect(inner.left(), inner.top(), inner.width(), 22)
        low = QRect(inner.left(), inner.bottom() - 17, inner.width(), 18)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(colour("muted"))
        painter.drawText(top, right, offer.right)
        taken = QFontMetrics(painter.font()).horizontalAdvance(offer.right) + 12
        quiet = QFontMetrics(painter.font())
        below = quiet.elidedText(offer.below, Qt.TextElideMode.ElideRight, low.width())
        painter.drawText(low, left, below)
        made = theme.font(bold=chosen)
        painter.setFont(made)
        painter.setPen(colour("text"))
        room = top.adjusted(0, 0, -taken, 0)
        text = QFontMetrics(made).elidedText(offer.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, left, text)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, theme.TWO_LINE_ROW)


class PeopleList(QListView):
    """Rows of `Offer`s one walks with arrows; `more_wanted` says that the end comes near."""

    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows = _Model()
        self.setModel(self._rows)
        self.setItemDelegate(_Rows(self))
        self.setUniformItemSizes(True)
        self.setProperty("ground", "raised")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._near_end)

    def _near_end(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if bar.maximum() and value >= bar.maximum() - bar.pageStep():
            self.more_wanted.emit()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show rows."""
        self._rows.show(offers)

    def add_offers(self, offers: Sequence[Offer]) -> None:
        """Show more rows below; what is chosen stays chosen."""
        if offers:
            self._rows.add(offers)

    @property
    def offers(self) -> Sequence[Offer]:
        """Give the rows."""
        return self._rows.offers

    @property
    def chosen(self) -> Any:
        """Give the value of the current row, or None."""
        row = self.currentIndex().row()
        return self._rows.offers[row].value if 0 <= row < len(self._rows.offers) else None

    def choose(self, row: int) -> None:
        """Make a row current."""
        self.setCurrentIndex(self._rows.index(row, 0))
