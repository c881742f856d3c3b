"""The one window: the doors before a book, and the desk behind them.

The door is painted before the desk has even been read: what a start costs is the door alone.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from ledgerdesk.core.errors import Code
from ledgerdesk.gui import places
from ledgerdesk.gui.furnishing import Furnishing
from ledgerdesk.gui.idleness import Idleness
from ledgerdesk.gui.leaving import Leaving
from ledgerdesk.gui.pages.door.unlock import UnlockPage
from ledgerdesk.gui.window_place import kept_place, stand_again
from ledgerdesk.runtime.collecting import walk_over_all_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent

    from ledgerdesk.core.errors import KnownError
    from ledgerdesk.core.staff import Person
    from ledgerdesk.gui.commands import Commands
    from ledgerdesk.gui.pages.door.choose_password import ChoosePasswordPage
    from ledgerdesk.gui.pages.door.first_run import FirstRunPage
    from ledgerdesk.gui.pages.door.recover import RecoverPage
    from ledgerdesk.gui.pages.door.restore import RestorePage
    from ledgerdesk.gui.pages.door.welcome import WelcomePage
    from ledgerdesk.gui.palette import Palette
    from ledgerdesk.gui.shell import Shell
    from ledgerdesk.gui.stage import Stage
    from ledgerdesk.gui.system_signals import SystemSignals
    from ledgerdesk.gui.top_bar import TopBar
    from ledgerdesk.gui.widgets.focus_ring import FocusRing
    from ledgerdesk.gui.widgets.ruled import RuledPage
    from ledgerdesk.services.today import Standing

FIRST_SIZE = (1366, 860)
LEAST_SIZE = (1024, 640)
DEFAULT_IDLE = timedelta(minutes=10)
_OF_A_RECEIPT = ("reprint", "save_pdf", "void", "reverse")
_BREATH_MS = 50
_QUIET_MS = 3000


class MainWindow(QMainWindow):
    """Welcome, first run, restore, unlock, desk: one of them at a time.

    `painted` is said once, when the first door stands on the screen.
    """

    painted = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._vault = Path()
        self.leaving = Leaving(self, stage, lambda: self.shell if self.is_open else None)
        self._painted = False
        self._has_commands = False
        self._person: Person | None = None
        self.is_open = False
        self._leaves_without_copy = False
        self._signals: SystemSignals | None = None
        self.idleness = Idleness(stage.clock, lambda: stage.tasks.has_jobs)
        self.pages = QStackedWidget()
        self.unlock = UnlockPage(stage)
        self._add_door(self.unlock)
        self._sweeping = QTimer(self)
        self._sweeping.setSingleShot(True)
        self._sweeping.setInterval(_QUIET_MS)
        self._sweeping.timeout.connect(self._sweep)
        self._furnishing = Furnishing(stage, self.pages, self._furnished)
        self.setCentralWidget(self.pages)
        self.resize(*FIRST_SIZE)
        self.setMinimumSize(*LEAST_SIZE)
        stand_again(self, stage.preferences.geometry)
        self._wire()
        self._say()
        self.setAcceptDrops(True)

    def _wire(self) -> None:
        self.unlock.other_wanted.connect(lambda: self._show_door(self.welcome))
        self.unlock.unlocked.connect(self._enter)
        self.unlock.choice_wanted.connect(self._choose_password)
        self.unlock.sheet_wanted.connect(self._recover)
        self.idleness.passed.connect(lambda: self.lock(asking=False))
        self._stage.speech.changed.connect(self._say)

    @cached_property
    def ring(self) -> FocusRing:
        """The ring around whatever takes the keys; it comes right after the door."""
        from ledgerdesk.gui.widgets.focus_ring import FocusRing  # noqa: PLC0415 - behind the door

        return FocusRing(self)

    @property
    def shell(self) -> Shell:
        """The desk; it is made behind the door, or at once for whoever is faster."""
        return self._furnishing.shell()

    @cached_property
    def top(self) -> TopBar:
        """The bar with the menus; there is none at the door."""
        from ledgerdesk.gui.top_bar import TopBar  # noqa: PLC0415 - behind the door

        bar = TopBar(self._stage.speech)
        self.setMenuWidget(bar)  # before it is shown: alone it would be a window of its own
        bar.setVisible(self.is_open)
        bar.lock_button.clicked.connect(self.lock)
        return bar

    @cached_property
    def commands(self) -> Commands:
        """Every command once; at the door only leaving is one."""
        from ledgerdesk.gui.commands import Commands  # noqa: PLC0415 - behind the door
        from ledgerdesk.gui.window_acts import WindowActs  # noqa: PLC0415 - behind the door
        from ledgerdesk.gui.window_commands import (  # noqa: PLC0415 - behind the door
            window_commands,
        )

        acts = WindowActs(self, self._stage, lambda: self.shell, lambda: self.commands)
        made = Commands(
            self.top.menu,
            self,
            window_commands(acts, self.lock, self.palette_line.begin, self.show_emergency),
        )
        made.say(self._stage.speech)
        self._has_commands = True
        made.allow(all_of_them=self.is_open)
        return made

    @cached_property
    def palette_line(self) -> Palette:
        """The line that finds everything; its commands and its desk are asked when it is used."""
        from ledgerdesk.gui.palette import Palette  # noqa: PLC0415 - behind the door

        line = Palette(self._stage, lambda: self.commands, lambda: self.shell)
        self.top.put_in_the_middle(line)
        return line

    def _add_door(self, page: RuledPage) -> None:
        self.pages.addWidget(page)
        page.emergency_wanted.connect(self.show_emergency)

    @cached_property
    def welcome(self) -> WelcomePage:
        """Where somebody without a book begins."""
        from ledgerdesk.gui.pages.door.welcome import WelcomePage  # noqa: PLC0415 - the rarer door

        page = WelcomePage(self._stage)
        self._add_door(page)
        page.chosen.connect(self.go_to_vault)
        page.create_wanted.connect(self._create)
        page.restore_wanted.connect(lambda: self._show_door(self.restore))
        return page

    @cached_property
    def first_run(self) -> FirstRunPage:
        """The five steps to a book; made when they are first wanted."""
        from ledgerdesk.gui.pages.door.first_run import FirstRunPage  # noqa: PLC0415 - behind the door

        page = FirstRunPage(self._stage)
        self._add_door(page)
        page.left.connect(lambda: self._show_door(self.welcome))
        page.created.connect(self.go_to_vault)
        return page

    @cached_property
    def restore(self) -> RestorePage:
        """The way back from a backup; made when it is first wanted."""
        from ledgerdesk.gui.pages.door.restore import RestorePage  # noqa: PLC0415 - behind the door

        page = RestorePage(self._stage)
        self._add_door(page)
        page.left.connect(lambda: self._show_door(self.welcome))
        page.restored.connect(self.go_to_vault)
        return page

    @cached_property
    def choose_password(self) -> ChoosePasswordPage:
        """Where a given password becomes an own one; made when somebody needs it."""
        from ledgerdesk.gui.pages.door.choose_password import (  # noqa: PLC0415 - behind the door
            ChoosePasswordPage,
        )

        page = ChoosePasswordPage(self._stage)
        self._add_door(page)
        page.chosen.connect(self._enter)
        page.left.connect(self.lock)
        return page

    @cached_property
    def recover(self) -> RecoverPage:
        """The way in with the printed sheet; made when somebody needs it."""
        from ledgerdesk.gui.pages.door.recover import RecoverPage  # noqa: PLC0415 - behind the door

        page = RecoverPage(self._stage)
        self._add_door(page)
        page.left.connect(lambda: self.go_to_vault(self._vault))
        page.recovered.connect(self._come_in)
        return page

    def _furnished(self, shell: Shell) -> None:
        self.pages.addWidget(shell)
        shell.standing_changed.connect(self._note_standing)
        shell.standing_changed.connect(self.top.show_standing)
        shell.place_changed.connect(self._place_changed)
        shell.watch.damaged.connect(self._leave_damaged)
        assert self.commands.actions, "the commands stand as soon as there is something to command"
        if self.pages.currentWidget() is not self.unlock:  # who has no book makes one next
            QTimer.singleShot(_BREATH_MS, self, lambda: self.first_run)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Begin with the desk as soon as the door has been painted."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._begin_behind)

    def _begin_behind(self) -> None:
        self.ring.follow_now()
        self.painted.emit()
        self._furnishing.begin()
        if self.pages.currentWidget() is self.unlock:
            self.unlock.ask_names()

    def _say(self) -> None:
        if self._has_commands:
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
        self.unlock.begin()
        if self._painted:
            self.unlock.ask_names()

    def come_to_front(self, vault: str) -> None:
        """Be seen, since somebody started the program again; at a door, go where he wanted."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()
        if vault and not self._stage.tasks.is_open and not self.unlock.is_closing:
            self.go_to_vault(Path(vault))

    def _show_door(self, page: RuledPage) -> None:
        self.is_open = False
        if self._has_commands:
            self.top.hide()
            self.commands.allow(all_of_them=False)
        self.pages.setCurrentWidget(page)

    def _create(self) -> None:
        self.first_run.begin()
        self._show_door(self.first_run)

    def _recover(self) -> None:
        self.recover.begin(self._vault)
        self._show_door(self.recover)

    def _come_in(self, name: str, password: str) -> None:
        self.go_to_vault(self._vault)
        self.unlock.come_in(name, password)

    def _choose_password(self, given: str) -> None:
        self._watch(DEFAULT_IDLE)
        self.choose_password.begin(given)
        self._show_door(self.choose_password)

    def _enter(self) -> None:
        self._stage.preferences.vault = str(self._vault)
        self._stage.preferences.save()
        self.is_open = True
        self.commands.allow(all_of_them=True)
        self.top.show()
        self.pages.setCurrentWidget(self.shell)
        self._watch(DEFAULT_IDLE)
        self.shell.begin(self._first_place())

    def _first_place(self) -> int:
        """Give the place that was open when the program was left; after a lock it is Today."""
        kept, self._stage.preferences.place = self._stage.preferences.place, ""
        is_one = kept.isdigit() and int(kept) < len(places.PLACES)
        return int(kept) if is_one else places.TODAY

    def _note_standing(self, standing: Standing) -> None:
        self.unlock.note_person(standing.person.name)
        self._person = standing.person
        self.commands.permit(standing.person)
        limit = timedelta(minutes=standing.office.idle_minutes)
        if limit != self.idleness.limit:
            self.idleness.begin(limit)

    def _watch(self, limit: timedelta) -> None:
        self.idleness.begin(limit)
        if self._signals is None:
            from ledgerdesk.gui.system_signals import SystemSignals  # noqa: PLC0415 - once open

            self._signals = SystemSignals(self, lambda: self.lock(asking=False))

    def lock(self, *, asking: bool = True) -> None:
        """Lock the book and stand at its door; what was not finished is kept as a draft.

        The door stands there at once, the book is closed behind it. Only where a draft cannot be
        kept, such as on a full disk, somebody is asked; without `asking`, as where nobody sits at
        the desk, it is locked all the same.
        """
        if not self._stage.tasks.is_open or self.unlock.is_closing:
            return
        if not self.is_open:  # at the page where a password is chosen
            self.choose_password.forget()
            self._cover()
            self._lock()
            return

        def failed(error: KnownError) -> None:
            if not asking or error.code is Code.NOT_ALLOWED:  # a reader has nothing to post
                self._lock()
                return
            dialog = self.leaving.ask(self.shell.trade, self._lock)
            dialog.refuse(self._stage.speech.sentence(error))
            dialog.rejected.connect(self._uncover)

        self.shell.keep_drafts(self._lock, failed)
        self._cover()

    def _cover(self) -> None:
        """Let nothing of the book be seen from now on, while it is still being closed."""
        self.idleness.end()
        self._close_dialogs()
        self.unlock.show_closing()
        self._show_door(self.unlock)

    def _close_dialogs(self) -> None:
        from ledgerdesk.gui.covering import close_what_stands_over  # noqa: PLC0415 - once open

        close_what_stands_over(self)

    def _uncover(self) -> None:
        """Go on at the desk: somebody is there, and did not want to lose what he typed."""
        self.unlock.show_vault(self._vault)
        self._enter()

    def _leave_damaged(self, error: KnownError) -> None:
        """Close a book with a changed page; nothing more is written, not even an unkept draft."""
        self._cover()
        self._lock(error)

    def _lock(self, because: KnownError | None = None) -> None:
        self._close_dialogs()

        def locked(_nothing: None) -> None:
            self._forget(lambda: self._stand_outside(because))

        def failed(error: KnownError) -> None:
            self._forget(lambda: self._stand_outside(error))

        self._stage.tasks.lock(self, locked, failed)

    def _forget(self, then: Callable[[], None]) -> None:
        """Let the desk forget in steps, each with a turn of the window after it."""
        steps = self.shell.forgetting() if self._furnishing.is_done else iter(())

        def go_on(_nothing: None = None) -> None:
            for _ in steps:
                self._stage.tasks.in_house(self, lambda _house: None, go_on, _refused)
                return
            if self._furnishing.is_done:
                self.palette_line.forget()
            then()

        go_on()

    def _stand_outside(self, because: KnownError | None) -> None:
        self.go_to_vault(self._vault)
        if because is not None:
            self.unlock.trouble.say(self._stage.speech.sentence(because))
            self.unlock.trouble.show()
        self._sweeping.start()

    def _sweep(self) -> None:
        """Free what became garbage, now that the door has stood there and nobody types."""
        if not self.is_open and not self.unlock.secret.text():
            walk_over_all_once()

    def show_emergency(self) -> None:
        """Show the emergency cards, at a door as well as at the desk."""
        from ledgerdesk.gui.dialogs.emergency import show_cards  # noqa: PLC0415 - rarely wanted

        show_cards(self, self._stage, self._vault, self._person if self.is_open else None)

    # ── commands ─────────────────────────────────────────────────────────────────────────

    def _place_changed(self, place: int) -> None:
        self.commands.enable(on=place == places.RECEIPTS, names=_OF_A_RECEIPT)

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
        from ledgerdesk.gui.pages.imports.imports import table_in  # noqa: PLC0415 - behind the door

        free = self.is_open and QApplication.activeModalWidget() is None
        return table_in(held) if free else None

    # ── the end ──────────────────────────────────────────────────────────────────────────

    def close_now(self) -> None:
        """Close without a question; what was not finished is kept as a draft."""
        self.leaving.decide()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about a trade that is not saved; remember what this PC is to remember."""
        if self.leaving.must_ask():
            event.ignore()
            self.leaving.ask(self.shell.trade, self.close_now)
            return
        if self.leaving.must_ask_settings():
            event.ignore()
            self.shell.go(places.SETTINGS)
            self.leaving.ask_settings(self.shell.settings, self.close_now)
            return
        if self._must_copy():
            event.ignore()
            self._copy_first()
            return
        if self.is_open:
            self.shell.customers.set_aside()
        self._stage.preferences.geometry = kept_place(self)
        if self.is_open:
            self._stage.preferences.place = str(self.shell.place)
        self._stage.preferences.save()
        event.accept()

    def _must_copy(self) -> bool:
        """Tell whether the plan asks for a copy at the end, and nobody decided to go without."""
        leaving = self.leaving
        decided = self._leaves_without_copy or leaving.is_decided or leaving.is_session_over
        return self.is_open and not decided and self.shell.keeper.must_copy

    def _copy_first(self) -> None:
        from ledgerdesk.gui.dialogs.leave_copy import (  # noqa: PLC0415 - at the end alone
            LeaveCopyDialog,
        )

        dialog = LeaveCopyDialog(self, self._stage, self.shell.runner)
        dialog.over.connect(self._leave_finally)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self.shell.keeper.copy_at_end()

    def _leave_finally(self) -> None:
        self._leaves_without_copy = True
        self.close()


def _refused(error: KnownError) -> None:
    raise RuntimeError("nothing was asked, and it was refused") from error
