"""What the command line says: one JSON object or plain lines, and one sentence per error."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.problems import Invalid
from ledgerdesk.i18n.messages import sentence
from ledgerdesk.i18n.problems import field_words
from ledgerdesk.i18n.translator import Translator

DONE, KNOWN, USAGE, BUG = 0, 1, 2, 3
# A form marks the field at fault; a line of text has to name it.
_OF_AN_ENTRY = frozenset({Code.BAD_AMOUNT, Code.BAD_DATE, Code.BAD_VALUE, Code.EXISTS})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb answers: the JSON object, the lines for a person, and the exit code."""

    record: Mapping[str, object]
    lines: tuple[str, ...]
    code: int = DONE


def say(answer: Answer, *, as_json: bool) -> int:
    """Print an answer on stdout; give back its exit code."""
    if as_json:
        _line(sys.stdout, json.dumps(answer.record, ensure_ascii=False))
    else:
        for line in answer.lines:
            _line(sys.stdout, line)
    return answer.code


def refuse(translator: Translator, error: KnownError, *, as_json: bool) -> int:
    """Say a known error: one sentence on stderr, its code and details as JSON on stdout."""
    said = sentence(translator, error)
    if error.code in _OF_AN_ENTRY and error.field is not None:
        said = translator.text(
            "{field}: {problem}", field=field_words(translator, error.field), problem=said
        )
    _line(sys.stderr, said)
    if as_json:
        record: dict[str, object] = {"error": error.code.value}
        if error.field is not None:
            record["field"] = error.field
        record.update({name: value for name, value in error.details.items() if value is not None})
        if isinstance(error, Invalid):
            record["problems"] = [{"field": p.field, "rule": p.rule} for p in error.problems]
        _line(sys.stdout, json.dumps(record, ensure_ascii=False))
    return KNOWN


def admit(translator: Translator, error: BaseException, *, as_json: bool) -> int:
    """Admit a bug: its kind and place, never its values, which may be somebody's data."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_qualname}:{place.tb_lineno}" if place else "?"
    kind = type(error).__name__
    _line(
        sys.stderr,
        translator.text(
            "LedgerDesk made a mistake ({kind} in {where}). Nothing half-done was saved; please"
            " report these words.",
            kind=kind,
            where=where,
        ),
    )
    if as_json:
        _line(sys.stdout, json.dumps({"error": "bug", "kind": kind, "where": where}))
    return BUG


def speak_utf8() -> None:
    """Write UTF-8 whatever the console says; a lone surrogate is shown, never a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _line(stream: TextIO, text: str) -> None:
    stream.write(text + "\n")
    stream.flush()
