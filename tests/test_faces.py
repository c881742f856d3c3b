"""The start chooses its face without reading the other one."""

import subprocess
import sys
from pathlib import Path

import pytest

from ledgerdesk.__main__ import asks_for_the_window
from ledgerdesk.cli import run

BOOK = "office.ledgerdesk"


@pytest.mark.parametrize(
    "arguments", [[], ["--vault", BOOK], [f"--vault={BOOK}"], ["--vault", "办公室 书.ledgerdesk"]]
)
def test_nothing_or_a_book_asks_for_the_window(arguments: list[str]) -> None:
    assert asks_for_the_window(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["--help"],
        ["--version"],
        ["bogus"],
        ["--vault"],
        ["--vault="],
        ["--vault", "--help"],
        ["--vault", BOOK, "check"],
        [f"--vault={BOOK}", "check"],
        ["--vault", BOOK, "--vault", BOOK],
        [BOOK],
    ],
)
def test_all_else_is_for_the_command_line(arguments: list[str]) -> None:
    assert not asks_for_the_window(arguments)


@pytest.mark.parametrize(
    "arguments", [["--vault="], ["--vault"], ["--vault", BOOK, "--vault", BOOK], ["bogus"]]
)
def test_what_is_neither_is_refused_with_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run.run(arguments)

    assert ended.value.code == 2
    assert "usage: ledgerdesk" in capsys.readouterr().err


def test_the_window_is_reached_without_reading_any_verb(tmp_path: Path) -> None:
    script = (
        "import gc, sys\n"
        "from pathlib import Path\n"
        "from ledgerdesk.gui import app\n"
        f"sys.argv = ['ledgerdesk', '--vault', {BOOK!r}]\n"
        "def look(vault):\n"
        "    read = [m for m in sys.modules if m.startswith('ledgerdesk.')]\n"
        "    floors = ('cli', 'services', 'storage', 'vault', 'documents', 'backup')\n"
        "    print(vault, gc.isenabled(), [m for m in read if m.split('.')[1] in floors])\n"
        "    return 7\n"
        "app.run = look\n"
        "from ledgerdesk.__main__ import main\n"
        "print(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert done.stdout.splitlines() == [f"{BOOK} False []", "7"]
