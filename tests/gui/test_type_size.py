"""The window is drawn as large as the system asks or as somebody chose, type and all."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.support.window import Desk

from ledgerdesk.gui import type_size
from ledgerdesk.gui.pages.office.settings import SettingsPage
from ledgerdesk.gui.type_size import choose_type_size, windows_type_size

SHOWN = """
import json, sys
from PySide6.QtWidgets import QApplication
from ledgerdesk.gui import app
def look():
    window = next(w for w in QApplication.topLevelWidgets() if w.isVisible())
    print(json.dumps([window.devicePixelRatioF(), window.unlock.secret.font().pixelSize()]))
    return 0
QApplication.exec = staticmethod(look)
app.run(None)
"""


@pytest.mark.parametrize(
    ("chosen", "system", "expected"),
    [
        ("", 100, None),
        ("", 150, "1.5"),
        ("", 225, "1.5"),
        ("", 80, None),
        ("125", 150, "1.25"),
        ("150", 100, "1.5"),
        ("100", 150, None),
        ("9000", 100, None),
        ("abc", 125, "1.25"),
    ],
)
def test_a_choice_goes_before_the_system_and_both_have_bounds(
    chosen: str, system: int, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type_size, "windows_type_size", lambda: system)
    environment: dict[str, str] = {}

    choose_type_size(environment, chosen)

    assert environment.get("QT_SCALE_FACTOR") == expected


def test_a_factor_somebody_set_outside_stays() -> None:
    environment = {"QT_SCALE_FACTOR": "2"}

    choose_type_size(environment, "125")

    assert environment == {"QT_SCALE_FACTOR": "2"}


@pytest.mark.parametrize(("answer", "expected"), [(150, 150), ("big", 100), (None, 100)])
def test_the_text_size_of_windows_is_read_from_its_registry(
    answer: object, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Key:
        def __enter__(self) -> str:
            return "key"

        def __exit__(self, *_: object) -> None:
            return

    def asked(_key: str, name: str) -> tuple[object, int]:
        assert name == "TextScaleFactor"
        if answer is None:
            raise FileNotFoundError
        return answer, 4

    registry = SimpleNamespace(
        HKEY_CURRENT_USER=1, OpenKey=lambda _root, _path: Key(), QueryValueEx=asked
    )
    monkeypatch.setitem(sys.modules, "winreg", registry)

    assert windows_type_size() == expected


def test_the_choice_is_kept_on_this_pc_and_said(desk: Desk) -> None:
    page: SettingsPage = desk.window.shell.settings
    said: list[str] = []
    page.done.connect(said.append)

    page.type_size.chosen.emit(3)

    assert desk.window.shell.settings.stage.preferences.type_size == "150"
    assert len(said) == 1
    assert "LedgerDesk" in said[0]


@pytest.mark.parametrize(("chosen", "ratio"), [("150", 1.5), ("", 1.0)])
def test_the_next_start_is_as_large_as_was_chosen(
    chosen: str, ratio: float, tmp_path: Path
) -> None:
    where = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    env = os.environ | where | {"QT_QPA_PLATFORM": "offscreen"}
    env.pop("QT_SCALE_FACTOR", None)
    script = "from ledgerdesk.gui.preferences import Preferences as P\n"
    script += f"P(type_size={chosen!r}).save()\n"

    done = subprocess.run(
        [sys.executable, "-c", script + SHOWN], env=env, check=True, capture_output=True
    )

    assert json.loads(done.stdout.splitlines()[-1]) == [ratio, 14]
