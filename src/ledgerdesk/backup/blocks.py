"""The payload in blocks, each with an HMAC over the one before it: nothing moves or ends unseen."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from ledgerdesk.backup.drive import disk_faults, read_fully
from ledgerdesk.backup.header import LENGTH_BYTES, MAC_BYTES, Header, damaged
from ledgerdesk.core.errors import Code, KnownError

LEAD_BYTES = 1 + LENGTH_BYTES
_INDEX_BYTES = 8


@dataclass(frozen=True, slots=True)
class Block:
    """Where a block stands: its index from 0, whether it is the last, its length in bytes."""

    index: int
    last: bool
    length: int

    def lead(self) -> bytes:
        """Write the five bytes before the data."""
        return bytes([self.last]) + self.length.to_bytes(LENGTH_BYTES, "big")


def blocks_of(payload_bytes: int, block_bytes: int) -> Iterator[Block]:
    """Yield every block a payload has: all but the last one full."""
    count = -(-payload_bytes // block_bytes)
    for index in range(count):
        length = min(block_bytes, payload_bytes - index * block_bytes)
        yield Block(index=index, last=index == count - 1, length=length)


def sealed_bytes(payload_bytes: int, block_bytes: int) -> int:
    """Tell how many bytes the blocks of a payload take in the file."""
    count = -(-payload_bytes // block_bytes)
    return payload_bytes + count * (LEAD_BYTES + MAC_BYTES)


class Chain:
    """Give each block the HMAC that binds it to its place and to all before it."""

    def __init__(self, mac_key: bytes, core_mac: bytes) -> None:
        self._key = mac_key
        self._previous = core_mac
        self._macs = hashlib.sha256()

    def next(self, block: Block, data: bytes) -> bytes:
        """Give the MAC of the next block, 32 bytes."""
        made = hmac.new(self._key, b"block" + self._previous, "sha256")
        made.update(block.index.to_bytes(_INDEX_BYTES, "big") + block.lead())
        made.update(data)
        self._previous = made.digest()
        self._macs.update(self._previous)
        return self._previous

    def macs_sha256(self) -> bytes:
        """Give the SHA-256 over every MAC so far."""
        return self._macs.digest()


class Reader:
    """Read the blocks behind a header, the file standing at the first of them.

    Without `mac_key` only accidents are found: lengths, the payload's SHA-256 and the SHA-256 of
    the MACs, which together cover every byte. With it each block is proved before it is handed
    out; `hashed=False` then leaves the SHA-256 of the payload out, which the MACs make needless.
    """

    def __init__(
        self, file: IO[bytes], header: Header, mac_key: bytes | None, *, hashed: bool = True
    ) -> None:
        self._file = file
        self._header = header
        self._chain = None if mac_key is None else Chain(mac_key, header.core_mac)
        self._payload = hashlib.sha256() if hashed or mac_key is None else None
        self._macs = hashlib.sha256()
        self._wrong: Block | None = None

    def read(self) -> Iterator[bytes]:
        """Yield the data of every block; raises `damaged` or `not_ours` at the end at the latest.

        Nothing is handed out from the first block on whose MAC is wrong. Such a block in a file
        that is as it was written was put there on purpose: `not_ours`.
        """
        core = self._header.core
        for block in blocks_of(core.payload_bytes, core.block_bytes):
            with disk_faults("file"):
                data = self._one(block)
            if self._wrong is None:
                yield data
        with disk_faults("file"):
            if self._file.read(1):
                raise damaged("end")
        self._finish()

    def _one(self, block: Block) -> bytes:
        lead = read_fully(self._file, LEAD_BYTES)
        if lead != block.lead():
            raise _damaged(block)
        data, mac = read_fully(self._file, block.length), read_fully(self._file, MAC_BYTES)
        if len(data) != block.length or len(mac) != MAC_BYTES:
            raise _damaged(block)
        self._macs.update(mac)
        if self._payload is not None:
            self._payload.update(data)
        if self._chain is None or self._wrong is not None:
            return data
        if not hmac.compare_digest(self._chain.next(block, data), mac):
            self._wrong = block
        return data

    def _finish(self) -> None:
        header = self._header
        whole = self._macs.digest() == header.keys.macs_sha256
        if self._payload is not None and self._payload.digest() != header.core.payload_sha256:
            whole = False
        if self._wrong is not None:
            if whole and self._payload is not None:
                number = self._wrong.index + 1
                raise KnownError(Code.NOT_OURS, source="backup", part="block", block=number)
            raise _damaged(self._wrong)
        if not whole:
            raise damaged("data")


def _damaged(block: Block) -> KnownError:
    return damaged("block", block=block.index + 1)
