"""The catalogues are complete, and the script that says so would notice if they were not."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def catalogues() -> ModuleType:
    # Loaded by its path: the name `packaging` belongs to a library.
    path = ROOT / "packaging" / "catalogues.py"
    spec = importlib.util.spec_from_file_location("catalogues", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def toy(catalogues: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Point the script at a small project with two translated strings."""
    source = tmp_path / "src" / "ledgerdesk"
    source.mkdir(parents=True)
    (source / "page.py").write_text(
        "label = t.text('Save {name}', name=n)\n"
        "mark = N_('Print')\n"
        "count = t.plural('{number} receipt', '{number} receipts', n)\n"
        "edit.text()\n"
        "sheet.text('on paper', x, y)\n"
        "# i18n: on a button\n"
        "label.setText(self._translator.text('O' 'K'))\n",
        "utf-8",
    )
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "SOURCE", source)
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path / "i18n")
    words = {
        "Save {name}": "保存 {name}",
        "Print": "打印",
        "OK": "好",
        "{number} receipt": "{number} 张收据",
    }
    given = tmp_path / "words.json"
    given.write_text(json.dumps(words), "utf-8")
    assert catalogues.translate(given) == []
    return catalogues


def change(toy: ModuleType, old: str, new: str) -> None:
    path: Path = toy.po_path("zh_CN")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    toy.compile_all()


def test_the_catalogues_of_the_program_are_in_order(catalogues: ModuleType) -> None:
    assert catalogues.faults() == []


def test_a_filled_catalogue_has_no_fault(toy: ModuleType) -> None:
    assert toy.faults() == []
    assert toy.missing() == {}


def test_a_note_for_the_translator_reaches_the_catalogue(toy: ModuleType) -> None:
    text = toy.po_path("zh_CN").read_text("utf-8")

    assert '#. on a button\n#: src/ledgerdesk/page.py\nmsgid "OK"' in text
    assert "on paper" not in text


def test_a_new_string_is_a_fault_until_it_is_translated(toy: ModuleType) -> None:
    (toy.SOURCE / "more.py").write_text("N_('Void')\n", "utf-8")

    assert any("not taken over yet: 'Void'" in fault for fault in toy.faults())
    assert toy.missing() == {"Void": ""}
    toy.update()
    assert toy.faults() == ["zh_CN: not translated: 'Void'"]


def test_a_string_no_longer_in_the_source_is_a_fault(toy: ModuleType) -> None:
    (toy.SOURCE / "page.py").write_text("N_('Print')\n", "utf-8")

    assert any("in no source file: 'Save {name}'" in fault for fault in toy.faults())
    toy.update()
    assert toy.faults() == []


def test_a_lost_place_is_a_fault(toy: ModuleType) -> None:
    change(toy, "保存 {name}", "保存")

    assert toy.faults() == ["zh_CN: other {places} than the English: '保存'"]


def test_a_place_with_a_format_is_a_fault(toy: ModuleType) -> None:
    change(toy, "保存 {name}", "保存 {name!r}")

    assert any("plain {name}" in fault for fault in toy.faults())


def test_a_guess_is_a_fault(toy: ModuleType) -> None:
    change(toy, 'msgid "Print"', '#, fuzzy\nmsgid "Print"')

    assert "zh_CN: only guessed: 'Print'" in toy.faults()


def test_the_full_width_yen_sign_is_a_fault(toy: ModuleType) -> None:
    change(toy, "打印", "打印\uffe5")

    assert any("U+00A5" in fault for fault in toy.faults())


def test_a_stale_compiled_file_is_a_fault(toy: ModuleType) -> None:
    path: Path = toy.po_path("zh_CN")
    path.write_text(path.read_text("utf-8").replace("打印", "列印"), "utf-8")

    assert toy.faults() == ["zh_CN: the .mo file is not the .po file, run `compile`"]


def test_updating_twice_changes_no_byte(toy: ModuleType) -> None:
    path: Path = toy.po_path("zh_CN")
    before = path.read_bytes(), path.with_suffix(".mo").read_bytes()
    toy.update()

    assert (path.read_bytes(), path.with_suffix(".mo").read_bytes()) == before


def test_a_translation_for_no_string_is_named(toy: ModuleType, tmp_path: Path) -> None:
    given = tmp_path / "stray.json"
    given.write_text(json.dumps({"Nobody says this": "无"}), "utf-8")

    assert toy.translate(given) == ["Nobody says this"]
