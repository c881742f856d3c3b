"""Ask for a value of a card to be put right, and decide about it."""

from ledgerdesk.core.changes import Changes, Done, FieldChange
from ledgerdesk.core.corrections import CONTACTS, FIELDS, Correction, State, corrected
from ledgerdesk.core.customers import Customer
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.customers.card import (
    MAX_CONTACT_CHARACTERS,
    MAX_NAME_CHARACTERS,
    MAX_WHY_CHARACTERS,
    change_card,
    cleaned,
    known_card,
)
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.storage import corrections, customers
from ledgerdesk.storage.corrections import NewCorrection, StoredCorrection

__all__ = ["Correction", "Corrections", "State"]

ASK, DECIDE, LIST = "corrections.request", "corrections.decide", "corrections.list"
KIND = "correction"


class Corrections:
    """What a clerk asks and a supervisor decides."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def request(
        self, pub: str, field: str, *, wrong: str, correct: str, evidence: str, verified_by: str
    ) -> Done[Correction]:
        """Ask for a value to be put right, by the customer's public id; the card stays as it is.

        An empty `wrong` asks to add, an empty `correct` to take away. Raises `bad_value` with the
        field; `card_changed` where `wrong` does not stand on the card; `exists` where the same is
        asked for already; `unknown_customer`.
        """
        texts = _cleaned(field, wrong=wrong, correct=correct)
        seen = _needed(evidence, "evidence", MAX_WHY_CHARACTERS)
        by = _needed(verified_by, "verified_by", MAX_NAME_CHARACTERS)
        with self._desk.act(ASK) as act:
            customer = customers.living(act.tx, known_card(act.tx, pub).customer)
            new = NewCorrection(
                customer_id=customer.id,
                field=field,
                wrong=texts[0],
                correct=texts[1],
                evidence=seen,
                verified_by=by,
            )
            _refuse_stale(act, customer, new)
            if corrections.is_asked(act.tx, new):
                raise KnownError(Code.EXISTS, part=KIND, field="correct")
            origin = act.origin()
            corrections.insert(act.tx, new, origin)
            act.inserted(KIND, origin.pub)
            _tell(act, customer.pub, "correction_requested", new, why=seen)
            act.close_entry(ASK)
            made = self._read(_known(act, origin.pub))
        return Done(value=made, changes=Changes.CUSTOMERS)

    def approve(self, pub: str, *, answer: str = "") -> Done[Correction]:
        """Put the value right as it was asked for; receipts that were issued stay as they are.

        Whoever asked may decide himself, which is told. Raises `already_decided`; `card_changed`
        where the wrong value does not stand on the card any more; `bad_value`.
        """
        said = clean(answer, field="answer", max_length=MAX_WHY_CHARACTERS) or None
        with self._desk.act(DECIDE) as act:
            asked = _undecided(act, pub)
            customer = customers.living(act.tx, customers.by_id(act.tx, asked.customer_id))
            card = known_card(act.tx, customer.pub)
            wanted = corrected(card.draft, asked.field, asked.wrong, asked.correct)
            if wanted is None:
                raise KnownError(Code.CARD_CHANGED, field="customer", fields=(asked.field,))
            change_card(act, card, cleaned(wanted), asked.evidence)
            decided = self._decide(act, asked, State.APPROVED, said)
            act.close_entry("corrections.approve")
        return Done(value=decided, changes=Changes.CUSTOMERS)

    def refuse(self, pub: str, *, answer: str) -> Done[Correction]:
        """Leave the card as it is, and say why; raises `already_decided`, `bad_value`."""
        said = _needed(answer, "answer", MAX_WHY_CHARACTERS)
        with self._desk.act(DECIDE) as act:
            asked = _undecided(act, pub)
            customer = customers.living(act.tx, customers.by_id(act.tx, asked.customer_id))
            _tell(act, customer.pub, "correction_refused", asked, why=said)
            decided = self._decide(act, asked, State.REFUSED, said)
            act.close_entry("corrections.refuse")
        return Done(value=decided, changes=Changes.CUSTOMERS)

    def waiting(self) -> tuple[Correction, ...]:
        """List the requests nobody decided, oldest first."""
        self._desk.allow(LIST)
        with self._desk.database.read() as tx:
            return tuple(self._read(one) for one in corrections.waiting(tx))

    def of(self, customer_pub: str) -> tuple[Correction, ...]:
        """List the requests about a customer, newest first; raises `unknown_customer`."""
        self._desk.allow(LIST)
        with self._desk.database.read() as tx:
            cards = customers.family(tx, known_card(tx, customer_pub).customer.id)
            found = [one for card in cards for one in corrections.of_customer(tx, card)]
        return tuple(
            self._read(one) for one in sorted(found, key=lambda one: one.pub, reverse=True)
        )

    def _decide(
        self, act: Act, asked: StoredCorrection, state: State, answer: str | None
    ) -> Correction:
        with act.changing(KIND, asked.pub):
            corrections.decide(
                act.tx,
                asked.pub,
                state.value,
                at=act.at,
                staff_id=act.desk.author.staff_id,
                answer=answer,
            )
        return self._read(_known(act, asked.pub))

    def _read(self, one: StoredCorrection) -> Correction:
        decided_at = one.decided_at
        return Correction(
            pub=one.pub,
            customer_pub=one.customer_pub,
            customer_code=one.customer_code,
            customer_name=one.customer_name,
            field=one.field,
            wrong=one.wrong,
            correct=one.correct,
            evidence=one.evidence,
            verified_by=one.verified_by,
            state=State(one.state),
            requested_at=self._desk.local_time(one.requested_at),
            requested_by=one.requested_by,
            decided_at=None if decided_at is None else self._desk.local_time(decided_at),
            decided_by=one.decided_by,
            answer=one.answer,
        )


def _cleaned(field: str, *, wrong: str, correct: str) -> tuple[str, str]:
    if field not in FIELDS:
        raise KnownError(Code.BAD_VALUE, field="field", reason="unknown")
    limit = MAX_CONTACT_CHARACTERS if field in CONTACTS else MAX_NAME_CHARACTERS
    before = clean(wrong, field="wrong", max_length=limit)
    after = clean(correct, field="correct", max_length=limit)
    if not after and (field == "name" or not before):
        raise KnownError(Code.BAD_VALUE, field="correct", reason="required")
    if before == after:
        raise KnownError(Code.BAD_VALUE, field="correct", reason="same")
    return before, after


def _needed(text: str, field: str, limit: int) -> str:
    kept = clean(text, field=field, max_length=limit)
    if not kept:
        raise KnownError(Code.BAD_VALUE, field=field, reason="required")
    return kept


def _refuse_stale(act: Act, customer: Customer, new: NewCorrection) -> None:
    draft = known_card(act.tx, customer.pub).draft
    if corrected(draft, new.field, new.wrong, new.correct) is None:
        raise KnownError(Code.CARD_CHANGED, field="customer", fields=(new.field,))


def _known(act: Act, pub: str) -> StoredCorrection:
    found = corrections.by_pub(act.tx, pub)
    if found is None:
        raise KnownError(Code.BAD_VALUE, field="correction", reason="unknown")
    return found


def _undecided(act: Act, pub: str) -> StoredCorrection:
    found = _known(act, pub)
    if found.state != State.REQUESTED.value:
        raise KnownError(Code.ALREADY_DECIDED, person=found.decided_by)
    return found


def _tell(
    act: Act, pub: str, field: str, said: NewCorrection | StoredCorrection, *, why: str
) -> None:
    act.note_change(
        FieldChange(
            kind="customer",
            pub=pub,
            field=field,
            old=said.wrong or None,
            new=said.correct or None,
            why=why,
        )
    )
