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
# Keys that belong to no command: the parts listen to them themselves.
EVERYWHERE = (
    (N_("Next field"), "Enter, Tab"),
    (N_("The page's main button"), "Ctrl+Enter"),
    (N_("Back, or close"), "Esc"),
    (N_("What waits on Today"), "F6"),
    (N_("First problem in a form"), "F8"),
    (N_("Change the card"), "F2"),
    (N_("Another tab of a card"), "Alt+1…6"),
    (N_("Menu of a table's columns"), "Shift+F10"),
    (N_("Copy the chosen rows"), "Ctrl+C"),
)
AT_A_DOOR = ("quit",)


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
    other_key: str = ""
    after_rule: bool = field(default=False)

    @property
    def keys(self) -> str:
        """Tell every key that gives it."""
        return ", ".join(one for one in (self.key, self.other_key, self.told_key) if one)


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
                action.setShortcuts(
                    [QKeySequence(key) for key in (command.key, command.other_key) if key]
                )
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
            action.setEnabled(all_of_them or name in AT_A_DOOR)

    def permit(self, person: Person) -> None:
        """Show of the commands what a role may."""
        for name, action in self.actions.items():
            rows = WINDOW.get(name, ())
            action.setVisible(all(person.role in PERMISSIONS[row] for row in rows))
