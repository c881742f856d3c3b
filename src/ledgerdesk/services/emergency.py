"""Whom to call in an emergency: kept in the book, and beside it for whoever has no key."""

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.emergency import SETTING, Contact, Contacts, cleaned, people_from, to_json
from ledgerdesk.services.steps import emergency_file
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.setting_rows import write_setting
from ledgerdesk.storage import book

CHANGE = "emergency.change"


class EmergencyPeople:
    """Who is named on the emergency cards."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self) -> Contacts:
        """Tell who is called, as the book has it."""
        self._desk.allow("emergency.look")
        with self._desk.database.read() as tx:
            return Contacts(people=people_from(book.settings(tx)))

    def change(self, people: tuple[Contact, ...]) -> Done[Contacts]:
        """Name who is called, in the book and in the plain file beside it, or in neither.

        Raises `bad_value` with the field at fault, `disk_full`, `read_only`, `io_failed`.
        """
        desk = self._desk
        desk.allow(CHANGE)
        wanted = cleaned(people)
        with desk.database.read() as tx:
            known = people_from(book.settings(tx))
        if wanted != known:
            with desk.act(CHANGE) as act:
                told = " · ".join(f"{one.person} {one.phone}" for one in wanted) or "−"
                write_setting(act, SETTING, to_json(wanted), told=told)
                act.close_entry(CHANGE)
                emergency_file.publish(desk.paths, wanted)
        elif emergency_file.published(desk.paths.folder).people != wanted:
            emergency_file.publish(desk.paths, wanted)
        changes = Changes.NOTHING if wanted == known else Changes.SETTINGS
        return Done(value=Contacts(people=wanted), changes=changes)
