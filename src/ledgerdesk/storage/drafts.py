"""Half-typed forms: the one table without an audit entry; each row belongs to one person."""

from dataclasses import dataclass

from ledgerdesk.storage.database import Transaction

KEEP = """
INSERT INTO draft (pub, staff_id, form, content, updated_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (pub) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at
WHERE draft.staff_id = excluded.staff_id
"""
OF_OWNER = """
SELECT pub, form, content, updated_at FROM draft WHERE staff_id = ?
ORDER BY updated_at DESC, pub DESC
"""
BY_PUB = "SELECT pub, form, content, updated_at FROM draft WHERE pub = ? AND staff_id = ?"
DROP = "DELETE FROM draft WHERE pub = ? AND staff_id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """One row: the form's name, its texts as JSON, and when it was written last (stored moment)."""

    pub: str
    form: str
    content: str
    updated_at: str


def keep(tx: Transaction, draft: StoredDraft, staff_id: int) -> None:
    """Write a draft, or its newer text; the id of another person's draft is left alone."""
    tx.run(KEEP, (draft.pub, staff_id, draft.form, draft.content, draft.updated_at))


def of_owner(tx: Transaction, staff_id: int) -> list[StoredDraft]:
    """List one person's drafts, newest first."""
    return [_stored(row) for row in tx.rows(OF_OWNER, (staff_id,))]


def by_pub(tx: Transaction, pub: str, staff_id: int) -> StoredDraft | None:
    """Find one of a person's own drafts."""
    found = tx.row(BY_PUB, (pub, staff_id))
    return None if found is None else _stored(found)


def drop(tx: Transaction, pub: str, staff_id: int) -> None:
    """Delete one of a person's own drafts, if it is there."""
    tx.run(DROP, (pub, staff_id))


def _stored(row: tuple[str, ...]) -> StoredDraft:
    pub, form, content, updated_at = row
    return StoredDraft(pub=pub, form=form, content=content, updated_at=updated_at)
