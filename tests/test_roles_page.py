"""The page of roles is the tables', and no command of either face stands outside of them."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from ledgerdesk.cli.run import VERBS
from ledgerdesk.core.commands import CLI, WINDOW
from ledgerdesk.core.staff import PERMISSIONS, Reach, Role

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("roles", ROOT / "packaging" / "roles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_as_the_tables_are(script: ModuleType) -> None:
    assert script.PAGE.read_text("utf-8") == script.page()
    assert script.main(["check"]) == 0


def test_a_page_that_lags_behind_is_noticed(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "roles.md"
    old.write_text(script.page().replace("●", "", 1), encoding="utf-8")
    monkeypatch.setattr(script, "PAGE", old)

    assert script.main(["check"]) == 1
    assert script.main([]) == 0
    assert script.main(["check"]) == 0


def test_every_cell_says_what_the_table_decides(script: ModuleType) -> None:
    shown = {}
    for line in script.page().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 6 and cells[1].startswith("`"):
            shown[cells[1].strip("`")] = cells[2:6]
    signs = {Reach.ALL: "●", Reach.OWN: "○", None: ""}

    assert shown == {
        action: [signs[rights.get(role)] for role in Role] for action, rights in PERMISSIONS.items()
    }


def test_every_verb_of_the_command_line_has_a_row_and_no_other() -> None:
    assert set(CLI) == set(VERBS)


def test_no_row_names_an_action_that_nobody_decides() -> None:
    named = {action for face in (CLI, WINDOW) for actions in face.values() for action in actions}

    assert named <= set(PERMISSIONS)
