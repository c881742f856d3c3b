"""What the office asks of a customer's card, and after how many days it asks again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.cycles import DAYS, GIVEN, Cycles
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.standards import Rule, Standard
from ledgerdesk.services.steps.customers.card import category_name, cycles_of
from ledgerdesk.services.steps.customers.judging import cleaned_rules, judge_again
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.office import CATEGORIES
from ledgerdesk.services.steps.setting_rows import write_setting
from ledgerdesk.storage import customer_lists, standards

LOOK, CHANGE = "standards.look", "standards.change"
VERSIONS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of the standard, when it was written (office time) and by whom."""

    standard: Standard
    at: datetime
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """The office's categories with their days; `unlisted` ones still stand on cards."""

    cycles: Cycles
    unlisted: tuple[str, ...]


class Standards:
    """What is asked of a card."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def current(self) -> Standard:
        """Read the version that holds."""
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            return standards.current(tx)

    def versions(self) -> tuple[Version, ...]:
        """List the versions the office wrote, newest first."""
        desk = self._desk
        desk.allow(LOOK)
        with desk.database.read() as tx:
            return tuple(
                Version(standard=one.standard, at=desk.local_time(one.at), person=one.person)
                for one in standards.versions(tx, limit=VERSIONS)
            )

    def change(self, rules: Iterable[Rule], progress: Progress = quiet) -> Done[Standard]:
        """Write rules in the place of those of their fields, as the next version.

        Every card is judged anew in the same transaction; `progress` counts cards and may raise:
        then nothing stays. Rules that change nothing write nothing. Raises `bad_value` with the
        rule's field.
        """
        desk = self._desk
        desk.allow(CHANGE)
        wanted = cleaned_rules(rules)
        with desk.database.read() as tx:
            before = standards.current(tx)
        told = tuple(wanted.get(rule.field, rule) for rule in before.rules)
        if told == before.rules:
            return Done(value=before, changes=Changes.NOTHING)
        with desk.act(CHANGE) as act:
            after = replace(before, version=before.version + 1, rules=told)
            judge_again(act, before, after, progress)
        return Done(value=after, changes=Changes.SETTINGS | Changes.CUSTOMERS)

    def categories(self) -> Categories:
        """List the categories a card may be in."""
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            cycles = cycles_of(tx)
            used = customer_lists.categories(tx)
        return Categories(cycles=cycles, unlisted=tuple(one for one in used if one not in cycles))

    def set_category(self, name: str, days: int) -> Done[Cycles]:
        """Add a category, or say anew after how many days its cards are verified; 0 is never.

        Raises `bad_value` with the field `category` or `days`.
        """
        category = category_name(name)
        if days not in DAYS:
            raise KnownError(Code.BAD_VALUE, field="days", reason="days")
        return self._write(category, days)

    def drop_category(self, name: str) -> Done[Cycles]:
        """Offer a category of the office's own no longer; cards that are in it stay in it.

        Raises `bad_value` (field `category`) for one that is not the office's own.
        """
        return self._write(name, None)

    def _write(self, name: str, days: int | None) -> Done[Cycles]:
        with self._desk.act(CHANGE) as act:
            cycles = dict(cycles_of(act.tx))
            if days is not None:
                cycles[name] = days
            elif name in GIVEN or cycles.pop(name, None) is None:
                raise KnownError(Code.BAD_VALUE, field="category", reason="unknown")
            write_setting(act, CATEGORIES, cycles)
            act.close_entry(CHANGE)
        return Done(value=cycles, changes=Changes.SETTINGS | Changes.CUSTOMERS)
