"""An import asks about names of the book, takes a dragged field, and is taken back as a whole."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from tests.gui.test_imports import STRANGE, counted, loaded, table
from tests.support.window import Desk

from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft
from ledgerdesk.core.import_columns import Column
from ledgerdesk.gui.dialogs.import_batches import ImportBatchesDialog
from ledgerdesk.gui.pages.imports.import_fields import carried


def test_an_earlier_import_is_taken_back_with_its_reason(desk: Desk, tmp_path: Path) -> None:
    page = loaded(desk, table(tmp_path))
    page.panel.import_button.click()
    desk.settle()
    page.forget()
    page.start.earlier_button.click()
    desk.settle()
    (dialog,) = page.findChildren(ImportBatchesDialog)
    assert [one.rows for one in dialog.model.records] == [2]

    dialog.act.click()
    assert dialog.why_field.problem
    dialog.why.setText("导错了")
    dialog.act.click()
    desk.settle()

    assert counted(desk)[1] == 0
    assert desk.window.shell.toast.isVisible()


def test_whether_a_name_of_the_book_is_the_same_customer_is_asked(
    desk: Desk, tmp_path: Path
) -> None:
    phone = Contact(kind=ContactKind.PHONE, value="13800138000")
    desk.change(lambda ledger: ledger.customers.add(CustomerDraft(name="张三", contacts=(phone,))))
    before = counted(desk)
    page = loaded(desk, table(tmp_path))
    field = page.panel.doubtful_field
    assert field.isVisible()
    assert "张三" in field._below.text()

    page.panel.doubtful.choose(1)
    page.panel.doubtful.chosen.emit(1)
    desk.settle()
    page.panel.import_button.click()
    desk.settle()

    assert not field.isVisible()
    after = counted(desk)
    assert (after[0] - before[0], after[1] - before[1]) == (1, 2)


def test_a_field_is_dragged_onto_its_column_and_remembered(desk: Desk, tmp_path: Path) -> None:
    page = loaded(desk, table(tmp_path, STRANGE))
    for place, column in enumerate((Column.NAME, Column.DATE, Column.AMOUNT)):
        row = page.columns._lines[place]
        data = carried(column)
        action, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        buttons = Qt.MouseButton.LeftButton
        enter = QDragEnterEvent(QPoint(5, 5), action, data, buttons, keys)
        QApplication.sendEvent(row, enter)
        assert enter.isAccepted()
        drop = QDropEvent(QPoint(5, 5), action, data, buttons, keys)
        QApplication.sendEvent(row, drop)
    desk.settle()

    assert page.columns.missing() == ()
    page.panel.import_button.click()
    desk.settle()
    again = loaded(desk, table(tmp_path, STRANGE.replace("李四", "王五"), name="b.csv"))
    assert again.columns.missing() == ()
