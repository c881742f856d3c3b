"""The verb of drives: what a backup may go to."""

import argparse

from ledgerdesk.cli.voice import Answer
from ledgerdesk.i18n.drive_words import size_words
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.runtime.drives import DriveSeen, drives, largest_file_bytes


def list_(_: argparse.Namespace, translator: Translator) -> Answer:
    """List the drives that are plugged in or built in."""
    found = drives()
    lines = tuple(_line(translator, one) for one in found)
    nothing = translator.text("No drive was found. Plug a stick in, then ask again.")
    return Answer({"drives": [_record(one) for one in found]}, lines or (nothing,))


def _record(drive: DriveSeen) -> dict[str, object]:
    return {
        "root": str(drive.root),
        "label": drive.label,
        "system": drive.system,
        "free": drive.free_bytes,
        "total": drive.total_bytes,
        "removable": drive.removable,
        "read_only": drive.read_only,
        "largest_file": largest_file_bytes(drive.system),
    }


def _line(translator: Translator, drive: DriveSeen) -> str:
    words = [
        f"{drive.root}",
        drive.label,
        translator.text("removable") if drive.removable else translator.text("built in"),
        drive.system,
        translator.text(
            "{free} free of {total}",
            free=size_words(drive.free_bytes),
            total=size_words(drive.total_bytes),
        ),
    ]
    if drive.read_only:
        words.append(translator.text("write-protected"))
    largest = largest_file_bytes(drive.system)
    if largest is not None:
        words.append(translator.text("no file of {size} or more", size=size_words(largest + 1)))
    return "  ".join(word for word in words if word)
