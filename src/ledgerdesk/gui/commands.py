"""Every command once: the menus, their access keys and their shortcuts."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from ledgerdesk.core.commands import WINDOW
from ledgerdesk.core.staff import PERMISSIONS, Person
from ledgerdesk.gui.speech import Speech
from ledgerdesk.i18n.marks import N_

MENUS = (N_("&File"), N_("&View"), N_("&Trade"), N_("&Receipt"), N_("&Help"))
FILE, VIEW, TRADE, RECEIPT, HELP = range(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: where it stands, its source word, its key, what it does.

    `told_key` is a key that a page listens to itself; the menu only tells it.
    """

    name: str
    menu: int
    word: str
    act: Callable[[], None]
    key: str = ""
    told_key: str = ""
    after_rule: bool = field(default=False)


class Commands:
    """The menu bar made from the commands, said again when the language changes."""

    def __init__(self, bar: QMenuBar, host: QWidget, commands: tuple[Command, ...]) -> None:
        self.commands = commands
        self.menus = [QMenu(bar) for _ in MENUS]
        self.actions: dict[str, QAction] = {}
        for menu in self.menus:
            bar.addMenu(menu)
        for command in commands:
            if command.after_rule:
                self.menus[command.menu].addSeparator()
            action = QAction(host)
            host.addAction(action)  # its key works at a door too, where no bar stands
            if command.key:
                action.setShortcut(QKeySequence(command.key))
            action.triggered.connect(command.act)
            self.menus[command.menu].addAction(action)
            self.actions[command.name] = action

    def say(self, speech: Speech) -> None:
        """Set the words of menus and actions."""
        for menu, word in zip(self.menus, MENUS, strict=True):
            menu.setTitle(speech.text(word))
        for command in self.commands:
            told = f"\t{command.told_key}" if command.told_key else ""
            self.actions[command.name].setText(speech.text(command.word) + told)

    def enable(self, *, on: bool, names: tuple[str, ...]) -> None:
        """Switch some commands."""
        for name in names:
            self.actions[name].setEnabled(on)

    def allow(self, *, all_of_them: bool) -> None:
        """Let every command be given, or at a door only the one that leaves."""
        for name, action in self.actions.items():
            action.setEnabled(all_of_them or name == "quit")

    def permit(self, person: Person) -> None:
        """Show of the commands what a role may."""
        for name, action in self.actions.items():
            rows = WINDOW.get(name, ())
            action.setVisible(all(person.role in PERMISSIONS[row] for row in rows))
