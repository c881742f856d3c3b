"""The sealed block of the recovery sheet: with it, the printed key and `ledger.db` are enough.

145 bytes: version, vault id, generation, sheet number, the database key sealed to the recovery
key, the root's public key under the recovery key, and a checksum that tells a bad scan from a
wrong key. Seals are anonymous, so the root's wrap covers the sealed key too: a block put
together from public parts does not open (docs/decisions/010-root-key-and-house.md).
"""

import hashlib
from dataclasses import dataclass

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.vault import check_lines, primitives
from ledgerdesk.vault.primitives import (
    KEY_BYTES,
    NONCE_BYTES,
    SEALED_KEY_BYTES,
    TAG_BYTES,
    Label,
    labelled,
)
from ledgerdesk.vault.recovery import RECOVERY_ID, RecoveryKey, read_recovery_key
from ledgerdesk.vault.secrecy import Withheld
from ledgerdesk.vault.session import GenerationKeys, generation_keys
from ledgerdesk.vault.unlocking import sealed_dbk_info

VERSION = 1
_ID_BYTES = 8
_NUMBER_BYTES = 2
_CHECK_BYTES = 4
_HEAD_BYTES = 1 + _ID_BYTES + 2 * _NUMBER_BYTES
_PREFIX_BYTES = _HEAD_BYTES + SEALED_KEY_BYTES
BLOCK_BYTES = _PREFIX_BYTES + KEY_BYTES + TAG_BYTES + _CHECK_BYTES
_KEY_CHARACTERS = 56
_BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_RADIX = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetBlock:
    """One sheet's block; it holds nothing that opens without the four printed lines."""

    vault_id: str
    generation: int
    sheet: int
    sealed_dbk: bytes
    wrapped_root: bytes

    def prefix(self) -> bytes:
        """Give all that the root's wrap covers."""
        return (
            bytes([VERSION])
            + bytes.fromhex(self.vault_id)
            + self.generation.to_bytes(_NUMBER_BYTES, "big")
            + self.sheet.to_bytes(_NUMBER_BYTES, "big")
            + self.sealed_dbk
        )

    def to_bytes(self) -> bytes:
        """Give the block, 145 bytes."""
        body = self.prefix() + self.wrapped_root
        return body + _check(body)

    def qr_text(self) -> str:
        """Give the text of the block's QR: Base45 (RFC 9285), 218 characters, fits 8-M."""
        return _to_base45(self.to_bytes())

    def lines(self) -> tuple[str, ...]:
        """Give the block as checked lines of 14 characters, for typing where no scanner is."""
        return check_lines.to_lines(self.to_bytes())


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class OpenedSheet(Withheld):
    """What a sheet opens: the keys of its generation and the root to check all else against."""

    vault_id: str
    sheet: int
    root_public: bytes
    keys: GenerationKeys


def make_sheet_block(
    recovery: RecoveryKey, keys: GenerationKeys, *, vault_id: str, sheet: int, root_public: bytes
) -> SheetBlock:
    """Make the block of a sheet; possible only while the recovery key itself is at hand."""
    sealed = primitives.seal(
        primitives.seal_public(recovery.seal_private()),
        keys.database_key,
        sealed_dbk_info(vault_id, RECOVERY_ID, keys.generation),
    )
    unwrapped = SheetBlock(
        vault_id=vault_id,
        generation=keys.generation,
        sheet=sheet,
        sealed_dbk=sealed,
        wrapped_root=b"",
    )
    key, nonce = _wrap_key(recovery, unwrapped.prefix())
    wrapped = primitives.encrypt(key, nonce, root_public, unwrapped.prefix())
    return SheetBlock(
        vault_id=vault_id,
        generation=keys.generation,
        sheet=sheet,
        sealed_dbk=sealed,
        wrapped_root=wrapped,
    )


def read_sheet_block(scanned: bytes | str) -> SheetBlock:
    """Read a block from its bytes, its QR text or its typed lines.

    Raises `damaged` (part `sheet`, with `line` where a typed line is at fault) or
    `newer_version`.
    """
    raw = scanned if isinstance(scanned, bytes) else _from_text(scanned)
    if len(raw) != BLOCK_BYTES or _check(raw[:-_CHECK_BYTES]) != raw[-_CHECK_BYTES:]:
        raise _damaged()
    if raw[0] != VERSION:
        raise KnownError(Code.NEWER_VERSION, part="sheet", found=raw[0])
    numbers = raw[1 + _ID_BYTES : _HEAD_BYTES]
    return SheetBlock(
        vault_id=raw[1 : 1 + _ID_BYTES].hex(),
        generation=int.from_bytes(numbers[:_NUMBER_BYTES], "big"),
        sheet=int.from_bytes(numbers[_NUMBER_BYTES:], "big"),
        sealed_dbk=raw[_HEAD_BYTES:_PREFIX_BYTES],
        wrapped_root=raw[_PREFIX_BYTES:-_CHECK_BYTES],
    )


def read_sheet_text(text: str) -> tuple[RecoveryKey, SheetBlock | None]:
    """Read the key as typed or scanned, or key and block as the file of a sheet holds them.

    Raises what `read_recovery_key` and `read_sheet_block` raise.
    """
    characters = check_lines.typed_characters(text)
    if len(characters) < 2 * _KEY_CHARACTERS:
        return read_recovery_key(text), None
    key = read_recovery_key(characters[:_KEY_CHARACTERS])
    return key, read_sheet_block(characters[_KEY_CHARACTERS:])


def unlock_with_sheet_block(
    scanned: bytes | str | SheetBlock, recovery: RecoveryKey
) -> OpenedSheet:
    """Open a sheet's block with its printed key.

    The database's own row of `keys.json` then gives the whole session through
    `unlock_with_recovery`. Raises `damaged`, `newer_version`, `wrong_recovery_key`.
    """
    block = scanned if isinstance(scanned, SheetBlock) else read_sheet_block(scanned)
    key, nonce = _wrap_key(recovery, block.prefix())
    root = primitives.decrypt(key, nonce, block.wrapped_root, block.prefix())
    if root is None:
        raise KnownError(Code.WRONG_RECOVERY_KEY, field="recovery", sheet=block.sheet)
    info = sealed_dbk_info(block.vault_id, RECOVERY_ID, block.generation)
    dbk = primitives.unseal(recovery.seal_private(), block.sealed_dbk, info)
    if dbk is None:
        raise _damaged()
    return OpenedSheet(
        vault_id=block.vault_id,
        sheet=block.sheet,
        root_public=root,
        keys=generation_keys(dbk, block.vault_id, block.generation),
    )


def printed_vault_number(vault_id: str) -> str:
    """Give the short number people compare on paper: the id's first 40 bits, "5T7Q-M2KD"."""
    number = int(vault_id[:10], 16)
    characters = [check_lines.ALPHABET[number >> shift & 31] for shift in range(35, -1, -5)]
    return "".join(characters[:4]) + "-" + "".join(characters[4:])


def _wrap_key(recovery: RecoveryKey, prefix: bytes) -> tuple[bytes, bytes]:
    """Derive key and nonce from all the block covers: no two blocks ever share them."""
    info = labelled(Label.RECOVERY_SHEET, prefix)
    both = primitives.derive(recovery.secret, info, KEY_BYTES + NONCE_BYTES)
    return both[:KEY_BYTES], both[KEY_BYTES:]


def _check(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()[:_CHECK_BYTES]


def _damaged(line: int | None = None) -> KnownError:
    return KnownError(Code.DAMAGED, part="sheet", line=line)


def _from_text(text: str) -> bytes:
    """Take a text of exactly the QR's length for the QR, anything else for typed lines."""
    scanned = text.strip("\r\n")
    if len(scanned) == _base45_length(BLOCK_BYTES):
        raw = _from_base45(scanned)
        if raw is not None:
            return raw
    try:
        return check_lines.from_lines(text, BLOCK_BYTES)
    except check_lines.LineProblem as problem:
        raise _damaged(problem.line) from None


def _base45_length(count: int) -> int:
    return count // 2 * 3 + count % 2 * 2


def _to_base45(raw: bytes) -> str:
    characters = []
    for start in range(0, len(raw), 2):
        pair = raw[start : start + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, digit = divmod(number, _RADIX)
            characters.append(_BASE45[digit])
    return "".join(characters)


def _from_base45(text: str) -> bytes | None:
    if any(character not in _BASE45 for character in text):
        return None
    raw = bytearray()
    for start in range(0, len(text), 3):
        digits = text[start : start + 3]
        number = sum(_BASE45.index(digit) * _RADIX**place for place, digit in enumerate(digits))
        width = len(digits) - 1
        if number >= 1 << 8 * width:
            return None
        raw += number.to_bytes(width, "big")
    return bytes(raw)
