"""A new version of the record standard: its rules cleaned, and every card judged by it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.customers import CardState
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress
from ledgerdesk.core.standards import (
    CHOICES,
    FIELDS,
    MAX_ALLOWED,
    MAX_HINT_CHARACTERS,
    MAX_PURPOSE_CHARACTERS,
    Rule,
    Shape,
    Standard,
)
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.customers.card import MAX_NAME_CHARACTERS, known_card
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.storage import customers, standards

ACTION = "standards.change"
ROWS_PER_ENTRY = 1_000
KIND = "record_standard"


def cleaned_rules(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """Map each field to its rule as it is stored; raises `bad_value` with the field."""
    found = {}
    for rule in rules:
        if rule.field not in FIELDS:
            raise KeyError(rule.field)
        if len(rule.allowed) > MAX_ALLOWED:
            raise KnownError(Code.BAD_VALUE, field=rule.field, reason="too_many", limit=MAX_ALLOWED)
        words = [_clean(word, rule.field, MAX_NAME_CHARACTERS) for word in rule.allowed]
        free = rule.field not in CHOICES
        found[rule.field] = replace(
            rule,
            shape=rule.shape if free else Shape.ANY,
            allowed=tuple(dict.fromkeys(word for word in words if word)) if free else (),
            hint=_clean(rule.hint, rule.field, MAX_HINT_CHARACTERS),
            purpose=_clean(rule.purpose, rule.field, MAX_PURPOSE_CHARACTERS),
        )
    return found


def judge_again(act: Act, before: Standard, after: Standard, progress: Progress) -> None:
    """Write the version and put every card into the state it gives it, with the entries of both."""
    origin = act.origin()
    standards.insert(act.tx, after, origin)
    act.inserted(KIND, origin.pub)
    for old, new in zip(before.rules, after.rules, strict=True):
        if old != new:
            act.note_change(
                FieldChange(
                    kind=KIND, pub=origin.pub, field=new.field, old=_said(old), new=_said(new)
                )
            )
    total, seen, changed, last = standards.live_count(act.tx), 0, 0, 0
    while page := standards.live_after(act.tx, last, limit=ROWS_PER_ENTRY):
        last = page[-1][0]
        for _, pub in page:
            changed += _judge(act, pub)
            if changed and changed % ROWS_PER_ENTRY == 0:
                act.close_entry(ACTION)
                changed = 0
        seen += len(page)
        progress(seen, total)
    if changed or act.head is None:
        act.close_entry(ACTION)


def _judge(act: Act, pub: str) -> int:
    card = known_card(act.tx, pub)  # its problems are those the version just written finds
    state = CardState.INCOMPLETE if card.problems else CardState.COMPLETE
    if state is card.customer.state:
        return 0
    with act.changing("customer", pub):
        customers.set_state(act.tx, card.customer.id, state)
    return 1


def _clean(text: str, field: str, limit: int) -> str:
    return clean(text, field=field, max_length=limit)


def _said(rule: Rule) -> str:
    """Say a rule in a line of history."""
    parts = [rule.needed.value]
    if rule.shape is not Shape.ANY:
        parts.append(rule.shape.value)
    if rule.allowed:
        parts.append("/".join(rule.allowed)[:100])
    return " · ".join([*parts, *(text for text in (rule.hint, rule.purpose) if text)])
