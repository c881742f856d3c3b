"""Inside a transaction: take a whole import back while nothing depends on it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.customers import LEFT, Contact, ContactKind, CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.customers.card import MAX_WHY_CHARACTERS, known_card
from ledgerdesk.services.steps.customers.card_life import wipe
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.services.steps.imports.import_posting import ACTION as IMPORTED
from ledgerdesk.storage import customers, import_batches, imports, standards

ACTION = "imports.take_back"
ROWS_PER_ENTRY = 1_000
# What goes first is what nothing else refers to.
_ORDER = ("payment", "trade", "customer_secret")
_KEPT = frozenset({"import_batch", "setting"})
_SINGLE = ("name", "company", "print_name", "pinyin", "category")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What went with an import."""

    trades: int
    customers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wrote:
    """What an import wrote: added rows by kind, and its entries' changes of cards, newest first."""

    added: dict[str, list[str]]
    changes: Sequence[FieldChange]
    last: int


def take_back(act: Act, pub: str, why: str, progress: Progress) -> TakenBack:
    """Take an import back; trades and payments go, customers it added are erased.

    Raises `import_needed` with the `number` of a customer where something depends on it, and with
    a `reason` where it was taken back before; `bad_value` (fields `why`, `batch`).
    """
    reason = clean(why, field="why", max_length=MAX_WHY_CHARACTERS)
    if not reason:
        raise KnownError(Code.BAD_VALUE, field="why", reason="required")
    found = import_batches.batch_id(act.tx, pub)
    if found is None:
        raise KnownError(Code.BAD_VALUE, field="batch", reason="unknown")
    batch, is_withdrawn = found
    if is_withdrawn:
        raise KnownError(Code.IMPORT_NEEDED, reason="taken_back")
    wrote = _what_it_wrote(act, pub)
    _refuse_needed(act, batch, wrote)
    origin = act.origin()
    import_batches.insert_withdrawal(act.tx, batch, reason, origin)
    act.inserted("import_withdrawal", origin.pub)
    _undo_changes(act, wrote.changes, set(wrote.added["customer"]))
    _delete(act, wrote, reason, progress)
    return TakenBack(trades=len(wrote.added["trade"]), customers=len(wrote.added["customer"]))


def _what_it_wrote(act: Act, pub: str) -> _Wrote:
    added: dict[str, list[str]] = defaultdict(list)
    changes: list[FieldChange] = []
    last = 0
    for body in import_batches.entries(act.tx, pub, IMPORTED):
        for row in body.rows:
            if row.before is None:
                added[row.kind].append(row.pub)
        changes = [*reversed(import_batches.changes_of(act.tx, body.seq)), *changes]
        last = body.seq
    return _Wrote(added=added, changes=changes, last=last)


def _refuse_needed(act: Act, batch: int, wrote: _Wrote) -> None:
    if set(wrote.added) - {*_ORDER, *_KEPT, "customer"}:
        raise KnownError(Code.IMPORT_NEEDED, reason="unknown")
    for pub in wrote.added["trade"]:
        if import_batches.trade_is_needed(act.tx, pub):
            _refuse(act, "trade", pub)
    for pub in wrote.added["customer"]:
        is_named = import_batches.is_named_later(act.tx, "customer", pub, wrote.last)
        if is_named or import_batches.customer_is_needed(act.tx, pub, batch):
            _refuse(act, "customer", pub)


def _refuse(act: Act, kind: str, pub: str) -> None:
    number = import_batches.code_of(act.tx, kind, pub)
    raise KnownError(Code.IMPORT_NEEDED, reason="needed", number=number)


def _delete(act: Act, wrote: _Wrote, reason: str, progress: Progress) -> None:
    new = wrote.added["customer"]
    rows = [(kind, pub) for kind in _ORDER for pub in wrote.added[kind]]
    total = len(rows) + len(new)
    for done, (kind, pub) in enumerate(rows, start=1):
        with act.changing(kind, pub):
            import_batches.delete(act.tx, kind, pub)
        _step(act, done, total, progress)
    for done, pub in enumerate(new, start=len(rows) + 1):
        wipe(act, known_card(act.tx, pub).customer, reason)
        _step(act, done, total, progress)
    act.close_entry(ACTION)


def _step(act: Act, done: int, total: int, progress: Progress) -> None:
    if done % ROWS_PER_ENTRY == 0 and done < total:
        act.close_entry(ACTION)
        progress(done, total)


def _undo_changes(act: Act, changes: Iterable[FieldChange], new: set[str]) -> None:
    """Put back what was added to cards that were there before, where it still stands."""
    of: dict[str, list[FieldChange]] = defaultdict(list)
    for change in changes:
        if change.pub not in new:
            of[change.pub].append(change)
    for pub, made in of.items():
        card = known_card(act.tx, pub)
        if card.customer.state in LEFT:
            continue
        wanted, notes = card.draft, None
        for change in made:
            if change.field == "note":
                notes = change
            else:
                wanted = _without(wanted, change)
        with act.changing("customer", pub):
            if notes is not None:
                imports.put_note_back(act.tx, card.customer.id, notes.old, notes.new)
            customers.update(act.tx, card.customer, wanted, standard=standards.current(act.tx))
        for change in made:
            act.note_change(replace(change, old=change.new, new=change.old))


def _without(draft: CustomerDraft, change: FieldChange) -> CustomerDraft:
    """Take one change off a card; what became something else since stays."""
    if change.field in _SINGLE:
        if getattr(draft, change.field) != change.new:
            return draft
        back: dict[str, Any] = {change.field: change.old}
        return replace(draft, **back)
    kinds = {kind.value for kind in ContactKind}
    if change.field not in kinds:
        return draft
    kept: list[Contact] = []
    is_open = True
    for one in draft.contacts:
        if is_open and one.kind.value == change.field and change.new in (one.value, one.shown):
            is_open = False
            if change.old is not None:
                kept.append(replace(one, value=change.old))
        else:
            kept.append(one)
    return replace(draft, contacts=tuple(kept))
