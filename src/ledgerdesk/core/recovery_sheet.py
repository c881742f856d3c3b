"""What the recovery sheet prints: a key in checked lines, a sealed block, whose book they open."""

from dataclasses import dataclass, field
from datetime import date

KEY_LINES = 4
LINE_CHARACTERS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet:
    """One sheet, numbered from 1; the secrets stay out of its representation.

    `key_lines` are four strings of 14 characters, the last the line's own check; `key_text` is
    the same key in one line, for the code. `sealed_block` is the text of the second code,
    `sealed_lines` the same block in checked lines of 14, for a desk without a scanner.
    """

    firm: str
    vault_id: str
    generation: int
    number: int
    keeper: str
    created_on: date
    key_lines: tuple[str, ...] = field(repr=False)
    key_text: str = field(repr=False)
    sealed_block: str = field(repr=False)
    sealed_lines: tuple[str, ...] = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key_lines) != KEY_LINES or any(
            len(line) != LINE_CHARACTERS for line in self.key_lines
        ):
            raise ValueError("a recovery key is printed as four lines of 14 characters")


def shown_number(sheet: RecoverySheet) -> str:
    """Shape the number of a sheet, such as `HF-0003`."""
    return f"HF-{sheet.number:04d}"


def shown_vault(sheet: RecoverySheet) -> str:
    """Group the vault's id for reading aloud, such as `0A1B-2C3D-4E5F-6071`."""
    text = sheet.vault_id.upper()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))
