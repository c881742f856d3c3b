"""Say every finding of a check as one sentence with the record's number."""

from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.i18n.log_words import kind_words
from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.translator import Translator

FINDINGS: Mapping[str, str] = MappingProxyType(
    {
        "chain_broken": N_("Log entry {record} does not follow from the one before it."),
        "content_differs": N_("Receipt {record} does not say what was issued."),
        "cosignature_wrong": N_(
            "Log entry {record} does not carry the signature of whoever stood by it."
        ),
        "counter_differs": N_("The counter of {record} does not agree with the receipts."),
        "damaged": N_("The file is damaged: {record}."),
        "deposit_overdrawn": N_("More was taken of the deposit of {record} than lay there."),
        "entry_missing": N_("Log entry {record} is missing."),
        "entry_without_row": N_("The log names {kind} {record}, but the book has it no more."),
        "index_differs": N_("The log's index does not agree with entry {record}."),
        "key_not_certified": N_("Signing key {record} is not certified by this office."),
        "keyring_left": N_(
            "What lay in this PC's key store could not be taken away ({record}). Nobody looks for"
            " it any more."
        ),
        "keyring_old": N_(
            "This PC's key store has an old key ({record}). It is tried again at the next start."
        ),
        "keys_copy_damaged": N_("A copy of the key file is damaged: {record}. It was replaced."),
        "keys_copy_unwritten": N_(
            "A copy of the key file could not be written: {record}. It is tried again at the next"
            " sign-in."
        ),
        "keys_owed": N_(
            "The keys could not be brought up to date ({record}). It is tried again at the next"
            " sign-in."
        ),
        "keys_older": N_(
            "The key file was older than its copies: {record}. It was replaced by the newest one."
        ),
        "keys_missing": N_("The key file was missing: {record}. It was replaced by its copy."),
        "lines_differ": N_("The lines of trade {record} do not sum up to its total."),
        "index_of_nobody": N_("The search index knows a customer who is not there: {record}."),
        "newer_copy": N_(
            "This book was restored on this PC as another copy on {record}. Issue receipts in one"
            " of the two only: both go on from the same number."
        ),
        "not_found_by_name": N_("The search does not find {kind} {record} by all his names."),
        "number_missing": N_("Number {record} is missing and nothing explains it."),
        "number_without_counter": N_("Receipt {record} has a number that was never drawn."),
        "owed_differs": N_("What is owed of trade {record} is not what its payments leave."),
        "parts_differ": N_("The parts of payment {record} do not sum up to its amount."),
        "period_differs": N_("The sums of {record} are not those it was closed with."),
        "rotation_unfinished": N_(
            "The change of the book's key was interrupted. It is finished when an owner signs in."
        ),
        "row_differs": N_("{kind} {record} was changed past the log."),
        "row_without_entry": N_("{kind} {record} was added past the log."),
        "row_without_owner": N_("A row of {kind} belongs to nothing: {record}."),
        "signature_wrong": N_("Log entry {record} does not carry its person's signature."),
        "state_damaged": N_("The mark beside the book was damaged: {record}."),
        "state_missing": N_("The mark beside the book was missing: {record}."),
        "state_of_another_branch": N_("The mark beside the book is another book's: {record}."),
    }
)


def finding_sentence(translator: Translator, what: str, kind: str, record: str) -> str:
    """Say one finding; one without words of its own is shown by its name."""
    message = FINDINGS.get(what)
    if message is None:
        return f"{what}: {kind} {record}"
    said = translator.text(message, kind=kind_words(translator, kind), record=record)
    return said[:1].upper() + said[1:]
