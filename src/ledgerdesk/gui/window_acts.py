"""What a window's own commands do: look again, search, speak, dress, tell; the rest is the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerdesk.gui import places
from ledgerdesk.gui.commands import EVERYWHERE, MENUS
from ledgerdesk.gui.theme import ThemeName, look
from ledgerdesk.gui.widgets.texts import without_mark
from ledgerdesk.i18n.translator import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ledgerdesk.gui.commands import Commands
    from ledgerdesk.gui.dialogs.asking import Asking
    from ledgerdesk.gui.shell import Shell
    from ledgerdesk.gui.stage import Stage

_THEMES = (ThemeName.LIGHT, ThemeName.DARK, ThemeName.CONTRAST)


class WindowActs:
    """Every command of one window that no page can do alone."""

    def __init__(
        self,
        window: QWidget,
        stage: Stage,
        shell: Callable[[], Shell],
        commands: Callable[[], Commands],
    ) -> None:
        self._window = window
        self._stage = stage
        self._shell = shell
        self._commands = commands

    def at(self, act: Callable[[Shell], None]) -> Callable[[], None]:
        """Let something be done at the desk, which may not be made yet when this is asked."""
        return lambda: act(self._shell())

    def leave(self) -> None:
        """Close the window as its own button does."""
        self._window.close()

    def refresh(self) -> None:
        """Let the open page look again."""
        shell = self._shell()
        shell.pages[shell.place].refresh()

    def search(self) -> None:
        """Go to the search of the page, or of the customers."""
        shell = self._shell()
        page = shell.pages[shell.place]
        search = {id(shell.receipts): shell.receipts.search}.get(id(page))
        if search is None:
            shell.go(places.CUSTOMERS)
            search = shell.customers.search
        search.setFocus()
        search.selectAll()

    def new_customer(self) -> None:
        """Ask for a new customer."""
        shell = self._shell()
        shell.go(places.CUSTOMERS)
        shell.customers.add()

    def switch_language(self) -> None:
        """Speak the other language."""
        speech = self._stage.speech
        other = Language.EN if speech.language is Language.ZH else Language.ZH
        self._stage.preferences.language = other.value
        speech.choose(other)

    def switch_theme(self) -> None:
        """Take the next look."""
        following = _THEMES[(_THEMES.index(look().name) + 1) % len(_THEMES)]
        self._stage.preferences.theme = following.value
        look().choose(following)

    def show_manual(self) -> None:
        """Open the manual at the part about the page that is open."""
        from ledgerdesk.gui.dialogs.manual import ManualDialog  # noqa: PLC0415 - as About

        anchor = places.ANCHORS[self._shell().place]
        _tell(ManualDialog(self._window, self._stage.speech, anchor))

    def show_keys(self) -> None:
        """Tell every key."""
        from ledgerdesk.gui.dialogs.about import KeysDialog  # noqa: PLC0415 - behind the door

        t = self._stage.speech
        groups = [
            (
                without_mark(t.text(menu)),
                tuple(
                    (without_mark(t.text(one.word)), one.keys)
                    for one in self._commands().commands
                    if one.menu == number and one.keys
                ),
            )
            for number, menu in enumerate(MENUS)
        ]
        everywhere = tuple((t.text(word), key) for word, key in EVERYWHERE)
        groups.append((t.text("On every page"), everywhere))
        _tell(KeysDialog(self._window, t, tuple(groups)))

    def show_security(self) -> None:
        """Tell how a book is kept safe."""
        from ledgerdesk.gui.dialogs.security import SecurityDialog  # noqa: PLC0415 - as About

        _tell(SecurityDialog(self._window, self._stage.speech))

    def show_about(self) -> None:
        """Tell what this program is."""
        from ledgerdesk.gui.dialogs.about import AboutDialog  # noqa: PLC0415 - behind the door
        from ledgerdesk.services.steps.versions import (  # noqa: PLC0415 - as About
            engine_versions,
        )

        _tell(AboutDialog(self._window, self._stage.speech, engine_versions()))


def _tell(dialog: Asking) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
