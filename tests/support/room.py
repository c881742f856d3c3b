"""Whether every word and every button that a window shows is there to be read and pressed whole."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from ledgerdesk.gui.widgets.texts import Elided, Figure

TOLERANCE = 1


def cut(window: QWidget) -> list[str]:
    """Name what lies outside its frame, is smaller than its words, or lies over another word."""
    found = [f"{_name(one)}: {why}" for one in _shown(window) for why in _wrong_with(one, window)]
    return found + list(_laid_over(window))


def _shown(window: QWidget) -> list[QWidget]:
    kinds = (QLabel, QAbstractButton, QLineEdit)
    return [
        one
        for one in window.findChildren(QWidget)
        if isinstance(one, kinds)
        and one.isVisible()
        and one.window() is window
        and not _is_empty(one)
        and not isinstance(one.parent(), QLineEdit)
    ]


def _is_empty(one: QWidget) -> bool:
    return isinstance(one, QLabel) and not one.text() and one.pixmap().isNull()


def _name(one: QWidget) -> str:
    text = one.text() if isinstance(one, (QLabel, QAbstractButton)) else ""
    return f"{type(one).__name__} {(text or one.accessibleName())[:40]!r}"


def _wrong_with(one: QWidget, window: QWidget) -> Iterator[str]:
    yield from _outside(one, window)
    if isinstance(one, (Elided, Figure)):
        return
    needed = _needed(one)
    if one.width() < needed.width() - TOLERANCE:
        yield f"is {one.width()} wide and needs {needed.width()}"
    if one.height() < needed.height() - TOLERANCE:
        yield f"is {one.height()} high and needs {needed.height()}"


def _needed(one: QWidget) -> QSize:
    if isinstance(one, QLineEdit):
        return QSize(40, 20)
    if isinstance(one, QLabel) and one.wordWrap():
        return QSize(_longest_word(one), one.heightForWidth(one.width()))
    if isinstance(one, QLabel) and one.text():
        words = one.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, one.text())
        return QSize(words.width(), one.fontMetrics().ascent())
    return one.minimumSizeHint() if isinstance(one, QAbstractButton) else QSize(0, 0)


def _longest_word(one: QLabel) -> int:
    document = QTextDocument()
    document.setDefaultFont(one.font())
    document.setDocumentMargin(0)
    document.setPlainText(one.text())
    document.setTextWidth(1)
    return round(document.idealWidth())


def _outside(one: QWidget, window: QWidget) -> Iterator[str]:
    """Compare with every frame around it; one that scrolls lets it be reached."""
    seen, below, parent = one, one, one.parentWidget()
    while parent is not None and below is not window:
        box = QRect(seen.mapTo(parent, QPoint(0, 0)), seen.size())
        area, frame = parent.parentWidget(), parent.rect()
        scrolls = isinstance(area, QAbstractScrollArea) and area.viewport() is parent
        if isinstance(area, QAbstractScrollArea) and scrolls:
            frame = _reach_of(area, below)
        if not frame.adjusted(-TOLERANCE, -TOLERANCE, TOLERANCE, TOLERANCE).contains(box):
            yield f"at {box.getRect()} is outside of {type(parent).__name__} {frame.getRect()}"
            return
        if scrolls:
            seen = parent
        below, parent = parent, parent.parentWidget()


def _reach_of(area: QAbstractScrollArea, inner: QWidget) -> QRect:
    """Give what can be brought into view, as it lies in the viewport now."""
    frame = area.viewport().rect()
    never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if not isinstance(area, QScrollArea):
        return frame
    inside = inner.geometry()
    if area.verticalScrollBarPolicy() != never:
        frame.setTop(inside.top())
        frame.setBottom(max(frame.bottom(), inside.bottom()))
    if area.horizontalScrollBarPolicy() != never:
        frame.setLeft(inside.left())
        frame.setRight(max(frame.right(), inside.right()))
    return frame


def _laid_over(window: QWidget) -> Iterator[str]:
    """Name siblings that a layout without room has put on top of each other."""
    seen: set[int] = set()
    for one in _shown(window):
        parent = one.parentWidget()
        if parent is None or id(parent) in seen or parent.layout() is None:
            continue
        seen.add(id(parent))
        yield from _crowded(parent)


def _crowded(parent: QWidget) -> Iterator[str]:
    layout = parent.layout()
    if layout is None:
        return
    parts = [
        one
        for one in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if one.isVisible() and not _is_empty(one) and layout.indexOf(one) >= 0
    ]
    for at, one in enumerate(parts):
        for other in parts[at + 1 :]:
            common = one.geometry().intersected(other.geometry())
            if common.width() > TOLERANCE and common.height() > TOLERANCE:
                yield f"{_name(one)} lies over {_name(other)}"
