"""`emergency` needs no password, and of a vault no more than the plain file in it."""

import json
from pathlib import Path

import pytest

from ledgerdesk.cli.run import run
from ledgerdesk.core.emergency import Contact, Emergency, to_bytes
from ledgerdesk.documents.read_back import texts

WANG = Contact(person="王敏", phone="138 0013 8000")
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "V.ledgerdesk"
    folder.mkdir()
    (folder / "emergency.json").write_bytes(to_bytes((WANG,)))
    return folder


def test_the_object_holds_the_five_cards_and_whom_to_call(vault: Path, capsys: Captured) -> None:
    assert run(["emergency", str(vault), "--json", "--lang", "en"]) == 0

    record = json.loads(capsys.readouterr().out)
    assert [card["card"] for card in record["cards"]] == [one.value for one in Emergency]
    assert all(card["title"] and card["when"] and card["steps"] for card in record["cards"])
    assert record["people"] == [{"person": "王敏", "phone": "138 0013 8000"}]
    assert (record["damaged"], record["file"]) == (False, None)


def test_the_lines_are_numbered_and_begin_with_whom_to_call(vault: Path, capsys: Captured) -> None:
    assert run(["emergency", str(vault), "--lang", "en"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Call 王敏: 138 0013 8000"
    assert lines[2] == "The PC is broken"
    assert lines[4].startswith("1. ")


def test_without_a_vault_the_cards_stand_without_names(capsys: Captured) -> None:
    assert run(["emergency", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("Nobody is named yet.")


def test_a_damaged_file_takes_no_card_away(vault: Path, capsys: Captured) -> None:
    (vault / "emergency.json").write_bytes(b"{" * 5000)

    assert run(["emergency", str(vault), "--lang", "en", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["damaged"], record["people"], len(record["cards"])) == (True, [], 5)


def test_the_cards_are_written_as_a_page_a_language(
    vault: Path, tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "cards.pdf"

    assert run(["emergency", str(vault), "--out", str(out), "--lang", "en", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["file"] == str(out)
    pages = texts(out.read_bytes())
    assert len(pages) == 2
    assert "Thepowerisout" in "".join(pages[0].split())
    assert all("王敏" in page for page in pages)
    assert run(["emergency", "--out", str(out), "--lang", "en"]) == 0
    assert "王敏" not in texts(out.read_bytes())[0]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nowhere",), "file_not_found"),
        (("V.ledgerdesk", "--out", "V.ledgerdesk/x.pdf"), "inside_vault"),
        (("--out", "V.ledgerdesk/emergency.json"), "exists"),
        (("--out", "none/x.pdf"), "file_not_found"),
    ],
)
def test_a_place_that_will_not_do_is_refused(
    words: tuple[str, ...],
    code: str,
    vault: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(vault.parent)

    assert run(["emergency", *words, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == code
    assert (vault / "emergency.json").read_bytes() == to_bytes((WANG,))
