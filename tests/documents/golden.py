"""Keep what was looked at, and hold today's drawing against it."""

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "golden" / "documents"
WRITES = os.environ.get("LEDGERDESK_WRITE_GOLDEN") == "1"


def assert_as_kept(name: str, text: str) -> None:
    """Compare a text with the one kept under a name, or keep it and fail when asked to write."""
    file = FOLDER / name
    if WRITES:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        pytest.fail("golden text written: look at the pages, then run without the variable")
    assert text == file.read_text(encoding="utf-8")
