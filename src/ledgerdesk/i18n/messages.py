"""Say every known error as one sentence or two: what happened and what to do next."""

from collections.abc import Mapping
from string import Formatter
from types import MappingProxyType

from ledgerdesk.core.errors import Code, KnownError, Plain
from ledgerdesk.core.problems import Problem
from ledgerdesk.i18n.backup_variants import DAMAGED_BACKUPS, PLANS, UNPREPARED
from ledgerdesk.i18n.code_sentences import MESSAGES
from ledgerdesk.i18n.drive_words import FULL_DISKS, HELD_DRIVES
from ledgerdesk.i18n.key_words import WEAK_PASSWORDS, WRONG_RECOVERY_KEYS
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.problems import RULES, field_words, problem_sentence
from ledgerdesk.i18n.translator import Language, Translator
from ledgerdesk.i18n.variants import (
    DAYS,
    ENTRIES,
    KEY_STORES,
    LAST_NUMBERS,
    MERGES,
    PRINTS,
    REFUSALS,
    SETTLED,
    SUMS_LEFT,
    Variant,
)

VARIANTS: Mapping[Code, tuple[Variant, ...]] = MappingProxyType(
    {
        Code.ROLLED_BACK: (
            Variant(
                N_(
                    "The backup {file} is ahead of this book: an older copy of the book was put"
                    " back. Do not write on; restore that backup into a new folder."
                ),
                {"part": "backup"},
            ),
        ),
        Code.ALREADY_REVERSED: (
            Variant(
                N_("Receipt {number} was already taken back by {by}. Look at that one instead.")
            ),
        ),
        Code.ALREADY_VOIDED: (
            Variant(N_("Receipt {number} is void already. Issue a new one if it is still needed.")),
        ),
        Code.AMBIGUOUS_CUSTOMER: (
            Variant(N_("Several customers have this name: {codes}. Choose one by its number.")),
        ),
        Code.BAD_AMOUNT: (
            Variant(
                N_("The amount is less than zero. To give money back, reverse the receipt."),
                {"reason": "negative"},
            ),
            Variant(
                N_("The amount is too large: at most 99,999,999,999.99."), {"reason": "too_large"}
            ),
            Variant(
                N_("The digits are not grouped by three. Write the amount like 1,234.50."),
                {"reason": "grouping"},
            ),
            *SUMS_LEFT,
        ),
        Code.BAD_VALUE: (
            *LAST_NUMBERS,
            *ENTRIES,
            *DAYS,
            *SETTLED,
            *PLANS,
            Variant(
                N_("This file is not UTF-8 text. Save it as UTF-8 and try again."),
                {"reason": "not_utf8"},
            ),
            Variant(
                N_("The file is too large for a table. Split it and import the parts."),
                {"reason": "too_large", "field": "file"},
            ),
            Variant(N_("The file is empty. Choose another one."), {"reason": "empty"}),
            Variant(
                N_("This is no table. Save it as xlsx or csv and try again."),
                {"reason": "unknown_format"},
            ),
            Variant(
                N_(
                    "This workbook is of an old kind or has a password. Save it as xlsx without a"
                    " password and try again."
                ),
                {"reason": "old_workbook"},
            ),
            Variant(
                N_(
                    "The workbook is damaged near row {row}. Open it in your spreadsheet program,"
                    " save it anew and try again."
                ),
                {"reason": "damaged_table"},
            ),
            Variant(
                N_(
                    "The workbook is damaged. Open it in your spreadsheet program, save it anew and"
                    " try again."
                ),
                {"reason": "damaged_table"},
            ),
            Variant(
                N_(
                    "Row {row}, column {column} holds bytes that are no text. Save the file anew as"
                    " UTF-8 and try again."
                ),
                {"reason": "encoding"},
            ),
            Variant(
                N_("The quotes in row {row}, column {column} do not fit. Mend them and try again."),
                {"reason": "quotes"},
            ),
            Variant(
                N_("The table has too many rows: at most {limit}. Split it and import the parts."),
                {"reason": "too_many_rows"},
            ),
            Variant(
                N_("Row {row} has too many columns: at most {limit}. Delete what is not needed."),
                {"reason": "too_many_columns"},
            ),
            Variant(
                N_(
                    "No row with headings was found. Name the columns: name, date and amount at"
                    " least."
                ),
                {"reason": "no_header"},
            ),
            Variant(
                N_("The headings in row {row} lack {columns}. Name these columns and try again."),
                {"reason": "columns_missing"},
            ),
            Variant(
                N_(
                    "Row {row} has several columns for {column}: {places}. Rename the ones that are"
                    " not meant."
                ),
                {"reason": "column_twice"},
            ),
        ),
        Code.CLOCK_BACK: (
            Variant(
                N_(
                    "The clock of this PC says {now}, but the last entry was made at {last}. Set"
                    " date and time right, then try again."
                )
            ),
        ),
        Code.DAMAGED: DAMAGED_BACKUPS,
        Code.DAY_CLOSED: (
            Variant(
                N_(
                    "The day of receipt {number} ({day}) is closed. Take it back with a red"
                    " receipt: {verb}."
                )
            ),
            Variant(
                N_(
                    "{day} is closed already. What is taken now counts in {following}; close that"
                    " day when it ends, or ask the owner to reopen this one."
                )
            ),
        ),
        Code.DISK_FULL: FULL_DISKS,
        Code.FILE_NOT_FOUND: (
            Variant(
                N_("The folder does not exist. Make it first, or choose another place."),
                {"part": "folder"},
            ),
            Variant(
                N_("The folder does not exist. Make it first, or choose another place."),
                {"field": "folder"},
            ),
            Variant(
                N_("There is no book here. Check its name and whether the drive is plugged in."),
                {"part": "vault"},
            ),
        ),
        Code.IMPORT_NEEDED: (
            Variant(
                N_("This import was taken back already. Nothing needs to be done."),
                {"reason": "taken_back"},
            ),
            Variant(
                N_(
                    "Something depends on what this import brought for {number}: a receipt, a trade"
                    " or a change of the card. It cannot be taken back as a whole."
                ),
                {"reason": "needed"},
            ),
        ),
        Code.IO_FAILED: HELD_DRIVES,
        Code.IN_USE: (
            Variant(
                N_(
                    "This book is open in another LedgerDesk (process {pid}). Close it there, then"
                    " try again."
                )
            ),
        ),
        Code.KEPT_BY_LAW: (
            Variant(
                N_(
                    "Not before {until}: accounting records are kept for 30 years (Measures for"
                    " the Administration of Accounting Archives, Article 14), and until then PIPL,"
                    " Article 47, asks to stop using his data instead of deleting it."
                )
            ),
        ),
        Code.KEYRING_FAILED: KEY_STORES,
        Code.BACKUP_UNPREPARED: UNPREPARED,
        Code.NEEDS_ANSWER: (
            Variant(
                N_("What was counted is not what was expected. Count again, or say why."),
                {"reason": "difference"},
            ),
        ),
        Code.NEEDS_PASSWORD: (
            Variant(
                N_(
                    "A password is needed. Name a file that holds it with --password-file, or run"
                    " this at a terminal."
                ),
                {"field": "password_file"},
            ),
        ),
        Code.NEWER_VERSION: (
            Variant(
                N_(
                    "This has format {found} and this program knows {known}. Update LedgerDesk,"
                    " then open it again."
                )
            ),
        ),
        Code.MERGE_REFUSED: MERGES,
        Code.NOT_ALLOWED: REFUSALS,
        Code.NOT_OURS: (
            Variant(
                N_("This file is no LedgerDesk backup. Choose a file whose name ends in .ldbk."),
                {"source": "backup", "part": "file"},
            ),
            Variant(
                N_(
                    "This backup was not made by anybody this office vouches for. Do not use it;"
                    " take one whose origin you know."
                ),
                {"source": "backup"},
            ),
        ),
        Code.PRINT_DIFFERS: PRINTS,
        Code.PDF_NOT_WRITTEN: (
            Variant(
                N_(
                    "Receipt {number} is issued and saved, but its PDF could not be written. Print"
                    " it again with reprint."
                )
            ),
        ),
        Code.THROTTLED: (
            Variant(N_("Too many wrong passwords. Wait {retry_after} seconds, then try again.")),
        ),
        Code.WEAK_PASSWORD: WEAK_PASSWORDS,
        Code.WRONG_PASSWORD: (
            Variant(
                N_(
                    "This password does not open the backup. Use an owner's password of the day"
                    " it was made, or the recovery key."
                ),
                {"source": "backup"},
            ),
        ),
        Code.WRONG_RECOVERY_KEY: WRONG_RECOVERY_KEYS,
    }
)

_BY_RULE = {Code.NEEDS_ANSWER, Code.NO_GLYPH, Code.PROOFREADING}
_LIST_MARK = {Language.ZH: "、", Language.EN: ", "}


def sentence(translator: Translator, error: KnownError) -> str:
    """Say what happened and what to do next; never raises, whatever details are missing."""
    details = error.details
    rule = details.get("rule")
    if error.code in _BY_RULE and isinstance(rule, str) and rule in RULES:
        shown = {name: value for name, value in details.items() if name != "rule"}
        problem = Problem.red(error.field or "", rule, **shown)
        return translator.text(
            "{field}: {problem}",
            field=field_words(translator, problem.field),
            problem=problem_sentence(translator, problem),
        )
    known = {"field": error.field, **details}
    for variant in VARIANTS.get(error.code, ()):
        fits = all(known.get(name) == value for name, value in variant.when.items())
        if fits and places(variant.message) <= _known(details):
            shown = {name: _shown(translator, value) for name, value in details.items()}
            return translator.text(variant.message, **shown)
    return translator.text(MESSAGES[error.code])


def places(message: str) -> set[str]:
    """Return the names of the `{places}` in a message."""
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


def _known(details: Mapping[str, Plain]) -> set[str]:
    return {name for name, value in details.items() if value is not None}


def _shown(translator: Translator, value: Plain) -> str:
    if isinstance(value, tuple):
        return _LIST_MARK[translator.language].join(value)
    return str(value)
