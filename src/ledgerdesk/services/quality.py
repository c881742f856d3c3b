"""What is doubtful among the customers, and what somebody said about a doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.quality import Facts, Finding, Member, Rule
from ledgerdesk.core.texts import clean
from ledgerdesk.services.steps.customers.surveying import PutAside, Survey, facts_digest, survey
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.storage import quality

__all__ = ["Facts", "Finding", "Ignored", "Member", "Quality", "Rule", "Slice"]

LOOK, IGNORE = "quality.look", "quality.ignore"
IGNORED_KIND = "quality_ignored"
AT_ONCE = 250
"""Cards read in one step on the lane: less than a blink."""
MAX_REASON_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Some cards' facts, and after which card to go on; None when all were read."""

    facts: tuple[Facts, ...]
    after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A doubt that was put aside: why, when (office time) and by whom."""

    pub: str
    rule: Rule
    reason: str
    at: datetime
    person: str


class Quality:
    """What a clerk does about doubtful cards."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def facts(self, *, after: int = 0, limit: int = AT_ONCE) -> Slice:
        """Read what is compared of the next cards; `survey` of steps.surveying goes on with it.

        For the window: read a slice at a time, the desk never waits, and what is compared needs
        no desk any more.
        """
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            found, last = quality.facts(tx, after=after, limit=limit)
        return Slice(facts=tuple(found), after=last)

    def put_aside(self) -> tuple[PutAside, ...]:
        """List the doubts that were put aside, as a survey compares them."""
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            return tuple(
                PutAside(subject=one.subject, salt=one.salt, facts=one.facts)
                for one in quality.ignored(tx)
            )

    def survey(self, progress: Progress = quiet) -> Survey:
        """Find all that is doubtful at once; for a script, which nobody waits beside."""
        return survey(self._all_facts(), self.put_aside(), progress)

    def _all_facts(self) -> Sequence[Facts]:
        found: list[Facts] = []
        part = self.facts()
        while part.after is not None:
            found += part.facts
            part = self.facts(after=part.after)
        return found

    def ignored(self) -> tuple[Ignored, ...]:
        """List the doubts that were put aside, the newest first."""
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            found = quality.ignored(tx)
        return tuple(
            Ignored(
                pub=one.pub,
                rule=Rule(one.subject.partition(":")[0]),
                reason=one.reason,
                at=self._desk.local_time(one.at),
                person=one.person,
            )
            for one in reversed(found)
        )

    def ignore(self, finding: Finding, *, reason: str) -> Done[str]:
        """Put a doubt aside for a reason; it comes back when its facts change. Gives its id.

        Raises `bad_value` (field `reason`) without a reason.
        """
        said = clean(reason, field="reason", max_length=MAX_REASON_CHARACTERS)
        if not said:
            raise KnownError(Code.BAD_VALUE, field="reason", reason="required")
        with self._desk.act(IGNORE) as act:
            before = quality.by_subject(act.tx, finding.subject)
            if before is not None:
                with act.changing(IGNORED_KIND, before):
                    quality.forget(act.tx, before)
            origin = act.origin()
            digest = facts_digest(origin.salt, finding)
            quality.ignore(act.tx, finding.subject, digest, said, origin)
            act.inserted(IGNORED_KIND, origin.pub)
            act.close_entry(IGNORE)
        return Done(value=origin.pub, changes=Changes.CUSTOMERS)

    def reopen(self, pub: str) -> Done[None]:
        """Let a doubt that was put aside stand again; raises `bad_value` (field `finding`)."""
        with self._desk.act(IGNORE) as act:
            if all(one.pub != pub for one in quality.ignored(act.tx)):
                raise KnownError(Code.BAD_VALUE, field="finding", reason="unknown")
            with act.changing(IGNORED_KIND, pub):
                quality.forget(act.tx, pub)
            act.close_entry("quality.reopen")
        return Done(value=None, changes=Changes.CUSTOMERS)
