"""Keep the catalogue of what the office sells."""

from ledgerdesk.core.catalogue import Service, cleaned
from ledgerdesk.core.changes import Changes, Done, FieldChange
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import format_fen
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.storage import catalogue

__all__ = ["Catalogue", "Service"]

LOOK, CHANGE = "catalogue.look", "catalogue.change"
KIND = "service"


class Catalogue:
    """What a senior keeps and everybody sells from."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def list(self) -> tuple[Service, ...]:
        """List the entries by their codes, those that are retired last."""
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            return tuple(catalogue.services(tx))

    def add(self, service: Service) -> Done[Service]:
        """Add an entry; raises `exists` for a code there is, `bad_value` with the field."""
        wanted = cleaned(service)
        with self._desk.act(CHANGE) as act:
            if catalogue.pub_of(act.tx, wanted.code) is not None:
                raise KnownError(Code.EXISTS, part=KIND, field="code")
            origin = act.origin()
            catalogue.insert(act.tx, wanted, origin)
            act.inserted(KIND, origin.pub)
            _note(act, origin.pub, None, wanted)
            act.close_entry("catalogue.add")
        return Done(value=wanted, changes=Changes.SETTINGS)

    def change(self, service: Service) -> Done[Service]:
        """Write an entry anew, or retire it, by its code; lines that were written stay as they are.

        Raises `bad_value` with the field, also for a code that is not there.
        """
        wanted = cleaned(service)
        desk = self._desk
        desk.allow(CHANGE)
        with desk.database.read() as tx:
            pub = catalogue.pub_of(tx, wanted.code)
            before = {one.code: one for one in catalogue.services(tx)}.get(wanted.code)
        if pub is None or before is None:
            raise KnownError(Code.BAD_VALUE, field="code", reason="unknown_service")
        if before == wanted:
            return Done(value=wanted, changes=Changes.NOTHING)
        with desk.act(CHANGE) as act:
            with act.changing(KIND, pub):
                catalogue.update(act.tx, wanted)
            _note(act, pub, before, wanted)
            act.close_entry("catalogue.change")
        return Done(value=wanted, changes=Changes.SETTINGS)


def _note(act: Act, pub: str, before: Service | None, after: Service) -> None:
    old = None if before is None else _said(before)
    act.note_change(
        FieldChange(kind=KIND, pub=pub, field="entry", old=old, new=_said(after), why=None)
    )


def _said(service: Service) -> str:
    price = "" if service.price_fen is None else format_fen(service.price_fen)
    words = (service.code, service.name, service.unit, price, service.mnemonic)
    return " · ".join(word for word in words if word) + (" ✕" if service.is_retired else "")
