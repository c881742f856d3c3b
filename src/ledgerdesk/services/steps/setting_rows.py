"""Inside a transaction: write one setting and note its history; the verb closes the entry."""

import json

from ledgerdesk.core.changes import FieldChange
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.storage import book


def write_setting(act: Act, name: str, value: object, *, told: str | None = None) -> None:
    """Insert or update one setting inside an act and note its history.

    `told` is what the history says instead of a value that no reader would make sense of.
    """
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
            old=None if old is None or told else json.dumps(old, ensure_ascii=False),
            new=told or json.dumps(value, ensure_ascii=False),
        )
    )
