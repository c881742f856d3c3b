"""What holds for every page: contrast, access keys, accessible names, width, live switches."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from tests.support.window import Desk

from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.crash import described
from ledgerdesk.gui.input_method import choose_input_method
from ledgerdesk.gui.places import CUSTOMERS, PLACES, SETTINGS
from ledgerdesk.gui.preferences import Preferences
from ledgerdesk.gui.theme import CONTRAST, DARK, LIGHT, ThemeName, Tokens, contrast
from ledgerdesk.i18n.translator import Language

GROUNDS = ("window", "surface", "raised", "hover", "soft")
TEXT_ON = (
    *((role, ground) for role in ("text", "muted") for ground in GROUNDS),
    *(("accent", ground) for ground in ("surface", "raised", "soft")),
    *((role, ground) for role in ("ok", "warn", "bad") for ground in ("surface", "raised")),
    ("ok", "ok_soft"),
    ("warn", "warn_soft"),
    ("bad", "bad_soft"),
    ("on_fill", "fill"),
    ("on_fill", "fill_hover"),
    ("on_fill", "fill_down"),
    ("on_fill_key", "fill"),
    ("on_tip", "tip"),
    ("tip_action", "tip"),
    ("text", "bad_soft"),
    ("muted", "dis"),
)
LEAST = 4.5


def too_faint(tokens: Tokens) -> list[tuple[str, str]]:
    return [
        (role, ground)
        for role, ground in TEXT_ON
        if contrast(getattr(tokens, role), getattr(tokens, ground)) < LEAST
    ]


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_every_text_role_is_legible_on_its_grounds(tokens: Tokens) -> None:
    assert too_faint(tokens) == []


def test_contrast_is_computed_as_wcag_has_it() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def marks(root: QWidget) -> Counter[str]:
    """Count the access keys of what a page shows."""
    found: Counter[str] = Counter()
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root):
            continue
        is_mnemonic = isinstance(widget, QAbstractButton) or (
            isinstance(widget, QLabel) and widget.buddy() is not None
        )
        if is_mnemonic and isinstance(widget, QAbstractButton | QLabel):
            found.update([QKeySequence.mnemonic(widget.text()).toString()])
    del found[""]
    return found


@pytest.mark.parametrize("language", list(Language))
def test_access_keys_are_unique_on_every_page_and_in_the_menus(
    desk: Desk, language: Language
) -> None:
    desk.stage.speech.choose(language)
    window = desk.window
    menus = Counter(
        QKeySequence.mnemonic(menu.title()).toString() for menu in window.commands.menus
    )
    assert max(menus.values()) == 1
    assert "" not in menus
    for page in (*window.shell.pages, *window.first_run.steps, window.unlock, window.welcome):
        found = marks(page)
        if page in window.shell.pages:
            found += menus
        assert [key for key, count in found.items() if count > 1] == [], type(page).__name__


@pytest.mark.parametrize("language", list(Language))
def test_every_command_has_an_access_key_of_its_own_in_its_menu(
    desk: Desk, language: Language
) -> None:
    desk.stage.speech.choose(language)
    for menu in desk.window.commands.menus:
        keys = [
            QKeySequence.mnemonic(action.text()).toString()
            for action in menu.actions()
            if not action.isSeparator() and not action.shortcut().toString().startswith("Ctrl+")
        ]
        assert "" not in keys
        assert len(set(keys)) == len(keys)


def test_no_shortcut_is_given_twice(desk: Desk) -> None:
    keys = [
        action.shortcut().toString()
        for action in desk.window.commands.actions.values()
        if not action.shortcut().isEmpty()
    ]

    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("language", list(Language))
def test_everything_that_takes_the_focus_has_a_name(desk: Desk, language: Language) -> None:
    desk.stage.speech.choose(language)
    nameless = [
        f"{type(page).__name__}: {type(widget).__name__}"
        for page in (*desk.window.shell.pages, desk.window.first_run, desk.window.unlock)
        for widget in page.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit)
        and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
    ]

    assert nameless == []


@pytest.mark.parametrize("language", list(Language))
def test_the_window_fits_a_small_screen(desk: Desk, language: Language) -> None:
    desk.stage.speech.choose(language)
    desk.settle()

    assert desk.window.minimumSizeHint().width() <= 1366
    for page in desk.window.shell.pages:
        assert page.minimumSizeHint().width() <= 1366 - theme.SIDEBAR - 1, type(page).__name__


def test_the_language_is_switched_live_and_what_was_typed_stays(desk: Desk) -> None:
    desk.window.shell.go(SETTINGS)
    desk.settle()
    settings = desk.window.shell.settings
    firm = next(iter(settings.edits.values()))
    firm.setText("恒信")
    settings.language.choose(1)

    assert settings.head.title.text() == "Settings"
    assert desk.window.commands.menus[0].title() == "&File"
    assert firm.text() == "恒信"
    assert desk.stage.preferences.language == "en"
    settings.language.choose(0)
    assert settings.head.title.text() == "设置"


def test_the_owner_lets_receipts_show_the_masked_id_number(desk: Desk) -> None:
    desk.window.shell.go(SETTINGS)
    desk.settle()
    settings = desk.window.shell.settings
    assert settings.payer_id.position == 0
    assert not settings.save_button.isEnabled()
    settings.payer_id.choose(1)
    desk.press("s", held=Qt.KeyboardModifier.ControlModifier)

    assert desk.ask(lambda ledger: ledger.today.standing()).office.payer_id
    assert not settings.save_button.isEnabled()
    desk.window.lock()
    desk.settle()
    assert settings.payer_id.position is None


def test_the_theme_is_switched_live(desk: Desk) -> None:
    desk.window.shell.go(SETTINGS)
    desk.settle()
    before = desk.window.grab().toImage().pixelColor(400, 700)
    desk.window.shell.settings.theme.choose(2)
    after = desk.window.grab().toImage().pixelColor(400, 700)

    assert (before.name().upper(), after.name().upper()) == (LIGHT.surface, DARK.surface)
    theme.look().choose(ThemeName.LIGHT)


def test_saving_the_firm_reaches_the_sidebar(desk: Desk) -> None:
    desk.window.shell.go(SETTINGS)
    desk.settle()
    desk.press("A")
    desk.window.shell.settings.save()
    desk.settle()

    assert desk.window.shell.sidebar._firm.text().endswith("A")


def test_customers_answer_to_pinyin_and_a_new_one_is_chosen(desk: Desk) -> None:
    desk.change(lambda ledger: ledger.customers.add(CustomerDraft(name="单雄信")))
    desk.change(lambda ledger: ledger.customers.add(CustomerDraft(name="欧阳静")))
    page = desk.window.shell.customers
    desk.window.shell.go(CUSTOMERS)
    desk.settle()
    assert [offer.title for offer in page.list.offers] == ["欧阳静", "单雄信"]
    desk.press(*"sxx")
    desk.qtbot.waitUntil(lambda: [one.title for one in page.list.offers] == ["单雄信"])

    assert page.card.name.text() == "单雄信"


def test_every_place_says_what_its_keys_do(desk: Desk) -> None:
    for number in range(len(PLACES)):
        desk.window.shell.go(number)
        desk.settle()
        assert desk.window.shell.place == number
    assert desk.window.shell.receipts.hint()


def test_an_input_method_without_a_plugin_falls_back_to_ibus(tmp_path: Path) -> None:
    env = {"QT_IM_MODULE": "fcitx"}
    choose_input_method(env, tmp_path)
    assert env["QT_IM_MODULE"] == "ibus"
    (tmp_path / "libfcitx5platforminputcontextplugin.so").touch()
    env["QT_IM_MODULE"] = "fcitx"
    choose_input_method(env, tmp_path)
    assert env["QT_IM_MODULE"] == "fcitx"


def test_broken_preferences_are_no_reason_not_to_start(own_folders: Path) -> None:
    made = Preferences(language="en")
    made.save()
    assert Preferences.load().language == "en"
    file = next(own_folders.rglob("window.json"))
    file.write_text("{broken", "utf-8")

    assert Preferences.load() == Preferences()


def test_a_crash_is_described_without_a_value() -> None:
    secret = "张三 13800138000"
    try:
        int(secret)
    except ValueError as error:
        text = described(error, error.__traceback__)

    assert "ValueError" in text
    assert "test_a_crash_is_described_without_a_value" in text
    assert secret not in text


@pytest.mark.skipif(sys.platform == "win32", reason="NOT RUN: Windows has no SIGTERM")
def test_sigterm_closes_the_window_cleanly() -> None:
    code = (
        "import os, signal\n"
        "from ledgerdesk.gui import app\n"
        "begin = app.MainWindow.begin\n"
        "def started(self, vault):\n"
        "    begin(self, vault)\n"
        f"    self.painted.connect(lambda: os.kill(os.getpid(), {int(signal.SIGTERM)}))\n"
        "app.MainWindow.begin = started\n"
        "raise SystemExit(app.run(None))\n"
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, check=False, capture_output=True, timeout=120
    )

    assert done.returncode == 0, done.stderr.decode()
