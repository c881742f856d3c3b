"""Why a drive does not take a copy, and why it is not let go."""

from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.variants import Variant

FULL_DISKS = (
    Variant(
        N_(
            "This drive is formatted as FAT32, which holds no file of 4 GB or more, and the copy"
            " would be larger. Format it as exFAT (this erases what is on it), or take another"
            " drive."
        ),
        {"reason": "fat32"},
    ),
)

HELD_DRIVES = (
    Variant(
        N_(
            "Something still uses this drive, so it stays plugged in. Close the files and windows"
            " that are open on it, then eject it again."
        ),
        {"reason": "eject_busy"},
    ),
    Variant(
        N_(
            "The drive is still writing. Leave it plugged in until its light rests, then eject it"
            " again."
        ),
        {"reason": "eject_slow"},
    ),
    Variant(
        N_("This drive is built into the PC and is not to be ejected."),
        {"reason": "eject_built_in"},
    ),
    Variant(
        N_(
            "This PC does not let the program eject this drive. Eject it in the file manager"
            " before you pull it out."
        ),
        {"reason": "eject_refused"},
    ),
)


def size_words(size: int) -> str:
    """Say bytes as drives are sold and file managers show them: 1 GB = 10⁹, one decimal."""
    for step, unit in ((10**12, "TB"), (10**9, "GB"), (10**6, "MB")):
        if size >= step:
            tenths = size * 10 // step
            return f"{tenths // 10}.{tenths % 10} {unit}"
    return f"{-(-size // 1000)} KB"
