"""Where a PDF may be put: outside the vault, and over nothing but another PDF."""

from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.paths import is_inside

_PDF = b"%PDF-"


def refuse_pdf_place(target: Path, vault: Path | None) -> None:
    """Refuse a place no PDF may be put: `inside_vault`, and `exists` for what is no PDF."""
    if vault is not None and is_inside(target, vault):
        raise KnownError(Code.INSIDE_VAULT, field="pdf")
    if target.exists() and not _is_pdf_or_empty(target):
        raise KnownError(Code.EXISTS, part="pdf", field="pdf")


def _is_pdf_or_empty(file: Path) -> bool:
    if not file.is_file():
        return False
    try:
        with file.open("rb") as opened:
            return opened.read(len(_PDF)) in {b"", _PDF}
    except OSError:
        return False  # what cannot be looked at is not replaced
