"""The verbs of backups: write one, verify one without restoring, restore one into a new folder."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from ledgerdesk.bootstrap import House, LastNumbers, Ledger
from ledgerdesk.cli.door import credential, in_house, small_file, with_ledger
from ledgerdesk.cli.places import refuse_no_folder
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.backups import Facts, Origin
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import format_fen
from ledgerdesk.core.rotation import keep_from
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.runtime.paths import is_inside
from ledgerdesk.services.access import Credential
from ledgerdesk.services.backups import Made
from ledgerdesk.services.drills import Drilled


def backup(options: argparse.Namespace, translator: Translator) -> Answer:
    """Write one proved backup into a folder, and keep one beside the book."""
    if options.if_due:
        return _if_due(options, translator)

    def work(ledger: Ledger) -> tuple[Done[Made], Done[Made]]:
        return ledger.backups.make(options.folder), ledger.backups.make_at_home()

    made, home = with_ledger(options, translator, work)
    record = {
        "file": str(made.value.path),
        "bytes": made.value.size,
        "verified": True,
        "sequence": made.value.sequence,
        "home": str(home.value.path),
    }
    text = translator.text(
        "Written, read back and proved: {file} ({size} bytes).",
        file=str(made.value.path),
        size=made.value.size,
    )
    return Answer(record, (text,))


def _if_due(options: argparse.Namespace, translator: Translator) -> Answer:
    outcome = in_house(lambda house: house.backup_if_due(options.vault, options.folder))
    written = outcome.written
    if written is None:
        said = {
            "window": translator.text("Skipped: the window is open, and no backup is due."),
            "not_due": translator.text("Skipped: no backup is due yet."),
            "unchanged": translator.text("Skipped: nothing changed since the last backup here."),
        }
        return Answer({"skipped": outcome.skipped}, (said[outcome.skipped],))
    record = {
        "file": str(written.path),
        "bytes": written.size,
        "verified": True,
        "proved": False,
        "sequence": written.origin.sequence,
    }
    text = translator.text(
        "Written and read back: {file} ({size} bytes). It is proved when the book is opened next.",
        file=str(written.path),
        size=written.size,
    )
    return Answer(record, (text,))


def rotate(options: argparse.Namespace, translator: Translator) -> Answer:
    """Let the old backups of a folder go, never one without a newer one that is whole."""
    keep = keep_from(options.keep)
    found = in_house(
        lambda house: house.rotate_backups(options.folder, keep, dry_run=options.dry_run)
    )
    record = {
        "dry_run": options.dry_run,
        "vaults": [
            {"vault_id": one.vault_id, "staying": list(one.staying), "leaving": list(one.leaving)}
            for one in found
        ],
    }
    lines = [
        translator.text("Would go: {file}", file=name)
        if options.dry_run
        else translator.text("Gone: {file}", file=name)
        for one in found
        for name in one.leaving
    ]
    staying = sum(len(one.staying) for one in found)
    lines.append(translator.text("{number} backups stay", number=staying))
    return Answer(record, tuple(lines))


def drill(options: argparse.Namespace, translator: Translator) -> Answer:
    """Restore a backup to a temporary place, compare it, and say what was found."""
    key = _key(options) or credential(options, translator)
    out: Path | None = options.out
    if out is not None:
        refuse_no_folder(out, "out")

    def work(house: House) -> Drilled:
        found = house.drill(options.file, key)
        if out is not None:
            house.certify(found, out, translator.language)
        return found

    found = in_house(work)
    facts = found.facts
    record = {
        "ok": True,
        "rows": dict(facts.counts),
        "sums": dict(facts.sums),
        "last_numbers": dict(facts.last_numbers),
        "head": facts.head.hex(),
        "entries": facts.head_seq,
        "with": found.with_key.value,
        "milliseconds": found.milliseconds,
        **_origin(found.origin),
        "certificate": None if out is None else str(out),
    }
    lines = [
        translator.text(
            "It can be restored: {receipts} receipts, ¥{amount}; {customers} customers; {entries}"
            " log entries. Everything agreed.",
            receipts=facts.counts["receipt"],
            amount=format_fen(facts.sums["receipts"]),
            customers=facts.counts["customer"],
            entries=facts.head_seq,
        )
    ]
    if out is not None:
        lines.append(translator.text("Written: {file}", file=str(out)))
    return Answer(record, tuple(lines))


def verify(options: argparse.Namespace, translator: Translator) -> Answer:
    """Say whether a backup is undamaged, and with a key whether it is this office's."""
    key = _key(options)
    verdict = in_house(lambda house: house.verify_backup(options.file, key))
    record = {
        "undamaged": True,
        "authentic": True if verdict.authentic else None,
        **_origin(verdict.origin),
        "bytes": verdict.payload_bytes,
    }
    lines = [translator.text("Undamaged: every byte is as it was written.")]
    if verdict.facts is None:
        lines.append(
            translator.text(
                "Whether it is this office's shows with an owner's password or the recovery key."
            )
        )
        return Answer(record, tuple(lines))
    record["facts"] = _facts(verdict.facts)
    lines.append(translator.text("Authentic: made by somebody this office vouches for."))
    lines.append(
        translator.text(
            "{receipts} receipts, ¥{amount}; {customers} customers; {entries} log entries.",
            receipts=verdict.facts.counts["receipt"],
            amount=format_fen(verdict.facts.sums["receipts"]),
            customers=verdict.facts.counts["customer"],
            entries=verdict.facts.head_seq,
        )
    )
    return Answer(record, tuple(lines))


def restore(options: argparse.Namespace, translator: Translator) -> Answer:
    """Restore a backup into a new folder; an existing one is never touched."""
    vault: Path = options.vault
    if not options.replace:
        if vault.exists() or vault.is_symlink():
            raise KnownError(Code.EXISTS, part="vault", field="vault")
        refuse_no_folder(vault, "vault")
    if is_inside(options.file, vault):
        raise KnownError(Code.INSIDE_VAULT, field="file")
    numbers = _last_numbers(options.last_number)
    key = _key(options) or credential(options, translator)
    kept: Path | None = None
    if options.replace:
        restored, kept = in_house(lambda house: house.replace(options.file, vault, key, numbers))
    else:
        restored = in_house(lambda house: house.restore(options.file, vault, key, numbers))
    record = {
        "vault": str(vault),
        "vault_id": restored.origin.vault_id,
        "branch": restored.branch_id,
        "backup": restored.origin.backup_id,
        "sequence": restored.origin.sequence,
        "created": restored.origin.created,
        "receipts": restored.receipts,
        "confirmed": restored.confirmed,
        "last_numbers": restored.last_numbers,
        "explained": list(restored.explained),
        "replaced": None if kept is None else str(kept),
    }
    lines = [
        translator.text(
            "Restored into {vault}: {receipts} receipts, as of {created}.",
            vault=str(vault),
            receipts=restored.receipts,
            created=restored.origin.created,
        )
    ]
    if kept is not None:
        lines.append(translator.text("The book that was there lies in {folder}.", folder=str(kept)))
    if restored.explained:
        lines.append(
            translator.text(
                "Lost with the older backup: {numbers}", numbers=_run_of(restored.explained)
            )
        )
    if not restored.confirmed:
        lines.append(
            translator.text(
                "Before the next receipt, say the last number on paper: restore with"
                " --last-number, or confirm it in the program."
            )
        )
    return Answer(record, tuple(lines))


def _key(options: argparse.Namespace) -> Credential | None:
    if options.recovery_file is not None:
        raw = small_file(options.recovery_file, field="recovery_file")
        try:
            return Credential.from_recovery_text(raw.decode("utf-8"))
        except UnicodeDecodeError:
            raise KnownError(Code.BAD_VALUE, field="recovery_file", reason="not_utf8") from None
    if options.password_file is not None:
        raw = small_file(options.password_file, field="password_file")
        return Credential.from_password_bytes(raw, None)
    return None


def _last_numbers(given: list[str]) -> LastNumbers:
    pairs = [text.partition("=") for text in given]
    if any(not code or not number for code, _, number in pairs):
        raise KnownError(Code.BAD_VALUE, field="last_number", reason="number_form")
    return tuple((code, number) for code, _, number in pairs)


def _origin(origin: Origin) -> Mapping[str, object]:
    return {
        "vault_id": origin.vault_id,
        "backup": origin.backup_id,
        "branch": origin.branch_id,
        "sequence": origin.sequence,
        "created": origin.created,
        "sheet": origin.sheet,
    }


def _facts(facts: Facts) -> Mapping[str, object]:
    return {
        "rows": dict(facts.counts),
        "sums_fen": dict(facts.sums),
        "last_numbers": dict(facts.last_numbers),
        "entries": facts.head_seq,
        "head": facts.head.hex(),
        "schema": facts.schema,
        "app": facts.app,
    }


def _run_of(numbers: tuple[str, ...]) -> str:
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]} … {numbers[-1]} ({len(numbers)})"
