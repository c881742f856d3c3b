"""C-12, reduced: no change of `keys.json` is accepted with another meaning, none crashes."""

import json
import random
import tracemalloc
from typing import Any

import pytest
from tests.vault.vaults import BOUNDS, new_vault, redigested, refused_code, unlock, with_clerk

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.vault.keysfile import MOST_FILE_BYTES, parse_keys
from ledgerdesk.vault.unlocking import unlock_with_recovery

REFUSALS = {Code.KEYS_DAMAGED, Code.NOT_OURS, Code.WRONG_PASSWORD, Code.NEWER_VERSION}


def test_a_thousand_flipped_bits_are_all_refused_as_damage() -> None:
    raw = with_clerk(new_vault())
    chance = random.Random(20261123)

    for _ in range(1000):
        changed = bytearray(raw)
        changed[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        assert refused_code(unlock, bytes(changed)) is Code.KEYS_DAMAGED


def test_truncated_extended_and_empty_files_are_refused_as_damage() -> None:
    raw = new_vault().keys

    for changed in (b"", raw[:1], raw[: len(raw) // 2], raw[:-1], raw + b"\n", raw + raw, b"\0"):
        assert refused_code(unlock, changed) is Code.KEYS_DAMAGED


def leaves(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(tree, dict):
        return [leaf for name, part in tree.items() for leaf in leaves(part, (*path, name))]
    if isinstance(tree, list):
        return [leaf for index, part in enumerate(tree) for leaf in leaves(part, (*path, index))]
    return [path]


def changed_leaf(value: Any, chance: random.Random) -> Any:
    if isinstance(value, bool) or value is None:
        return 0
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 2**40])
    place = chance.randrange(len(value))
    letter = chance.choice([one for one in "0123456789abcdef" if one != value[place]])
    return value[:place] + letter + value[place + 1 :]


def test_changes_by_somebody_who_knows_the_format_never_unlock() -> None:
    """Each value is changed and the digest made right again: signatures have to hold alone."""
    vault = new_vault()
    raw = with_clerk(vault)
    chance = random.Random(7)
    paths = [path for path in leaves(json.loads(raw)) if path != ("digest",)]
    for path in paths * 8:

        def change(tree: Any, path: tuple[Any, ...] = path) -> None:
            for step in path[:-1]:
                tree = tree[step]
            tree[path[-1]] = changed_leaf(tree[path[-1]], chance)

        changed = redigested(raw, change)
        only_another_person = path[:2] == ("bundles", other_bundle(raw, vault.unlocked.user_id))
        if path[0] == "recovery_bundle" or only_another_person:
            assert unlock_outcome(changed) in REFUSALS | {None}
        else:
            assert unlock_outcome(changed) in REFUSALS
        assert recovery_outcome(changed, vault.sheet.key) != "changed"


def other_bundle(raw: bytes, user_id: str) -> int:
    users = [one["record"]["user"] for one in json.loads(raw)["bundles"]]
    return 1 - users.index(user_id)


def unlock_outcome(raw: bytes) -> Code | None:
    try:
        unlock(raw)
    except KnownError as problem:
        return problem.code
    return None


def recovery_outcome(raw: bytes, key: Any) -> str:
    """Bundles are not what the printed key reads, so their change must not change its keys."""
    try:
        session = unlock_with_recovery(raw, key, bounds=BOUNDS)
    except KnownError as problem:
        return problem.code.value
    return (
        "same" if (session.revision, session.generation, session.sheet) == (2, 1, 1) else "changed"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("memory_kib", 2**31),
        ("memory_kib", 1024 * 1024 + 1),
        ("memory_kib", 0),
        ("passes", 2**31),
        ("lanes", 2**24),
        ("passes", True),
        ("memory_kib", "65536"),
    ],
)
def test_a_huge_cost_is_refused_without_taking_memory(name: str, value: object) -> None:
    raw = redigested(
        new_vault().keys,
        lambda tree: tree["bundles"][0]["record"]["kdf"].update({name: value}),
    )
    tracemalloc.start()
    try:
        assert refused_code(lambda: unlock(raw)) is Code.KEYS_DAMAGED
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "[]",
        "{}",
        '{"format":1}',
        '{"digest":"","format":1}',
        '{"format":1,"format":1}',
        '{"format":1.0}',
        '{"format":NaN}',
        '{"format":-0}',
        '{"format": 1}',
        '{"format":"\\ud800"}',
        "[" * 200_000,
        '{"a":' * 100_000,
        "9" * 10_000,
        "\ufeff{}",
    ],
)
def test_text_that_is_no_keys_file_is_refused_as_damage(text: str) -> None:
    assert refused_code(lambda: parse_keys(text.encode())) is Code.KEYS_DAMAGED


def test_a_file_over_one_mebibyte_is_refused_unread() -> None:
    assert refused_code(lambda: parse_keys(b"[" * (MOST_FILE_BYTES + 1))) is Code.KEYS_DAMAGED


def test_another_spelling_of_the_same_record_is_refused() -> None:
    raw = new_vault().keys
    tree = json.loads(raw)

    for other in (
        json.dumps(tree, ensure_ascii=False, sort_keys=True).encode(),
        json.dumps(tree, separators=(",", ":"), sort_keys=True).encode(),
        json.dumps(
            dict(reversed(tree.items())), ensure_ascii=False, separators=(",", ":")
        ).encode(),
    ):
        assert json.loads(other) == tree
        assert refused_code(parse_keys, other, BOUNDS) is Code.KEYS_DAMAGED


def test_an_unknown_field_anywhere_is_refused() -> None:
    raw = with_clerk(new_vault())

    def objects(tree: Any) -> list[dict[str, Any]]:
        if isinstance(tree, dict):
            return [tree, *(one for part in tree.values() for one in objects(part))]
        if isinstance(tree, list):
            return [one for part in tree for one in objects(part)]
        return []

    def extended(index: int) -> bytes:
        return redigested(raw, lambda tree: objects(tree)[index].update(extra=1))

    for index in range(len(objects(json.loads(raw)))):
        changed = extended(index)
        assert refused_code(unlock, changed) is Code.KEYS_DAMAGED
