"""A header is read strictly: one spelling, known fields, lengths checked before they count."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.backup.sealed import MAC_KEY, Maker, payload, read, seal

from ledgerdesk.backup import header as format_
from ledgerdesk.backup.header import LENGTH_BYTES, MAC_BYTES, MAGIC, SIGNATURE_BYTES
from ledgerdesk.backup.opening import opened
from ledgerdesk.core import canonical
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.vault import primitives

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def maker() -> Maker:
    return Maker()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, maker: Maker) -> bytes:
    folder = tmp_path_factory.mktemp("sealed")
    return seal(folder, payload(folder, 8192)[0], maker.sealing()).path.read_bytes()


def core_of(raw: bytes) -> tuple[dict[str, Any], bytes]:
    """Take a file apart: its core record, and what follows the core."""
    start = len(MAGIC) + LENGTH_BYTES
    length = int.from_bytes(raw[len(MAGIC) : start], "big")
    return json.loads(raw[start : start + length]), raw[start + length :]


def resigned(raw: bytes, core: bytes, maker: Maker) -> bytes:
    """Put another core into a file, truly signed; the MAC is left as it was."""
    _, rest = core_of(raw)
    lead = MAGIC + len(core).to_bytes(LENGTH_BYTES, "big") + core
    signature = primitives.sign(maker.private, format_._CORE_LABEL + lead)
    return lead + signature + rest[SIGNATURE_BYTES:]


def refused(path: Path, raw: bytes) -> KnownError:
    path.write_bytes(raw)
    with pytest.raises(KnownError) as caught:
        read(path, None)
    return caught.value


def changed(raw: bytes, maker: Maker, change: Change) -> bytes:
    core, _ = core_of(raw)
    change(core)
    return resigned(raw, canonical.to_bytes(core), maker)


def test_a_truly_signed_core_that_is_unchanged_is_read(
    good: bytes, maker: Maker, tmp_path: Path
) -> None:
    path = tmp_path / "x"
    path.write_bytes(changed(good, maker, lambda _: None))

    assert len(read(path, None)) == 8192


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda core: core.update(more=1), id="unknown field"),
        pytest.param(lambda core: core.pop("sheet"), id="missing field"),
        pytest.param(lambda core: core.update(sequence=0), id="sequence"),
        pytest.param(lambda core: core.update(generation=True), id="truth for a number"),
        pytest.param(lambda core: core.update(payload_bytes=0), id="empty"),
        pytest.param(lambda core: core.update(payload_bytes=-1), id="negative"),
        pytest.param(lambda core: core.update(block_bytes=2**31), id="huge blocks"),
        pytest.param(lambda core: core.update(keys_reserved=2**30), id="huge key section"),
        pytest.param(lambda core: core.update(keys_reserved=2**20), id="over 1 MiB in all"),
        pytest.param(lambda core: core.update(facts="f"), id="half a byte"),
        pytest.param(lambda core: core.update(vault="AA" * 8), id="upper case"),
        pytest.param(lambda core: core["signer"].update(more=1), id="unknown field within"),
    ],
)
def test_a_core_that_is_not_as_the_format_says_is_damage_even_if_signed(
    change: Change, good: bytes, maker: Maker, tmp_path: Path
) -> None:
    problem = refused(tmp_path / "x", changed(good, maker, change))

    assert (problem.code, problem.details["part"]) == (Code.DAMAGED, "header")


@pytest.mark.parametrize(
    "respell",
    [
        pytest.param(lambda raw: raw.replace(b'{"backup"', b'{ "backup"', 1), id="blank"),
        pytest.param(
            lambda raw: raw.replace(b'"sheet":1', b'"sheet":1,"sheet":1', 1), id="duplicate"
        ),
        pytest.param(lambda raw: raw.replace(b'"sheet":1', b'"sheet":1.0', 1), id="float"),
        pytest.param(lambda raw: raw + b" ", id="trailing blank"),
        pytest.param(lambda raw: b"\xef\xbb\xbf" + raw, id="mark"),
    ],
)
def test_another_spelling_of_the_same_core_is_damage(
    respell: Callable[[bytes], bytes], good: bytes, maker: Maker, tmp_path: Path
) -> None:
    core, _ = core_of(good)
    spelled = canonical.to_bytes(core)
    assert respell(spelled) != spelled

    problem = refused(tmp_path / "x", resigned(good, respell(spelled), maker))

    assert (problem.code, problem.details["part"]) == (Code.DAMAGED, "header")


def test_a_signature_of_another_key_is_damage(good: bytes, tmp_path: Path) -> None:
    core, _ = core_of(good)
    problem = refused(tmp_path / "x", resigned(good, canonical.to_bytes(core), Maker()))

    assert problem.code is Code.DAMAGED


@pytest.mark.parametrize(
    ("magic", "code"),
    [
        (b"LDBK0002", Code.NEWER_VERSION),
        (b"LDBK0000", Code.DAMAGED),
        (b"LDBKxxxx", Code.DAMAGED),
        (b"PK\x03\x04abcd", Code.NOT_OURS),
        (b"SQLite f", Code.NOT_OURS),
        (b"", Code.NOT_OURS),
        (b"LDBK", Code.DAMAGED),
    ],
)
def test_newer_foreign_and_cut_files_are_told_apart(
    magic: bytes, code: Code, good: bytes, tmp_path: Path
) -> None:
    raw = magic + good[len(MAGIC) :] if len(magic) == len(MAGIC) else magic

    assert refused(tmp_path / "x", raw).code is code


def test_the_key_section_can_be_replaced_in_a_copy_without_touching_a_block(
    good: bytes, maker: Maker, tmp_path: Path
) -> None:
    path = tmp_path / "x"
    path.write_bytes(good)
    with path.open("rb") as file:
        header = format_.read_header(file, primitives.verify_signature)
    keys = format_.Keys(
        slots={"owners": ["another"]},
        macs_sha256=header.keys.macs_sha256,
        signer=maker.signer(),
    )
    section = format_.signed_keys(
        keys,
        header.core_mac,
        lambda data: primitives.sign(maker.private, data),
        header.core.keys_reserved,
    )
    start = header.size - len(section)
    path.write_bytes(good[:start] + section + good[header.size :])

    assert len(read(path)) == 8192
    assert good[start - MAC_BYTES : start] == header.core_mac


def test_a_core_made_with_another_key_is_not_ours_before_a_block_is_read(
    good: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "x"
    path.write_bytes(good)

    with opened(path, primitives.verify_signature) as file:
        file.refuse_foreign(MAC_KEY)
        with pytest.raises(KnownError) as refused_it:
            file.refuse_foreign(bytes(32))

    assert (refused_it.value.code, refused_it.value.details["part"]) == (Code.NOT_OURS, "header")


def test_what_is_appended_while_a_file_is_read_is_seen(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(good)

    with opened(path, primitives.verify_signature) as file:
        path.write_bytes(good + b"\0")
        with pytest.raises(KnownError) as refused_it:
            file.refuse_damage(MAC_KEY)

    assert (refused_it.value.code, refused_it.value.details["part"]) == (Code.DAMAGED, "end")


def test_slots_that_do_not_fit_the_room_are_a_bug_not_a_file(maker: Maker) -> None:
    keys = format_.Keys(slots=["x" * 5000], macs_sha256=bytes(32), signer=maker.signer())

    assert format_.room_for(keys) >= 2 * len(keys.to_bytes())
    with pytest.raises(ValueError, match="does not fit"):
        format_.signed_keys(keys, bytes(32), lambda _: bytes(SIGNATURE_BYTES), 4096)
