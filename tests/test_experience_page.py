"""The page of promises names tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "experience.md"


def test_every_test_the_page_of_promises_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text("utf-8")))
    there = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }

    assert len(named) > 80
    assert named - there == set()


def test_every_promise_names_a_test_or_says_why_there_is_none() -> None:
    text = PAGE.read_text("utf-8")
    table, _, without = text.partition("## Not checked")
    rows = re.findall(r"^\| (\d+) \| .* \| (.*) \|$", table, re.MULTILINE)
    told = {int(number) for number, tests in rows if tests.startswith("`test_")}
    untold = {int(number) for number in re.findall(r"^- (\d+):", without, re.MULTILINE)}

    assert told | untold >= set(range(1, 41))
