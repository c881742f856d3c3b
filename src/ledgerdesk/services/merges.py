"""Make one customer of two, and take them apart again."""

from dataclasses import dataclass
from datetime import datetime

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.customers import CustomerCard, CustomerDraft
from ledgerdesk.core.merging import joined
from ledgerdesk.services.steps.customers import merging as step
from ledgerdesk.services.steps.customers.card import cleaned, known_card, refuse_stale
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.storage import merging

__all__ = ["Merged", "Merges", "Proposal", "Unmerged"]

ACTION = "customers.merge"
_CHANGED = Changes.CUSTOMERS | Changes.TRANSACTIONS | Changes.RECEIPTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Two cards side by side, and the one card that is proposed of them."""

    survivor: CustomerCard
    other: CustomerCard
    wanted: CustomerDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A card that lives on as another: when (office time) and by whom it was merged."""

    pub: str
    code: str
    name: str
    at: datetime
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmerged:
    """Two cards taken apart; `is_restored` says that the survivor is as he was before."""

    card: CustomerCard
    survivor: CustomerCard
    is_restored: bool


class Merges:
    """What a supervisor does with two cards of one customer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def foresee(self, survivor: str, other: str) -> Proposal:
        """Lay two cards side by side, by their public ids; raises as `merge` does."""
        self._desk.allow(ACTION)
        with self._desk.database.read() as tx:
            first, second = known_card(tx, survivor), known_card(tx, other)
            step.refuse_merge(tx, first.customer, second.customer)
        return Proposal(survivor=first, other=second, wanted=joined(first.draft, second.draft))

    def merge(self, proposal: Proposal, wanted: CustomerDraft, *, why: str) -> Done[CustomerCard]:
        """Let one card live on as another, which becomes what is wanted.

        Its number and names lead to the survivor from then on; trades, receipts and notes stay as
        they were written and are read with his. Raises `merge_refused` with a reason;
        `card_changed` where a card became another since it was foreseen; `bad_value`;
        `unknown_customer`.
        """
        self._desk.allow(ACTION)
        clean = cleaned(wanted)
        with self._desk.act(ACTION) as act:
            pubs = (proposal.survivor.customer.pub, proposal.other.customer.pub)
            first, second = (known_card(act.tx, pub) for pub in pubs)
            step.refuse_merge(act.tx, first.customer, second.customer)
            refuse_stale(first.draft, proposal.survivor.draft)
            refuse_stale(second.draft, proposal.other.draft)
            card = step.merge(act, (first, second), clean, why)
            act.close_entry(ACTION)
        return Done(value=card, changes=_CHANGED)

    def undo(self, merged: str, *, why: str = "") -> Done[Unmerged]:
        """Take a merge apart, by the public id of the card that lives on as another.

        The card gets back number, names and what was its own. The survivor becomes as he was
        before where nobody changed him since. Trades entered since stay his. Raises
        `merge_refused`; `unknown_customer`.
        """
        with self._desk.act(ACTION) as act:
            found = known_card(act.tx, merged).customer
            card, survivor, is_restored = step.unmerge(act, found, why)
            act.close_entry("customers.unmerge")
        apart = Unmerged(card=card, survivor=survivor, is_restored=is_restored)
        return Done(value=apart, changes=_CHANGED)

    def into(self, pub: str) -> tuple[Merged, ...]:
        """List the cards that live on as this one; raises `unknown_customer`."""
        self._desk.allow("customers.find")
        with self._desk.database.read() as tx:
            found = merging.into(tx, known_card(tx, pub).customer.id)
        return tuple(
            Merged(
                pub=one.pub,
                code=one.code,
                name=one.name,
                at=self._desk.local_time(one.at),
                person=one.person,
            )
            for one in found
        )
