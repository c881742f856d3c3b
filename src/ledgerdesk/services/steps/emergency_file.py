"""The plain file beside a book that says whom to call: read without a key, drawn as a page."""

import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ledgerdesk.core.emergency import (
    MOST_BYTES,
    Contact,
    Contacts,
    contacts_in,
    people_from,
    to_bytes,
)
from ledgerdesk.core.errors import KnownError
from ledgerdesk.documents import emergency_pdf
from ledgerdesk.documents.read_back import page_pixels, page_sizes
from ledgerdesk.i18n.translator import Language
from ledgerdesk.runtime.files import write_whole as put_down
from ledgerdesk.runtime.paths import VaultPaths
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.pdf_place import refuse_pdf_place
from ledgerdesk.storage import book
from ledgerdesk.storage.failures import translated
from ledgerdesk.vault.whole_file import disk_faults_as_known_errors, write_whole

__all__ = ["mend", "page_pixels", "page_sizes", "publish", "published", "rendered", "save"]
_PART = "emergency.json"


def published(vault: Path | None) -> Contacts:
    """Read whom to call without unlocking anything; what cannot be read names nobody."""
    if vault is None:
        return Contacts()
    path = VaultPaths(vault).emergency
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would hold whoever reads it
            return Contacts(damaged=True)
        with path.open("rb") as file:
            return contacts_in(file.read(MOST_BYTES + 1))
    except FileNotFoundError:
        return Contacts()
    except OSError:
        return Contacts(damaged=True)


def publish(vault: VaultPaths, people: tuple[Contact, ...]) -> None:
    """Write the file beside the book whole; raises `disk_full`, `read_only`, `io_failed`."""
    with disk_faults_as_known_errors(_PART):
        write_whole(vault.emergency, to_bytes(people), durable=True)


def mend(desk: Desk) -> None:
    """Let the file say what the book says, as after a restore or where somebody changed it."""
    with desk.database.read() as tx:
        people = people_from(book.settings(tx))
    said = published(desk.paths.folder)
    if said.people == people and not said.damaged:
        return
    with suppress(KnownError):  # a book on a medium that takes nothing is opened all the same
        publish(desk.paths, people)


def rendered(contacts: Contacts, languages: Sequence[Language]) -> bytes:
    """Draw the cards, a page for each language; for the press."""
    return emergency_pdf.render(contacts, languages)


def save(contacts: Contacts, languages: Sequence[Language], file: Path, vault: Path | None) -> None:
    """Draw the cards into a PDF file; raises `inside_vault`, `exists`, and what writing raises."""
    refuse_pdf_place(file, vault)
    with translated("pdf"):
        put_down(file, rendered(contacts, languages))
