"""Change the office's settings, each change with its entry and its history."""

from collections.abc import Mapping
from datetime import timedelta

from ledgerdesk.core import proofreading, reviews
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.proofreading import PREFIX, Adjusted, ProofRule, Rule
from ledgerdesk.core.receipts import PageLanguage
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.office import (
    IDLE,
    IDLE_RANGE,
    LANGUAGE,
    MASKED,
    NEEDED,
    PAYER_ID,
    SERIES,
    SETTINGS,
    office_from,
)
from ledgerdesk.services.steps.setting_rows import write_setting
from ledgerdesk.services.steps.vaults.confirming import (
    Foreseen,
    confirm,
    foresee,
    printed_last,
    refuse_settled,
)
from ledgerdesk.storage import book, series
from ledgerdesk.storage.receipts import proof_hits

MAX_TEXT_CHARACTERS = 100
COUNTED_DAYS = timedelta(days=90)
CONFIRM = "series.confirm_last_number"

__all__ = ["Foreseen", "Settings"]


class Settings:
    """What an owner sets for the office."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def change(self, name: str, value: object) -> Done[None]:
        """Write one setting; an unknown name is a bug of the caller (`KeyError`).

        Raises `bad_value` with the setting's name as the field.
        """
        self._desk.allow("settings.change")
        text = _cleaned(name, value)
        with self._desk.act("settings.change") as act:
            if name == SERIES and not series.exists(act.tx, text):
                raise KnownError(Code.BAD_VALUE, field=name, reason="unknown")
            write_setting(act, name, text)
            act.close_entry("settings.change")
            changed = office_from(book.settings(act.tx), self._desk.office)
        self._desk.office = changed
        return Done(value=None, changes=Changes.SETTINGS)

    def review_rules(self) -> dict[str, str]:
        """Give the settings that say what is looked at twice, by name; an empty one is off."""
        self._desk.allow("reviews.list")
        with self._desk.database.read() as tx:
            kept = book.settings(tx)
        return {name: str(kept.get(name) or "") for name in reviews.SETTINGS}

    def change_review_rules(self, wanted: Mapping[str, str]) -> Done[None]:
        """Write the rules that differ, all of them or none; raises what `change` raises."""
        return self._change_all(wanted)

    def proof_rules(self) -> tuple[ProofRule, ...]:
        """Give the rules of proofreading as they stand, with what each found in 90 days.

        Of what it found, `taken_back` was void or reversed later: a rule that never catches
        anything of that is a useless one.
        """
        desk = self._desk
        desk.allow("reviews.list")
        today = desk.local_date(desk.clock.now())
        with desk.database.read() as tx:
            found = proof_hits(tx, today - COUNTED_DAYS, today)
        return tuple(
            ProofRule(
                rule=rule,
                adjusted=desk.office.proofing.rules[rule],
                hits=found.get(rule.value, (0, 0))[0],
                taken_back=found.get(rule.value, (0, 0))[1],
            )
            for rule in Rule
        )

    def change_proof_rules(self, wanted: Mapping[Rule, Adjusted]) -> Done[None]:
        """Adjust rules of proofreading, all of them or none; raises what `change` raises."""
        return self._change_all({f"{PREFIX}{rule.value}": one.text for rule, one in wanted.items()})

    def _change_all(self, wanted: Mapping[str, str]) -> Done[None]:
        self._desk.allow("settings.change")
        texts = {name: _cleaned(name, value) for name, value in wanted.items()}
        with self._desk.database.read() as tx:
            kept = book.settings(tx)
        differing = {n: text for n, text in texts.items() if text != str(kept.get(n) or "")}
        if not differing:
            return Done(value=None, changes=Changes.NOTHING)
        with self._desk.act("settings.change") as act:
            for name, text in differing.items():
                write_setting(act, name, text)
            act.close_entry("settings.change")
            changed = office_from(book.settings(act.tx), self._desk.office)
        self._desk.office = changed
        return Done(value=None, changes=Changes.SETTINGS)

    def foresee_last_number(self, code: str, number: str) -> Foreseen:
        """Say what confirming this number would come to; raises what confirming raises."""
        desk = self._desk
        desk.allow(CONFIRM)
        today = desk.local_date(desk.clock.now())
        with desk.database.read() as tx:
            return foresee(tx, today, printed_last(tx, today, code, number))

    def confirm_last_number(self, code: str, number: str) -> Done[None]:
        """Let a series go on above the last number on paper, after a restore.

        Lost numbers become explained gaps. Raises `bad_value` (field `last_number`), also where
        nothing waits: numbers are not left out at will.
        """
        with self._desk.act(CONFIRM) as act:
            last = printed_last(act.tx, act.today, code, number)
            refuse_settled(act.tx, last)
            confirm(act, last)
            act.close_entry(CONFIRM)
        return Done(value=None, changes=Changes.RECEIPTS)


def _cleaned(name: str, value: object) -> str:
    if name not in SETTINGS:
        raise KeyError(name)
    if not isinstance(value, str):
        raise TypeError(name)
    text = clean(value, field=name, max_length=MAX_TEXT_CHARACTERS)
    if not text and name in NEEDED:
        raise KnownError(Code.BAD_VALUE, field=name, reason="required")
    if name == LANGUAGE and text not in set(PageLanguage):
        raise KnownError(Code.BAD_VALUE, field=name, reason="unknown")
    if name == PAYER_ID and text not in {"", MASKED}:
        raise KnownError(Code.BAD_VALUE, field=name, reason="unknown")
    if name in reviews.SETTINGS:
        reviews.rules_from({name: text})
    if name in proofreading.SETTINGS:
        proofreading.proofing_from({name: text})
    if name == IDLE and not (text.isdecimal() and int(text) in IDLE_RANGE):
        raise KnownError(Code.BAD_VALUE, field=name, reason="minutes")
    return text
