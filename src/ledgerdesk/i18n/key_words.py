"""Why a password or a recovery key was not taken."""

from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.variants import Variant

WEAK_PASSWORDS = (
    Variant(
        N_("The password is too short. Use at least {least} characters."),
        {"reason": "too_short"},
    ),
    Variant(
        N_("Everybody tries this password first. Choose one of your own."),
        {"reason": "common"},
    ),
    Variant(
        N_("The password must not be the name of its person. Choose another one."),
        {"reason": "login"},
    ),
    Variant(N_("The password is too long. Use a shorter one."), {"reason": "too_long"}),
    Variant(
        N_("The password holds something no keyboard can type. Choose another one."),
        {"reason": "not_text"},
    ),
)

WRONG_RECOVERY_KEYS = (
    Variant(
        N_("These are not the two groups asked for. Compare both with the printed sheet."),
        {"reason": "groups"},
    ),
    Variant(
        N_("This sheet opens another key than this book has. Find the sheet that was issued last."),
        {"reason": "other_generation"},
    ),
    Variant(
        N_("Line {line} of the recovery key is mistyped. Compare this line with the printed sheet.")
    ),
    Variant(N_("The recovery key is not that of sheet {sheet}. Find the sheet with this number.")),
)
