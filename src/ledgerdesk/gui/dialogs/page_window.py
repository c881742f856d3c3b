"""A receipt's pages as large as the window: turn, zoom, fit; Esc goes back."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.focus_ring import FocusRing
from ledgerdesk.gui.widgets.page_view import Fit, PageView
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.steps.receipts.drawing import Picture

Draw = Callable[[QObject, tuple[int, int], Callable[[Picture], None]], None]
"""Who must live to see it, page and dots per inch, and who takes the picture."""
_FITS = (Fit.WIDTH, Fit.PAGE)
_SHARE = 0.94


class PageDialog(QDialog):
    """The enlarged page over the window it belongs to."""

    def __init__(self, parent: QWidget, speech: Speech, number: str, draw: Draw) -> None:
        super().__init__(parent)
        self._speech = speech
        self._host = parent
        self._number = number
        self._draw = draw
        self._before = parent.focusWidget()
        self._first = 0
        self.view = PageView()
        self.view.setProperty("ring_inside", True)
        self._title = Text(number, size=theme.LARGE, bold=True)
        self._pages = Text(size=theme.SMALL, tone="muted")
        self._percent = Text(size=theme.SMALL, tone="muted")
        self.earlier = Button(Kind.GHOST, icon="chevron-left")
        self.later = Button(Kind.GHOST, icon="chevron-right")
        self.smaller, self.larger = Button(Kind.PLAIN), Button(Kind.PLAIN)
        self.fit = Segments(len(_FITS), digits=False, tall=theme.BUTTON_HEIGHT)
        self.leave = Button(Kind.PLAIN, key="Esc")
        self._lay_out()
        self._wire()
        self._say()
        self.ring = FocusRing(self)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(theme.PAGE_SIDE, 12, theme.PAGE_SIDE, 12)
        top.setSpacing(8)
        top.addWidget(self._title)
        top.addSpacing(16)
        for part in (self.earlier, self._pages, self.later):
            top.addWidget(part)
        top.addStretch(1)
        for one in (self._percent, self.smaller, self.larger, self.fit, self.leave):
            top.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.view, 1)

    def _wire(self) -> None:
        view = self.view
        view.wanted.connect(self._ask)
        view.changed.connect(self._tell)
        view.enlarged.connect(self.reject)
        view.bind(self)
        self.earlier.clicked.connect(lambda: view.turn(-1))
        self.later.clicked.connect(lambda: view.turn(1))
        self.smaller.clicked.connect(lambda: view.zoom(-1))
        self.larger.clicked.connect(lambda: view.zoom(1))
        self.fit.chosen.connect(lambda position: view.fit_to(_FITS[position]))
        self.leave.clicked.connect(self.reject)
        self.finished.connect(self._give_back)

    def _say(self) -> None:
        t = self._speech
        self.setWindowTitle(self._number)
        self.earlier.setAccessibleName(t.text("Earlier page"))
        self.later.setAccessibleName(t.text("Next page"))
        self.smaller.say("−")
        self.smaller.setAccessibleName(t.text("Smaller"))
        self.smaller.setToolTip(f"{t.text('Smaller')}   Ctrl+−")
        self.larger.say("+")
        self.larger.setAccessibleName(t.text("Larger"))
        self.larger.setToolTip(f"{t.text('Larger')}   Ctrl++")
        self.fit.say(t.text("Fit"), (t.text("Fit width"), t.text("Fit page")))
        self.leave.say(t.text("Close"))
        self._tell()

    def open_at(self, page: int) -> None:
        """Show the dialog over the window, at a page."""
        self.resize(self._host.size() * _SHARE)
        self._first = page
        self.open()
        self.fit.choose(1)
        self.view.open(self._number)
        self.view.setFocus()

    def _ask(self) -> None:
        need = self.view.need
        if need is not None:
            page, dpi = need
            self._draw(self, (self._first or page, dpi), self._show)

    def _show(self, drawn: Picture) -> None:
        self._first = 0
        self.view.show_picture(drawn)

    def _tell(self) -> None:
        view = self.view
        name = figures.page_name(self._speech, self._number, view.page, view.count)
        self.view.setAccessibleName(name)
        self._pages.setText(f"{view.page + 1} / {view.count}" if view.count else "")
        self._percent.setText(f"{view.percent} %")
        self.earlier.setEnabled(view.page > 0)
        self.later.setEnabled(view.page + 1 < view.count)
        if view.fit is Fit.ZOOM and self.fit.position is not None:
            self.fit.choose(None)
        elif view.fit in _FITS and self.fit.position != _FITS.index(view.fit):
            self.fit.choose(_FITS.index(view.fit))

    def _give_back(self) -> None:
        if self._before is not None:
            self._before.setFocus()
