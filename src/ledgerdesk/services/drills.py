"""Hold drills of backups, keep them in the book, and certify them on one page."""

from datetime import date, datetime
from pathlib import Path

from ledgerdesk.backup.drive import Drive
from ledgerdesk.core.changes import Changes, Done, FieldChange
from ledgerdesk.core.drills import DrillHeld, WithKey, due_on
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.moments import restored
from ledgerdesk.documents.drill_pdf import Certificate, render
from ledgerdesk.i18n.translator import Language
from ledgerdesk.runtime.files import write_whole
from ledgerdesk.services.steps.backups.drilling import (
    Drilled,
    Ground,
    Inside,
    drill,
    look_inside,
)
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.pdf_place import refuse_pdf_place
from ledgerdesk.storage import book, drills
from ledgerdesk.storage.backups import SeenReceipt
from ledgerdesk.storage.drills import NewDrill
from ledgerdesk.storage.failures import translated
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds

__all__ = [
    "Drilled",
    "Drills",
    "Ground",
    "Inside",
    "SeenReceipt",
    "certify",
    "drill",
    "look_inside",
]

HOLD, LOOK = "backups.drill", "backups.list"


class Drills:
    """What an office does to know that its backups can be restored."""

    def __init__(
        self, desk: Desk, *, drive: Drive | None = None, bounds: KdfBounds = FILE_BOUNDS
    ) -> None:
        self._desk = desk
        self._drive = drive or Drive()
        self._bounds = bounds

    def ground(self) -> Ground:
        """Give what `drill` needs, which may run on any thread."""
        self._desk.allow(HOLD)
        return Ground(per_user=self._desk.drawer.per_user, bounds=self._bounds, drive=self._drive)

    def record(self, drilled: Drilled) -> Done[DrillHeld]:
        """Write down a drill that was held; raises `not_ours` for a backup of another vault."""
        desk, origin = self._desk, drilled.origin
        desk.allow(HOLD)
        if origin.vault_id != desk.unlocked.vault_id:
            raise KnownError(Code.NOT_OURS, source="backup", part="book")
        receipts = drilled.facts.counts.get("receipt", 0)
        with desk.act(HOLD) as act:
            made = act.origin()
            new = NewDrill(
                backup_id=origin.backup_id,
                sequence=origin.sequence,
                file_name=drilled.file.name,
                with_key=drilled.with_key.value,
                receipts=receipts,
                head_seq=drilled.facts.head_seq,
            )
            drills.insert(act.tx, new, made)
            act.inserted("drill", made.pub)
            act.note_change(
                FieldChange(
                    kind="drill", pub=made.pub, field="held", old=None, new=drilled.file.name
                )
            )
            act.close_entry(HOLD)
        return Done(value=self.held()[0], changes=Changes.BACKUPS)

    def held(self) -> tuple[DrillHeld, ...]:
        """List the drills of this book, newest first."""
        desk = self._desk
        desk.allow(LOOK)
        with desk.database.read() as tx:
            found = drills.every(tx)
        return tuple(
            DrillHeld(
                at=desk.local_time(one.held_at),
                file_name=one.file_name,
                sequence=one.sequence,
                with_key=WithKey(one.with_key),
                receipts=one.receipts,
                head_seq=one.head_seq,
                person=one.person,
            )
            for one in found
        )

    def due_on(self) -> date:
        """Tell the day the next drill by the recovery key is due."""
        desk = self._desk
        with desk.database.read() as tx:
            begun = book.created_at(tx)
        return due_on(self.held(), desk.local_time(begun).date())

    def write_certificate(self, drilled: Drilled, target: Path, language: Language) -> Path:
        """Write the certificate of a drill as a PDF, over nothing but another PDF."""
        desk = self._desk
        desk.allow(LOOK)
        refuse_pdf_place(target, desk.paths.folder)
        page = certificate_of(
            drilled,
            held=desk.clock.now().astimezone(desk.office.zone),
            firm=desk.office.firm,
            person=desk.person.name,
            language=language,
        )
        data = desk.press.call(lambda: render(page))
        with translated("pdf"):
            write_whole(target, data)
        return target


def certificate_of(
    drilled: Drilled, *, held: datetime, firm: str, person: str, language: Language
) -> Certificate:
    """Fill the page of a drill; `held` is in the time its reader lives in."""
    zone = held.tzinfo
    made = restored(drilled.origin.created).astimezone(zone)
    return Certificate(
        firm=firm,
        person=person,
        file_name=drilled.file.name,
        made_at=f"{made:%Y-%m-%d %H:%M}",
        held_at=f"{held:%Y-%m-%d %H:%M}",
        sequence=drilled.origin.sequence,
        seconds=f"{drilled.milliseconds // 1000}.{drilled.milliseconds % 1000 // 100}",
        with_key=drilled.with_key,
        facts=drilled.facts,
        language=language,
    )


def certify(drilled: Drilled, target: Path, held: datetime, language: Language) -> None:
    """Write the certificate of a drill that no book wrote down, over nothing but another PDF."""
    refuse_pdf_place(target, None)
    page = certificate_of(drilled, held=held, firm="", person="", language=language)
    with translated("pdf"):
        write_whole(target, render(page))
