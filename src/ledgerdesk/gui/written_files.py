"""Show a file that was written, or its folder; say where it lies where nothing can show it."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ledgerdesk.gui.speech import Speech


def could_open(path: Path) -> bool:
    """Ask the system for its own program; without a viewer, or a desktop, there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def could_open_folder(path: Path) -> bool:
    """Ask the system to show the folder a file lies in."""
    return could_open(path.parent)


def no_viewer(speech: Speech, path: Path) -> str:
    """Say that nothing here shows it, and where it lies."""
    return speech.text("No program on this PC opens it. The file lies in {file}.", file=str(path))
