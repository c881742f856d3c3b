"""The rules of proofreading, as an office adjusts them."""

import pytest

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.problems import Severity
from ledgerdesk.core.proofreading import (
    DEFAULTS,
    FIXED,
    LIMITS,
    PREFIX,
    SETTINGS,
    Adjusted,
    Background,
    Level,
    Proofing,
    Rule,
    problems_around,
    proofing_from,
)
from ledgerdesk.i18n.problems import RULES

QUIET = Background(twin_number=None, last_payer="甲", latest_amounts=(), clock_runs_ahead=False)


def around(amount: int, background: Background, **settings: str) -> list[tuple[str, Severity]]:
    proofing = proofing_from({f"{PREFIX}{name}": text for name, text in settings.items()})
    found = problems_around(proofing, payer="甲", amount_fen=amount, background=background)
    return [(one.rule, one.severity) for one in found]


def known(**facts: object) -> Background:
    values = {"twin_number": None, "last_payer": "甲", "latest_amounts": (), **facts}
    return Background(**{"clock_runs_ahead": False, **values})  # type: ignore[arg-type] # each value stands under its own name


def test_every_rule_has_a_default_and_a_sentence() -> None:
    assert set(DEFAULTS) == set(Rule)
    assert {rule for rule in Rule if DEFAULTS[rule].limit is not None} == set(LIMITS)
    assert set(FIXED) | {rule.value for rule in Rule} <= set(RULES)
    assert set(SETTINGS) == {f"{PREFIX}{rule.value}" for rule in Rule}
    assert proofing_from({}).rules == DEFAULTS


@pytest.mark.parametrize("rule", list(Rule))
@pytest.mark.parametrize("level", list(Level))
def test_a_rule_is_written_and_read_back(rule: Rule, level: Level) -> None:
    limit = LIMITS[rule][-1] if rule in LIMITS else None
    adjusted = Adjusted(level=level, limit=limit)

    found = proofing_from({f"{PREFIX}{rule.value}": adjusted.text})

    assert found.rules[rule] == adjusted
    assert found.is_on(rule) is (level is not Level.OFF)


@pytest.mark.parametrize("text", ["loud", "ask x", "ask 0", "ask 1.5", "ask ３", "ask -1", " ask"])
def test_a_rule_that_is_none_is_refused_with_its_name(text: str) -> None:
    name = f"{PREFIX}{Rule.UNUSUAL.value}"
    with pytest.raises(KnownError) as caught:
        proofing_from({name: text})
    assert (caught.value.code, caught.value.field) == (Code.BAD_VALUE, name)


def test_a_level_makes_a_problem_as_heavy() -> None:
    background = known(twin_number="SJ1")

    assert around(1, background) == [("same_within_minutes", Severity.AMBER)]
    for level, severity in (
        ("note", Severity.NOTE),
        ("stop 5", Severity.RED),
        ("ask 99", Severity.AMBER),
    ):
        assert around(1, background, same_within_minutes=level) == [
            ("same_within_minutes", severity)
        ]
    assert around(1, background, same_within_minutes="off") == []


def test_a_limit_decides_and_is_told() -> None:
    background = known(latest_amounts=(100, 100, 100))

    assert around(501, background, unusual="ask 5") == [("unusual", Severity.AMBER)]
    assert around(500, background, unusual="ask 5") == []
    (found,) = problems_around(
        proofing_from({f"{PREFIX}unusual": "ask 5"}),
        payer="甲",
        amount_fen=501,
        background=background,
    )
    assert dict(found.details) == {"usual_fen": 100, "limit": 5}


def test_a_new_customer_is_compared_with_the_item() -> None:
    few = known(latest_amounts=(100, 100), item_amounts=(1_000, 1_000, 1_000))

    assert around(3_000, few) == []
    assert around(3_001, few) == [("unusual", Severity.AMBER)]
    enough = known(latest_amounts=(100, 100, 100), item_amounts=(1_000, 1_000, 1_000))
    assert around(301, enough) == [("unusual", Severity.AMBER)]


@pytest.mark.parametrize(
    ("amount", "before", "found"),
    [
        (10_000, (10_000,) * 4, True),
        (10_000, (10_000,) * 9, True),
        (10_000, (10_000,) * 3, False),
        (10_001, (10_000,) * 4, False),
        (20_000, (10_000, 30_000, 10_050, 10_000), False),
    ],
)
def test_a_run_of_whole_hundreds_is_noted(
    amount: int,
    before: tuple[int, ...],
    found: bool,  # noqa: FBT001 - a table's column
) -> None:
    problems = around(amount, known(clerk_amounts=before), unusual="off")
    assert problems == ([("round_run", Severity.NOTE)] if found else [])


def test_nothing_around_is_nothing_to_say() -> None:
    assert problems_around(Proofing(), payer="甲", amount_fen=1, background=QUIET) == []
    assert around(1, known(last_payer=None)) == []
    assert around(1, known(last_payer="乙")) == [("differs_from_last", Severity.AMBER)]
    assert around(1, known(clock_runs_ahead=True)) == [("clock_ahead", Severity.AMBER)]
