"""What every page must have, looked at page by page in one window: order, names, keys, colours."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage, QShortcut
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from tests.support.still_office import issue, trade
from tests.support.window import Desk

from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.dialogs.about import AboutDialog
from ledgerdesk.gui.places import SETTINGS, TODAY
from ledgerdesk.gui.widgets.page import Page
from ledgerdesk.i18n.translator import Language

GUI = Path(__file__).resolve().parents[2] / "src" / "ledgerdesk" / "gui"
AT_HOME = {"theme.py"}  # where colours live
COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b|QColor\(|GlobalColor\.(?!transparent)|\brgba?\(")
BARE = re.compile(r"\bQMessageBox\b|\bQInputDialog\b|StandardButton\.(Yes|No|Ok)\b")


@pytest.fixture
def filled(desk: Desk) -> Desk:
    desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000)))
    desk.ask(lambda ledger: ledger.transactions.record(trade("李四", 30_000)))
    return desk


def pages(desk: Desk) -> Iterator[Page]:
    """Open one page after the other."""
    for place, page in enumerate(desk.window.shell.pages):
        desk.window.shell.go(place)
        desk.settle()
        yield page


def chain(page: QWidget) -> list[QWidget]:
    """List what Tab comes to on a page, in its order."""
    found = []
    one: QWidget | None = page.nextInFocusChain()
    while one is not None and one is not page:
        takes = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if page.isAncestorOf(one) and one.isVisible() and one.isEnabled() and takes:
            found.append(one)
        one = one.nextInFocusChain()
    return found


def place_of(one: QWidget, page: QWidget) -> QRect:
    return QRect(one.mapTo(page, QPoint(0, 0)), one.size())


def goes_back(before: QRect, after: QRect) -> bool:
    """Tell whether a step of Tab leads up in its column, or left in its row."""
    above = after.bottom() < before.top()
    same_column = after.left() < before.right() and before.left() < after.right()
    same_row = after.top() < before.bottom() and before.top() < after.bottom()
    return (above and same_column) or (same_row and after.right() < before.left())


def test_tab_goes_as_one_reads_on_every_page(filled: Desk) -> None:
    wrong = []
    for page in pages(filled):
        order = chain(page)
        wrong += [
            f"{type(page).__name__}: {first.accessibleName()!r} → {second.accessibleName()!r}"
            for first, second in pairwise(order)
            if goes_back(place_of(first, page), place_of(second, page))
        ]

    assert wrong == []


def test_a_step_back_is_noticed() -> None:
    first, second = QRect(0, 100, 50, 20), QRect(200, 100, 50, 20)

    assert not goes_back(first, second)
    assert goes_back(second, first)
    assert goes_back(first, QRect(10, 0, 50, 20))
    assert not goes_back(first, QRect(300, 0, 50, 20))


@pytest.mark.parametrize("language", list(Language))
def test_whatever_takes_the_keys_has_a_name(filled: Desk, language: Language) -> None:
    filled.stage.speech.choose(language)
    nameless = []
    for page in (*pages(filled), filled.window.top):
        for one in page.findChildren(QWidget):
            inner = one.parentWidget()
            if one.focusPolicy() is Qt.FocusPolicy.NoFocus or not one.isVisibleTo(page):
                continue
            if isinstance(one, QScrollArea) or isinstance(inner, QScrollArea):
                continue
            known = QAccessible.queryAccessibleInterface(one)
            if not known.text(QAccessible.Text.Name):
                nameless.append(f"{type(page).__name__}: {type(one).__name__}")

    assert nameless == []


def test_no_key_of_a_page_is_a_key_of_the_window_or_given_twice(filled: Desk) -> None:
    actions = filled.window.commands.actions.values()
    taken = {key.toString() for action in actions for key in action.shortcuts()}
    wrong = []
    for page in filled.window.shell.pages:
        here = Counter(
            (one.key().toString(), one.parent())
            for one in page.findChildren(QShortcut)
            if one.context() is not Qt.ShortcutContext.WidgetShortcut
        )
        wrong += [f"{type(page).__name__}: {key}" for (key, _), many in here.items() if many > 1]
        wrong += [f"{type(page).__name__}: {key}" for key, _ in here if key in taken]

    assert wrong == []


def test_the_focus_is_seen_and_comes_back_after_a_dialog(filled: Desk) -> None:
    window = filled.window
    window.shell.go(SETTINGS)
    filled.settle()
    button = window.shell.settings.printer_button
    without = grabbed(filled)
    button.setFocus()
    QApplication.processEvents()
    assert grabbed(filled) != without

    window.commands.actions["about"].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AboutDialog)
    dialog.reject()
    QApplication.processEvents()

    assert window.focusWidget() is button


def grabbed(desk: Desk) -> QImage:
    return desk.window.grab().toImage()


def test_a_list_without_rows_says_what_will_stand_there_and_offers_the_one_button(
    desk: Desk,
) -> None:
    shell = desk.window.shell
    for place, page in ((TODAY, shell.today), (1, shell.customers), (3, shell.receipts)):
        shell.go(place)
        desk.settle()
        assert page.empty.isVisible()
        assert page.empty.button.isVisible()
        assert page.empty.button.isEnabled()
        assert page.empty.button.text()


def test_an_icon_is_drawn_for_the_pixels_of_its_screen() -> None:
    for ratio in (1.0, 1.25, 1.5, 2.0):
        drawn = icons.pixmap("search", "muted", 16, ratio)
        assert drawn.width() == round(16 * ratio)
        assert drawn.devicePixelRatio() == ratio


def lines_with(found: re.Pattern[str], *, but: set[str]) -> list[str]:
    return [
        f"{file.relative_to(GUI)}:{number}"
        for file in sorted(GUI.rglob("*.py"))
        if file.name not in but
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if found.search(line.partition("  # ")[0])
    ]


def test_no_colour_is_named_outside_the_theme() -> None:
    assert lines_with(COLOUR, but=AT_HOME) == []
    assert COLOUR.search("QColor(1, 2, 3)")
    assert COLOUR.search('"#AABBCC"')


def test_no_dialog_asks_by_bare_yes_and_no() -> None:
    assert lines_with(BARE, but=set()) == []
    assert BARE.search("QMessageBox.question(self, …)")


def test_every_size_of_type_is_one_of_the_five(filled: Desk) -> None:
    sizes = {theme.SMALL, theme.BODY, theme.LARGE, theme.TITLE, theme.HUGE}
    for page in pages(filled):
        used = {one.font().pixelSize() for one in page.findChildren(QWidget) if one.isVisible()}
        assert used <= sizes, type(page).__name__


in_full = pytest.mark.skipif(
    os.environ.get("LEDGERDESK_FAULTS") != "full",
    reason="NOT RUN: a scale is fixed at Qt's start; LEDGERDESK_FAULTS=full looks at three",
)


@pytest.mark.parametrize(
    "scale", [pytest.param("1.25", marks=in_full), "1.5", pytest.param("2.0", marks=in_full)]
)
def test_nothing_is_cut_at_a_larger_scale(scale: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "whole"]
    env = os.environ | {"QT_SCALE_FACTOR": scale, "LEDGERDESK_FAULTS": ""}
    done = subprocess.run(
        [*command, str(Path(__file__).with_name("test_small_screen.py"))],
        env=env, check=False, capture_output=True, cwd=GUI.parents[2], timeout=600,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout.decode()[-4_000:]
