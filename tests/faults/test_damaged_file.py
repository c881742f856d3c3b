"""C-07, C-08: a flipped bit, a cut and an addition are noticed at the start, and nothing is lost.

The refused file keeps every byte it has, and no empty book appears in its place.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.campaign import Campaign
from tests.support.office import Office, amounts_by_number

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage.database import Database
from ledgerdesk.storage.kept_file import PAGE_BYTES

pytestmark = pytest.mark.fault

Damage = Callable[[bytes], bytes]

CUTS: dict[str, Damage] = {
    "to nothing": lambda whole: whole[:0],
    "to 1 byte": lambda whole: whole[:1],
    "to 15 bytes": lambda whole: whole[:15],
    "to 16 bytes": lambda whole: whole[:16],
    "to 100 bytes": lambda whole: whole[:100],
    "to 4095 bytes": lambda whole: whole[:4095],
    "to one page": lambda whole: whole[:4096],
    "to half of its pages": lambda whole: whole[: len(whole) // 2 // PAGE_BYTES * PAGE_BYTES],
    "to half of its bytes": lambda whole: whole[: len(whole) // 2 + 1],
    "by 1 byte": lambda whole: whole[:-1],
    "by one page": lambda whole: whole[:-PAGE_BYTES],
}
ADDITIONS: dict[str, Damage] = {
    "1 byte": lambda whole: whole + b"\x00",
    "100 bytes": lambda whole: whole + b"\x5a" * 100,
    "a page of zeros": lambda whole: whole + bytes(PAGE_BYTES),
    "a page of noise": lambda whole: whole + b"\xa5" * PAGE_BYTES,
    "its own last page": lambda whole: whole + whole[-PAGE_BYTES:],
    "itself": lambda whole: whole + whole,
}
OTHER: dict[str, Damage] = {
    "two pages swapped": lambda whole: (
        whole[: 5 * PAGE_BYTES]
        + whole[6 * PAGE_BYTES : 7 * PAGE_BYTES]
        + whole[5 * PAGE_BYTES : 6 * PAGE_BYTES]
        + whole[7 * PAGE_BYTES :]
    ),
    "a page of zeros inside": lambda whole: (
        whole[: 5 * PAGE_BYTES] + bytes(PAGE_BYTES) + whole[6 * PAGE_BYTES :]
    ),
    "nothing but zeros": lambda whole: bytes(len(whole)),
}


def refusal_of(office: Office) -> Code | None:
    """Try to open; the attempt must change neither the book nor the names beside it."""
    before = office.ledger.read_bytes()
    names = {path.name for path in office.vault.iterdir()}
    try:
        office.open().lock()
    except KnownError as error:
        code: Code | None = error.code
    else:
        code = None
    if code is not None:
        assert office.ledger.read_bytes() == before
        assert {path.name for path in office.vault.iterdir()} - names <= {"LOCK"}
    return code


def test_a_flipped_bit_in_any_page_is_refused_at_the_start(
    office: Office, this_campaign: Campaign
) -> None:
    whole = office.ledger.read_bytes()
    pages, flips, missed = len(whole) // PAGE_BYTES, 0, []

    for page in range(pages):
        for _ in range(this_campaign.of(8, 1)):
            bit = this_campaign.chance.randrange(PAGE_BYTES * 8)
            changed = bytearray(whole)
            changed[page * PAGE_BYTES + bit // 8] ^= 1 << bit % 8
            office.ledger.write_bytes(changed)
            flips += 1
            if refusal_of(office) is not Code.DAMAGED:
                missed.append((page + 1, bit))

    this_campaign.note(f"{flips} flips in all {pages} pages, {len(missed)} missed")
    assert missed == []
    office.ledger.write_bytes(whole)
    assert refusal_of(office) is None


@pytest.mark.parametrize("damage", [*CUTS, *ADDITIONS, *OTHER])
def test_another_length_or_order_is_refused_at_the_start(office: Office, damage: str) -> None:
    whole = office.ledger.read_bytes()
    office.ledger.write_bytes((CUTS | ADDITIONS | OTHER)[damage](whole))

    assert refusal_of(office) is Code.DAMAGED

    office.ledger.write_bytes(whole)
    with office.opened() as ledger:
        assert len(amounts_by_number(ledger)) == 3


@pytest.mark.parametrize("change", ["by one page", "a page of noise", "a page of zeros"])
def test_the_book_alone_notices_whole_pages_cut_or_added(office: Office, change: str) -> None:
    # Neither the cipher check nor the mark beside the book is asked here.
    key = office.page_key_hex()
    office.ledger.write_bytes((CUTS | ADDITIONS)[change](office.ledger.read_bytes()))

    with pytest.raises(KnownError) as refused:
        Database.open(office.ledger, key)

    assert refused.value.code is Code.DAMAGED


def test_the_first_page_alone_never_opens_as_an_empty_book(office: Office, tmp_path: Path) -> None:
    only = tmp_path / "first-page.db"
    shutil.copyfile(office.ledger, only)
    with only.open("r+b") as file:
        file.truncate(PAGE_BYTES)

    with pytest.raises(KnownError) as refused:
        Database.open(only, office.page_key_hex())

    assert refused.value.code is Code.DAMAGED
    assert only.stat().st_size == PAGE_BYTES
