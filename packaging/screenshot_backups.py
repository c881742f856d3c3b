"""The pictures of backups: two sticks, the name of one, the plan, the copy at the end."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from unittest.mock import patch

from PySide6.QtWidgets import QDialog, QWidget

from ledgerdesk.core.backup_plan import Place, PlaceKind, PlaceStanding
from ledgerdesk.gui.dialogs.backup_plan import BackupPlanDialog
from ledgerdesk.gui.dialogs.leave_copy import LeaveCopyDialog
from ledgerdesk.gui.dialogs.name_place import NamePlaceDialog
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.pages.backups.backup import BackupPage
from ledgerdesk.gui.pages.backups.drive_list import Choice
from ledgerdesk.gui.places import BACKUP
from ledgerdesk.gui.stage import Stage
from ledgerdesk.runtime import drives
from ledgerdesk.runtime.drives import DriveSeen
from ledgerdesk.services.backup_plan import PlaceSeen, Standing

A = Place(pub="a" * 16, kind=PlaceKind.STICK, name="A")
B = Place(pub="b" * 16, kind=PlaceKind.STICK, name="B")
LABELS = {"zh_CN": ("金士顿", "闪迪"), "en": ("KINGSTON", "SANDISK")}
GIB = 1_000_000_000


class Studio(Protocol):
    """What the pictures ask of the studio."""

    window: MainWindow

    def spin(self) -> None:
        """Let everything that was asked arrive."""

    def keep(self, name: str, widget: QWidget | None = None) -> None:
        """Keep a picture."""

    def keep_dialog(self, name: str, dialog: QDialog) -> None:
        """Show a dialog, keep its picture and let it go."""


def draw_backups(studio: Studio, stage: Stage) -> None:
    """Plug two sticks in that are none, and look at the page and its questions."""
    with patch.object(drives, "drives", return_value=()):
        _draw(studio, stage)


def _draw(studio: Studio, stage: Stage) -> None:
    shell = studio.window.shell
    shell.go(BACKUP)
    for _ in range(3):
        studio.spin()
    page = shell.backup
    standing = page.standing
    assert standing is not None
    held = PlaceStanding(place=A, last=standing.now - timedelta(days=1))
    standing = replace(standing, places=(held, PlaceStanding(place=B, last=standing.now)))
    _plug_in(page, stage, standing)
    studio.keep("i-backup-sticks")
    page.line.show_running(on=True)
    page.line.show_progress(62, 31_000_000)
    studio.keep("i-backup-running")
    page.line.show_running(on=False)
    window = studio.window
    name = NamePlaceDialog(window, stage, Path("E:/LedgerDesk"), name="B", kind=PlaceKind.STICK)
    studio.keep_dialog("i-backup-name", name)
    plan = BackupPlanDialog(window, stage, standing, keeps_key=False)
    studio.keep_dialog("i-backup-plan", plan)
    leave = LeaveCopyDialog(window, stage, shell.runner)
    leave.progress.setValue(40)
    studio.keep_dialog("i-backup-at-the-end", leave)
    page.forget()


def _plug_in(page: BackupPage, stage: Stage, standing: Standing) -> None:
    kingston, sandisk = LABELS[stage.speech.language.value]
    choices = [
        Choice(
            folder=Path(f"{letter}:/LedgerDesk"),
            drive=DriveSeen(
                root=Path(f"{letter}:/"),
                label=label,
                system=system,
                free_bytes=free,
                total_bytes=32 * GIB,
                removable=True,
                read_only=False,
                device=letter,
            ),
            seen=PlaceSeen(place=place, written=""),
        )
        for letter, label, system, free, place in (
            ("E", kingston, "exfat", 27 * GIB, A),
            ("F", sandisk, "vfat", 3 * GIB, None),
        )
    ]
    page.drives.show_choices(choices, standing)
    page.drives.choose(choices[0].folder)
