"""The one window: the doors before a book, and the desk behind them."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget

from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui import shell as places
from ledgerdesk.gui.commands import FILE, HELP, RECEIPT, TRADE, VIEW, Command, Commands
from ledgerdesk.gui.dialogs.about import AboutDialog, KeysDialog
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.crash import CrashDialog
from ledgerdesk.gui.dialogs.leave_trade import LeaveTradeDialog
from ledgerdesk.gui.pages.first_run import FirstRunPage
from ledgerdesk.gui.pages.imports import table_in
from ledgerdesk.gui.pages.restore import RestorePage
from ledgerdesk.gui.pages.unlock import UnlockPage
from ledgerdesk.gui.pages.welcome import WelcomePage
from ledgerdesk.gui.shell import PLACES, Shell
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.theme import ThemeName, look
from ledgerdesk.gui.top_bar import TopBar
from ledgerdesk.gui.widgets.focus_ring import FocusRing
from ledgerdesk.gui.widgets.ruled import RuledPage
from ledgerdesk.gui.widgets.texts import without_mark
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Language

FIRST_SIZE = (1366, 860)
LEAST_SIZE = (1024, 640)
_OF_A_RECEIPT = ("reprint", "save_pdf", "void", "reverse")
_THEMES = (ThemeName.LIGHT, ThemeName.DARK, ThemeName.CONTRAST)


class MainWindow(QMainWindow):
    """Welcome, first run, restore, unlock, desk: one of them at a time."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._vault = Path()
        self._ending = False
        self._kept_at_end: dict[str, str] = {}
        self.is_open = False
        self.pages = QStackedWidget()
        self.welcome = WelcomePage(stage)
        self.first_run = FirstRunPage(stage)
        self.restore = RestorePage(stage)
        self.unlock = UnlockPage(stage)
        self.shell = Shell(stage)
        for page in (self.welcome, self.first_run, self.restore, self.unlock, self.shell):
            self.pages.addWidget(page)
        self.setCentralWidget(self.pages)
        self.top = TopBar(stage.speech)
        self.setMenuWidget(self.top)
        self.commands = Commands(self.top.menu, self, self._commands())
        self.resize(*FIRST_SIZE)
        self.setMinimumSize(*LEAST_SIZE)
        self._restore()
        self.ring = FocusRing(self)
        self._wire()
        self._say()
        self._show_door(self.welcome)
        self.setAcceptDrops(True)

    def _wire(self) -> None:
        self.welcome.chosen.connect(self.go_to_vault)
        self.welcome.create_wanted.connect(self._create)
        self.welcome.restore_wanted.connect(lambda: self._show_door(self.restore))
        self.restore.left.connect(lambda: self._show_door(self.welcome))
        self.restore.restored.connect(self.go_to_vault)
        self.first_run.left.connect(lambda: self._show_door(self.welcome))
        self.first_run.created.connect(self.go_to_vault)
        self.unlock.other_wanted.connect(lambda: self._show_door(self.welcome))
        self.unlock.unlocked.connect(self._enter)
        self.top.lock_button.clicked.connect(self.lock)
        self.shell.standing_changed.connect(self.top.show_standing)
        self.shell.place_changed.connect(self._place_changed)
        self._stage.speech.changed.connect(self._say)

    def _file_commands(self) -> tuple[Command, ...]:
        shell = self.shell
        return (
            Command(
                name="import", menu=FILE, word=N_("&Import a table…"),
                act=shell.import_table, key="Ctrl+I",
            ),
            Command(
                name="paste_table", menu=FILE, word=N_("&Paste a table"), act=shell.paste_table,
                key="Ctrl+Shift+V",
            ),
            Command(
                name="lock", menu=FILE, word=N_("&Lock"), act=self.lock, key="Ctrl+L",
                after_rule=True,
            ),
            Command(
                name="quit", menu=FILE, word=N_("E&xit"), act=self._quit, key="Ctrl+Q",
                after_rule=True,
            ),
        )  # fmt: skip

    def _commands(self) -> tuple[Command, ...]:
        shell = self.shell

        def go(place: int) -> None:
            shell.go(place)

        def show(number: int, word: str) -> Command:
            key = PLACES[number].key
            return Command(
                name=f"place{number}", menu=VIEW, word=word, act=lambda: go(number), key=key
            )

        return (
            *self._file_commands(),
            *(show(number, place.word) for number, place in enumerate(PLACES)),
            Command(
                name="refresh", menu=VIEW, word=N_("&Refresh"), act=self._refresh, key="F5",
                after_rule=True,
            ),
            Command(name="find", menu=VIEW, word=N_("&Find"), act=self._find, key="Ctrl+F"),
            Command(
                name="language", menu=VIEW, word=N_("&Language: 中文 / English"),
                act=self._switch_language,
            ),
            Command(
                name="theme", menu=VIEW, word=N_("&Dark, light, high contrast"),
                act=self._switch_theme,
            ),
            *self._desk_commands(),
            Command(name="keys", menu=HELP, word=N_("&Keys"), act=self._keys, key="Ctrl+/"),
            Command(name="about", menu=HELP, word=N_("&About"), act=self._about),
        )  # fmt: skip

    def _desk_commands(self) -> tuple[Command, ...]:
        shell = self.shell
        return (
            Command(
                name="new_trade", menu=TRADE, word=N_("&New trade"),
                act=lambda: shell.go(places.TRADE), key="Ctrl+N",
            ),
            Command(
                name="new_customer", menu=TRADE, word=N_("New &customer…"),
                act=self._new_customer,
            ),
            Command(
                name="reprint", menu=RECEIPT, word=N_("&Print again"),
                act=shell.receipts.reprint, told_key="Ctrl+P",
            ),
            Command(
                name="issue", menu=RECEIPT, word=N_("I&ssue for a saved trade"),
                act=shell.issue_saved, key="F9",
            ),
            Command(
                name="judge_print", menu=RECEIPT, word=N_("&Not printed well…"),
                act=shell.desk.judge_last_print, key="Ctrl+Shift+P",
            ),
            Command(
                name="save_pdf", menu=RECEIPT, word=N_("Save as P&DF…"),
                act=shell.receipts.save_pdf,
            ),
            Command(
                name="void", menu=RECEIPT, word=N_("Vo&id…"), act=shell.receipts.void,
                after_rule=True,
            ),
            Command(
                name="reverse", menu=RECEIPT, word=N_("Take &back…"), act=shell.receipts.reverse
            ),
        )  # fmt: skip

    def _say(self) -> None:
        self.commands.say(self._stage.speech)
        self.setWindowTitle("LedgerDesk")

    # ── doors ────────────────────────────────────────────────────────────────────────────

    def begin(self, vault: Path | None) -> None:
        """Stand at the door of the given or the remembered vault, or welcome a newcomer."""
        chosen = vault or self._stage.preferences.last_vault
        if chosen is None:
            self._show_door(self.welcome)
        else:
            self.go_to_vault(chosen)

    def go_to_vault(self, vault: Path) -> None:
        """Stand at the door of a vault."""
        self._vault = vault
        self.unlock.show_vault(vault)
        self._show_door(self.unlock)
        self.unlock.secret.setFocus()

    def _show_door(self, page: RuledPage) -> None:
        self.is_open = False
        self.top.hide()
        for action in self.commands.actions.values():
            action.setEnabled(False)
        self.commands.enable(on=True, names=("quit",))
        self.pages.setCurrentWidget(page)

    def _create(self) -> None:
        self.first_run.begin()
        self._show_door(self.first_run)

    def _enter(self) -> None:
        self._stage.preferences.vault = str(self._vault)
        self._stage.preferences.save()
        self.is_open = True
        for action in self.commands.actions.values():
            action.setEnabled(True)
        self.top.show()
        self.pages.setCurrentWidget(self.shell)
        self.shell.open_for(self._vault)

    def lock(self) -> None:
        """Lock the book and stand at its door; what was not finished is kept as a draft.

        Only where it cannot be kept, such as on a full disk, somebody is asked.
        """

        def failed(error: KnownError) -> None:
            self._ask_to_leave(self._lock).refuse(self._stage.speech.sentence(error))

        self.shell.keep_drafts(self._lock, failed)

    def _lock(self) -> None:
        for dialog in self.findChildren(QDialog):
            if not isinstance(dialog, CrashDialog):
                dialog.reject()

        def locked(_nothing: None) -> None:
            self.shell.forget()
            self.go_to_vault(self._vault)

        def failed(error: KnownError) -> None:
            self.go_to_vault(self._vault)
            self.unlock.trouble.say(self._stage.speech.sentence(error))
            self.unlock.trouble.show()

        self._stage.tasks.lock(self, locked, failed)

    # ── commands ─────────────────────────────────────────────────────────────────────────

    def _place_changed(self, place: int) -> None:
        self.commands.enable(on=place == places.RECEIPTS, names=_OF_A_RECEIPT)

    def _refresh(self) -> None:
        self.shell.pages[self.shell.place].refresh()

    def _find(self) -> None:
        page = self.shell.pages[self.shell.place]
        search = {id(self.shell.receipts): self.shell.receipts.search}.get(id(page))
        if search is None:
            self.shell.go(places.CUSTOMERS)
            search = self.shell.customers.search
        search.setFocus()
        search.selectAll()

    def _new_customer(self) -> None:
        self.shell.go(places.CUSTOMERS)
        self.shell.customers.add()

    def _switch_language(self) -> None:
        speech = self._stage.speech
        other = Language.EN if speech.language is Language.ZH else Language.ZH
        self._stage.preferences.language = other.value
        speech.choose(other)

    def _switch_theme(self) -> None:
        following = _THEMES[(_THEMES.index(look().name) + 1) % len(_THEMES)]
        self._stage.preferences.theme = following.value
        look().choose(following)

    def _keys(self) -> None:
        t = self._stage.speech
        rows = tuple(
            (without_mark(t.text(command.word)), command.key or command.told_key)
            for command in self.commands.commands
            if command.key or command.told_key
        )
        self._tell(KeysDialog(self, t, rows))

    def _about(self) -> None:
        self._tell(AboutDialog(self, self._stage.speech))

    def _tell(self, dialog: Asking) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # ── dropping a table ─────────────────────────────────────────────────────────────────

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a table's file while a book is open, wherever it is dropped."""
        if self._dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin its import."""
        file = self._dropped(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            self.activateWindow()
            self.shell.import_file(file)

    def _dropped(self, held: QMimeData) -> Path | None:
        free = self.is_open and QApplication.activeModalWidget() is None
        return table_in(held) if free else None

    # ── the end ──────────────────────────────────────────────────────────────────────────

    def _quit(self) -> None:
        self.close()

    def close_now(self) -> None:
        """Close without a question; what was not finished is kept as a draft."""
        self._ending = True
        self.shell.keep_drafts()
        self.close()

    def end_session(self) -> None:
        """Keep what was not finished before the PC's session ends; nobody is there to be asked.

        Should the session go on after all, only what is typed from now on is asked about.
        """
        self._kept_at_end = self.shell.trade.fields.texts()
        self.shell.keep_drafts()
        self._stage.tasks.wait()

    def _ask_to_leave(self, then: Callable[[], None]) -> LeaveTradeDialog:
        dialog = LeaveTradeDialog(self, self._stage.speech)
        trade = self.shell.trade

        def done() -> None:
            dialog.accept()
            trade.clear()
            then()

        def failed(error: KnownError) -> None:
            dialog.refuse(self._stage.speech.sentence(error))

        def throw() -> None:
            trade.drafts.drop_current()
            trade.clear()
            then()

        dialog.kept.connect(lambda: trade.drafts.keep(done, failed))
        dialog.thrown_away.connect(throw)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about a trade that is not saved; remember what this PC is to remember."""
        texts = self.shell.trade.fields.texts() if self.is_open else {}
        if texts and texts != self._kept_at_end and not self._ending:
            event.ignore()
            self._ask_to_leave(self.close_now)
            return
        self._stage.preferences.geometry = b64encode(self.saveGeometry().data()).decode("ascii")
        self._stage.preferences.save()
        event.accept()

    def _restore(self) -> None:
        stored = self._stage.preferences.geometry
        if stored:
            self.restoreGeometry(QByteArray(b64decode(stored)))
