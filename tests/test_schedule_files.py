"""The ready files of the schedulers name words the program knows, and nothing secret."""

import re
import shlex
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ledgerdesk.cli.parser import build

FOLDER = Path(__file__).parents[1] / "packaging" / "schedule"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def _service() -> str:
    text = (FOLDER / "ledgerdesk-backup.service").read_text("utf-8")
    return next(line for line in text.splitlines() if line.startswith("ExecStart=")).partition("=")[
        2
    ]


def _crontab() -> str:
    text = (FOLDER / "ledgerdesk-backup.crontab").read_text("utf-8")
    line = next(line for line in text.splitlines() if not line.startswith("#"))
    assert re.match(r"[0-9]+ \* \* \* \* /", line)
    return line.split(" ", 5)[5].partition(" >> ")[0]


def _windows() -> str:
    root = ET.parse(FOLDER / "ledgerdesk-backup.xml").getroot()
    command = root.findtext(f".//{TASK}Command")
    arguments = root.findtext(f".//{TASK}Arguments")
    assert command
    assert arguments
    return f"ledgerdesk {arguments}".replace("\\", "/")


@pytest.mark.parametrize("line", [_service(), _crontab(), _windows()])
def test_the_line_is_one_the_program_reads(line: str) -> None:
    _, *words = shlex.split(line)
    options = build().parse_args(words)
    assert (options.verb, options.if_due, options.json) == ("backup", True, True)
    assert options.password_file is None


def test_the_timer_belongs_to_the_service_and_asks_every_hour() -> None:
    timer = (FOLDER / "ledgerdesk-backup.timer").read_text("utf-8")
    assert "OnCalendar=hourly" in timer
    assert (FOLDER / "ledgerdesk-backup.service").exists()
    task = ET.parse(FOLDER / "ledgerdesk-backup.xml").getroot()
    assert task.findtext(f".//{TASK}Interval") == "PT1H"
    assert task.findtext(f".//{TASK}MultipleInstancesPolicy") == "IgnoreNew"
