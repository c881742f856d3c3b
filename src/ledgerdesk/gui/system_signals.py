"""Hear from the system that the screen is locked or the PC goes to sleep.

On Linux the session's screen saver and logind say it over D-Bus; on Windows the window is told by
messages. A system without either leaves it to idleness and to Ctrl+L.
"""

import ctypes
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QObject, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication, QWidget

_SCREENS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver")
_LOGIN = "org.freedesktop.login1"


class SystemSignals(QObject):
    """Listen as long as it lives; `act` is called on the window's thread."""

    def __init__(self, window: QWidget, act: Callable[[], None]) -> None:
        super().__init__(window)
        self._act = act
        self._filter: _Messages | None = None
        if sys.platform == "win32":
            self._filter = listen_to_windows(window, act)
        elif sys.platform == "linux":
            self.listen_to(QDBusConnection.sessionBus(), QDBusConnection.systemBus())

    def listen_to(self, session: QDBusConnection, system: QDBusConnection) -> int:
        """Subscribe on both buses; give back how many signals will be heard."""
        # The stubs ask for bytes, the binding takes what SLOT gives and refuses bytes.
        flag: Any = SLOT("said(bool)")
        none: Any = SLOT("told()")
        heard = 0
        if session.isConnected():
            for name in _SCREENS:
                # Without a sender's name: whoever owns it by then is heard.
                heard += session.connect("", "", name, "ActiveChanged", self, flag)
        if system.isConnected():
            manager = f"{_LOGIN}.Manager"
            heard += system.connect(_LOGIN, "", manager, "PrepareForSleep", self, flag)
            heard += system.connect(_LOGIN, "", f"{_LOGIN}.Session", "Lock", self, none)
        return heard

    @Slot(bool)
    def said(self, begins: bool) -> None:  # noqa: FBT001 - the signal's own argument
        """Lock when it begins: a screen that comes back, or a PC that wakes, locks nothing."""
        if begins:
            self._act()

    @Slot()
    def told(self) -> None:
        """Lock at a word."""
        self._act()


class _Messages(QAbstractNativeEventFilter):
    """The messages of Windows that a locked session and a sleep are told by."""

    POWER, SUSPEND = 0x0218, 0x0004
    SESSION, LOCKED = 0x02B1, 0x0007

    def __init__(self, act: Callable[[], None]) -> None:
        super().__init__()
        self._act = act

    def nativeEventFilter(self, _kind: Any, message: Any) -> tuple[bool, int]:
        """Look at the number of the message and at what it says, and let it pass."""
        word = ctypes.sizeof(ctypes.c_void_p)
        address = int(message)
        number = ctypes.c_uint.from_address(address + word).value
        what = ctypes.c_size_t.from_address(address + 2 * word).value
        if (number, what) in ((self.POWER, self.SUSPEND), (self.SESSION, self.LOCKED)):
            self._act()
        return False, 0


def listen_to_windows(window: QWidget, act: Callable[[], None]) -> _Messages:
    """Ask Windows for word of the session, and watch the messages for it and for sleep."""
    if sys.platform == "win32":
        ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(window.winId()), 0)
    messages = _Messages(act)
    application = QApplication.instance()
    if application is not None:
        application.installNativeEventFilter(messages)
    return messages
