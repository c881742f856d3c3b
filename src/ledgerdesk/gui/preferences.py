"""What this PC remembers for the window: language, theme, last book; nothing of the book itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

from ledgerdesk.gui.theme import ThemeName
from ledgerdesk.runtime.files import write_whole
from ledgerdesk.runtime.paths import application_folder

if TYPE_CHECKING:
    from ledgerdesk.core.receipts import Fit, Paper

FILE = "window.json"
_PRINTER = "printer:"
_PDF = "pdf"


@dataclass(slots=True, kw_only=True)
class Preferences:
    """The remembered choices; paths are kept as text, an empty text is none.

    `series_papers` says for a series which paper its receipts go on, `printers` for each paper how
    they come out, `fits` for each printer and paper how a page is moved on it, `tables` how each is
    arranged, `series` which series each of the staff (by the number of his row) issued from last.
    """

    language: str = ""
    theme: str = ThemeName.SYSTEM.value
    type_size: str = ""
    vault: str = ""
    pdf_folder: str = ""
    backup_folder: str = ""
    printers: dict[str, str] = field(default_factory=dict)
    paper: str = "a5"
    series_papers: dict[str, str] = field(default_factory=dict)
    fits: dict[str, dict[str, int | str]] = field(default_factory=dict)
    geometry: str = ""
    place: str = ""
    series: dict[str, str] = field(default_factory=dict)
    tables: dict[str, dict[str, object]] = field(default_factory=dict)

    @property
    def chosen_theme(self) -> ThemeName:
        """Give the chosen theme; a word nobody knows is the system's."""
        known = {name.value: name for name in ThemeName}
        return known.get(self.theme, ThemeName.SYSTEM)

    @property
    def last_vault(self) -> Path | None:
        """Give the vault that was open last, if it is still there."""
        path = Path(self.vault)
        return path if self.vault and path.is_dir() else None

    @property
    def chosen_paper(self) -> Paper:
        """Give the paper new receipts are issued for; a word nobody knows is the first."""
        from ledgerdesk.core.receipts import Paper  # noqa: PLC0415 - read behind the door

        known = {paper.value: paper for paper in Paper}
        return known.get(self.paper, Paper.A5)

    def paper_for(self, series: str | None) -> Paper:
        """Give the paper new receipts of a series are issued for; without its own, everybody's."""
        from ledgerdesk.core.receipts import Paper  # noqa: PLC0415 - read behind the door

        known = {paper.value: paper for paper in Paper}
        return known.get(self.series_papers.get(series or "", ""), self.chosen_paper)

    def printer_for(self, paper: Paper) -> str:
        """Name the printer that has this paper in it, or nothing."""
        way = self.printers.get(paper.value, "")
        return way.removeprefix(_PRINTER) if way.startswith(_PRINTER) else ""

    def is_into_pdf(self, paper: Paper) -> bool:
        """Tell whether somebody chose that receipts on this paper become PDF files."""
        return self.printers.get(paper.value) == _PDF

    def remember_printer(self, paper: Paper, printer: str) -> None:
        """Remember which printer has this paper; no name means PDF files."""
        self.printers[paper.value] = f"{_PRINTER}{printer}" if printer else _PDF

    def fit_for(self, printer: str, paper: Paper) -> Fit:
        """Tell how pages of a paper are fitted to a printer."""
        from ledgerdesk.core.receipts import Fit  # noqa: PLC0415 - read behind the door

        kept = self.fits.get(f"{printer}|{paper.value}", {})
        return Fit(
            right=int(kept.get("right", 0)),
            down=int(kept.get("down", 0)),
            scale=int(kept.get("scale", 1000)),
            values_only=bool(kept.get("values_only", 0)),
            stock=str(kept.get("stock", "")),
        )

    def remember_fit(self, printer: str, paper: Paper, fit: Fit) -> None:
        """Remember how pages of a paper are fitted to a printer."""
        self.fits[f"{printer}|{paper.value}"] = {
            "right": fit.right,
            "down": fit.down,
            "scale": fit.scale,
            "values_only": int(fit.values_only),
            "stock": fit.stock,
        }

    def save(self) -> None:
        """Write the file; a write that fails costs a choice, never the work."""
        folder = application_folder()
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(folder / FILE, text.encode("utf-8"))
        except OSError:
            return

    @classmethod
    def load(cls) -> Preferences:
        """Read the file; what is missing or broken keeps its default."""
        try:
            stored = json.loads((application_folder() / FILE).read_text("utf-8"))
        except (OSError, ValueError):
            return cls()
        made = cls()
        if not isinstance(stored, dict):
            return made
        for one in fields(cls):
            value = stored.get(one.name)
            if one.name in _DICTIONARIES:
                if isinstance(value, dict):
                    is_whole = _DICTIONARIES[one.name]
                    kept = {name: each for name, each in value.items() if is_whole(each)}
                    setattr(made, one.name, kept)
            elif isinstance(value, str):
                setattr(made, one.name, value)
        return made


def _is_fit(kept: object) -> bool:
    return isinstance(kept, dict) and all(
        isinstance(value, str) if name == "stock" else type(value) is int
        for name, value in kept.items()
    )


def _is_table(kept: object) -> bool:
    return isinstance(kept, dict) and all(isinstance(name, str) for name in kept)


_DICTIONARIES = {
    "fits": _is_fit,
    "series_papers": lambda kept: isinstance(kept, str),
    "printers": lambda kept: isinstance(kept, str),
    "series": lambda kept: isinstance(kept, str),
    "tables": _is_table,
}
