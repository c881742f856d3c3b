"""The verbs of keys: one's own password, the recovery sheet, a new key for the book."""

import argparse
from pathlib import Path

from ledgerdesk.bootstrap import Ledger, SheetFiles
from ledgerdesk.cli.door import credential, given_password, in_house, small_file, with_ledger
from ledgerdesk.cli.sheet_paths import free_beside, refuse_sheet_files
from ledgerdesk.cli.staff_verbs import sheet_is_old
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.services.access import Credential, Recovery
from ledgerdesk.services.sheet import SheetState


def passwd(options: argparse.Namespace, translator: Translator) -> Answer:
    """Change one's own password."""
    who = credential(options, translator)
    new = given_password(options.new_password_file, translator, "new_password_file")

    def work(ledger: Ledger) -> bool:
        changed = ledger.staff.change_own_password(
            who.password or "", new, somebody_knows=options.somebody_knows
        )
        return changed.value.rotated

    rotated = with_ledger(options, translator, work, who)
    lines = [translator.text("The password was changed.")]
    if rotated:
        lines.append(sheet_is_old(translator))
    elif options.somebody_knows:
        lines.append(translator.text("Ask an owner to give the book a new key: rotate."))
    return Answer({"changed": True, "rotated": rotated}, tuple(lines))


def rotate(options: argparse.Namespace, translator: Translator) -> Answer:
    """Give the book a new key."""
    state = with_ledger(options, translator, lambda ledger: ledger.keys.rotate()).value
    lines = (
        translator.text(
            "The book has a new key (number {generation}).", generation=state.generation
        ),
        sheet_is_old(translator),
    )
    return Answer({"generation": state.generation, "sheet_current": False}, lines)


def recover(options: argparse.Namespace, translator: Translator) -> Answer:
    """Give an owner a new password by the printed sheet, and put a new sheet down."""
    line = options.recovery_out or free_beside(options.recovery_file)
    files = SheetFiles(line=line, page=options.recovery_sheet)
    refuse_sheet_files(files, options.vault)
    wanted = Recovery(
        sheet=_sheet(options),
        login=options.user,
        password=given_password(options.new_password_file, translator, "new_password_file"),
    )
    done = in_house(lambda house: house.recover(options.vault, wanted, files))
    record = {
        "vault": str(options.vault),
        "user": done.name,
        "sheet": done.sheet,
        "generation": done.generation,
        "recovery": str(line),
    }
    lines = (
        translator.text("{name} has a new password.", name=done.name),
        _put_down(files, done.sheet, translator),
    )
    return Answer(record, lines)


def sheet(options: argparse.Namespace, translator: Translator) -> Answer:
    """Tell how it stands with the sheet; issue it anew; or read it back."""
    if options.recovery_out is not None:
        return _issue(options, translator)
    if options.recovery_sheet is not None:
        raise KnownError(Code.BAD_VALUE, field="recovery_out", reason="required")
    if options.recovery_file is not None:
        text = _text(options.recovery_file, "recovery_file")
        proved = with_ledger(options, translator, lambda ledger: ledger.sheet.prove(text))
        return _state(proved.value, translator)
    return _state(with_ledger(options, translator, lambda ledger: ledger.sheet.state()), translator)


def _issue(options: argparse.Namespace, translator: Translator) -> Answer:
    files = SheetFiles(line=options.recovery_out, page=options.recovery_sheet)
    refuse_sheet_files(files, options.vault)
    state = with_ledger(options, translator, lambda ledger: ledger.sheet.renew(files.write)).value
    answer = _state(state, translator)
    record = {**answer.record, "recovery": str(files.line)}
    return Answer(record, (_put_down(files, state.number, translator),))


def _state(state: SheetState, translator: Translator) -> Answer:
    record = {"sheet": state.number, "current": state.is_current, "kept": state.is_kept}
    if not state.is_current:
        return Answer(record, (sheet_is_old(translator),))
    if state.is_kept:
        text = translator.text("Sheet {number} is kept: it was read back.", number=state.number)
    else:
        text = translator.text("Sheet {number} was not read back yet.", number=state.number)
    return Answer(record, (text,))


def _put_down(files: SheetFiles, number: int, translator: Translator) -> str:
    return translator.text(
        "The new recovery sheet (number {number}) lies in {file}. Print it, keep it away from this"
        " PC, then delete the file; the sheet before opens nothing any more.",
        number=number,
        file=str(files.line),
    )


def _sheet(options: argparse.Namespace) -> Credential:
    text = _text(options.recovery_file, "recovery_file")
    block = None
    if options.block_file is not None:
        block = _text(options.block_file, "block_file")
    return Credential.from_recovery_text(text, block)


def _text(path: Path, field: str) -> str:
    try:
        return small_file(path, field=field).decode("utf-8")
    except UnicodeDecodeError:
        raise KnownError(Code.BAD_VALUE, field=field, reason="not_utf8") from None
