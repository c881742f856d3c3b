"""Every code in its plain words: what happened and what to do next."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.core.errors import Code
from ledgerdesk.i18n.marks import N_

# The plain wording of a code has no places to fill, so no missing detail can spoil it.
MESSAGES: Mapping[Code, str] = MappingProxyType(
    {
        Code.ALREADY_DECIDED: N_("This is decided already. Look at what was decided."),
        Code.ALREADY_REVERSED: N_(
            "This transaction was already reversed. Open the reversal to see who did it and why."
        ),
        Code.ALREADY_VOIDED: N_(
            "This receipt was already voided. Issue a new receipt if one is still needed."
        ),
        Code.AMBIGUOUS_CUSTOMER: N_(
            "More than one customer fits. Choose the right one by phone or company."
        ),
        Code.BACKUP_NOT_WRITTEN: N_(
            "It is done, but the new backup that belongs to it was not written. Make a backup now."
        ),
        Code.BACKUP_OVERDUE: N_(
            "A backup is due, and the open window has not made it. Make it there, or lock the"
            " window."
        ),
        Code.BACKUP_UNPREPARED: N_(
            "Nothing was copied: the book has to be opened and locked once first, so that the copy"
            " knows what it must hold."
        ),
        Code.BAD_AMOUNT: N_(
            "This is not an amount. Write it like 1,234.50, with at most two decimals."
        ),
        Code.BAD_DATE: N_("This is not a date. Write it like 2026-01-31."),
        Code.BAD_VALUE: N_("This entry cannot be accepted as it stands. Correct it and try again."),
        Code.CANCELLED: N_("Cancelled. Nothing was changed."),
        Code.CARD_CHANGED: N_(
            "Somebody changed this card while you were typing. Look at what changed, then save"
            " again."
        ),
        Code.CLOCK_BACK: N_(
            "The clock of this PC is behind the last entry. Set the clock right, then try again."
        ),
        Code.DAMAGED: N_("The book is damaged. Do not write on; restore the last proved backup."),
        Code.DAY_CLOSED: N_(
            "This business day is closed. Use the current day, or ask the owner to reopen it."
        ),
        Code.DISK_FULL: N_("The disk is full, nothing was saved. Free some space and save again."),
        Code.ENGINE_TOO_OLD: N_(
            "The database engine is too old to be trusted with a book. Install LedgerDesk again."
        ),
        Code.EXISTS: N_("It already exists and is not overwritten. Choose another name or place."),
        Code.FILE_NOT_FOUND: N_(
            "The file was not found. Check its name and whether the drive is plugged in."
        ),
        Code.IN_USE: N_(
            "This book is open in another window or on another PC. Close it there, then try again."
        ),
        Code.IMPORT_NEEDED: N_(
            "This import cannot be taken back: something in the book depends on it. Look at what"
            " was entered since."
        ),
        Code.INSIDE_VAULT: N_(
            "This place is inside the book's own folder. Choose a folder outside of it."
        ),
        Code.IO_FAILED: N_(
            "Reading or writing failed. Check the disk and the cable, then try again."
        ),
        Code.KEPT_BY_LAW: N_(
            "The law keeps what this customer's receipts say. Stop using his data instead: then"
            " he is offered and exported no longer."
        ),
        Code.KEYRING_FAILED: N_(
            "This PC's key store does not answer as it should. The password works as always."
        ),
        Code.KEYS_DAMAGED: N_(
            "The key file is damaged and so are its copies. Restore it from a backup or use the"
            " recovery sheet."
        ),
        Code.KEYS_ROLLED_BACK: N_(
            "The key file is older than the book: somebody put an old copy back. Ask the owner to"
            " restore the keys from the last backup."
        ),
        Code.LAST_NUMBER_UNCONFIRMED: N_(
            "The last receipt number is not confirmed. Compare it with the last sheet of paper"
            " and confirm it before you issue another."
        ),
        Code.MERGE_REFUSED: N_(
            "These two cards cannot become one. Open both and look at what they are."
        ),
        Code.MOVED: N_(
            "The book's file was moved or replaced while it was open. Close the program, put the"
            " file back, and open it again."
        ),
        Code.NEEDS_ANSWER: N_(
            "A question must be answered first. Look at the marked entries and decide."
        ),
        Code.NEEDS_COSIGNER: N_(
            "A rule of the office asks for a second person first. Let a supervisor or an owner"
            " enter his own password here."
        ),
        Code.NEEDS_PASSWORD: N_("A password is needed. Enter your password."),
        Code.NEEDS_RECOVERY: N_(
            "The last save was interrupted. Open the book once for writing; it then repairs itself."
        ),
        Code.NEEDS_USER: N_("A user name is needed. Say who is working."),
        Code.NEWER_VERSION: N_(
            "This was made by a newer LedgerDesk. Update the program, then open it again."
        ),
        Code.NO_GLYPH: N_(
            "A character cannot be printed. Enter a printable name in the field for printing."
        ),
        Code.NOT_A_VAULT: N_("This is not a LedgerDesk book. Choose the book's own folder."),
        Code.NOT_ALLOWED: N_(
            "You are not allowed to do this. Ask a supervisor or the owner to do it."
        ),
        Code.NOT_OURS: N_(
            "The signatures do not belong to this office. Do not use it; take a copy whose origin"
            " you know."
        ),
        Code.PDF_NOT_WRITTEN: N_(
            "The receipt is saved but its PDF was not written. Choose another place and save the"
            " PDF again."
        ),
        Code.PRINT_DIFFERS: N_(
            "The page does not say what was issued; it was not printed or saved. Report this."
        ),
        Code.PRINT_ENDED: N_(
            "This print is settled already. If another sheet is needed, print the receipt again."
        ),
        Code.PROCESSING_STOPPED: N_(
            "This customer asked that nothing of his be processed (PIPL, Article 47). Take that"
            " back on his card first, with a reason."
        ),
        Code.PROOFREADING: N_(
            "Some entries need another look. Correct the marked fields and save again."
        ),
        Code.READ_ONLY: N_(
            "This place is write-protected. Choose another place or remove the protection."
        ),
        Code.ROLLED_BACK: N_(
            "This book is older than the one used last: an old copy was put back. Find the newest"
            " book or restore the last backup."
        ),
        Code.THROTTLED: N_("Too many wrong passwords. Wait a little, then try again."),
        Code.UNKNOWN_CUSTOMER: N_(
            "No such customer. Search by name, pinyin or phone, or add a new one."
        ),
        Code.UNKNOWN_RECEIPT: N_("No receipt has this number. Check its series and number."),
        Code.UNKNOWN_TRADE: N_(
            "There is no such trade. Give its id, or the number of its receipt."
        ),
        Code.WEAK_PASSWORD: N_(
            "This password is too easy to guess. Choose a longer one, for example five words."
        ),
        Code.WRONG_PASSWORD: N_(
            "The password is wrong. Check Caps Lock and the input method, then try again."
        ),
        Code.WRONG_RECOVERY_KEY: N_(
            "The recovery key does not fit. Compare every line with the printed sheet."
        ),
    }
)
