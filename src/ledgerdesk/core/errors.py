"""The closed list of what may go wrong outside the program, each with its code.

A `KnownError` carries a code and plain arguments; `i18n` turns both into one sentence that
says what happened and what to do next. Anything else that is raised is a bug.
"""

from enum import StrEnum


class Code(StrEnum):
    """Name every known error once; the value is the word scripts read (see docs/cli.md)."""

    ALREADY_DECIDED = "already_decided"
    ALREADY_REVERSED = "already_reversed"
    ALREADY_VOIDED = "already_voided"
    AMBIGUOUS_CUSTOMER = "ambiguous_customer"
    BACKUP_NOT_WRITTEN = "backup_not_written"
    BACKUP_OVERDUE = "backup_overdue"
    BACKUP_UNPREPARED = "backup_unprepared"
    BAD_AMOUNT = "bad_amount"
    BAD_DATE = "bad_date"
    BAD_VALUE = "bad_value"
    CANCELLED = "cancelled"
    CARD_CHANGED = "card_changed"
    CLOCK_BACK = "clock_back"
    DAMAGED = "damaged"
    DAY_CLOSED = "day_closed"
    DISK_FULL = "disk_full"
    ENGINE_TOO_OLD = "engine_too_old"
    EXISTS = "exists"
    FILE_NOT_FOUND = "file_not_found"
    IN_USE = "in_use"
    IMPORT_NEEDED = "import_needed"
    INSIDE_VAULT = "inside_vault"
    IO_FAILED = "io_failed"
    KEPT_BY_LAW = "kept_by_law"
    KEYRING_FAILED = "keyring_failed"
    KEYS_DAMAGED = "keys_damaged"
    KEYS_ROLLED_BACK = "keys_rolled_back"
    LAST_NUMBER_UNCONFIRMED = "last_number_unconfirmed"
    MERGE_REFUSED = "merge_refused"
    MOVED = "moved"
    NEEDS_ANSWER = "needs_answer"
    NEEDS_COSIGNER = "needs_cosigner"
    NEEDS_PASSWORD = "needs_password"  # noqa: S105 - a code, not a password
    NEEDS_RECOVERY = "needs_recovery"
    NEEDS_USER = "needs_user"
    NEWER_VERSION = "newer_version"
    NO_GLYPH = "no_glyph"
    NOT_A_VAULT = "not_a_vault"
    NOT_ALLOWED = "not_allowed"
    NOT_OURS = "not_ours"
    PDF_NOT_WRITTEN = "pdf_not_written"
    PRINT_DIFFERS = "print_differs"
    PRINT_ENDED = "print_ended"
    PROCESSING_STOPPED = "processing_stopped"
    PROOFREADING = "proofreading"
    READ_ONLY = "read_only"
    ROLLED_BACK = "rolled_back"
    THROTTLED = "throttled"
    UNKNOWN_CUSTOMER = "unknown_customer"
    UNKNOWN_RECEIPT = "unknown_receipt"
    UNKNOWN_TRADE = "unknown_trade"
    WEAK_PASSWORD = "weak_password"  # noqa: S105 - a code, not a password
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a code, not a password
    WRONG_RECOVERY_KEY = "wrong_recovery_key"


Plain = str | int | bool | None | tuple[str, ...]


class KnownError(Exception):
    """Say which known error happened, with arguments that hold no secret and no personal data.

    `field` names the input at fault where there is one.
    """

    def __init__(self, code: Code, *, field: str | None = None, **details: Plain) -> None:
        super().__init__(code.value)
        self.code = code
        self.field = field
        self.details: dict[str, Plain] = details

    def __repr__(self) -> str:
        return f"KnownError({self.code.value!r}, field={self.field!r})"
