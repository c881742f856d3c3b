"""What the menus hold, in their order: each command's word, its key and what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerdesk.gui import places
from ledgerdesk.gui.commands import FILE, HELP, RECEIPT, TRADE, VIEW, Command
from ledgerdesk.gui.places import PLACES
from ledgerdesk.i18n.marks import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledgerdesk.gui.shell import Shell
    from ledgerdesk.gui.window_acts import WindowActs


def window_commands(
    acts: WindowActs,
    lock: Callable[[], None],
    look: Callable[[], None],
    emergency: Callable[[], None],
) -> tuple[Command, ...]:
    """Name every command of a window."""

    def show(number: int, word: str) -> Command:
        def go(shell: Shell) -> None:
            shell.go(number)

        other = "Ctrl+," if number == places.SETTINGS else ""
        return Command(
            name=f"place{number}",
            menu=VIEW,
            word=word,
            act=acts.at(go),
            key=PLACES[number].key,
            other_key=other,
        )

    return (
        *_file(acts, lock),
        *(show(number, place.word) for number, place in enumerate(PLACES)),
        Command(
            name="log", menu=VIEW, word=N_("L&og"), act=acts.at(lambda desk: desk.go(places.LOG)),
            key="Ctrl+7", after_rule=True,
        ),
        Command(
            name="quality", menu=VIEW, word=N_("Data &quality"),
            act=acts.at(lambda desk: desk.go(places.QUALITY)), key="Ctrl+9",
        ),
        Command(
            name="reviews", menu=VIEW, word=N_("Re&views"),
            act=acts.at(lambda desk: desk.go(places.REVIEWS)), key="Ctrl+Shift+R",
        ),
        Command(
            name="reports", menu=VIEW, word=N_("Repor&ts"),
            act=acts.at(lambda desk: desk.go(places.REPORTS)), key="Ctrl+Shift+M",
        ),
        Command(
            name="catalogue", menu=VIEW, word=N_("S&ervices"),
            act=acts.at(lambda desk: desk.go(places.CATALOGUE)), key="Ctrl+Shift+K",
        ),
        Command(
            name="series", menu=VIEW, word=N_("&Number series"),
            act=acts.at(lambda desk: desk.go(places.SERIES)), key="Ctrl+Shift+B",
        ),
        *_view(acts, look),
        *_trade(acts),
        *_receipt(acts),
        *_help(acts, emergency),
    )  # fmt: skip


def _view(acts: WindowActs, look: Callable[[], None]) -> tuple[Command, ...]:
    return (
        Command(
            name="refresh", menu=VIEW, word=N_("&Refresh"), act=acts.refresh, key="F5",
            after_rule=True,
        ),
        Command(
            name="undo", menu=VIEW, word=N_("&Undo what was just done"),
            act=acts.at(lambda desk: desk.toast.take_back()), key="Ctrl+Z",
        ),
        Command(
            name="palette", menu=VIEW, word=N_("Find &anything…"), act=look, key="Ctrl+K",
            after_rule=True,
        ),
        Command(name="find", menu=VIEW, word=N_("&Find"), act=acts.search, key="Ctrl+F"),
        Command(
            name="language", menu=VIEW, word=N_("&Language: 中文 / English"),
            act=acts.switch_language,
        ),
        Command(
            name="theme", menu=VIEW, word=N_("&Dark, light, high contrast"),
            act=acts.switch_theme,
        ),
    )  # fmt: skip


def _help(acts: WindowActs, emergency: Callable[[], None]) -> tuple[Command, ...]:
    return (
        Command(name="manual", menu=HELP, word=N_("&Manual"), act=acts.show_manual, key="F1"),
        Command(name="keys", menu=HELP, word=N_("&Keys"), act=acts.show_keys, key="Ctrl+/"),
        Command(name="emergency", menu=HELP, word=N_("&Emergency cards"), act=emergency),
        Command(
            name="security", menu=HELP, word=N_("How the book is kept &safe"),
            act=acts.show_security,
        ),
        Command(name="about", menu=HELP, word=N_("&About"), act=acts.show_about),
    )  # fmt: skip


def _file(acts: WindowActs, lock: Callable[[], None]) -> tuple[Command, ...]:
    return (
        Command(
            name="import", menu=FILE, word=N_("&Import a table…"),
            act=acts.at(lambda desk: desk.import_table()), key="Ctrl+I",
        ),
        Command(
            name="paste_table", menu=FILE, word=N_("&Paste a table"),
            act=acts.at(lambda desk: desk.paste_table()), key="Ctrl+Shift+V",
        ),
        Command(
            name="control", menu=FILE, word=N_("Daily con&trol…"),
            act=acts.at(lambda desk: desk.control_day()), key="Ctrl+Shift+D",
        ),
        Command(
            name="closes", menu=FILE, word=N_("Closed days and &months…"),
            act=acts.at(lambda desk: desk.list_closes()), key="Ctrl+Shift+E",
        ),
        Command(
            name="close_day", menu=FILE, word=N_("Close the &day…"),
            act=acts.at(lambda desk: desk.close_day()), key="Ctrl+D",
        ),
        Command(
            name="staff", menu=FILE, word=N_("&Staff"),
            act=acts.at(lambda desk: desk.go(places.STAFF)), key="Ctrl+8", after_rule=True,
        ),
        Command(
            name="own_password", menu=FILE, word=N_("Chang&e my password…"),
            act=acts.at(lambda desk: desk.change_password()),
        ),
        Command(
            name="lock", menu=FILE, word=N_("&Lock"), act=lock, key="Ctrl+L",
            after_rule=True,
        ),
        Command(
            name="quit", menu=FILE, word=N_("E&xit"), act=acts.leave, key="Ctrl+Q",
            after_rule=True,
        ),
    )  # fmt: skip


def _trade(acts: WindowActs) -> tuple[Command, ...]:
    return (
        Command(
            name="new_trade", menu=TRADE, word=N_("&New trade"),
            act=acts.at(lambda desk: desk.go(places.TRADE)), key="Ctrl+N",
        ),
        Command(
            name="new_customer", menu=TRADE, word=N_("New &customer…"),
            act=acts.new_customer,
        ),
        Command(
            name="trades", menu=TRADE, word=N_("&List of trades"),
            act=acts.at(lambda desk: desk.go(places.TRADES)), key="Ctrl+Shift+T",
        ),
        Command(
            name="owed", menu=TRADE, word=N_("W&ho owes what"),
            act=acts.at(lambda desk: desk.show_owed()), key="Ctrl+Shift+Y",
        ),
    )  # fmt: skip


def _receipt(acts: WindowActs) -> tuple[Command, ...]:
    return (
        Command(
            name="reprint", menu=RECEIPT, word=N_("&Print again"),
            act=acts.at(lambda desk: desk.receipts.reprint()), told_key="Ctrl+P",
        ),
        Command(
            name="issue", menu=RECEIPT, word=N_("I&ssue for a saved trade"),
            act=acts.at(lambda desk: desk.issue_saved()), key="F9",
        ),
        Command(
            name="judge_print", menu=RECEIPT, word=N_("&Not printed well…"),
            act=acts.at(lambda shell: shell.desk.judge_last_print()), key="Ctrl+Shift+P",
        ),
        Command(
            name="save_pdf", menu=RECEIPT, word=N_("Save as P&DF…"),
            act=acts.at(lambda desk: desk.receipts.save_pdf()),
        ),
        Command(
            name="copy_pdf", menu=RECEIPT, word=N_("&Copy the PDF"),
            act=acts.at(lambda desk: desk.receipts.copy_pdf()),
        ),
        Command(
            name="mail_pdf", menu=RECEIPT, word=N_("Send by &mail…"),
            act=acts.at(lambda desk: desk.receipts.mail_pdf()),
        ),
        Command(
            name="file_receipts", menu=RECEIPT, word=N_("&File as PDFs…"),
            act=acts.at(lambda shell: shell.desk.file_receipts()),
        ),
        Command(
            name="check_code", menu=RECEIPT, word=N_("C&heck a code…"),
            act=acts.at(lambda shell: shell.desk.check_code()),
        ),
        Command(
            name="stock", menu=RECEIPT, word=N_("N&umbered paper…"),
            act=acts.at(lambda shell: shell.desk.show_stock()),
        ),
        Command(
            name="void", menu=RECEIPT, word=N_("Vo&id…"),
            act=acts.at(lambda desk: desk.receipts.void()), after_rule=True,
        ),
        Command(
            name="reverse", menu=RECEIPT, word=N_("Take &back…"),
            act=acts.at(lambda desk: desk.receipts.reverse()),
        ),
    )  # fmt: skip
