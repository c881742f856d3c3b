"""The emergency cards stand at the door and at the desk; an owner names whom to call."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.support.still_office import act_as
from tests.support.window import Desk

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.emergency import Contact, Emergency, to_bytes
from ledgerdesk.core.staff import Role
from ledgerdesk.documents.read_back import texts
from ledgerdesk.gui.device import Device
from ledgerdesk.gui.dialogs.emergency import EmergencyDialog
from ledgerdesk.gui.dialogs.emergency_people import EmergencyPeopleDialog
from ledgerdesk.i18n.emergency_words import card_in
from ledgerdesk.i18n.translator import Language

WANG = Contact(person="王敏", phone="138 0013 8000")
LI = Contact(person="李强", phone="010-8888 6666")


def opened(desk: Desk) -> EmergencyDialog:
    desk.settle()
    (dialog,) = [one for one in desk.window.findChildren(EmergencyDialog) if one.isVisible()]
    return dialog


@pytest.fixture
def at_door(bare: Desk) -> Desk:
    (bare.office.vault / "emergency.json").write_bytes(to_bytes((WANG, LI)))
    bare.window.go_to_vault(bare.office.vault)
    bare.settle()
    bare.stage.speech.choose(Language.EN)
    return bare


def test_the_door_leads_to_the_cards_without_a_password(at_door: Desk) -> None:
    link = at_door.window.unlock.emergency_button
    assert link.isVisible()
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    dialog = opened(at_door)

    assert [offer.value for offer in dialog.cards.offers] == list(Emergency)
    assert dialog.call.words.text() == "Call 王敏: 138 0013 8000"
    assert dialog.call.isVisible()
    assert dialog.heading.text() == "The PC is broken"
    assert not dialog.name_button.isVisible()
    assert not at_door.stage.tasks.is_open
    dialog.reject()


def test_arrows_go_from_card_to_card_and_each_shows_its_steps(at_door: Desk) -> None:
    at_door.window.unlock.emergency_button.click()
    dialog = opened(at_door)
    assert dialog.cards.hasFocus()

    for which in Emergency:
        card = card_in(at_door.stage.speech.translator, which)
        shown = [one.words.text() for one in dialog.steps if one.words.isVisible()]
        assert (dialog.heading.text(), dialog.when.text()) == (card.title, card.when)
        assert shown == list(card.steps)
        assert dialog.cards.accessibleDescription().splitlines()[1:] == list(card.steps)
        at_door.press(Qt.Key.Key_Down)
    dialog.reject()


def test_names_are_plain_text_whoever_wrote_them(at_door: Desk) -> None:
    file = at_door.office.vault / "emergency.json"
    file.write_bytes(to_bytes((Contact(person="<b>王</b>", phone="<img src=x>"),)))
    at_door.window.unlock.emergency_button.click()
    dialog = opened(at_door)

    assert dialog.call.words.textFormat() is Qt.TextFormat.PlainText
    assert "<b>王</b>" in dialog.call.words.text()
    dialog.reject()


def test_a_damaged_file_leaves_the_cards_and_says_so(at_door: Desk) -> None:
    (at_door.office.vault / "emergency.json").write_bytes(b"\x00" * 9000)
    at_door.window.unlock.emergency_button.click()
    dialog = opened(at_door)

    assert "damaged" in dialog.call.words.text()
    assert len(dialog.cards.offers) == 5
    dialog.reject()


def test_who_has_no_book_yet_reads_them_too(bare: Desk) -> None:
    bare.stage.speech.choose(Language.EN)
    bare.window.welcome.emergency_button.click()
    dialog = opened(bare)

    assert dialog.call.words.text().startswith("Nobody is named yet.")
    dialog.reject()


def test_an_owner_names_people_and_the_card_shows_them_at_once(desk: Desk) -> None:
    desk.stage.speech.choose(Language.EN)
    desk.window.commands.actions["emergency"].trigger()
    dialog = opened(desk)
    dialog.name_button.click()
    desk.settle()
    (people,) = dialog.findChildren(EmergencyPeopleDialog)

    desk.commit("王敏")
    desk.press(Qt.Key.Key_Return)
    people.go()
    desk.settle()
    assert people.fields["phone1"].problem == "This is needed. Fill it in."
    assert desk.focus is people.edits[0][1]
    desk.commit("138 0013 8000")
    people.act.click()
    desk.settle()

    assert dialog.call.words.text() == "Call 王敏: 138 0013 8000"
    assert desk.ask(lambda ledger: ledger.emergency.look()).people == (WANG,)
    assert (desk.office.vault / "emergency.json").read_bytes() == to_bytes((WANG,))
    dialog.reject()


def test_what_stands_in_the_book_stands_in_the_fields(desk: Desk) -> None:
    desk.change(lambda ledger: ledger.emergency.change((WANG, LI)))
    desk.window.show_emergency()
    dialog = opened(desk)
    dialog.name_button.click()
    desk.settle()
    (people,) = dialog.findChildren(EmergencyPeopleDialog)

    assert [edit.text() for pair in people.edits for edit in pair] == [
        *(WANG.person, WANG.phone),
        *(LI.person, LI.phone),
    ]
    people.reject()
    dialog.reject()


def test_a_clerk_reads_them_and_names_nobody(desk: Desk) -> None:
    def as_clerk(ledger: object) -> Done[None]:
        act_as(ledger, Role.CLERK)  # type: ignore[arg-type] # the ledger behind the window
        return Done(value=None, changes=Changes.SETTINGS | Changes.STAFF)

    desk.change(as_clerk)
    desk.settle()
    desk.window.show_emergency()
    dialog = opened(desk)

    assert not dialog.name_button.isVisible()
    dialog.reject()


def test_the_cards_become_a_pdf_in_both_languages(at_door: Desk, tmp_path: Path) -> None:
    at_door.window.unlock.emergency_button.click()
    dialog = opened(at_door)
    target = tmp_path / "out" / "cards.pdf"
    dialog.save_to(target)
    at_door.settle()

    pages = texts(target.read_bytes())
    assert len(pages) == 2
    assert "Thepowerisout" in "".join(pages[0].split())
    assert all("王敏" in page for page in pages)
    assert dialog.told.isVisible()
    assert str(target) in dialog.told.words.text()
    dialog.save_to(at_door.office.vault / "cards.pdf")
    at_door.settle()
    assert dialog.trouble.isVisible()
    assert not (at_door.office.vault / "cards.pdf").exists()
    dialog.reject()


def test_without_a_printer_the_pdf_is_named(at_door: Desk) -> None:
    at_door.window.unlock.emergency_button.click()
    dialog = opened(at_door)
    dialog.device = Device(names=tuple)
    dialog.act.click()
    at_door.settle()

    assert "No printer was found" in dialog.trouble.words.text()
    dialog.reject()


def test_a_printer_gets_one_page_in_the_window_s_language(at_door: Desk, tmp_path: Path) -> None:
    from PySide6.QtPrintSupport import QPrinter  # noqa: PLC0415 - loading it asks the spooler

    asked: list[str] = []
    file = tmp_path / "printed.pdf"

    def into_a_file(name: str) -> QPrinter:
        asked.append(name)
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        return printer

    at_door.window.unlock.emergency_button.click()
    dialog = opened(at_door)
    dialog.device = Device(
        names=lambda: ("office",), choose=lambda _, chosen: chosen("office"), opened=into_a_file
    )
    dialog.act.click()
    at_door.settle()

    assert asked == ["office"]
    assert "office" in dialog.told.words.text()
    assert len(texts(file.read_bytes())) == 1
    dialog.device = Device(
        names=lambda: ("office",), choose=lambda _, chosen: chosen("office"), opened=lambda _: None
    )
    dialog.act.click()
    at_door.settle()
    assert dialog.trouble.isVisible()
    dialog.reject()


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_the_cards_fit_the_smallest_window(at_door: Desk, language: Language) -> None:
    at_door.stage.speech.choose(language)
    at_door.window.resize(1024, 640)
    at_door.window.unlock.emergency_button.click()
    dialog = opened(at_door)

    assert dialog.width() <= 1024
    assert dialog.height() <= 640
    dialog.reject()
