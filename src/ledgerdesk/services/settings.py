"""Change the office's settings, each change with its entry and its history."""

import json

from ledgerdesk.core.changes import Changes, Done, FieldChange
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.office import office_from
from ledgerdesk.storage import book


class Settings:
    """What an owner sets for the office."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def change(self, name: str, value: object) -> Done[None]:
        """Write one setting; an unknown name is a bug of the caller."""
        with self._desk.act("settings.change") as act:
            write_setting(act, name, value)
            act.close_entry("settings.change")
            changed = office_from(book.settings(act.tx), self._desk.office)
        self._desk.office = changed
        return Done(value=None, changes=Changes.SETTINGS)


def write_setting(act: Act, name: str, value: object) -> None:
    """Insert or update one setting inside an act and note its history."""
    old = book.settings(act.tx).get(name)
    pub = book.setting_pub(act.tx, name)
    if pub is None:
        origin = act.origin()
        pub = origin.pub
        book.insert_setting(act.tx, pub, origin.salt, name, value)
        act.inserted("setting", pub)
    else:
        with act.changing("setting", pub):
            book.update_setting(act.tx, name, value)
    act.note_change(
        FieldChange(
            kind="setting",
            pub=pub,
            field=name,
            old=None if old is None else json.dumps(old, ensure_ascii=False),
            new=json.dumps(value, ensure_ascii=False),
        )
    )
