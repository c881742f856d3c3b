"""A window on real services: one office is made per run, each test works in a copy of its own."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.support.still_office import StillOffice, make_still_office
from tests.support.window import Desk, open_window

from ledgerdesk.gui import icons, theme
from ledgerdesk.gui.theme import ThemeName
from ledgerdesk.runtime.collecting import walk_over_all_once
from ledgerdesk.vault.creation import RecoverySheet

KEY_FILE = "recovery.txt"
"""Where in an office's folder its recovery key lies."""
SWEEP_EVERY = 10
_DRESSED: list[bool] = []
_WINDOWS = count(1)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> StillOffice:
    sheets: list[RecoverySheet] = []
    folder = tmp_path_factory.mktemp("made") / "office"
    office = make_still_office(folder, keep_sheet=sheets.append)
    with office.opened() as ledger:
        ledger.sheet.prove(sheets[0].one_line())
    (folder / KEY_FILE).write_text(sheets[0].one_line(), "ascii")
    office.close()
    return office


@pytest.fixture
def office(made_once: StillOffice, tmp_path: Path) -> Iterator[StillOffice]:
    copy = made_once.copied(tmp_path / "office")
    yield copy
    copy.close()


@pytest.fixture
def bare(qtbot: QtBot, office: StillOffice) -> Iterator[Desk]:
    """Give a window where no book is known."""
    if not _DRESSED:
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - pytest-qt made it

        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.dress(application, ThemeName.LIGHT)
        icons.follow_the_theme()
        _DRESSED.append(True)
    with open_window(qtbot, office) as desk:
        yield desk
    if next(_WINDOWS) % SWEEP_EVERY == 0:
        walk_over_all_once()  # long work lets what is garbage at its end lie


@pytest.fixture
def desk(bare: Desk) -> Desk:
    """Give an unlocked window."""
    bare.unlock()
    return bare
