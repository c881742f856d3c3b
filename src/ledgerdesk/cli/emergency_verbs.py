"""The verb of the emergency cards, which asks for no password."""

import argparse
from pathlib import Path

from ledgerdesk.cli.places import refuse_no_folder
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.emergency import Emergency
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.i18n.emergency_words import card_in, people_lines
from ledgerdesk.i18n.translator import Language, Translator
from ledgerdesk.services.steps.emergency_file import published, save


def show(options: argparse.Namespace, translator: Translator) -> Answer:
    """Say the five cards, and write them as a page a language where a file is named."""
    vault: Path | None = options.vault
    if vault is not None and not vault.is_dir():
        raise KnownError(Code.FILE_NOT_FOUND, part="vault", field="vault")
    contacts = published(vault)
    file: Path | None = options.out
    if file is not None:
        refuse_no_folder(file, "out")
        own = translator.language
        save(contacts, (own, *(one for one in Language if one is not own)), file, vault)
    cards = {which: card_in(translator, which) for which in Emergency}
    record = {
        "cards": [
            {"card": which.value, "title": card.title, "when": card.when, "steps": list(card.steps)}
            for which, card in cards.items()
        ],
        "people": [{"person": one.person, "phone": one.phone} for one in contacts.people],
        "damaged": contacts.damaged,
        "file": None if file is None else str(file),
    }
    lines = list(people_lines(translator, contacts))
    for card in cards.values():
        lines += ["", card.title, card.when]
        lines += [f"{number}. {step}" for number, step in enumerate(card.steps, start=1)]
    if file is not None:
        lines += ["", translator.text("Written: {file}", file=str(file))]
    return Answer(record, tuple(lines))
