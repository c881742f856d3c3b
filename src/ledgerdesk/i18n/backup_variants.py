"""Closer words for what goes wrong with backups and their plan."""

from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.variants import Variant

DAMAGED_BACKUPS = (
    Variant(N_("This backup is damaged in block {block}. Use another one."), {"source": "backup"}),
    Variant(
        N_("This backup is damaged: its header is not as it was written. Use another one."),
        {"source": "backup", "part": "header"},
    ),
    Variant(
        N_("This backup is damaged in its key section. Use another one."),
        {"source": "backup", "part": "keys"},
    ),
    Variant(
        N_("This backup was cut off or something was appended to it. Use another one."),
        {"source": "backup", "part": "end"},
    ),
    Variant(
        N_("The book in this backup does not show what was sealed with it. Use another one."),
        {"source": "backup", "part": "facts"},
    ),
    Variant(N_("This backup is damaged. Use another one."), {"source": "backup"}),
)

UNPREPARED = (
    Variant(
        N_(
            "Nothing was copied: the book changed since it was last locked properly. Open it once"
            " and lock it; then it is copied again by itself."
        ),
        {"reason": "old_facts"},
    ),
    Variant(
        N_(
            "Nothing was copied: the keys of the book are being changed. Let an owner sign in, then"
            " it is copied again by itself."
        ),
        {"reason": "keys_change"},
    ),
)

PLANS = (
    Variant(
        N_("Write how many days, weeks and months are kept, for example 7/4/12."),
        {"reason": "keep_form"},
    ),
    Variant(
        N_("This would keep nothing. Keep at least the copies of some days."),
        {"reason": "keep_nothing"},
    ),
    Variant(
        N_("Write a number from {least} to {most}, or leave it empty."),
        {"reason": "every_range"},
    ),
    Variant(
        N_("Write a time of the day, for example 18:30, or leave it empty."),
        {"reason": "time_form"},
    ),
    Variant(
        N_("There are {most} places already. Take one out of the plan that is used no more."),
        {"reason": "too_many_places"},
    ),
)
