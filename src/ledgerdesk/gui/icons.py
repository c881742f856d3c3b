"""Draw the line icons: recoloured by role, sharp at every scale, kept until the theme changes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from ledgerdesk.gui.theme import colour, look
from ledgerdesk.resources import resource

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QIcon

_HAIR, _FINE = 32, 16
_STROKE = re.compile(r'stroke-width="[0-9.]+"')
_kept: dict[tuple[str, str, int, float], QPixmap] = {}


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text("utf-8")


def _stroke(size: int) -> float:
    if size >= _HAIR:
        return 1.5
    return 2.0 if size <= _FINE else 1.75


def pixmap(name: str, role: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw an icon of `size` px in the colour of a role, for a device pixel ratio."""
    return tinted(name, colour(role), size, ratio)


def tinted(name: str, tint: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw an icon of `size` px in a colour, for a device pixel ratio."""
    key = (name, tint.name(), size, ratio)
    found = _kept.get(key)
    if found is None:
        from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - the door is painted without it

        text = _source(name).replace("currentColor", tint.name())
        text = _STROKE.sub(f'stroke-width="{_stroke(size)}"', text)
        found = QPixmap(round(size * ratio), round(size * ratio))
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        renderer = QSvgRenderer(QByteArray(text.encode("utf-8")))
        renderer.render(painter, QRectF(0, 0, found.width(), found.height()))
        painter.end()
        found.setDevicePixelRatio(ratio)
        _kept[key] = found
    return found


def icon(name: str, role: str = "text", size: int = 16) -> QIcon:
    """Make a QIcon for what Qt draws itself, such as a field's own action."""
    from PySide6.QtGui import QIcon  # noqa: PLC0415 - the door is painted without it

    made = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        made.addPixmap(pixmap(name, role, size, ratio))
    return made


def follow_the_theme() -> None:
    """Forget what was drawn whenever the theme changes."""
    look().changed.connect(_kept.clear)
