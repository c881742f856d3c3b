"""Let nothing stand over the window that may show something of a book."""

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ledgerdesk.gui.dialogs.crash import CrashDialog


def close_what_stands_over(window: QWidget) -> None:
    """Close open lists and dialogs; only what tells of a bug stays."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    for dialog in window.findChildren(QDialog):
        if not isinstance(dialog, CrashDialog):
            dialog.reject()
            dialog.hide()  # one that waits for its answer does not let itself be left
