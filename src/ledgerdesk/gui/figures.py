"""Amounts, moments and methods as a clerk says them."""

from datetime import date, datetime

from ledgerdesk.core.money import YUAN_SIGN, format_fen
from ledgerdesk.core.transactions import Method
from ledgerdesk.gui.speech import Speech
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Language

MINUS = "\u2212"
_MEGABYTE = 1_000_000
SEGMENTS = (
    Method.CASH,
    Method.WECHAT,
    Method.ALIPAY,
    Method.BANK,
    Method.CARD,
    Method.OTHER,
)
_METHODS = {
    Method.CASH: N_("Cash"),
    Method.BANK: N_("Transfer"),
    Method.WECHAT: N_("WeChat"),
    Method.ALIPAY: N_("Alipay"),
    Method.CARD: N_("Card"),
    Method.CHEQUE: N_("Cheque"),
    Method.OTHER: N_("Other"),
    Method.IMPORTED: N_("Imported"),
}
_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def amount(fen: int) -> str:
    """Write 分 for a column: thousands, two decimals, a true minus."""
    return format_fen(fen, minus=MINUS)


def yuan(fen: int) -> str:
    """Write 分 with ¥ directly before the digits."""
    return f"{MINUS if fen < 0 else ''}{YUAN_SIGN}{format_fen(abs(fen))}"


def method(speech: Speech, which: Method) -> str:
    """Name a method."""
    return speech.text(_METHODS[which])


def moment(speech: Speech, at: datetime, today: date) -> str:
    """Say a moment as a clerk does: the time of today, else the day."""
    if at.date() == today:
        return f"{at:%H:%M}"
    if (today - at.date()).days == 1:
        return speech.text("yesterday {time}", time=f"{at:%H:%M}")
    return f"{at:%m-%d}" if at.year == today.year else f"{at:%Y-%m-%d}"


def traded(speech: Speech, day: date, at: datetime, today: date) -> str:
    """Say when a trade was: the moment it was entered, or its own day if it was entered later."""
    if day == at.date():
        return moment(speech, at, today)
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def exact_moment(speech: Speech, at: datetime, today: date) -> str:
    """Say a moment with its time, however long ago."""
    if at.date() == today:
        return speech.text("today {time}", time=f"{at:%H:%M}")
    if (today - at.date()).days == 1:
        return speech.text("yesterday {time}", time=f"{at:%H:%M}")
    return f"{at:%m-%d %H:%M}" if at.year == today.year else f"{at:%Y-%m-%d %H:%M}"


def file_size(size: int) -> str:
    """Say bytes in whole KB, or in MB or GB with one decimal, as file managers do (1 MB = 10⁶)."""
    if size < _MEGABYTE:
        return f"{-(-size // 1000)} KB"
    unit, name = (_MEGABYTE, "MB") if size < 1000 * _MEGABYTE else (1000 * _MEGABYTE, "GB")
    tenths = size * 10 // unit
    return f"{tenths // 10}.{tenths % 10} {name}"


def long_day(speech: Speech, day: date) -> str:
    """Say a day with its weekday."""
    weekday = speech.text(_WEEKDAYS[day.weekday()])
    if speech.language is Language.ZH:
        return f"{day.year}年{day.month}月{day.day}日   {weekday}"
    return f"{weekday}, {day.day} {day:%B} {day.year}"


def page_name(speech: Speech, number: str, page: int, pages: int) -> str:
    """Say which page (from 0) of which receipt is shown, for those who listen."""
    if not pages:
        return speech.text("The receipt's page")
    return speech.text(
        "Receipt {number}, page {page} of {pages}", number=number, page=page + 1, pages=pages
    )
