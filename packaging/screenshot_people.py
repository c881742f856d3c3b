"""The pictures of people, log and protected numbers, and of the doors that several people need."""

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QDialog, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.customers import Customer
from ledgerdesk.core.staff import Role
from ledgerdesk.gui.dialogs.numbers import KeepNumberDialog
from ledgerdesk.gui.dialogs.staff import (
    AddPersonDialog,
    GivenPasswordDialog,
    OwnPasswordDialog,
    RemoveDialog,
    RoleDialog,
)
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.places import CUSTOMERS, LOG, STAFF
from ledgerdesk.gui.stage import Stage

GIVEN = "k7mr-2wxt-9hbn"
PEOPLE = {
    "zh_CN": (("周主管", Role.SUPERVISOR), ("小李", Role.CLERK), ("陈审计", Role.AUDITOR)),
    "en": (("Zhou Hui", Role.SUPERVISOR), ("Li Na", Role.CLERK), ("Chen Yi", Role.AUDITOR)),
}


class Studio(Protocol):
    """What the pictures ask of the studio."""

    window: MainWindow

    def spin(self) -> None:
        """Let everything that was asked arrive."""

    def keep(self, name: str, widget: QWidget | None = None) -> None:
        """Keep a picture."""


def draw_people(studio: Studio, stage: Stage, vault: Path) -> None:
    """Let people in, and draw what the window has for them; the book is locked at the end."""
    language = stage.speech.language.value
    shell = studio.window.shell

    def let_in(ledger: Ledger) -> Done[Customer]:
        for name, role in PEOPLE[language]:
            ledger.staff.add(name, role, GIVEN)
        ledger.staff.disable(PEOPLE[language][2][0])
        first = ledger.customers.newest()[0]
        ledger.customers.keep_number(first.pub, "cn_ric", "11010519491231002X")
        ledger.customers.keep_number(first.pub, "bank_card", "6222021234567890128")
        return Done(value=first, changes=Changes.STAFF | Changes.CUSTOMERS)

    shell.go(STAFF)
    stage.tasks.mutate(studio.window, let_in, lambda _first: None, _raise)
    studio.spin()
    shell.staff.table.choose(2)
    studio.keep("c-staff")
    (member,) = [one.member for one in shell.staff.model.records if one.member.role is Role.CLERK]
    add = AddPersonDialog(shell, stage, GIVEN)
    add.role_field.segments.choose(0)
    _keep(studio, "c-staff-add", add)
    _keep(studio, "c-staff-given", GivenPasswordDialog(shell, stage, member.name, GIVEN))
    _keep(studio, "c-staff-remove", RemoveDialog(shell, stage, member))
    _keep(studio, "c-staff-role", RoleDialog(shell, stage, member))
    own = OwnPasswordDialog(shell, stage, member.name, Role.OWNER)
    own.new.first.setText("12345678")
    _keep(studio, "c-password", own)
    shell.go(CUSTOMERS)
    studio.spin()
    shell.customers.list.choose(0)
    studio.spin()
    studio.keep("c-card-numbers")
    _keep(studio, "c-number", KeepNumberDialog(shell, stage, ""))
    shell.go(LOG)
    studio.spin()
    shell.log.verify()
    studio.spin()
    shell.log.table.choose(1)
    studio.keep("c-log")
    _doors(studio, vault, member.name)


def _doors(studio: Studio, vault: Path, name: str) -> None:
    window = studio.window
    window.lock()
    studio.spin()
    window.unlock.note_person(name)
    window.unlock.ask_names()
    studio.spin()
    window.unlock._place.setText("D:/LedgerDesk")  # noqa: SLF001 - a path of no machine
    window.unlock.secret.setText("something")
    studio.keep("c-unlock-names")
    window.unlock.secret.setText(GIVEN)
    window.unlock.open_button.click()
    studio.spin()
    window.choose_password.new.first.setText("a cup of tea")
    studio.keep("c-choose-password")
    window.lock()
    studio.spin()
    window.recover.begin(vault)
    window.pages.setCurrentWidget(window.recover)
    window.recover.sheet.place.edit.setText("E:/")
    studio.keep("c-recover")


def _keep(studio: Studio, name: str, dialog: QDialog) -> None:
    dialog.show()
    studio.keep(name, dialog)
    dialog.close()
    studio.window.activateWindow()


def _raise(error: Exception) -> None:
    raise error
