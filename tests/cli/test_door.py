"""What has begun is brought to its end: nobody is told "nothing was changed" after a change."""

import argparse
import os
import signal
from collections.abc import Callable
from typing import NoReturn

import pytest

from ledgerdesk.bootstrap import House
from ledgerdesk.cli import door
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.i18n.translator import Language, Translator


def test_a_call_that_has_begun_answers_whatever_the_keyboard_says(
    not_run: Callable[[str], NoReturn],
) -> None:
    if os.name == "nt":
        not_run("Windows: a process cannot send itself Ctrl-C")
    heard = signal.getsignal(signal.SIGINT)

    def work(_: House) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return "SJ2026-000001"

    assert door.in_house(work) == "SJ2026-000001"
    assert signal.getsignal(signal.SIGINT) is heard


def test_a_call_that_fails_gives_the_keyboard_back() -> None:
    heard = signal.getsignal(signal.SIGINT)

    def work(_: House) -> str:
        raise KeyError("x")

    with pytest.raises(KeyError):
        door.in_house(work)
    assert signal.getsignal(signal.SIGINT) is heard


def test_a_mark_that_cannot_be_written_takes_no_answer_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class FullDisk:
        must_choose_password = False

        def open(self, *_: object) -> "FullDisk":
            return self

        def lock(self) -> None:
            raise KnownError(Code.DISK_FULL, part="state")

    monkeypatch.setattr(door, "real_house", lambda _press: FullDisk())
    monkeypatch.setattr(door, "credential", lambda *_: None)
    english = Translator.load(Language.EN)

    answer = door.with_ledger(argparse.Namespace(vault=None), english, lambda _: "SJ2026-000001")

    said = capsys.readouterr()
    assert answer == "SJ2026-000001"
    assert (said.out, said.err.startswith("What was done is saved")) == ("", True)
