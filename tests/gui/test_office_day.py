"""Forty walk-ins through the real window by keys alone, with a crash in the middle."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.support.campaign import FIGURES
from tests.support.office_day import CONTROL, ENTER, SHIFTED, Clerk
from tests.support.still_office import StillOffice
from tests.support.window import Desk, open_window

from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.core.transactions import Method

MOST_KEYS = 2_000
# Worked by hand from the walk-ins below, in 分; what was voided is in none of them.
SUMS = {
    Method.CASH: 11_200 + 2_460 + 80_000 + 50_000 + 72_000 + 3_000 - 15_050 + 20_600 + 4_500,
    Method.WECHAT: 90_000 + 60_000 + 10_100 + 10_700,
    Method.ALIPAY: 3_000 + 10_200,
    Method.BANK: 80_000 + 10_300,
    Method.CARD: 4_500 + 10_400,
    Method.OTHER: 10_500,
}
NEW = ("赵一", "钱二", "孙三", "李四", "周五", "吴六", "郑七", "王八")


def prepare(office: StillOffice) -> None:
    """Let the office know two of one name, and two who come often."""
    with office.opened() as ledger:
        for name, company in (
            ("王芳", "城东文具店"),
            ("王芳", "城西文具店"),
            ("欧阳静", ""),
            ("苏州贝林纺织有限公司", ""),
        ):
            ledger.customers.add(CustomerDraft(name=name, company=company or None))


def morning(clerk: Clerk) -> None:
    """Serve twenty: new ones, known ones, two of one name, a wrong amount, a debt, a deposit."""
    for at, name in enumerate(NEW):
        clerk.sell(name, "复印", f"{10 + at}.50", "1", received="50")
    clerk.picture("new-customers")
    for _ in range(3):
        clerk.sell("欧阳静", "代理记账", "300", "2")
    first = clerk.sell("王芳", "打印", "12.30")
    second = clerk.sell("王芳", "打印", "12.30", place="1")
    assert first != second
    wrong = clerk.sell("苏州贝林纺织有限公司", "工商年检", "8000", "4")
    clerk.void(wrong, "多打了一个零")
    clerk.sell("苏州贝林纺织有限公司", "工商年检", "800", "4")
    clerk.sell("欧阳静", "商标注册", "1800", "1", paid="part", sum="800")
    clerk.picture("part")
    assert clerk.sell("李四", "资料费", "120", "1", paid="nothing") == ""
    clerk.sell("孙三", "公证", "450", "1", paid="more", sum="500")
    clerk.sell("赵一", "复印", "30", "3")
    clerk.sell("钱二", "装订", "45", "5")


def afternoon(clerk: Clerk) -> None:
    """Serve twenty more: what was owed, a deposit used, refunds, another void."""
    clerk.collect("商标", "600")
    clerk.collect("李四", "120")
    clerk.sell("孙三", "复印", "80", "1", deposit="50")
    number = clerk.sell("周五", "翻译", "600", "2")
    clerk.refund(number, "150.50", "少译一页")
    spoiled = clerk.sell("吴六", "咨询", "200")
    clerk.void(spoiled, "客户不要了")
    for at in range(8):
        clerk.sell(NEW[at], "资料费", f"{100 + at}", str(1 + at % 6))
    for at in range(6):
        clerk.sell(f"散客{at}", "打印", f"{5 + at}", "1", received="20")
    clerk.picture("afternoon")


def close(clerk: Clerk) -> None:
    """Close the day: count the till, say why it differs."""
    desk = clerk.desk
    desk.press(Qt.Key.Key_D, held=SHIFTED)
    clerk.settle()
    clerk.picture("control")
    desk.press(Qt.Key.Key_Escape)
    clerk.back_at_the_desk()
    desk.press(Qt.Key.Key_D, held=CONTROL)
    clerk.settle()
    desk.press("20")
    desk.press(ENTER, held=CONTROL)
    assert desk.ask(lambda ledger: ledger.days.closes()) == ()  # a difference needs its reason
    desk.commit("少找了零钱")
    clerk.picture("count")
    desk.press(ENTER, held=CONTROL)
    clerk.settle()
    clerk.picture("slip")
    (close,) = desk.ask(lambda ledger: ledger.days.closes())
    assert close.sheet.record.numbers.issued == len(clerk.numbers())
    assert close.sheet.record.numbers.last == clerk.numbers()[-1]


def sums(desk: Desk) -> dict[Method, int]:
    return desk.ask(lambda ledger: ledger.today.takings().sums)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_forty_walk_ins_by_keys_alone_and_a_crash_between(
    qtbot: QtBot, office: StillOffice
) -> None:
    prepare(office)
    with open_window(qtbot, office) as desk:
        desk.unlock()
        clerk = Clerk(desk=desk)
        morning(clerk)
        before, numbers = sums(desk), clerk.numbers()
        clerk.begin("郑七")
        desk.commit("半路断电")
        # What lies on the disk now is what a cut of the power leaves.
        crashed = office.copied(office.folder.parent / "crashed")
        keys = len(desk.pressed)

    crashed.pass_time(minutes=5)
    with open_window(qtbot, crashed) as desk:
        desk.unlock()
        assert sums(desk) == before
        clerk = Clerk(desk=desk, steps=clerk.steps)
        assert clerk.numbers() == numbers
        clerk.picture("after-the-crash")
        afternoon(clerk)
        total = sums(desk)
        register = desk.ask(lambda ledger: ledger.receipts.register())
        assert register.missing == ()
        close(clerk)
        keys += len(desk.pressed)
        assert desk.ask(lambda ledger: ledger.audit.check()).ok

    assert total == SUMS
    assert keys < MOST_KEYS
    FIGURES.append(f"an office day: 40 walk-ins by {keys} keys, a crash after the twentieth")
