"""A whole office day through the real window, by keys alone: what each walk-in asks of the desk."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from tests.support.window import Desk

from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.pages.trades.trade import TradePage
from ledgerdesk.gui.places import TRADE

ENTER, DOWN, ESCAPE, SPACE = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Down,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Space,
)
BACK = Qt.Key.Key_Backtab
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFTED = CONTROL | Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
PICTURES = os.environ.get("LEDGERDESK_DAY_PICTURES")


@dataclass(slots=True, kw_only=True)
class Clerk:
    """Hands on the keys of one window; pictures are kept where somebody wants them."""

    desk: Desk
    steps: int = 0
    kept: list[str] = field(default_factory=list)

    @property
    def form(self) -> TradePage:
        return self.desk.window.shell.trade

    def picture(self, name: str) -> None:
        """Keep what the window shows, for eyes."""
        self.steps += 1
        if PICTURES:
            folder = Path(PICTURES)
            folder.mkdir(parents=True, exist_ok=True)
            shown = QApplication.activeModalWidget() or self.desk.window
            shown.grab().save(str(folder / f"{self.steps:02}-{name}.png"))
        self.kept.append(name)

    # ── a trade ──────────────────────────────────────────────────────────────────────────

    def begin(self, customer: str, *, place: int = 0) -> None:
        """Begin a trade; `place` walks down the offers, as for two of one name."""
        self.desk.press(Qt.Key.Key_N, held=CONTROL)
        assert self.desk.window.shell.place == TRADE
        self.write(customer)
        self.desk.press(*[DOWN] * place, ENTER)

    def write(self, text: str) -> None:
        """Type letters and digits; let the input method commit anything else."""
        if text.isascii():
            self.desk.press(text)
        else:
            self.desk.commit(text)

    def line(self, item: str, amount: str) -> None:
        """Write one line and go on to the method."""
        self.desk.commit(item)
        self.desk.press(ENTER, amount, ENTER, ENTER)

    def sell(self, customer: str, item: str, amount: str, method: str = "1", **how: str) -> str:
        """Serve a walk-in; gives the number of his receipt.

        `received` is the cash handed over, `paid` a sum now (`more` or `part` of what is due).
        """
        self.begin(customer, place=int(how.get("place", "0")))
        self.line(item, amount)
        self.desk.press(method)
        if "received" in how:
            self.desk.press(ENTER, how["received"])
        if "paid" in how:
            self.pay_now({"part": 1, "nothing": 2, "more": 3}[how["paid"]], how.get("sum", ""))
        if "deposit" in how:
            self.desk.press(*[Qt.Key.Key_Tab] * self._tabs_to(self.form.terms.deposit))
            self.desk.press(how["deposit"])
        return self.issue()

    def pay_now(self, way: int, sum_paid: str) -> None:
        """Choose under “paid now” how much comes in."""
        self.desk.press(Qt.Key.Key_O, held=ALT)
        self.desk.press(DOWN, *[DOWN] * way, ENTER)
        if sum_paid:
            self.desk.press(sum_paid)

    def issue(self) -> str:
        """Save and issue; a question is answered by the same keys."""
        before = self.numbers()
        self.desk.press(ENTER, held=CONTROL)
        if self.form.is_dirty:
            self.picture("question")
            self.desk.press(ENTER, held=CONTROL)
        assert not self.form.is_dirty, self.form.faults._standing
        new = [one for one in self.numbers() if one not in before]
        return new[-1] if new else ""

    def _tabs_to(self, target: QWidget) -> int:
        """Count the Tabs to a field, as eyes on the screen do."""
        widget, count = self.desk.focus.nextInFocusChain(), 1
        while widget is not None and widget is not target:
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            count += bool(widget.isVisible() and widget.isEnabled() and takes)
            widget = widget.nextInFocusChain()
        return count

    def numbers(self) -> list[str]:
        """List the numbers that were issued."""
        register = self.desk.ask(lambda ledger: ledger.receipts.register())
        return [one.number for one in register.receipts]

    # ── what goes wrong ──────────────────────────────────────────────────────────────────

    def find_receipt(self, number: str) -> None:
        """Go to a receipt."""
        self.desk.press(Qt.Key.Key_K, held=CONTROL)
        self.desk.press(number, ENTER)
        self.settle()

    def settle(self) -> None:
        """Wait, and give the keys to the newest window as a window manager does."""
        self.desk.settle()
        shown = QApplication.activeModalWidget()
        if shown is not None:
            shown.activateWindow()
            self.desk.qtbot.waitUntil(lambda: QApplication.activeWindow() is shown)

    def open_by(self, letter: Qt.Key) -> None:
        """Press a button by its letter and wait for the dialog it opens: Qt lets it sink first."""
        self.desk.press(letter, held=ALT)
        self.desk.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        self.settle()

    def dialog(self) -> Asking:
        """Give the dialog that stands open."""
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, Asking), shown
        return shown

    def back_at_the_desk(self) -> None:
        """Give the keys to the main window once a dialog is gone."""
        self.desk.settle()
        self.desk.window.activateWindow()
        self.desk.qtbot.waitUntil(
            lambda: QApplication.activeWindow() is self.desk.window, timeout=10_000
        )
        self.desk.settle()

    def void(self, number: str, reason: str) -> None:
        """Void a wrong trade."""
        self.find_receipt(number)
        self.open_by(Qt.Key.Key_I)
        self.desk.press("2")
        self.desk.commit(reason)
        self.picture("void")
        self.desk.press(ENTER, BACK, SPACE)
        self.back_at_the_desk()

    def refund(self, number: str, amount: str, reason: str) -> None:
        """Give a part of a receipt back."""
        self.find_receipt(number)
        self.open_by(Qt.Key.Key_B)
        self.desk.press(BACK, "2", amount, ENTER, ENTER)
        self.desk.commit(reason)
        self.picture("refund")
        self.desk.press(ENTER, BACK, SPACE)
        self.back_at_the_desk()

    def collect(self, customer: str, amount: str) -> None:
        """Take a payment of what somebody owes, from the list of trades."""
        self.desk.press(Qt.Key.Key_T, held=SHIFTED)
        self.desk.commit(customer)
        self.open_by(Qt.Key.Key_P)
        self.picture("collect")
        self.desk.press(Qt.Key.Key_A, held=CONTROL)
        self.desk.press(amount, ENTER, ENTER, ENTER)
        self.back_at_the_desk()
