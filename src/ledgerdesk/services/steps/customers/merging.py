"""Inside a transaction: make one card of two, or take them apart again; every row is named."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ledgerdesk.core.audit import salted_digest
from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.customers import LEFT, CardState, Customer, CustomerCard, CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.merging import content_of, draft_from
from ledgerdesk.core.standards import state_of
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.customers.card import MAX_WHY_CHARACTERS, change_card, known_card
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.storage import customers, merging, standards
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.merging import Alias, Kept, Merge

KIND = "customer_merge"
# Between what two cards say of preferences, as an import joins them.
JOINT = "；"


def refuse_merge(tx: Transaction, survivor: Customer, other: Customer) -> None:
    """Refuse with `merge_refused` and a reason what must not become one card.

    Reasons: `itself`; `already_merged` and `stopped` with the card's `number`; `draft_open` with
    the `person`.
    """
    if survivor.id == other.id:
        raise KnownError(Code.MERGE_REFUSED, reason="itself")
    for one in (survivor, other):
        if one.state is CardState.MERGED:
            raise KnownError(Code.MERGE_REFUSED, reason="already_merged", number=one.code)
        if one.state in (CardState.STOPPED, CardState.ERASED):
            raise KnownError(Code.MERGE_REFUSED, reason="stopped", number=one.code)
    person = merging.open_card(tx, (survivor.pub, other.pub))
    if person is not None:
        raise KnownError(Code.MERGE_REFUSED, reason="draft_open", person=person)


def merge(
    act: Act, cards: tuple[CustomerCard, CustomerCard], wanted: CustomerDraft, why: str
) -> CustomerCard:
    """Let the second card live on as the first, which becomes what is wanted."""
    survivor, other = (card.customer for card in cards)
    reason = clean(why, field="why", max_length=MAX_WHY_CHARACTERS) or None
    note = merging.note(act.tx, survivor.id)
    note_after = _joined(note, merging.note(act.tx, other.id))
    names = _names(act.tx, survivor, other)
    with act.changing("customer", other.pub), act.changing("customer", survivor.pub):
        merging.merge_away(act.tx, other.id, survivor.id)
        customers.forget_terms(act.tx, other.id)
        merging.add_aliases(act.tx, survivor.id, names)
        merging.set_note(act.tx, survivor.id, note_after)
    numbers = tuple(_take_numbers(act, other.id, survivor.id))
    change_card(act, cards[0], wanted, why)
    customers.index_again(act.tx, survivor.id)
    written = known_card(act.tx, survivor.pub)
    origin = act.origin()
    kept = Kept(
        before=content_of(cards[0].draft),
        after=_digest(origin.salt, written.draft),
        note_before=note,
        note_after=note_after,
        aliases=names,
        numbers=numbers,
    )
    merging.insert(act.tx, survivor.id, other.id, kept, origin)
    act.inserted(KIND, origin.pub)
    _tell(act, survivor, other, reason, is_merged=True)
    return written


def unmerge(act: Act, merged: Customer, why: str) -> tuple[CustomerCard, CustomerCard, bool]:
    """Let a card stand by itself again; give both, and whether the survivor is as he was before.

    He is put back only where nobody changed him since; trades entered since stay his. Raises
    `merge_refused` (`not_merged`, `already_merged` with the `number` to begin with, `draft_open`).
    """
    found = merging.standing(act.tx, merged.id)
    if found is None:
        raise KnownError(Code.MERGE_REFUSED, reason="not_merged", number=merged.code)
    survivor = customers.by_id(act.tx, found.survivor_id)
    if survivor.state in LEFT:
        what = "already_merged" if survivor.state is CardState.MERGED else "stopped"
        raise KnownError(Code.MERGE_REFUSED, reason=what, number=survivor.code)
    person = merging.open_card(act.tx, (survivor.pub, merged.pub))
    if person is not None:
        raise KnownError(Code.MERGE_REFUSED, reason="draft_open", person=person)
    reason = clean(why, field="why", max_length=MAX_WHY_CHARACTERS) or None
    with act.changing("customer", merged.pub), act.changing("customer", survivor.pub):
        merging.stand_again(act.tx, merged.id, _state(act.tx, merged.pub))
        merging.drop_aliases(act.tx, survivor.id, found.kept.aliases)
        if merging.note(act.tx, survivor.id) == found.kept.note_after:
            merging.set_note(act.tx, survivor.id, found.kept.note_before)
    _give_numbers_back(act, found, merged.id)
    is_restored = _put_back(act, found, survivor, why)
    customers.index_again(act.tx, survivor.id)
    customers.index_again(act.tx, merged.id)
    with act.changing(KIND, found.pub):
        merging.undo(act.tx, found.pub, at=act.at, staff_id=act.desk.author.staff_id)
    _tell(act, survivor, merged, reason, is_merged=False)
    return known_card(act.tx, merged.pub), known_card(act.tx, survivor.pub), is_restored


def _state(tx: Transaction, pub: str) -> str:
    """Judge a card anew: the office may ask for other things than before the merge."""
    return state_of(known_card(tx, pub).draft, standards.current(tx)).value


def _put_back(act: Act, found: Merge, survivor: Customer, why: str) -> bool:
    now = known_card(act.tx, survivor.pub)
    if _digest(found.salt, now.draft) != found.kept.after:
        return False
    before = draft_from(found.kept.before)
    if before != now.draft:
        change_card(act, now, before, why)
    return True


def _names(tx: Transaction, survivor: Customer, other: Customer) -> tuple[Alias, ...]:
    """List what the survivor is to be called besides: number, name, and all the other was."""
    has = set(merging.aliases(tx, survivor.id))
    wanted = [("code", other.code), ("name", other.name)]
    if other.company:
        wanted.append(("name", other.company))
    wanted += merging.aliases(tx, other.id)
    return tuple(alias for alias in dict.fromkeys(wanted) if alias not in has)


def _take_numbers(act: Act, other_id: int, survivor_id: int) -> Iterator[Alias]:
    """Move the other's protected numbers, a second one of a kind under a name of its own."""
    for pub, name in merging.other_numbers(act.tx, other_id, survivor_id):
        with act.changing("customer_secret", pub):
            free = _free_name(name, merging.number_names(act.tx, survivor_id))
            merging.move_number(act.tx, pub, survivor_id, free)
        yield pub, name


def _give_numbers_back(act: Act, found: Merge, merged_id: int) -> None:
    for pub, name in found.kept.numbers:
        if merging.has_number(act.tx, found.survivor_id, pub):
            with act.changing("customer_secret", pub):
                free = _free_name(name, merging.number_names(act.tx, merged_id))
                merging.move_number(act.tx, pub, merged_id, free)


def _free_name(name: str, taken: set[str]) -> str:
    kind = name.partition(".")[0]
    places = (kind if place == 1 else f"{kind}.{place}" for place in range(1, len(taken) + 2))
    return name if name not in taken else next(one for one in places if one not in taken)


def _joined(first: str | None, second: str | None) -> str | None:
    said: Sequence[str] = [one for one in dict.fromkeys((first, second)) if one]
    return JOINT.join(said) or None


def _digest(salt: bytes, draft: CustomerDraft) -> str:
    return salted_digest(salt, KIND, content_of(replace(draft))).hex()


def _tell(
    act: Act, survivor: Customer, other: Customer, why: str | None, *, is_merged: bool
) -> None:
    """Note on both cards what became of them."""
    for pub, field, code in (
        (other.pub, "merged_into", survivor.code),
        (survivor.pub, "merged", f"{other.code} {other.name}"),
    ):
        old, new = (None, code) if is_merged else (code, None)
        act.note_change(
            FieldChange(kind="customer", pub=pub, field=field, old=old, new=new, why=why)
        )
