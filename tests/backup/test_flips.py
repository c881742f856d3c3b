"""C-11: no changed, cut, appended, moved or mixed byte of a backup is ever accepted."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.backup.sealed import MAC_KEY, MIB, Maker, payload, read, seal
from tests.support.campaign import Campaign, campaign

from ledgerdesk.backup.blocks import LEAD_BYTES
from ledgerdesk.backup.header import MAC_BYTES, MAGIC, Header, read_header
from ledgerdesk.backup.opening import opened
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.vault.primitives import verify_signature

pytestmark = pytest.mark.fault
REFUSALS = {Code.DAMAGED, Code.NOT_OURS, Code.NEWER_VERSION}
SIZE = 64 * 1024 + 4096


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sealed")


@pytest.fixture(scope="module")
def maker() -> Maker:
    return Maker()


@pytest.fixture(scope="module")
def good(folder: Path, maker: Maker) -> bytes:
    return seal(folder, payload(folder, SIZE)[0], maker.sealing()).path.read_bytes()


@pytest.fixture(scope="module")
def long(folder: Path, maker: Maker) -> bytes:
    """A backup of three blocks."""
    source, _ = payload(folder, 2 * MIB + 100, "long")
    return seal(folder, source, maker.sealing(backup_id="5" * 16)).path.read_bytes()


@pytest.fixture
def this_campaign(request: pytest.FixtureRequest) -> Campaign:
    return campaign(request.node.name)


def refusal(path: Path, raw: bytes, mac_key: bytes | None = MAC_KEY) -> KnownError | None:
    path.write_bytes(raw)
    try:
        read(path, mac_key)
    except KnownError as problem:
        return problem
    return None


def header_of(path: Path, raw: bytes) -> Header:
    path.write_bytes(raw)
    with path.open("rb") as file:
        return read_header(file, verify_signature)


def flipped(raw: bytes, place: int, bit: int) -> bytes:
    changed = bytearray(raw)
    changed[place] ^= 1 << bit
    return bytes(changed)


def test_the_file_itself_is_accepted(good: bytes, tmp_path: Path) -> None:
    assert refusal(tmp_path / "x", good) is None
    assert refusal(tmp_path / "x", good, None) is None


def test_no_flipped_bit_anywhere_is_accepted_with_or_without_a_key(
    good: bytes, tmp_path: Path, this_campaign: Campaign
) -> None:
    flips, accepted = this_campaign.of(10_000, 400), []
    for _ in range(flips):
        place, bit = this_campaign.chance.randrange(len(good)), this_campaign.chance.randrange(8)
        for key in (MAC_KEY, None):
            problem = refusal(tmp_path / "x", flipped(good, place, bit), key)
            if problem is None or problem.code not in REFUSALS:
                accepted.append((place, bit, key))

    assert accepted == []
    this_campaign.note(f"{flips} flips, each with and without a key: 0 accepted")


def test_no_flipped_byte_of_the_header_is_accepted(
    good: bytes, tmp_path: Path, this_campaign: Campaign
) -> None:
    size = header_of(tmp_path / "x", good).size
    whole = range(size)
    places = whole if this_campaign.whole else [*range(300), *whole[300::17]]
    accepted = []
    for place in places:
        problem = refusal(tmp_path / "x", flipped(good, place, place % 8), None)
        if problem is None or problem.code not in REFUSALS:
            accepted.append(place)

    assert accepted == []
    this_campaign.note(f"{len(places)} of {size} header bytes flipped: 0 accepted")


def test_a_flipped_bit_in_a_block_s_mac_shows_without_any_key(good: bytes, tmp_path: Path) -> None:
    for place in range(len(good) - MAC_BYTES, len(good)):
        problem = refusal(tmp_path / "x", flipped(good, place, 3), None)

        assert problem is not None
        assert (problem.code, problem.details["part"]) == (Code.DAMAGED, "data")


def edges(header: Header, size: int) -> Iterator[int]:
    """Yield where the parts of a file meet: inside the header, and around every block."""
    core = header.size - header.core.keys_reserved
    yield from (0, 1, len(MAGIC), len(MAGIC) + 4, core - MAC_BYTES, core, core + 4, header.size)
    place = header.size
    while place < size:
        length = min(header.core.block_bytes, size - place - LEAD_BYTES - MAC_BYTES)
        for step in (1, LEAD_BYTES, LEAD_BYTES + length, LEAD_BYTES + length + MAC_BYTES):
            yield from (place + step - 1, place + step)
        place += LEAD_BYTES + length + MAC_BYTES


def test_no_truncation_at_any_edge_is_accepted(
    long: bytes, tmp_path: Path, this_campaign: Campaign
) -> None:
    cuts = sorted(set(edges(header_of(tmp_path / "x", long), len(long))) - {len(long)})
    cuts += [this_campaign.chance.randrange(len(long)) for _ in range(this_campaign.of(200, 20))]

    problems = [refusal(tmp_path / "x", long[:cut], key) for cut in cuts for key in (MAC_KEY, None)]

    assert len(cuts) > 30
    assert {problem.code if problem else None for problem in problems} <= REFUSALS
    this_campaign.note(f"{len(cuts)} truncations: 0 accepted")


@pytest.mark.parametrize("surplus", [b"\0", b"LDBK0001", bytes(5000)])
def test_nothing_may_follow_the_last_block(surplus: bytes, good: bytes, tmp_path: Path) -> None:
    problem = refusal(tmp_path / "x", good + surplus)

    assert problem is not None
    assert (problem.code, problem.details["part"]) == (Code.DAMAGED, "end")
    assert problem.details["surplus"] == len(surplus)


def pieces(raw: bytes, header: Header) -> list[bytes]:
    found, place = [], header.size
    while place < len(raw):
        length = min(header.core.block_bytes, len(raw) - place - LEAD_BYTES - MAC_BYTES)
        end = place + LEAD_BYTES + length + MAC_BYTES
        found.append(raw[place:end])
        place = end
    return found


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 0, 2), (1, 1, 2), (0, 2), (0, 1), (0, 1, 1, 2)])
def test_blocks_moved_repeated_or_left_out_are_refused(
    order: tuple[int, ...], long: bytes, tmp_path: Path
) -> None:
    header = header_of(tmp_path / "x", long)
    blocks = pieces(long, header)
    moved = long[: header.size] + b"".join(blocks[n] for n in order)

    for key in (MAC_KEY, None):
        problem = refusal(tmp_path / "x", moved, key)
        assert problem is not None
        assert problem.code is Code.DAMAGED


def test_one_backup_s_header_on_another_s_body_is_refused(
    folder: Path, maker: Maker, good: bytes, tmp_path: Path
) -> None:
    source, _ = payload(folder, SIZE, "other")
    other = seal(folder, source, maker.sealing(backup_id="6" * 16)).path.read_bytes()
    size = header_of(tmp_path / "x", good).size
    assert header_of(tmp_path / "x", other).size == size

    for mixed in (good[:size] + other[size:], other[:size] + good[size:]):
        for key in (MAC_KEY, None):
            problem = refusal(tmp_path / "x", mixed, key)
            assert problem is not None
            assert problem.code in REFUSALS


def test_one_backup_s_key_section_on_another_s_core_is_refused(
    folder: Path, maker: Maker, good: bytes, tmp_path: Path
) -> None:
    source, _ = payload(folder, SIZE, "other")
    other = seal(folder, source, maker.sealing(backup_id="7" * 16)).path.read_bytes()
    header = header_of(tmp_path / "x", good)
    start = header.size - header.core.keys_reserved
    mixed = good[:start] + other[start : header.size] + good[header.size :]

    problem = refusal(tmp_path / "x", mixed)

    assert problem is not None
    assert (problem.code, problem.details["part"]) == (Code.DAMAGED, "keys")


def test_a_payload_changed_by_somebody_who_knows_the_format_is_not_ours(
    folder: Path, maker: Maker, tmp_path: Path
) -> None:
    """Every digest and both signatures fit, as the maker's own program would write them."""
    source, _ = payload(folder, SIZE, "forged")
    forged = seal(folder, source, maker.sealing(mac_key=bytes(32))).path.read_bytes()

    problem = refusal(tmp_path / "x", forged)

    assert refusal(tmp_path / "x", forged, None) is None
    assert problem is not None
    assert problem.code is Code.NOT_OURS


def test_reading_takes_bounded_memory_whatever_the_lengths_say(
    folder: Path, maker: Maker, tmp_path: Path
) -> None:
    source, _ = payload(folder, 24 * MIB, "large")
    path = seal(folder, source, maker.sealing(backup_id="8" * 16)).path
    huge = bytearray(path.read_bytes()[: 1 << 16])
    huge[len(MAGIC) : len(MAGIC) + 4] = b"\xff\xff\xff\xff"
    (tmp_path / "huge").write_bytes(huge)

    tracemalloc.start()
    with pytest.raises(KnownError):
        read(tmp_path / "huge")
    few = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    stream(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert few < MIB
    assert most < 8 * MIB


def stream(path: Path) -> None:
    with opened(path, verify_signature) as file:
        file.refuse_damage(MAC_KEY)
