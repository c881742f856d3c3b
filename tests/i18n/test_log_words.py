"""Whatever the log can say is said in words of both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ledgerdesk.services
from ledgerdesk.core.canonical import Json
from ledgerdesk.core.identity import Kind
from ledgerdesk.i18n import log_words
from ledgerdesk.i18n.findings import finding_sentence
from ledgerdesk.i18n.translator import Language, Translator
from ledgerdesk.services.steps.office import REMEMBERED, SETTINGS
from ledgerdesk.storage.covered import CHILD_TABLES, COVERED

CJK = re.compile(r"[\u4e00-\u9fff]")
SERVICES = Path(ledgerdesk.services.__path__[0])
# Calls that write an entry, and which of their arguments names the action.
WRITERS = {
    "close_entry": 0,
    "_note": 1,
    "_entry": 2,
    "_log": 0,
    "change_keys": 2,
    "rotate": 1,
    "_left": 0,
}
ZH, EN = Translator.load(Language.ZH), Translator.load(Language.EN)


def _constants(tree: ast.Module) -> dict[str, str]:
    found = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign):
            continue
        (target,) = node.targets
        names, values = [target], [node.value]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            names, values = target.elts, node.value.elts
        for name, value in zip(names, values, strict=True):
            if isinstance(name, ast.Name) and isinstance(value, ast.Constant):
                found[name.id] = str(value.value)
    return found


def _said(node: ast.expr, constants: dict[str, str]) -> str | None:
    """Read the beginning of an action as it stands in the source; None for a parameter."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Name):
        return constants.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return constants.get(f"{node.value.id}.{node.attr}")
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.FormattedValue):
        return _said(node.values[0].value, constants)
    return None


def _written() -> Iterator[str]:
    trees = {path.stem: ast.parse(path.read_text("utf-8")) for path in SERVICES.rglob("*.py")}
    shared = {
        f"{stem}.{name}": value
        for stem, tree in trees.items()
        for name, value in _constants(tree).items()
    }
    for tree in trees.values():
        constants = shared | _constants(tree)
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            place = WRITERS.get(name)
            if place is not None and len(call.args) > place:
                said = _said(call.args[place], constants)
                if said is not None:
                    yield said.split()[0]


ACTIONS = sorted(set(_written()))


def test_the_actions_are_found_where_entries_are_written() -> None:
    assert {"receipts.issue", "exports.run", "imports.run", "vault.create"} < set(ACTIONS)
    assert {"staff.add", "staff.remove", "keys.rotate", "keys.rotate_begin"} < set(ACTIONS)
    assert len(ACTIONS) > 30


def test_an_action_that_is_written_has_words() -> None:
    assert [action for action in ACTIONS if action not in log_words.ACTIONS] == []


def test_no_words_are_kept_for_an_action_that_nothing_writes() -> None:
    assert [action for action in log_words.ACTIONS if action not in ACTIONS] == []


def test_every_noun_of_an_action_has_a_word() -> None:
    assert {action.partition(".")[0] for action in ACTIONS} == set(log_words.NOUNS)


def test_every_kind_of_row_the_log_names_has_a_word() -> None:
    assert set(log_words.KINDS) == set(COVERED) | CHILD_TABLES | {"audit"}


def test_every_kind_of_protected_number_has_a_word() -> None:
    assert set(log_words.NUMBERS) == {kind.value for kind in Kind}
    assert log_words.change_field(ZH, "customer", "number.cn_ric.2") == "身份证 2"
    assert log_words.change_field(EN, "customer", "number.of_mars") == "of_mars"


def test_every_setting_has_a_word() -> None:
    said = {field for kind, field in log_words.FIELDS if kind == "setting"}
    assert said >= SETTINGS | REMEMBERED


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_reads_as_a_sentence_in_both_languages(action: str) -> None:
    in_chinese = log_words.action_words(ZH, action)
    in_english = log_words.action_words(EN, action)

    assert CJK.search(in_chinese)
    assert not CJK.search(in_english)
    assert not {"{", "}"} & {*in_chinese, *in_english}


def test_the_arguments_of_an_action_are_said_in_their_places() -> None:
    action = "exports.run receipts csv 12"

    assert log_words.action_words(EN, action) == "Exported receipts as CSV, 12 rows"
    assert log_words.action_words(ZH, action) == "导出收据，CSV 格式，12 行"


def test_an_action_of_a_newer_program_is_shown_by_its_name() -> None:
    assert log_words.action_words(ZH, "receipts.frame a b") == "receipts.frame a b"


@pytest.mark.parametrize(
    ("kind", "field", "value", "chinese"),
    [
        ("receipt", "status", "voided", "已作废"),
        ("setting", "firm.name", '"另一家"', "另一家"),
        ("setting", "receipt.language", '"en"', "英文"),
        ("customer", "phone", "13800138000", "13800138000"),
        ("customer", "note", None, ""),
    ],
)
def test_old_and_new_are_said_in_words(kind: str, field: str, value: Json, chinese: str) -> None:
    assert value is None or isinstance(value, str)
    assert log_words.change_value(ZH, kind, field, value) == chinese
    assert log_words.change_field(ZH, kind, field) != field


def test_a_finding_calls_its_record_by_a_word() -> None:
    said = ("row_differs", "receipt", "SJ2026-000001")

    assert finding_sentence(ZH, *said) == "收据 SJ2026-000001 被绕过日志改动过。"
    assert finding_sentence(EN, *said) == "Receipt SJ2026-000001 was changed past the log."
