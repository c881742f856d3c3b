"""Keep what a person has not finished typing; nobody else ever sees it."""

from dataclasses import dataclass
from datetime import datetime

from ledgerdesk.core import drafts as texts_of
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.drafts import MAX_DRAFT_CHARACTERS, Draft, Form
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.moments import stored
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.storage import drafts, transactions
from ledgerdesk.storage.drafts import StoredDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDraft:
    """A draft with the moment it was written last, in the office's zone."""

    draft: Draft
    at: datetime


class Drafts:
    """What a person does with his own unfinished forms."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def keep(self, draft: Draft) -> Done[None]:
        """Write a draft or its newer text, without number and without entry.

        One whose trade was posted meanwhile is not written: a late hand brings nothing back.
        """
        desk = self._desk
        desk.allow("drafts.keep", of=desk.person.id)
        content = texts_of.written(draft.texts)
        if len(content) > MAX_DRAFT_CHARACTERS:
            raise KnownError(
                Code.BAD_VALUE, field="draft", reason="too_long", limit=MAX_DRAFT_CHARACTERS
            )
        row = StoredDraft(
            pub=draft.pub,
            form=draft.form.value,
            content=content,
            updated_at=stored(desk.clock.now()),
        )
        with desk.database.write() as tx:
            if transactions.trade_of_draft(tx, draft.pub) is None:
                drafts.keep(tx, row, desk.person.id)
        return Done(value=None, changes=Changes.DRAFTS)

    def list(self) -> tuple[KeptDraft, ...]:
        """List this person's drafts, newest first."""
        self._desk.allow("drafts.list", of=self._desk.person.id)
        with self._desk.database.read() as tx:
            found = drafts.of_owner(tx, self._desk.person.id)
        return tuple(self._kept(row) for row in found)

    def take(self, pub: str) -> KeptDraft | None:
        """Read one of this person's drafts to go on with it; it stays until posted or dropped."""
        self._desk.allow("drafts.list", of=self._desk.person.id)
        with self._desk.database.read() as tx:
            found = drafts.by_pub(tx, pub, self._desk.person.id)
        return None if found is None else self._kept(found)

    def drop(self, pub: str) -> Done[KeptDraft | None]:
        """Throw one of this person's drafts away; give back what it was, to be kept again."""
        staff_id = self._desk.person.id
        self._desk.allow("drafts.keep", of=staff_id)
        with self._desk.database.write() as tx:
            found = drafts.by_pub(tx, pub, staff_id)
            drafts.drop(tx, pub, staff_id)
        dropped = None if found is None else self._kept(found)
        return Done(value=dropped, changes=Changes.DRAFTS)

    def _kept(self, row: StoredDraft) -> KeptDraft:
        draft = Draft(pub=row.pub, form=Form(row.form), texts=texts_of.read(row.content))
        return KeptDraft(draft=draft, at=self._desk.local_time(row.updated_at))
