"""The benchmarks run on small data and report what the documentation cites; nothing is timed."""

from pathlib import Path

import pytest
from bench import customers, goals, opening, saves, start, trades, window_customers
from bench.__main__ import BEGIN, END, write_page
from PySide6.QtWidgets import QApplication

from ledgerdesk.vault import kdf


def test_saves_are_measured_against_bare_commits() -> None:
    figures = saves.measure((10, 30), rounds=3)

    assert {name.split(" at ")[0] for name in figures if " at " in name} == {
        "save",
        "bare commit",
        "own cost",
    }
    assert all(value > 0 for name, value in figures.items() if not name.startswith("own"))


def test_a_start_is_measured_against_an_empty_window() -> None:
    figures = start.measure(10, rounds=1)

    assert figures["first window (ms)"] > 0
    assert figures["heavy modules on the start path (goal 0)"] == 0


def test_an_unlocking_derives_one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kdf, "calibrate", lambda: kdf.FLOOR)
    figures = opening.measure(10, rounds=2)

    assert figures["derivations in an unlocking (goal 1)"] == 1
    assert figures["opening of 10 trades beyond the key (ms, goal ≤ 300)"] > 0


def test_searches_and_lists_are_measured_among_customers() -> None:
    figures = customers.measure(40, rounds=2)

    assert {"find by initials of 40 (ms, median)", "count what is due of 40 (ms, 99 %)"} <= set(
        figures
    )
    assert all(value > 0 for value in figures.values())


def test_pages_and_months_are_measured_among_trades() -> None:
    figures = trades.measure(300, pages=2)

    assert {
        "page of 100 of 300 trades (ms, median)",
        "month report by-type of 300 trades (ms, median)",
    } <= set(figures)
    assert all(value > 0 for value in figures.values())


def test_the_list_of_customers_is_measured_in_the_window(qapp: QApplication) -> None:
    figures = window_customers.measure(60, openings=1, pages=2, typed=2)

    assert figures["rows scrolled to"] >= 60
    assert figures["open the list (ms, median)"] > 0


def test_figures_answer_goals_and_the_worst_stands_there(tmp_path: Path) -> None:
    figures = {
        "own cost at 10,000 (ms, goal ≤ 2.5)": 1.5,
        "find by pinyin of 5,000 (ms, median)": 0.2,
        "find by initials of 5,000 (ms, median)": 0.9,
        "read_back_ratio": 1.4,
    }
    found = goals.answered(figures)
    assert [(one["id"], one["value"]) for one in found] == [("G1", 1.5), ("G7", 0.9), ("G9", 1.4)]
    assert all({"id", "value", "unit", "against"} <= set(one) for one in found)
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", "utf-8")
    for _ in range(2):
        write_page(page, goals.table(figures), small=True)
    text = page.read_text("utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert text.count("| G7 |") == 1
