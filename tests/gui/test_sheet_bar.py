"""A red bar asks for the recovery sheet until it was read back, on whatever PC, at every start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.gui.test_window import marks
from tests.support.backup_office import BackedUp, make_backed_up
from tests.support.still_office import act_as
from tests.support.window import Desk, open_window

from ledgerdesk.core.staff import Role
from ledgerdesk.gui.dialogs.new_sheet import NewSheetDialog
from ledgerdesk.gui.dialogs.prove_sheet import WHOLE, ProveSheetDialog
from ledgerdesk.gui.widgets.notices import InfoBar
from ledgerdesk.i18n.translator import Language
from ledgerdesk.vault.recovery import read_recovery_key

ENTER = Qt.Key.Key_Return


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    return make_backed_up(tmp_path_factory.mktemp("made") / "office", receipts=0)


@pytest.fixture
def office(template: BackedUp, tmp_path: Path) -> Iterator[BackedUp]:
    copy = template.copied(tmp_path / "office")
    yield copy
    copy.office.close()


@pytest.fixture
def desk(office: BackedUp, qtbot: QtBot) -> Iterator[Desk]:
    with open_window(qtbot, office.office) as desk:
        desk.unlock()
        yield desk


def bar(desk: Desk) -> InfoBar:
    return desk.window.shell.bars.sheet


def asked(desk: Desk) -> ProveSheetDialog:
    bar(desk).action.click()
    (dialog,) = desk.window.findChildren(ProveSheetDialog)
    return dialog


def printed_groups(office: BackedUp, desk: Desk) -> list[str]:
    """Look up the two groups that are asked for, as whoever holds the paper does."""
    lines = read_recovery_key(office.recovery.split(" ")[0]).groups()
    state = desk.ask(lambda ledger: ledger.sheet.state())
    return [lines[line - 1][group - 1] for line, group in state.asked]


def opened_again(desk: Desk) -> InfoBar:
    desk.window.lock()
    desk.settle()
    assert not bar(desk).isVisibleTo(desk.window.shell.bars)
    desk.unlock()
    return bar(desk)


def test_it_is_there_at_every_start_whatever_this_pc_remembers(desk: Desk) -> None:
    assert bar(desk).isVisible()

    assert opened_again(desk).isVisible()
    assert opened_again(desk).isVisible()


def test_two_named_groups_typed_by_keys_take_it_away_for_good(office: BackedUp, desk: Desk) -> None:
    first, second = printed_groups(office, desk)
    dialog = asked(desk)
    assert [field.label.text() for field in dialog.group_fields] == [
        f"第 {line} 行第 {group} 组" for line, group in dialog._asked
    ]
    desk.qtbot.waitUntil(dialog.groups[0].hasFocus)
    desk.press(*first.lower(), ENTER, *second, ENTER)
    desk.settle()

    assert not bar(desk).isVisible()
    assert not opened_again(desk).isVisible()
    assert desk.ask(lambda ledger: ledger.audit.check()).ok


def test_a_wrong_group_is_said_and_the_bar_stays(office: BackedUp, desk: Desk) -> None:
    first, _ = printed_groups(office, desk)
    dialog = asked(desk)
    dialog.groups[0].setText(first)
    dialog.groups[1].setText("00000")
    dialog.check()
    desk.settle()

    assert "两组" in dialog.group_fields[1].problem
    assert dialog.groups[0].text() == first
    assert dialog.isVisible()
    dialog.reject()
    assert bar(desk).isVisible()


def test_a_scanned_code_or_the_saved_file_prove_it_as_well(
    office: BackedUp, desk: Desk, tmp_path: Path
) -> None:
    dialog = asked(desk)
    dialog.way.choose(WHOLE)
    dialog.key.setText("A" * 52)
    dialog.check()
    desk.settle()
    assert dialog.key_field.problem
    file = tmp_path / "sheet.key.txt"
    file.write_text(office.recovery + "\n", "ascii")
    dialog.read(file)
    desk.settle()

    assert not bar(desk).isVisible()


def test_after_the_key_was_changed_a_new_sheet_is_asked_for_and_then_read_back(
    desk: Desk, tmp_path: Path
) -> None:
    desk.change(lambda ledger: ledger.keys.rotate())
    desk.settle()
    assert "旧" in bar(desk).words.text()
    bar(desk).action.click()
    (dialog,) = desk.window.findChildren(NewSheetDialog)
    dialog.place.edit.setText(str(tmp_path / "nowhere"))
    dialog.make()
    assert dialog.place.field.problem
    dialog.place.edit.setText(str(tmp_path))
    dialog.make()
    desk.settle()

    (page,) = tmp_path.glob("*.pdf")
    (line,) = tmp_path.glob("*.key.txt")
    assert page.read_bytes().startswith(b"%PDF-")
    proof = asked(desk)
    proof.read(line)
    desk.settle()
    assert not bar(desk).isVisible()


def test_only_an_owner_is_asked(desk: Desk) -> None:
    desk.ask(lambda ledger: act_as(ledger, Role.CLERK))
    desk.window.shell.refresh_standing()
    desk.settle()

    assert not desk.window.shell.bars.isVisible()


@pytest.mark.parametrize("language", list(Language))
def test_the_dialog_s_access_keys_are_unique(desk: Desk, language: Language) -> None:
    desk.stage.speech.choose(language)
    dialog = asked(desk)
    for way in range(2):
        dialog.way.choose(way)
        assert max(marks(dialog).values()) == 1
    dialog.reject()
