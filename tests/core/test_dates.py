"""Dates in every spelling of people and sheets are read, impossible ones refused."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerdesk.core.dates import chinese_date, date_from_serial, month_end, parse_date
from ledgerdesk.core.errors import Code, KnownError

DATA = Path(__file__).parents[1] / "data"
TODAY = date(2026, 11, 23)
FULL_WIDTH = str.maketrans("0123456789-/.:", "０１２３４５６７８９－／．：")
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def reason_of(text: str) -> object:
    with pytest.raises(KnownError) as caught:
        parse_date(text, today=TODAY)
    assert caught.value.code is Code.BAD_DATE
    assert caught.value.field == "date"
    return caught.value.details["reason"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02",
        "2026-1-2",
        "2026/1/2",
        "2026.1.2",
        "2026年1月2日",
        "2026年01月02号",
        "2026 年 1 月 2 日",
        "20260102",
        " 2026-01-02 ",
        "2026-01-02 17:03",
        "2026-01-02T17:03:59",
        "2026/1/2 7:03:00.5",
        "２０２６－０１－０２",
        "２０２６。１。２",
        "２０２６年１月２日\u3000１７：０３",
        "1/2",
        "1-2",
        "01/02",
        "1月2日",
        "１月２日",
    ],
)
def test_each_spelling_of_the_second_of_january_is_read(text: str) -> None:
    assert parse_date(text, today=TODAY) == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("\u3000", "empty"),
        ("昨天", "format"),
        ("abc", "format"),
        ("45790", "format"),
        ("2026-1/2", "format"),
        ("26-1-2", "format"),
        ("1.2", "format"),
        ("2026-01", "format"),
        ("2026010", "format"),
        ("2026-01-02Z", "format"),
        ("2026-01-02 noon", "format"),
        ("17:03", "format"),
        ("٢٠٢٦-٠١-٠٢", "format"),
        ("2" * 100_000, "format"),
        ("\ud800", "format"),
        ("2026-01-02 25:00", "time"),
        ("2026-01-02 12:60", "time"),
        ("0026-01-02", "year"),
        ("1899-12-31", "year"),
        ("2100-01-01", "year"),
        ("2024-13-01", "month"),
        ("2024-00-01", "month"),
        ("13/1", "month"),
        ("2025-02-30", "day"),
        ("2025-04-31", "day"),
        ("2026-02-29", "day"),
        ("2/29", "day"),
        ("20260100", "day"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert reason_of(text) == reason


def test_the_leap_day_without_a_year_exists_in_a_leap_year_only() -> None:
    assert parse_date("2/29", today=date(2028, 1, 1)) == date(2028, 2, 29)


@given(day=DAYS, full_width=st.booleans())
@settings(max_examples=150)
def test_every_day_reads_back_from_every_spelling(day: date, *, full_width: bool) -> None:
    spellings = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month:02d}.{day.day:02d}",
        f"{day:%Y%m%d} 23:59",
        chinese_date(day),
    ]
    for text in spellings:
        shown = text.translate(FULL_WIDTH) if full_width else text
        assert parse_date(shown, today=TODAY) == day
    assert parse_date(f"{day.month}/{day.day}", today=day) == day


@given(st.text(max_size=50) | st.text("0123456789-/.年月日 :T", max_size=20))
@settings(max_examples=300)
def test_any_text_is_a_date_or_a_known_refusal(text: str) -> None:
    try:
        read: date | Code = parse_date(text, today=TODAY)
    except KnownError as refused:
        read = refused.code

    if isinstance(read, date):
        assert date(1900, 1, 1) <= read <= date(2099, 12, 31)
    else:
        assert read is Code.BAD_DATE


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
        (45790, date(2025, 5, 13)),
        (45790.75, date(2025, 5, 13)),
        ("45790", date(2025, 5, 13)),
        (" ４５７９０.5 ", date(2025, 5, 13)),
        (73050, date(2099, 12, 31)),
    ],
)
def test_a_sheets_serial_is_the_day_the_sheet_shows(serial: float | str, day: date) -> None:
    assert date_from_serial(serial) == day


@pytest.mark.parametrize(
    ("serial", "reason"),
    [
        (60, "day"),
        (0, "year"),
        (73051, "year"),
        (999999, "year"),
        (-1, "format"),
        (1e22, "format"),
        (float("nan"), "format"),
        (float("inf"), "format"),
        (True, "format"),
        ("", "format"),
        ("2026-01-02", "format"),
    ],
)
def test_a_serial_of_no_day_is_refused(serial: float | str, reason: str) -> None:
    with pytest.raises(KnownError) as caught:
        date_from_serial(serial)

    assert caught.value.code is Code.BAD_DATE
    assert caught.value.details == {"reason": reason}


@given(st.integers(61, 73050))
@settings(max_examples=60)
def test_the_next_serial_is_the_next_day(serial: int) -> None:
    assert date_from_serial(serial) - timedelta(days=1) == date_from_serial(
        serial - 1 if serial > 61 else 59
    )


def test_the_dates_of_the_sample_firm_are_judged_as_expected() -> None:
    expected = json.loads((DATA / "customers.expected.json").read_text("utf-8"))
    faults = {error["row"]: error for error in expected["errors"]}
    with (DATA / "customers.gb18030.csv").open(encoding="gb18030", newline="") as file:
        rows = list(csv.reader(file))
    refused, read = set(), {}
    for number, row in enumerate(rows[2:-1], start=3):
        if not any(row):
            continue
        text = row[5]
        try:
            serial = text.isdigit() and len(text) == 5
            read[number] = date_from_serial(text) if serial else parse_date(text, today=TODAY)
        except KnownError:
            refused.add(number)

    assert refused == {row for row, error in faults.items() if error["field"] == "date"}
    assert len(read) == expected["data_rows"] - len(refused)
    for number in set(read) & set(faults):
        assert read[number].isoformat() == faults[number]["date"]


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 31), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2028, 2, 3), date(2028, 2, 29)),
        (date(2026, 12, 5), date(2026, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_day(day: date, end: date) -> None:
    assert month_end(day) == end


def test_paper_shows_month_and_day_without_a_leading_zero() -> None:
    assert chinese_date(date(2026, 11, 23)) == "2026年11月23日"
    assert chinese_date(date(2026, 1, 2)) == "2026年1月2日"
