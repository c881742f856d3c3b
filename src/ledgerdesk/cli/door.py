"""The way in: passwords from a file or a prompt, and a ledger on its own lane."""

import argparse
import getpass
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from ledgerdesk.bootstrap import House, Ledger, real_house
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.services.access import Credential

MOST_PASSWORD_BYTES = 4096
Value = TypeVar("Value")


def credential(options: argparse.Namespace, translator: Translator) -> Credential:
    """Read the password from `--password-file` or ask for it at a terminal.

    Raises `needs_password` where there is neither, `file_not_found`, `bad_value`.
    """
    raw = _password(options.password_file, translator)
    return Credential.from_password_bytes(raw, getattr(options, "user", None))


def new_password(options: argparse.Namespace, translator: Translator) -> str:
    """Read the password a new vault is to have."""
    return given_password(options.password_file, translator, "password_file")


def given_password(file: Path | None, translator: Translator, field: str) -> str:
    """Read a password that is to be set, from its file or from a terminal."""
    raw = _password(file, translator, field)
    return Credential.from_password_bytes(raw, None).password or ""


def _password(file: Path | None, translator: Translator, field: str = "password_file") -> bytes:
    if file is not None:
        return small_file(file, field=field)
    if not sys.stdin.isatty():
        raise KnownError(Code.NEEDS_PASSWORD, field=field)
    asked = translator.text("Password: ")
    if field != "password_file":
        asked = translator.text("New password: ")
    return getpass.getpass(asked).encode("utf-8")


def small_file(file: Path, *, field: str) -> bytes:
    """Read a file that holds one line."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(MOST_PASSWORD_BYTES + 1)
    except FileNotFoundError as error:
        raise KnownError(Code.FILE_NOT_FOUND, field=field) from error
    except OSError as error:
        raise KnownError(Code.IO_FAILED, field=field) from error
    if len(raw) > MOST_PASSWORD_BYTES:
        raise KnownError(Code.BAD_VALUE, field=field, reason="too_long")
    return raw


def in_house(work: Callable[[House], Value]) -> Value:
    """Run a call on the owner lane, with the press beside it."""
    with _to_its_end(), Lane("press") as press, Lane("owner") as lane:
        return lane.call(lambda: work(real_house(press)))


@contextmanager
def _to_its_end() -> Iterator[None]:
    """Ignore Ctrl-C: after a commit the answer "cancelled, nothing was changed" would be a lie."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears the keyboard
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def with_ledger(
    options: argparse.Namespace,
    translator: Translator,
    work: Callable[[Ledger], Value],
    who: Credential | None = None,
) -> Value:
    """Unlock the vault of the options, run a call with it, and lock it again."""
    bearer = who or credential(options, translator)

    def opened(house: House) -> Value:
        ledger = house.open(options.vault, bearer)
        try:
            value = work(ledger)
            if ledger.must_choose_password:
                _ask_for_own_password(translator)
            return value
        finally:
            _lock(ledger, translator)

    return in_house(opened)


def _ask_for_own_password(translator: Translator) -> None:
    note = translator.text(
        "An owner knows this password, or it is too weak for an owner. Choose your own: passwd."
    )
    sys.stderr.write(note + "\n")


def _lock(ledger: Ledger, translator: Translator) -> None:
    """Lock the book; a fault in closing takes no answer back, for what was saved is saved."""
    try:
        ledger.lock()
    except KnownError:
        note = translator.text(
            "What was done is saved, but the mark beside the book was not written. Check the disk"
            " and its free space."
        )
        sys.stderr.write(note + "\n")
