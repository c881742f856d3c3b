"""Who looks a second time: the states of a trade, the steps between them, and what asks for one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import parse_amount


class State(StrEnum):
    """草稿, 待审核, 已审核, 退回, 已作废; a trade no rule asks about is reviewed by the rules."""

    DRAFT = "draft"
    WAITING = "waiting"
    REVIEWED = "reviewed"
    RETURNED = "returned"
    VOIDED = "voided"


class Step(StrEnum):
    """What moves a trade from one state to another."""

    POST = "post"
    POST_ASKED = "post_asked"
    PASS = "pass"  # noqa: S105 - a verdict, no password
    RETURN = "return"
    VOID = "void"
    REVERSE = "reverse"


@dataclass(frozen=True, slots=True)
class Move:
    """Where a step leads, and the action a person needs for it."""

    to: State
    action: str


DECIDE = "reviews.decide"
_VOID = Move(State.VOIDED, "receipts.void")
_REVERSE = Move(State.VOIDED, "receipts.reverse")
STEPS: Mapping[tuple[State, Step], Move] = {
    (State.DRAFT, Step.POST): Move(State.REVIEWED, "transactions.record"),
    (State.DRAFT, Step.POST_ASKED): Move(State.WAITING, "transactions.record"),
    (State.WAITING, Step.PASS): Move(State.REVIEWED, DECIDE),
    (State.WAITING, Step.RETURN): Move(State.RETURNED, DECIDE),
    **{
        (state, step): move
        for state in (State.WAITING, State.REVIEWED, State.RETURNED)
        for step, move in ((Step.VOID, _VOID), (Step.REVERSE, _REVERSE))
    },
}
"""Every step there is. What was returned is never edited: it is voided or reversed."""


def moved(state: State, step: Step) -> Move:
    """Give where a step leads; raises `bad_value` (field `state`) where there is none."""
    found = STEPS.get((state, step))
    if found is None:
        raise KnownError(
            Code.BAD_VALUE, field="state", reason="no_such_step", state=state.value, step=step.value
        )
    return found


class Cause(StrEnum):
    """Why a review is asked: the sum, a void, an earlier day, another ID number, the hour."""

    AMOUNT = "amount"
    VOID = "void"
    BACK_DATED = "back_dated"
    ID_CHANGED = "id_changed"
    HOURS = "hours"


class Subject(StrEnum):
    """What is reviewed: a trade, a voided receipt, a customer's number."""

    TRADE = "trade"
    VOID = "void"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One thing of what is reviewed, as it was or is usual, and as it is; amounts in 分."""

    name: str
    before: str | int | None
    after: str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A second look that was asked for, and what became of it; moments in the office's time.

    `is_alone` marks a review by the author himself, in an office of one person (自审). `number`
    is the receipt's, where there is one.
    """

    pub: str
    subject: Subject
    subject_pub: str
    customer_code: str
    customer_name: str
    number: str | None
    causes: tuple[Cause, ...]
    compared: tuple[Compared, ...]
    asked_at: datetime
    asked_by: str
    state: State
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason: str | None = None
    is_alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What asks for a review: a sum from so many 分, a void, an earlier day, an ID number, hours.

    `first` names the causes where the second person stands beside before anything is posted.
    """

    amount_fen: int | None = None
    voids: bool = False
    back_dated: bool = False
    id_changed: bool = False
    hours: tuple[time, time] | None = None
    first: frozenset[Cause] = field(default_factory=frozenset)


AMOUNT, VOIDS, BACK_DATED = "review.amount", "review.voids", "review.back_dated"
ID_CHANGED, HOURS, FIRST = "review.id_changed", "review.hours", "review.first"
SETTINGS = (AMOUNT, VOIDS, BACK_DATED, ID_CHANGED, HOURS, FIRST)
"""The settings the rules are made of; an empty one is off."""
ON = "on"
_BEFOREHAND = frozenset({Cause.AMOUNT, Cause.BACK_DATED, Cause.HOURS})
"""What can be known before a trade is posted."""


def rules_from(settings: Mapping[str, object]) -> Rules:
    """Read the rules; raises `bad_value` with the setting's name as the field."""
    texts = {name: str(settings.get(name) or "") for name in SETTINGS}
    return Rules(
        amount_fen=_amount(texts[AMOUNT]),
        voids=_is_on(texts, VOIDS),
        back_dated=_is_on(texts, BACK_DATED),
        id_changed=_is_on(texts, ID_CHANGED),
        hours=_hours(texts[HOURS]),
        first=_causes(texts[FIRST]),
    )


def _amount(text: str) -> int | None:
    if not text:
        return None
    try:
        return parse_amount(text)
    except KnownError as error:
        raise KnownError(error.code, field=AMOUNT, **error.details) from error


def _is_on(texts: Mapping[str, str], name: str) -> bool:
    if texts[name] not in {"", ON}:
        raise KnownError(Code.BAD_VALUE, field=name, reason="unknown")
    return texts[name] == ON


def _hours(text: str) -> tuple[time, time] | None:
    if not text:
        return None
    first, dash, last = text.replace("：", ":").replace("—", "-").partition("-")
    try:
        opens, closes = time.fromisoformat(first.strip()), time.fromisoformat(last.strip())
    except ValueError:
        opens = closes = time(0)
    if not dash or opens >= closes:
        raise KnownError(Code.BAD_VALUE, field=HOURS, reason="hours")
    return opens, closes


def _causes(text: str) -> frozenset[Cause]:
    named = {one.strip() for one in text.split(",") if one.strip()}
    if not named <= {cause.value for cause in _BEFOREHAND}:
        raise KnownError(Code.BAD_VALUE, field=FIRST, reason="unknown")
    return frozenset(Cause(one) for one in named)


def causes_of(
    rules: Rules, *, amount_fen: int, traded_on: date, today: date, at: time
) -> tuple[Cause, ...]:
    """Tell why a trade is to be reviewed; `at` is the office's time of day."""
    found = []
    if rules.amount_fen is not None and amount_fen >= rules.amount_fen:
        found.append(Cause.AMOUNT)
    if rules.back_dated and traded_on < today:
        found.append(Cause.BACK_DATED)
    if rules.hours is not None and not rules.hours[0] <= at <= rules.hours[1]:
        found.append(Cause.HOURS)
    return tuple(found)
