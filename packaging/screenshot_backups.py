"""The pictures of backups: two sticks, the name of one, the plan, the copy at the end."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from unittest.mock import patch

from PySide6.QtWidgets import QDialog, QWidget

from ledgerdesk.core.backup_plan import Place, PlaceKind, PlaceStanding
from ledgerdesk.gui.dialogs.backup_history import BackupHistoryDialog
from ledgerdesk.gui.dialogs.backup_plan import BackupPlanDialog
from ledgerdesk.gui.dialogs.drill import DrillDialog
from ledgerdesk.gui.dialogs.emergency import EmergencyDialog
from ledgerdesk.gui.dialogs.leave_copy import LeaveCopyDialog
from ledgerdesk.gui.dialogs.name_place import NamePlaceDialog
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.places import BACKUP
from ledgerdesk.gui.stage import Stage
from ledgerdesk.runtime import drives
from ledgerdesk.runtime.drives import DriveSeen
from ledgerdesk.services.backup_plan import BackupPlan, PlaceSeen, Standing
from ledgerdesk.services.backups import Proved

A = Place(pub="a" * 16, kind=PlaceKind.STICK, name="A")
B = Place(pub="b" * 16, kind=PlaceKind.STICK, name="B")
LABELS = {"zh_CN": ("金士顿", "闪迪"), "en": ("KINGSTON", "SANDISK")}
GB = 1_000_000_000


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
    before = BackupPlan.standing

    def standing(plan: BackupPlan) -> Standing:
        found = before(plan)
        held = PlaceStanding(place=A, last=found.now - timedelta(days=1))
        return replace(found, places=(held, PlaceStanding(place=B, last=found.now)))

    def look(_plan: BackupPlan, folder: Path) -> PlaceSeen:
        return PlaceSeen(place=A if str(folder).startswith("E:") else B, written="")

    with (
        patch.object(drives, "drives", return_value=_sticks(stage.speech.language.value)),
        patch.object(BackupPlan, "standing", standing),
        patch.object(BackupPlan, "look", look),
    ):
        _draw(studio, stage)


def _draw(studio: Studio, stage: Stage) -> None:
    shell = studio.window.shell
    stage.preferences.backup_folder = "F:/LedgerDesk"
    shell.go(BACKUP)
    for _ in range(4):
        studio.spin()
    page, window = shell.backup, studio.window
    assert page.standing is not None
    studio.keep("i-backup-sticks")
    page.line.show_running(on=True)
    page.line.show_progress(62, 31_000_000)
    studio.keep("i-backup-running")
    page.line.show_running(on=False)
    name = NamePlaceDialog(window, stage, Path("E:/LedgerDesk"), name="B", kind=PlaceKind.STICK)
    studio.keep_dialog("i-backup-name", name)
    plan = BackupPlanDialog(window, stage, page.standing, keeps_key=False)
    studio.keep_dialog("i-backup-plan", plan)
    drill = DrillDialog(window, stage, Path("E:/LedgerDesk/ledgerdesk-df836df7-000005.ldbk"))
    studio.keep_dialog("i-backup-drill", drill)
    leave = LeaveCopyDialog(window, stage, shell.runner)
    leave.progress.setValue(40)
    studio.keep_dialog("i-backup-at-the-end", leave)
    cards = EmergencyDialog(window, stage, None, may_name=True)
    studio.spin()
    studio.keep_dialog("i-emergency", cards)
    history = BackupHistoryDialog(window, stage, _copies(page.standing), ())
    studio.keep_dialog("i-backup-history", history)
    page.forget()


def _copies(standing: Standing) -> tuple[Proved, ...]:
    return tuple(
        Proved(
            at=standing.now - timedelta(days=n // 2),
            file_name=f"ledgerdesk-df836df7-2026{standing.now:%m%d}T100300Z-{40 - n:06d}.ldbk",
            size=769_000 - 3_000 * n,
            sequence=40 - n,
            place="" if n % 2 else "AB"[n // 2 % 2],
            is_home=bool(n % 2),
        )
        for n in range(8)
    )


def _sticks(language: str) -> tuple[DriveSeen, ...]:
    return tuple(
        DriveSeen(
            root=Path(f"{letter}:/"),
            label=label,
            system=system,
            free_bytes=free,
            total_bytes=32 * GB,
            removable=True,
            read_only=False,
            device=letter,
        )
        for letter, label, system, free in zip(
            "EF", LABELS[language], ("exfat", "vfat"), (27 * GB, 3 * GB), strict=True
        )
    )
