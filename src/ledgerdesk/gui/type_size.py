"""How large the window is drawn, type and all: as the system asks, or as somebody chose."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping

SIZES = ("", "100", "125", "150")
"""What may be chosen, in percent; an empty word follows the system."""
_SCALE = "QT_SCALE_FACTOR"
_LEAST, _MOST = 100, 150
_KEY = r"Software\Microsoft\Accessibility"


def choose_type_size(env: MutableMapping[str, str], chosen: str) -> None:
    """Draw everything larger by what was chosen, before Qt starts; a factor that is set stays set.

    Type, rows and buttons grow together, so that nothing is cut. On X11 and Wayland Qt follows the
    system's own size of type by itself.
    """
    if env.get(_SCALE):
        return
    asked = int(chosen) if chosen in SIZES and chosen else windows_type_size()
    percent = min(max(asked, _LEAST), _MOST)
    if percent != _LEAST:
        env[_SCALE] = f"{percent / 100:g}"


def windows_type_size() -> int:
    """Read Windows' text size (Settings → Accessibility) in percent; 100 elsewhere or unset."""
    try:
        registry = import_module("winreg")
        with registry.OpenKey(registry.HKEY_CURRENT_USER, _KEY) as key:
            value, _kind = registry.QueryValueEx(key, "TextScaleFactor")
    except (ModuleNotFoundError, OSError):  # no Windows, or nobody ever moved the slider
        return _LEAST
    return value if isinstance(value, int) else _LEAST
