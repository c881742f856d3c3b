"""What the menus hold, in their order: each command's word, its key and what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ledgerdesk.gui import places
from ledgerdesk.gui.commands import FILE, HELP, RECEIPT, TRADE, VIEW, Command
from ledgerdesk.gui.places import PLACES
from ledgerdesk.i18n.marks import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledgerdesk.gui.shell import Shell


class Window(Protocol):
    """What the commands ask of the window itself."""

    @property
    def shell(self) -> Shell:
        """Give the desk."""

    def lock(self) -> None:
        """Lock the book."""

    def leave(self) -> None:
        """Close the window."""

    def refresh(self) -> None:
        """Let the open page look again."""

    def search(self) -> None:
        """Go to the search."""

    def new_customer(self) -> None:
        """Ask for a new customer."""

    def switch_language(self) -> None:
        """Speak the other language."""

    def switch_theme(self) -> None:
        """Take the next look."""

    def show_keys(self) -> None:
        """Tell every key."""

    def show_security(self) -> None:
        """Tell how a book is kept safe."""

    def show_about(self) -> None:
        """Tell what this program is."""


def window_commands(window: Window) -> tuple[Command, ...]:
    """Name every command of a window; the desk may not be made yet when one is given."""

    def at(act: Callable[[Shell], None]) -> Callable[[], None]:
        return lambda: act(window.shell)

    def show(number: int, word: str) -> Command:
        def go(shell: Shell) -> None:
            shell.go(number)

        return Command(
            name=f"place{number}", menu=VIEW, word=word, act=at(go), key=PLACES[number].key
        )

    return (
        *_file(window, at),
        *(show(number, place.word) for number, place in enumerate(PLACES)),
        Command(
            name="log", menu=VIEW, word=N_("L&og"), act=at(lambda desk: desk.go(places.LOG)),
            key="Ctrl+7", after_rule=True,
        ),
        Command(
            name="refresh", menu=VIEW, word=N_("&Refresh"), act=window.refresh, key="F5",
            after_rule=True,
        ),
        Command(name="find", menu=VIEW, word=N_("&Find"), act=window.search, key="Ctrl+F"),
        Command(
            name="language", menu=VIEW, word=N_("&Language: 中文 / English"),
            act=window.switch_language,
        ),
        Command(
            name="theme", menu=VIEW, word=N_("&Dark, light, high contrast"),
            act=window.switch_theme,
        ),
        *_trade(window, at),
        *_receipt(at),
        Command(name="keys", menu=HELP, word=N_("&Keys"), act=window.show_keys, key="Ctrl+/"),
        Command(
            name="security", menu=HELP, word=N_("How the book is kept &safe"),
            act=window.show_security,
        ),
        Command(name="about", menu=HELP, word=N_("&About"), act=window.show_about),
    )  # fmt: skip


def _file(
    window: Window, at: Callable[[Callable[[Shell], None]], Callable[[], None]]
) -> tuple[Command, ...]:
    return (
        Command(
            name="import", menu=FILE, word=N_("&Import a table…"),
            act=at(lambda desk: desk.import_table()), key="Ctrl+I",
        ),
        Command(
            name="paste_table", menu=FILE, word=N_("&Paste a table"),
            act=at(lambda desk: desk.paste_table()), key="Ctrl+Shift+V",
        ),
        Command(
            name="staff", menu=FILE, word=N_("&Staff"),
            act=at(lambda desk: desk.go(places.STAFF)), key="Ctrl+8", after_rule=True,
        ),
        Command(
            name="own_password", menu=FILE, word=N_("Chang&e my password…"),
            act=at(lambda desk: desk.change_password()),
        ),
        Command(
            name="lock", menu=FILE, word=N_("&Lock"), act=window.lock, key="Ctrl+L",
            after_rule=True,
        ),
        Command(
            name="quit", menu=FILE, word=N_("E&xit"), act=window.leave, key="Ctrl+Q",
            after_rule=True,
        ),
    )  # fmt: skip


def _trade(
    window: Window, at: Callable[[Callable[[Shell], None]], Callable[[], None]]
) -> tuple[Command, ...]:
    return (
        Command(
            name="new_trade", menu=TRADE, word=N_("&New trade"),
            act=at(lambda desk: desk.go(places.TRADE)), key="Ctrl+N",
        ),
        Command(
            name="new_customer", menu=TRADE, word=N_("New &customer…"),
            act=window.new_customer,
        ),
    )  # fmt: skip


def _receipt(
    at: Callable[[Callable[[Shell], None]], Callable[[], None]],
) -> tuple[Command, ...]:
    return (
        Command(
            name="reprint", menu=RECEIPT, word=N_("&Print again"),
            act=at(lambda desk: desk.receipts.reprint()), told_key="Ctrl+P",
        ),
        Command(
            name="issue", menu=RECEIPT, word=N_("I&ssue for a saved trade"),
            act=at(lambda desk: desk.issue_saved()), key="F9",
        ),
        Command(
            name="judge_print", menu=RECEIPT, word=N_("&Not printed well…"),
            act=at(lambda shell: shell.desk.judge_last_print()), key="Ctrl+Shift+P",
        ),
        Command(
            name="save_pdf", menu=RECEIPT, word=N_("Save as P&DF…"),
            act=at(lambda desk: desk.receipts.save_pdf()),
        ),
        Command(
            name="void", menu=RECEIPT, word=N_("Vo&id…"),
            act=at(lambda desk: desk.receipts.void()), after_rule=True,
        ),
        Command(
            name="reverse", menu=RECEIPT, word=N_("Take &back…"),
            act=at(lambda desk: desk.receipts.reverse()),
        ),
    )  # fmt: skip
