"""A long act without a transaction: compare the facts of all cards, beside the desk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ledgerdesk.core.audit import salted_digest
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.core.quality import Facts, Finding, Rule, findings
from ledgerdesk.storage.pinyin import readings

_KIND = "quality_ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside:
    """A doubt that was put aside: which, and a digest of what was compared then."""

    subject: str
    salt: bytes
    facts: bytes

    def is_of(self, finding: Finding) -> bool:
        """Tell whether a doubt is still the one that was put aside."""
        return facts_digest(self.salt, finding) == self.facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What was found, the worst rule first; `ignored` counts what was put aside and still is."""

    cards: int
    findings: tuple[Finding, ...]
    ignored: int

    def of(self, rule: Rule) -> tuple[Finding, ...]:
        """Give the findings of one rule."""
        return tuple(one for one in self.findings if one.rule is rule)

    def counts(self) -> Mapping[Rule, int]:
        """Count the findings of every rule."""
        return {rule: sum(one.rule is rule for one in self.findings) for rule in Rule}


def survey(
    facts: Sequence[Facts], put_aside: Iterable[PutAside], progress: Progress = quiet
) -> Survey:
    """Compare all cards and leave out what was put aside; nothing of a book is touched."""
    aside = {one.subject: one for one in put_aside}
    standing: list[Finding] = []
    ignored = 0
    for found in findings(facts, read=readings, progress=progress):
        known = aside.get(found.subject) if aside else None
        if known is not None and known.is_of(found):
            ignored += 1
        else:
            standing.append(found)
    return Survey(cards=len(facts), findings=tuple(standing), ignored=ignored)


def facts_digest(salt: bytes, finding: Finding) -> bytes:
    """Digest what a doubt was found by, under a salt, so that it says nothing of anybody."""
    content: dict[str, object] = {"subject": finding.subject, "said": list(finding.said)}
    return salted_digest(salt, _KIND, content)
