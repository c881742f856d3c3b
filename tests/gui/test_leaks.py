"""C-19, C-35 for the window: forms, drafts, searches, choices and a crash leave no mark on disk."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel
from tests.support.leaks import ID_NUMBER, MARKED, PHONE, hits, leaks_in, marks
from tests.support.still_office import StillOffice, trade
from tests.support.window import Desk

from ledgerdesk.bootstrap import wish_for
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft
from ledgerdesk.core.receipts import Paper
from ledgerdesk.gui.dialogs.crash import CrashDialog
from ledgerdesk.gui.places import CUSTOMERS, RECEIPTS, TRADE
from ledgerdesk.services.access import Credential

MORE = marks("correct horse battery staple")


def a_customer(desk: Desk) -> None:
    contact = Contact(kind=ContactKind.PHONE, value=PHONE)
    draft = CustomerDraft(name=MARKED, company=MARKED, contacts=(contact,))
    pub = desk.change(lambda ledger: ledger.customers.add(draft)).pub
    desk.change(lambda ledger: ledger.customers.keep_number(pub, "cn_ric", ID_NUMBER))
    desk.change(lambda ledger: ledger.transactions.record(trade(MARKED, 5_000), wish_for(Paper.A5)))


def half_typed(desk: Desk) -> None:
    """Leave marks in every field that keeps what is typed."""
    desk.window.shell.go(TRADE)
    desk.settle()
    page = desk.window.shell.trade
    desk.commit(MARKED)
    page.note.setFocus()
    desk.commit(f"{MARKED} {ID_NUMBER}")
    for place, search in (
        (CUSTOMERS, desk.window.shell.customers.search),
        (RECEIPTS, desk.window.shell.receipts.search),
    ):
        desk.window.shell.go(place)
        search.setFocus()
        search.setText(MARKED)
        desk.settle()


def crashed(desk: Desk) -> str:
    """Let a bug happen with marks in hand; give back all words of its dialog and of its copy."""
    try:
        raise ValueError(f"{MARKED} {ID_NUMBER} {PHONE}")  # noqa: TRY301 - a bug with data in it
    except ValueError as error:
        CrashDialog.show_for(desk.window, desk.stage.speech, error, sys.exc_info()[2], lambda: None)
    (dialog,) = desk.window.findChildren(CrashDialog)
    dialog._copy()
    words = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    dialog.accept()
    return words + QApplication.clipboard().text()


def test_a_day_at_the_window_leaves_no_mark(
    desk: Desk, office: StillOffice, own_folders: Path, tmp_path: Path
) -> None:
    a_customer(desk)
    half_typed(desk)
    said = crashed(desk)
    desk.window.lock()
    desk.settle()
    desk.stage.preferences.save()

    assert "ValueError" in said
    assert hits(said.encode(), MORE) == set()
    asked_for = set((office.folder / "pdf").glob("*/*.pdf"))
    assert leaks_in([office.folder, own_folders, tmp_path], MORE, asked_for) == {}
    assert (office.vault / "ledger.db").stat().st_size > 100_000


def test_what_was_half_typed_is_kept_in_the_book_all_the_same(
    desk: Desk, office: StillOffice
) -> None:
    """What the scan does not find on disk is not lost: it lies in the book."""
    half_typed(desk)
    desk.window.lock()
    desk.settle()

    ledger = office.open(Credential(password="correct horse battery staple"))
    texts = [kept.draft.texts for kept in ledger.drafts.list()]
    office.lock()

    assert any(MARKED in str(text) for text in texts)
