"""The verbs of people: let in, list, switch off and on, remove, change, reset."""

import argparse
from collections.abc import Callable, Mapping

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.cli.door import given_password, with_ledger
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.changes import Done
from ledgerdesk.core.staff import Member, Role
from ledgerdesk.i18n.log_words import change_value
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.services.staff import Left


def add(options: argparse.Namespace, translator: Translator) -> Answer:
    """Let somebody in under a password he is to replace."""
    password = given_password(options.new_password_file, translator, "new_password_file")
    role = Role(options.role)
    return _member(
        options, translator, lambda ledger: ledger.staff.add(options.name, role, password)
    )


def reset(options: argparse.Namespace, translator: Translator) -> Answer:
    """Give somebody who forgot his password another one, which he is to replace."""
    password = given_password(options.new_password_file, translator, "new_password_file")
    return _member(
        options, translator, lambda ledger: ledger.staff.reset_password(options.name, password)
    )


def disable(options: argparse.Namespace, translator: Translator) -> Answer:
    """Switch an account off."""
    return _member(options, translator, lambda ledger: ledger.staff.disable(options.name))


def enable(options: argparse.Namespace, translator: Translator) -> Answer:
    """Switch an account on again."""
    return _member(options, translator, lambda ledger: ledger.staff.enable(options.name))


def rename(options: argparse.Namespace, translator: Translator) -> Answer:
    """Give somebody another name to sign in with."""
    return _member(
        options, translator, lambda ledger: ledger.staff.rename(options.name, options.new_name)
    )


def change_role(options: argparse.Namespace, translator: Translator) -> Answer:
    """Give somebody another role."""
    role = Role(options.role)

    def work(ledger: Ledger) -> tuple[Left | None, int]:
        left = ledger.staff.change_role(options.name, role).value
        return left, ledger.keys.state().generation

    left, generation = with_ledger(options, translator, work)
    record: dict[str, object] = {"name": options.name, "role": role.value}
    record["generation"] = generation
    text = translator.text(
        "{name}: {role}",
        name=options.name,
        role=change_value(translator, "staff", "role", role.value),
    )
    return _after_leaving(record, (text,), left, translator)


def remove(options: argparse.Namespace, translator: Translator) -> Answer:
    """Remove somebody for good: a new key, and a new backup at once."""

    def work(ledger: Ledger) -> Left | None:
        return ledger.staff.remove(options.name).value

    left = with_ledger(options, translator, work)
    record: dict[str, object] = {"name": options.name, "state": "removed"}
    text = translator.text("{name} was removed.", name=options.name)
    return _after_leaving(record, (text,), left, translator)


def list_people(options: argparse.Namespace, translator: Translator) -> Answer:
    """List everybody who ever worked here."""
    people = with_ledger(options, translator, lambda ledger: ledger.staff.people())
    lines = tuple(_line(one, translator) for one in people)
    return Answer({"staff": [_record(one) for one in people]}, lines)


def _member(
    options: argparse.Namespace,
    translator: Translator,
    work: Callable[[Ledger], Done[Member]],
) -> Answer:
    member = with_ledger(options, translator, work).value
    return Answer(_record(member), (_line(member, translator),))


def _record(member: Member) -> Mapping[str, object]:
    return {
        "id": member.pub,
        "name": member.name,
        "role": member.role.value,
        "state": member.standing.value,
        "provisional": member.provisional,
        "added_at": member.added_at,
    }


def _line(member: Member, translator: Translator) -> str:
    role = change_value(translator, "staff", "role", member.role.value)
    words = {
        "active": translator.text("may sign in"),
        "disabled": translator.text("switched off"),
        "removed": translator.text("removed"),
    }
    line = f"{member.name}  {role}  {words[member.standing.value]}"
    if member.provisional:
        line += "  " + translator.text("(has to choose his own password)")
    return line


def _after_leaving(
    record: dict[str, object], lines: tuple[str, ...], left: Left | None, translator: Translator
) -> Answer:
    if left is None:
        return Answer(record, lines)
    record |= {"generation": left.generation, "backup": str(left.backup)}
    record["carrying"] = list(left.carrying)
    said = [
        translator.text(
            "The book has a new key (number {generation}). New backup: {file}",
            generation=left.generation,
            file=str(left.backup),
        ),
        sheet_is_old(translator),
    ]
    if left.carrying:
        said.append(
            translator.text(
                "These backups still open with the password of whoever went: {files}",
                files=", ".join(left.carrying),
            )
        )
    return Answer(record, (*lines, *said))


def sheet_is_old(translator: Translator) -> str:
    """Say that the printed sheet has to be issued anew."""
    return translator.text(
        "The recovery sheet in the drawer opens the old key: issue a new one with sheet."
    )
