"""Which figure of the benchmarks answers which goal, and what it stands against."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal: its id, the figure that answers it, its unit, what it is compared with, its limit."""

    id: str
    figure: str
    unit: str
    against: str
    limit: str


GOALS = (
    Goal(
        id="G1", figure=r"own cost at .*", unit="ms", limit="≤ 2.5",
        against="a bare one-row commit in the same run, taken off",
    ),
    Goal(
        id="G1", figure=r"growth .* → .*", unit="×", limit="≤ 1.3",
        against="the same save in the smaller book",
    ),
    Goal(
        id="G2", figure=r"derivations in an unlocking.*", unit="", limit="= 1", against="counted"
    ),
    Goal(
        id="G2", figure=r"opening of .* beyond the key.*", unit="ms", limit="reported",
        against="the derivation, taken off",
    ),
    Goal(
        id="G3", figure=r"page of 100 of .*99 %.*", unit="ms", limit="p99 ≤ 8",
        against="reported beside the median",
    ),
    Goal(
        id="G6", figure=r"first window / empty.*", unit="×", limit="≤ 1.5",
        against="an empty PySide6 window, warm",
    ),
    Goal(
        id="G6", figure=r"memory / empty.*", unit="×", limit="≤ 1.6",
        against="an empty PySide6 window",
    ),
    Goal(
        id="G7", figure=r"find by .*median.*", unit="ms", limit="≤ 1", against="absolute"
    ),
    Goal(id="G7", figure=r"find by .*99 %.*", unit="ms", limit="p99 ≤ 8", against="absolute"),
    Goal(
        id="G8", figure=r"a5_first_ms", unit="ms", limit="≤ 60",
        against="the first receipt of a session, fonts parsed before",
    ),
    Goal(
        id="G9", figure=r"snapshot_ratio", unit="×", limit="≤ 1.3",
        against="a copy of the same bytes with fsync",
    ),
    Goal(
        id="G9", figure=r"snapshot_and_sealed_ratio", unit="×", limit="≤ 1.5",
        against="the same bytes written twice with fsync and hashed once",
    ),
    Goal(
        id="G9", figure=r"read_back_ratio", unit="×", limit="≤ 1.5",
        against="one uncached read and one HMAC pass",
    ),
)  # fmt: skip


def answered(figures: Mapping[str, float]) -> list[dict[str, object]]:
    """Give the goals these figures answer; of several figures of one goal the worst.

    Of each: `id`, `figure`, `value`, `unit`, `against`, `limit`.
    """
    found: list[dict[str, object]] = []
    for goal in GOALS:
        fitting = {n: v for n, v in figures.items() if re.fullmatch(goal.figure, n)}
        if fitting:
            name = max(fitting, key=lambda one: fitting[one])
            found.append(
                {
                    "id": goal.id,
                    "figure": name,
                    "value": round(fitting[name], 3),
                    "unit": goal.unit,
                    "against": goal.against,
                    "limit": goal.limit,
                }
            )
    return found


def table(figures: Mapping[str, float]) -> str:
    """Write the goals as a table of Markdown."""
    rows = ["| # | figure | value | against | goal |", "|---|---|---|---|---|"]
    for one in answered(figures):
        value = f"{one['value']} {one['unit']}".strip()
        rows.append(
            f"| {one['id']} | {one['figure']} | {value} | {one['against']} | {one['limit']} |"
        )
    return "\n".join(rows) + "\n"
