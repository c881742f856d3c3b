"""Turn `ledger.db` and its page key into a plain SQLite file: nothing is locked into LedgerDesk.

    python3 read_ledger.py LEDGER_DB KEY_FILE OUT.sqlite

KEY_FILE holds the page key, 64 hexadecimal digits (`-` reads it from standard input; an argument
would be seen by everybody on the PC). docs/format.md says how it comes out of a password or out of
the printed sheet. The HMAC of every page is checked before a page is used; a page that was changed
is named and nothing is written. Needs Python 3.9 and the package `cryptography`. The plain file
holds everything of the book in the clear: put it where nobody else reads it, and delete it after.
"""

import argparse
import hashlib
import hmac
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, KEY = 4096, 32
SALT, IV, MAC = 16, 16, 64
RESERVED = IV + MAC  # at the end of each page; 80 is a multiple of the cipher's 16 bytes
MAC_SALT_MASK, MAC_ROUNDS = 0x3A, 2
MAGIC = b"SQLite format 3\0"  # stands where the salt was
LOCK_BYTE_PAGE = (1 << 30) // PAGE + 1  # SQLite never uses it, so it is never written


class Refused(Exception):
    """Why no plain file was written."""


def mac_key_of(key: bytes, salt: bytes) -> bytes:
    """Derive the key of the pages' HMACs as SQLCipher 4 does for a raw key."""
    masked = bytes(byte ^ MAC_SALT_MASK for byte in salt)
    return hashlib.pbkdf2_hmac("sha512", key, masked, MAC_ROUNDS, 32)


def is_whole(number: int, page: bytes, mac_key: bytes) -> bool:
    """Check a page's HMAC over its ciphertext, its IV and its number (little-endian, 4 bytes)."""
    begin = SALT if number == 1 else 0
    covered = page[begin : PAGE - MAC] + number.to_bytes(4, "little")
    return hmac.compare_digest(hmac.digest(mac_key, covered, "sha512"), page[PAGE - MAC :])


def decrypted(number: int, page: bytes, key: bytes) -> bytes:
    """Decrypt a page with AES-256-CBC; what was reserved in it becomes zeros."""
    begin = SALT if number == 1 else 0
    iv = page[PAGE - RESERVED : PAGE - MAC]
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    plain = cipher.update(page[begin : PAGE - RESERVED]) + cipher.finalize()
    return (MAGIC if begin else b"") + plain + bytes(RESERVED)


def pages_of(book: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Read the pages in order, numbered from 1, without the one nobody writes."""
    book.seek(0)
    number = 0
    while page := book.read(PAGE):
        number += 1
        if number != LOCK_BYTE_PAGE:
            yield number, page


def changed_pages(book: BinaryIO, mac_key: bytes) -> list[int]:
    """Name the pages whose HMAC does not fit."""
    return [number for number, page in pages_of(book) if not is_whole(number, page, mac_key)]


def refuse_unfit(ledger: Path) -> None:
    """Refuse what is no whole book: a journal beside it, a torn file, one that is plain."""
    journal = ledger.with_name(ledger.name + "-journal")
    if journal.exists() and journal.stat().st_size:
        raise Refused("the last save was interrupted: open the book once with LedgerDesk first")
    size = ledger.stat().st_size
    if size < PAGE or size % PAGE:
        raise Refused(f"{size} bytes are no whole number of pages of {PAGE}")
    with ledger.open("rb") as book:
        if book.read(SALT) == MAGIC:
            raise Refused("this file is not encrypted")


def make_plain(ledger: Path, key: bytes, out: Path) -> int:
    """Write the plain file where nothing is; give back the number of its pages."""
    refuse_unfit(ledger)
    with ledger.open("rb") as book:
        mac_key = mac_key_of(key, book.read(SALT))
        wrong = changed_pages(book, mac_key)
        count = ledger.stat().st_size // PAGE
        if len(wrong) == count:
            raise Refused("no page fits: another page key, or other first 16 bytes")
        if wrong:
            raise Refused("changed pages: " + ", ".join(map(str, wrong)))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(out, flags, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as plain:
                for number, page in pages_of(book):
                    plain.seek((number - 1) * PAGE)
                    plain.write(decrypted(number, page, key))
        except BaseException:
            out.unlink()  # half a book in the clear helps nobody
            raise
    return count


def read_key(source: str) -> bytes:
    """Read 64 hexadecimal digits from a file or from standard input."""
    text = sys.stdin.readline() if source == "-" else Path(source).read_text("ascii")
    key = bytes.fromhex(text.strip())
    if len(key) != KEY:
        raise Refused("the page key has 64 hexadecimal digits")
    return key


def main() -> int:
    """Read the arguments, write the plain file, say how many pages it has."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("ledger", type=Path, metavar="LEDGER_DB")
    parser.add_argument("key", metavar="KEY_FILE")
    parser.add_argument("out", type=Path, metavar="OUT")
    options = parser.parse_args()
    try:
        count = make_plain(options.ledger, read_key(options.key), options.out)
    except (Refused, OSError, ValueError) as problem:
        print(f"nothing was written: {problem}", file=sys.stderr)
        return 1
    print(f"{options.out}: {count} pages, each HMAC as written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
