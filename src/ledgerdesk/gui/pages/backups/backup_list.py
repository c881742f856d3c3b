"""The backups that lie in one folder, each with what the book itself knows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.core.moments import restored
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.backups import Found, Proved


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedBackup:
    """One file: when it was made (office time), name, bytes, and whether this book proved it."""

    at: datetime
    name: str
    size: int
    is_proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the book proved, newest first, and what lies in the folder now."""

    history: Sequence[Proved]
    found: Sequence[Found]


def listed(kept: Kept) -> list[ListedBackup]:
    """Judge each file by the book's own log: name and size must be those that were proved."""
    proved = {(one.file_name, one.size) for one in kept.history}
    zone = kept.history[0].at.tzinfo if kept.history else None
    return [
        ListedBackup(
            at=restored(one.origin.created).astimezone(zone),
            name=one.path.name,
            size=one.size,
            is_proved=(one.path.name, one.size) in proved,
        )
        for one in kept.found
    ]


class BackupList(QWidget):
    """A headline, the table, or a sentence where there is nothing."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._folder: Path | None = None
        self._title = Text(bold=True)
        self.count = Text(size=theme.SMALL, tone="muted")
        self.nothing = Text(tone="muted", wrap=True)
        self.model: RowsModel[ListedBackup] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self.count)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.nothing)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self.show_kept(None, Kept(history=(), found=()))

    def _columns(self) -> tuple[Column[ListedBackup], ...]:
        t, stage = self._stage.speech, self._stage

        def result(one: ListedBackup) -> Cell:
            if one.is_proved:
                return Cell(text=t.text("Verified"), chip="plain")
            return Cell(text=t.text("Not in this book's log"), chip="warn")

        return (
            Column(
                title=lambda: t.text("Made"),
                cell=lambda one: Cell(text=figures.exact_moment(t, one.at, stage.today())),
                width=150,
                sorted=True,
            ),
            Column(title=lambda: t.text("Result"), cell=result, width=200),
            Column(
                title=lambda: t.text("File"), cell=lambda one: Cell(text=one.name, tone="muted")
            ),
            Column(
                title=lambda: t.text("Size"),
                cell=lambda one: Cell(text=figures.file_size(one.size)),
                width=112,
                right=True,
            ),
        )

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self._title.setText(t.text("Backups in this folder"))
        self.table.setAccessibleName(t.text("Backups in this folder"))
        self.nothing.setText(
            t.text("There is no backup of this book here yet.")
            if self._folder
            else t.text("Choose a folder first; a stick is best.")
        )
        number = len(self.model.records)
        self.count.setText(t.plural("{number} file", "{number} files", number) if number else "")
        self.model.say()

    def show_kept(self, folder: Path | None, kept: Kept) -> None:
        """Show what lies in a folder."""
        self._folder = folder
        self.model.show(listed(kept))
        has_rows = bool(self.model.records)
        self.table.setVisible(has_rows)
        self.nothing.setVisible(not has_rows)
        self.say()
