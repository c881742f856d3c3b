"""What this PC remembers for the window: language, theme, last book; nothing of the book itself."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from ledgerdesk.gui.theme import ThemeName
from ledgerdesk.runtime.files import write_whole
from ledgerdesk.runtime.paths import application_folder

FILE = "window.json"


@dataclass(slots=True, kw_only=True)
class Preferences:
    """The remembered choices; `sheets_to_prove` are vaults whose recovery sheet was not read back.

    Paths are kept as text; an empty text is none.
    """

    language: str = ""
    theme: str = ThemeName.SYSTEM.value
    vault: str = ""
    pdf_folder: str = ""
    backup_folder: str = ""
    printer: str = ""
    paper: str = "a5"
    geometry: str = ""
    sheets_to_prove: tuple[str, ...] = ()

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

    def owes_proof(self, vault: Path) -> bool:
        """Tell whether a vault's recovery sheet still waits to be read back."""
        return str(vault) in self.sheets_to_prove

    def note_proof(self, vault: Path, *, owed: bool) -> None:
        """Remember that a sheet waits to be read back, or was."""
        others = tuple(path for path in self.sheets_to_prove if path != str(vault))
        self.sheets_to_prove = (*others, str(vault)) if owed else others

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
    def load(cls) -> "Preferences":
        """Read the file; what is missing or broken keeps its default."""
        try:
            stored = json.loads((application_folder() / FILE).read_text("utf-8"))
        except (OSError, ValueError):
            return cls()
        made = cls()
        if not isinstance(stored, dict):
            return made
        for field in fields(cls):
            value = stored.get(field.name)
            if field.name == "sheets_to_prove":
                if isinstance(value, list):
                    made.sheets_to_prove = tuple(str(path) for path in value)
            elif isinstance(value, str):
                setattr(made, field.name, value)
        return made
