"""Assert that this build is the one that was tested: engine, options, cipher, fonts."""

import argparse
import platform

from ledgerdesk.bootstrap import build_facts
from ledgerdesk.cli.voice import Answer
from ledgerdesk.i18n.translator import Translator


def run(_: argparse.Namespace, translator: Translator) -> Answer:
    """Assert versions and compile options; what is wrong is a known error or a bug."""
    facts = {"python": platform.python_version(), **build_facts()}
    lines = tuple(f"{name}: {value}" for name, value in facts.items())
    return Answer({"ok": True, **facts}, (*lines, translator.text("All as it should be.")))
