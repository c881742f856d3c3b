"""Look a second time at what the office's rules ask about: the queue, and the verdicts."""

import json

from ledgerdesk.core.changes import Changes, Done, FieldChange
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.reviews import (
    DECIDE,
    Cause,
    Compared,
    Review,
    State,
    Step,
    Subject,
    moved,
)
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.reviews.asking import KIND, PASSED, RETURNED, is_alone
from ledgerdesk.storage import reviews
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.reviews import StoredReview

__all__ = ["Review", "Reviews", "State"]

LIST = "reviews.list"
MAX_REASON_CHARACTERS = 200
_STATES = {None: State.WAITING, PASSED: State.REVIEWED, RETURNED: State.RETURNED}


class Reviews:
    """What a supervisor looks at a second time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def waiting(self) -> tuple[Review, ...]:
        """List what nobody looked at yet, oldest first."""
        self._desk.allow(LIST)
        with self._desk.database.read() as tx:
            return tuple(self._read(tx, one) for one in reviews.waiting(tx))

    def returned(self) -> tuple[Review, ...]:
        """List what was returned and is neither voided nor reversed yet, newest first."""
        self._desk.allow(LIST)
        with self._desk.database.read() as tx:
            found = [self._read(tx, one) for one in reviews.returned(tx)]
        return tuple(one for one in found if one.state is State.RETURNED)

    def of(self, subject_pub: str) -> tuple[Review, ...]:
        """List the reviews of a trade, a voided receipt or a customer, newest first."""
        self._desk.allow(LIST)
        with self._desk.database.read() as tx:
            return tuple(self._read(tx, one) for one in reviews.of_subject(tx, subject_pub))

    def pass_(self, pub: str, *, reason: str = "") -> Done[Review]:
        """Pass what waits; raises what `give_back` raises."""
        return self._decide(pub, Step.PASS, _cleaned(reason))

    def give_back(self, pub: str, *, reason: str) -> Done[Review]:
        """Return what waits, with the reason; a trade is then voided or reversed, never edited.

        Raises `already_decided`; `bad_value` (fields `review`, `reason`); `not_allowed` (role
        `author`) for whoever wrote it, unless the office is one person: that is marked.
        """
        said = _cleaned(reason)
        if said is None:
            raise KnownError(Code.BAD_VALUE, field="reason", reason="required")
        return self._decide(pub, Step.RETURN, said)

    def _decide(self, pub: str, step: Step, reason: str | None) -> Done[Review]:
        with self._desk.act(DECIDE) as act:
            asked = _undecided(act, pub)
            verdict = PASSED if moved(State.WAITING, step).to is State.REVIEWED else RETURNED
            mine = asked.asked_by_id == act.desk.person.id
            if mine and not is_alone(act):
                raise KnownError(Code.NOT_ALLOWED, action=DECIDE, role="author")
            with act.changing(KIND, asked.pub):
                reviews.decide(
                    act.tx,
                    asked.pub,
                    verdict,
                    at=act.at,
                    staff_id=act.desk.author.staff_id,
                    reason=reason,
                    alone=mine,
                )
            act.note_change(
                FieldChange(
                    kind=KIND, pub=asked.pub, field="verdict", old=None, new=verdict, why=reason
                )
            )
            if verdict == PASSED:
                act.close_entry("reviews.pass")
            else:
                act.close_entry("reviews.return")
            decided = self._read(act.tx, _known(act.tx, asked.pub))
        return Done(value=decided, changes=Changes.TRANSACTIONS)

    def _read(self, tx: Transaction, one: StoredReview) -> Review:
        receipt = reviews.receipt_of(tx, one.subject, one.subject_pub)
        state = _STATES[one.verdict]
        if one.subject == Subject.TRADE.value and receipt is not None and receipt[1]:
            state = State.VOIDED
        decided_at = one.decided_at
        return Review(
            pub=one.pub,
            subject=Subject(one.subject),
            subject_pub=one.subject_pub,
            customer_code=one.customer_code,
            customer_name=one.customer_name,
            number=None if receipt is None else receipt[0],
            causes=tuple(Cause(cause) for cause in one.causes.split(",")),
            compared=tuple(
                Compared(name=name, before=before, after=after)
                for name, before, after in json.loads(one.compared)
            ),
            asked_at=self._desk.local_time(one.asked_at),
            asked_by=one.asked_by,
            state=state,
            decided_at=None if decided_at is None else self._desk.local_time(decided_at),
            decided_by=one.decided_by,
            reason=one.reason,
            is_alone=bool(one.alone),
        )


def _cleaned(reason: str) -> str | None:
    return clean(reason, field="reason", max_length=MAX_REASON_CHARACTERS) or None


def _known(tx: Transaction, pub: str) -> StoredReview:
    found = reviews.by_pub(tx, pub)
    if found is None:
        raise KnownError(Code.BAD_VALUE, field="review", reason="unknown")
    return found


def _undecided(act: Act, pub: str) -> StoredReview:
    found = _known(act.tx, pub)
    if found.verdict is not None:
        raise KnownError(Code.ALREADY_DECIDED, person=found.decided_by)
    return found
