"""The recovery key: 32 random bytes, printed as four checked lines, and what is derived of them."""

import hmac
from dataclasses import dataclass

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.vault import check_lines, primitives
from ledgerdesk.vault.primitives import KEY_BYTES, Label
from ledgerdesk.vault.secrecy import Withheld

RECOVERY_ID = "recovery"
"""The id under which the recovery key stands where people stand with theirs."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class RecoveryKey(Withheld):
    """Hold the 32 bytes of the printed key; it shows nothing of itself."""

    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError("a recovery key has 32 bytes")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RecoveryKey) and hmac.compare_digest(self.secret, other.secret)

    def __hash__(self) -> int:
        raise TypeError("a secret is no dictionary key")

    def lines(self) -> tuple[str, ...]:
        """Give the four lines of 14 characters, the last of each its check."""
        return check_lines.to_lines(self.secret)

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Give the four lines in their printed groups of 5, 5 and 4 (PAPER §8)."""
        return tuple(check_lines.groups_of(line) for line in self.lines())

    def one_line(self) -> str:
        """Give the form for files and the key QR: all groups joined with hyphens."""
        return "-".join(group for line in self.groups() for group in line)

    def seal_private(self) -> bytes:
        """Derive the X25519 private key that opens the sealed database key."""
        return primitives.derive(self.secret, primitives.labelled(Label.RECOVERY_SEAL))

    def sign_private(self) -> bytes:
        """Derive the Ed25519 private key of the actor `recovery`."""
        return primitives.derive(self.secret, primitives.labelled(Label.RECOVERY_SIGN))

    def bundle_key(self, vault_id: str, sheet: int) -> bytes:
        """Derive the AES-256-GCM key of the recovery bundle of one sheet."""
        info = primitives.labelled(Label.RECOVERY_BUNDLE, vault_id, sheet)
        return primitives.derive(self.secret, info)


def new_recovery_key() -> RecoveryKey:
    """Draw a new recovery key."""
    return RecoveryKey(primitives.random_bytes(KEY_BYTES))


def read_recovery_key(text: str) -> RecoveryKey:
    """Read the key as typed, scanned or kept in a file.

    Raises `wrong_recovery_key` with `line` (1 to 4) and `reason` (`length`, `character`,
    `check`). Blanks, hyphens, lower case, full width and O, I, L are forgiven.
    """
    try:
        return RecoveryKey(check_lines.from_lines(text, KEY_BYTES))
    except check_lines.LineProblem as problem:
        raise KnownError(
            Code.WRONG_RECOVERY_KEY, field="recovery", line=problem.line, reason=problem.reason
        ) from None
