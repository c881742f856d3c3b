"""Pages are turned, zoomed and fitted, and drawn dot on dot for the screen they are shown on."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.documents.samples import content, page
from tests.support.still_office import issue, trade
from tests.support.window import Desk

from ledgerdesk.core.receipts import Paper
from ledgerdesk.gui.dialogs.page_window import PageDialog
from ledgerdesk.gui.pages.receipts.receipts import ReceiptsPage
from ledgerdesk.gui.widgets.page_view import STEPS, Fit, PageView
from ledgerdesk.services.steps.receipts.drawing import Sheet, picture

A5 = Sheet(page=page(content()), paper=Paper.A5)
FORM = Sheet(page=page(content()), paper=Paper.CONTINUOUS_241_3)
CONTROL = Qt.KeyboardModifier.ControlModifier
Show = Callable[..., PageView]


@pytest.fixture
def show(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Show:
    """Show a sheet on a screen of some dots per pixel, drawn as the press would."""

    def shown(
        sheet: Sheet = A5,
        *,
        ratio: float = 1.0,
        follows: int = 0,
        size: tuple[int, int] = (700, 520),
    ) -> PageView:
        view = PageView(follows=follows)
        monkeypatch.setattr(view, "devicePixelRatioF", lambda: ratio)
        qtbot.addWidget(view)

        def draw() -> None:
            if view.need is not None:
                view.show_picture(picture(sheet, *view.need))

        view.wanted.connect(draw)
        view.resize(*size)
        view.show()
        view.open("A")
        qtbot.waitUntil(lambda: view.count > 0 and view.need is None, timeout=20_000)
        return view

    return shown


def settled(qtbot: QtBot, view: PageView) -> None:
    qtbot.waitUntil(lambda: view.need is None, timeout=20_000)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("fit", [Fit.WIDTH, Fit.PAGE])
def test_a_fitted_page_has_a_dot_for_every_dot_of_the_screen(
    show: Show, qtbot: QtBot, ratio: float, fit: Fit
) -> None:
    view = show(ratio=ratio)
    view.fit_to(fit)
    settled(qtbot, view)

    assert view._shown is not None
    pixmap = view._shown[2]
    room = (view.width() - 22, view.height() - 22)
    assert pixmap.width() <= room[0] * ratio + 1
    fills = max(pixmap.width() / room[0], pixmap.height() / room[1]) / ratio
    assert 0.95 < fills <= 1.01
    view.grab()
    assert pixmap.devicePixelRatio() == ratio  # painted at its own size, nothing resampled


def test_the_page_is_asked_for_anew_at_the_size_it_is_shown_in(show: Show, qtbot: QtBot) -> None:
    view = show()
    asked: list[tuple[int, int] | None] = []
    view.wanted.connect(lambda: asked.append(view.need))
    before = view._dpi()
    view.zoom(1)
    assert view.need is not None
    assert view._shown is not None
    assert view._shown[1] == before  # the one before is shown until the new one is drawn
    settled(qtbot, view)

    assert view._shown[1] == round(96 * view.percent / 100)
    assert len(asked) <= 1


def test_zooming_walks_the_steps_and_ctrl_0_fits_again(show: Show, qtbot: QtBot) -> None:
    view = show()
    view.bind(view)
    view.setFocus()
    fitted = view.percent
    seen = []
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Plus, CONTROL)
        seen.append(view.percent)
    assert seen == [step for step in STEPS if step > fitted][:3]
    QTest.keyClick(view, Qt.Key.Key_Minus, CONTROL)
    assert view.percent == seen[1]
    QTest.keyClick(view, Qt.Key.Key_0, CONTROL)

    assert (view.fit, view.percent) == (Fit.WIDTH, fitted)
    for _ in range(30):
        view.zoom(1)
    assert view.percent == STEPS[-1]
    for _ in range(30):
        view.zoom(-1)
    assert view.percent == STEPS[0]
    settled(qtbot, view)


def test_the_wheel_zooms_with_ctrl_and_scrolls_without(show: Show, qtbot: QtBot) -> None:
    view = show()

    def wheel(by: int, held: Qt.KeyboardModifier) -> None:
        middle = QPointF(view.rect().center())
        event = QWheelEvent(
            middle,
            middle,
            QPoint(),
            QPoint(0, by),
            Qt.MouseButton.NoButton,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view.viewport(), event)

    fitted = view.percent
    wheel(120, CONTROL)
    larger = view.percent
    assert larger > fitted
    wheel(-120, Qt.KeyboardModifier.NoModifier)
    assert view.percent == larger
    assert view.verticalScrollBar().value() > 0
    wheel(-120, CONTROL)
    assert view.percent < larger
    settled(qtbot, view)


def test_pgup_and_pgdn_turn_and_stop_at_both_ends(show: Show, qtbot: QtBot) -> None:
    view = show()
    view.setFocus()
    seen = []
    for key in (*[Qt.Key.Key_PageDown] * 3, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(view, key)
        seen.append(view.page)
        settled(qtbot, view)

    assert (view.count, seen) == (3, [1, 2, 2, 1, 2, 0])


def test_the_largest_picture_is_still_quick_to_show(show: Show, qtbot: QtBot) -> None:
    view = show(ratio=2.0)
    view._zoom_to(400)
    settled(qtbot, view)

    assert view._shown is not None
    pixmap = view._shown[2]
    assert 11_000_000 < pixmap.width() * pixmap.height() < 12_500_000
    view.grab()


def test_zooming_keeps_what_stands_in_the_middle(show: Show, qtbot: QtBot) -> None:
    view = show()
    view._zoom_to(200)
    view.horizontalScrollBar().setValue(300)
    before = view._middle()
    view._zoom_to(300)
    after = view._middle()
    settled(qtbot, view)

    assert after.x() == pytest.approx(before.x(), abs=0.01)
    assert after.y() == pytest.approx(before.y(), abs=0.01)


def test_a_view_that_follows_is_as_high_as_its_page(show: Show, qtbot: QtBot) -> None:
    for sheet, high in ((A5, 478 * 148 / 210), (FORM, 478 * 93.1333 / 241.3)):
        view = show(sheet, follows=380, size=(500, 230))
        assert view.sizeHint().height() == round(high) + 22
        view.resize(500, view.sizeHint().height())
        settled(qtbot, view)
        bars = (view.horizontalScrollBar(), view.verticalScrollBar())
        assert [bar.maximum() for bar in bars] == [0, 0]


def test_a_view_with_less_height_than_its_page_scrolls(show: Show, qtbot: QtBot) -> None:
    view = show(A5, follows=380, size=(500, 160))
    settled(qtbot, view)

    assert view.verticalScrollBar().maximum() > 0
    assert view.horizontalScrollBar().maximum() == 0


def test_another_document_begins_anew_and_an_empty_desk_asks_for_nothing(
    show: Show, qtbot: QtBot
) -> None:
    view = show()
    view.go_to(2)
    settled(qtbot, view)
    view.open("B")
    assert (view.page, view.count, view.digest) == (0, 0, "")
    view.clear()

    assert view.need is None
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    view.grab()


def test_a_receipt_that_was_changed_is_drawn_again_and_stays_at_its_page(
    show: Show, qtbot: QtBot
) -> None:
    view = show()
    view.go_to(1)
    settled(qtbot, view)
    view.open("A")
    assert view.need == (1, view._dpi())
    settled(qtbot, view)

    assert view.page == 1


@pytest.fixture
def receipts(desk: Desk) -> ReceiptsPage:
    number = desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000))).number
    desk.window.shell.show_receipt(number)
    desk.qtbot.waitUntil(lambda: desk.window.shell.receipts.pane.view.count == 3, timeout=20_000)
    return desk.window.shell.receipts


def test_the_name_of_the_view_tells_number_and_page(desk: Desk, receipts: ReceiptsPage) -> None:
    view = receipts.pane.view
    view.setFocus()
    desk.press(Qt.Key.Key_PageDown)

    spoken = QAccessible.queryAccessibleInterface(view).text(QAccessible.Text.Name)
    assert spoken == "收据 SJ2026-000001，第 2 页，共 3 页"


def test_space_enlarges_the_page_and_escape_goes_back(desk: Desk, receipts: ReceiptsPage) -> None:
    view = receipts.pane.view
    view.setFocus()
    desk.press(Qt.Key.Key_PageDown, Qt.Key.Key_Space)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PageDialog)
    desk.qtbot.waitUntil(
        lambda: dialog.view.count == 3 and dialog.view.need is None, timeout=20_000
    )
    assert (dialog.view.page, dialog.view.fit) == (1, Fit.PAGE)
    assert dialog.view.percent > view.percent
    dialog.larger.click()
    assert dialog.fit.position is None
    desk.press(Qt.Key.Key_Escape)

    assert QApplication.activeModalWidget() is None
    assert desk.window.focusWidget() is view


def test_the_press_draws_while_the_lane_saves(desk: Desk, receipts: ReceiptsPage) -> None:
    order: list[str] = []
    tasks = desk.stage.tasks
    number = receipts.current.number if receipts.current else ""

    def draw(sheet: Sheet) -> int:
        done = tasks._lane.submit(lambda: order.append("saved"))
        done.result(timeout=10)  # would never come if the lane waited for the press
        order.append("drawn")
        return picture(sheet, 0, 30).index

    tasks.draw(
        receipts, lambda ledger: ledger.receipts.sheet(number), draw, lambda _: None, lambda _: None
    )
    desk.settle()

    assert order == ["saved", "drawn"]


def test_locking_leaves_no_page_on_the_desk(desk: Desk, receipts: ReceiptsPage) -> None:
    desk.window.lock()
    desk.settle()

    assert receipts.pane.view._shown is None
    assert receipts.pane.view.digest == ""
