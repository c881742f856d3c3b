"""Every rule that can find fault with an entry has words in both languages."""

import ast
from pathlib import Path

import pytest

from ledgerdesk.core.problems import Problem
from ledgerdesk.i18n.messages import places
from ledgerdesk.i18n.problems import RULES, problem_sentence
from ledgerdesk.i18n.translator import Language, Translator

SOURCE = Path(__file__).resolve().parents[2] / "src" / "ledgerdesk"


def rules_in(text: str) -> set[str]:
    """Return the rules named in calls of `Problem.red` and `Problem.amber`."""
    return {
        argument.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"red", "amber"}
        for argument in node.args[1:2]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def test_a_rule_in_the_source_is_found() -> None:
    assert rules_in("Problem.red('payer', 'too_long', limit=9)") == {"too_long"}


def test_every_rule_of_the_program_has_words() -> None:
    used = set().union(*(rules_in(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")))

    assert used
    assert used - RULES.keys() == set()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("rule", RULES)
def test_a_problem_is_said_with_its_details(rule: str, language: Language) -> None:
    details = {name: f"<{name}>" for name in places(RULES[rule])}
    problem = Problem.red("payer", rule, **details)

    said = problem_sentence(Translator.load(language), problem)

    assert said.endswith((".", "。", "?", "？"))
    assert all(f"<{name}>" in said for name in details)
