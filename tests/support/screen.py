"""A virtual screen and a hand at its keyboard: only real X key events reach a window."""

import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

SIZE = "1366x860x24"
TOOLS = ("Xvfb", "xdotool")
_XWD_WORDS = 25
_SIZE_AT, _WIDTH, _HEIGHT, _PER_LINE, _COLOURS = 0, 4, 5, 12, 19
_COLOUR_BYTES = 12
# What would let another desktop's plugins or input methods into the program under test.
_FOREIGN = (
    "QT_QPA_PLATFORMTHEME",
    "XDG_CURRENT_DESKTOP",
    "DESKTOP_SESSION",
    "WAYLAND_DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
    "QT_IM_MODULE",
    "XMODIFIERS",
)


def missing_tools() -> list[str]:
    """Name what a screen needs and this machine lacks."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One screen: what a program needs to find it, and its pixels in a file."""

    display: str
    process: int
    pixels: Path

    def environment(self) -> dict[str, str]:
        """Give this process's environment, turned to the screen."""
        kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
        return kept | {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def _hand(self, *arguments: str, check: bool = True) -> bool:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self.environment(),
            capture_output=True,
            timeout=30,
            check=check,
        )
        return done.returncode == 0

    def press(self, *keys: str) -> None:
        """Press keys one after another, named as X names them: `Return`, `ctrl+l`, `a`."""
        self._hand("key", "--delay", "20", *keys)

    def focus(self, window: int) -> bool:
        """Give a window the keys; tell whether it is there to take them."""
        return self._hand("windowfocus", str(window), check=False)

    def type(self, text: str) -> None:
        """Type text key by key."""
        self._hand("type", "--delay", "12", "--", text)

    def picture(self, target: Path) -> None:
        """Keep what stands on the screen as a PNG; the program takes no part in it."""
        raw = self.pixels.read_bytes()
        head = struct.unpack(f">{_XWD_WORDS}I", raw[: 4 * _XWD_WORDS])
        begins = head[_SIZE_AT] + head[_COLOURS] * _COLOUR_BYTES
        width, height, line = head[_WIDTH], head[_HEIGHT], head[_PER_LINE]
        shape = QImage.Format.Format_RGB32
        QImage(raw[begins:], width, height, line, shape).save(str(target))


@contextmanager
def virtual_screen(folder: Path) -> Iterator[Screen]:
    """Start a screen on a display nobody uses; it ends with the block."""
    told, tell = os.pipe()
    with subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(tell), "-screen", "0", SIZE, "-fbdir", str(folder)),
            *("-nolisten", "tcp", "-noreset"),
        ],
        pass_fds=(tell,),
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            os.close(tell)
            with os.fdopen(told) as answer:
                number = answer.readline().strip()
            assert number, "the screen did not start"
            yield Screen(display=f":{number}", process=server.pid, pixels=folder / "Xvfb_screen0")
        finally:
            server.terminate()
