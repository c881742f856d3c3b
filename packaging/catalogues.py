"""Keep the gettext catalogues in step with the source strings.

    python packaging/catalogues.py update                  take over new and changed strings
    python packaging/catalogues.py missing                 print what zh_CN lacks, as JSON
    python packaging/catalogues.py translate FILE.json     fill {"English": "中文"} in, and compile
    python packaging/catalogues.py compile                 write the .mo beside each .po
    python packaging/catalogues.py extract                 write out/ledgerdesk.pot
    python packaging/catalogues.py check                   say what is wrong; exit 1 if anything is

A source string is a literal in `N_("…")`, `….text("…")` or `….plural("one", "many", n)`; a comment
`# i18n: …` on the line above reaches the translator. The usual round: write strings,
`update`, `missing > new.json`, fill it in, `translate new.json`. A plural's Chinese stands under
its first English form. The .mo files are kept in the repository, so that a checkout needs no build.
"""

import argparse
import ast
import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "ledgerdesk"
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = ("zh_CN", "en")
COMPLETE = ("zh_CN",)  # the others fall back to the English source
KEYWORDS = {"N_": 1, "text": 1, "plural": 2}  # how many first arguments are source strings
DRAWING = {"page", "sheet"}  # `sheet.text("…")` puts words on paper
NOTE = "# i18n:"
PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")
# A date of its own would change the files without a change of a word.
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
HEADER = "# LedgerDesk's words. Made and checked by packaging/catalogues.py."


def template() -> Catalog:
    """Return every source string with the files it stands in."""
    found = new_catalogue(None)
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text("utf-8")
        lines = text.splitlines()
        for line, message in marked(ast.parse(text)):
            above = lines[line - 2].strip() if line > 1 else ""
            comments = [above.removeprefix(NOTE).strip()] if above.startswith(NOTE) else []
            found.add(message, None, [(name, 0)], (), comments)
    return found


def marked(tree: ast.Module) -> Iterator[tuple[int, str | tuple[str, str]]]:
    """Yield line and words of each source string of a module.

    Babel's own extractor goes by the name before the bracket alone, and would take what
    `sheet.text("…")` draws on paper for a message.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        owner = getattr(called, "value", None)
        if getattr(owner, "attr", getattr(owner, "id", "")) in DRAWING or name not in KEYWORDS:
            continue
        words = [
            argument.value
            for argument in node.args[: KEYWORDS[name]]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if len(words) == KEYWORDS[name] and all(words):
            yield node.lineno, words[0] if len(words) == 1 else (words[0], words[1])


def new_catalogue(language: str | None) -> Catalog:
    """Return an empty catalogue whose header holds no date and no name of a person."""
    return Catalog(
        locale=language,
        domain="ledgerdesk",
        header_comment=HEADER,
        project="LedgerDesk",
        version="1",
        msgid_bugs_address="LedgerDesk contributors",
        creation_date=NO_DATE,
        revision_date=NO_DATE,
        last_translator="LedgerDesk contributors",
        language_team="LedgerDesk contributors",
        fuzzy=False,
    )


def po_path(language: str) -> Path:
    """Return where a language's catalogue is."""
    return FOLDER / language / "LC_MESSAGES" / "ledgerdesk.po"


def read(language: str) -> Catalog:
    """Return a language's catalogue, empty if there is none yet."""
    path = po_path(language)
    if not path.exists():
        return new_catalogue(language)
    with path.open("rb") as text:
        return read_po(text, locale=language, domain="ledgerdesk")


def updated(language: str, source: Catalog) -> Catalog:
    """Return the source strings with the translations known so far, and no others."""
    known = {message.id: message.string for message in read(language) if message.id}
    fresh = new_catalogue(language)
    for message in strings_of(source):
        fresh.add(
            message.id,
            known.get(message.id),
            message.locations,
            message.flags - {"fuzzy"},
            message.auto_comments,
        )
    return fresh


def strings_of(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages without the header."""
    return (message for message in catalogue if message.id)


def save(language: str, catalogue: Catalog) -> None:
    """Write a catalogue sorted and without line numbers, so that two edits seldom collide."""
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalogue, width=100, sort_output=True, include_lineno=False)
    path.write_bytes(text.getvalue())


def compiled(catalogue: Catalog) -> bytes:
    """Return the bytes of the .mo file."""
    binary = io.BytesIO()
    write_mo(binary, catalogue)
    return binary.getvalue()


def first_form(message: Message) -> str:
    """Return the English a message is looked up by in a translator's file."""
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """Return a message's one form, or all forms of a plural."""
    if isinstance(value, str) or value is None:
        return [value or ""]
    return list(value)


def is_translated(message: Message) -> bool:
    """Say whether every form has words."""
    return all(forms(message.string))


# ── the verbs ────────────────────────────────────────────────────────────────────────────


def update() -> None:
    """Bring every catalogue to the strings of the source."""
    source = template()
    for language in LANGUAGES:
        save(language, updated(language, source))
    compile_all()


def compile_all() -> None:
    """Write every .mo file."""
    for language in LANGUAGES:
        po_path(language).with_suffix(".mo").write_bytes(compiled(read(language)))


def missing() -> dict[str, str]:
    """Return what zh_CN lacks, ready to be filled in."""
    found = updated("zh_CN", template())
    return {first_form(message): "" for message in strings_of(found) if not is_translated(message)}


def translate(path: Path) -> list[str]:
    """Fill translations in; return those whose English is in no source file."""
    given: dict[str, str] = json.loads(path.read_text("utf-8"))
    catalogue = updated("zh_CN", template())
    left = dict(given)
    for message in strings_of(catalogue):
        words = left.pop(first_form(message), None)
        if words is not None:
            message.string = words if isinstance(message.id, str) else (words,)
    save("zh_CN", catalogue)
    update()
    return list(left)


def faults() -> list[str]:
    """Return everything that is wrong with the catalogues, one sentence each."""
    source = template()
    wanted = {message.id for message in strings_of(source)}
    found = [fault for message in strings_of(source) for fault in faults_of_source(message)]
    for language in LANGUAGES:
        catalogue = read(language)
        present = {message.id for message in strings_of(catalogue)}
        found += [f"{language}: not taken over yet: {one!r}" for one in wanted - present]
        found += [f"{language}: in no source file: {one!r}" for one in present - wanted]
        for message in strings_of(catalogue):
            found += [f"{language}: {fault}" for fault in faults_of(message, language)]
        path = po_path(language).with_suffix(".mo")
        if not path.exists() or path.read_bytes() != compiled(catalogue):
            found.append(f"{language}: the .mo file is not the .po file, run `compile`")
    return found


def faults_of_source(message: Message) -> Iterator[str]:
    """Yield what is wrong with an English string."""
    for form in forms(message.id):
        try:
            places(form)
        except ValueError as error:
            yield f"source: {form!r}: {error}"
        if "\uffe5" in form:
            yield f"source: {form!r}: write U+00A5, not the full-width yen sign"


def faults_of(message: Message, language: str) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    english = forms(message.id)
    if message.fuzzy:
        yield f"only guessed: {english[0]!r}"
    if not is_translated(message):
        if language in COMPLETE:
            yield f"not translated: {english[0]!r}"
        return
    for form in forms(message.string):
        try:
            same = places(form) == places(english[-1])
        except ValueError as error:
            yield f"{form!r}: {error}"
            continue
        if not same:
            yield f"other {{places}} than the English: {form!r}"
        if "\uffe5" in form:
            yield f"write U+00A5, not the full-width yen sign: {form!r}"


def places(text: str) -> set[str]:
    """Return the names of the `{places}`.

    Raises:
        ValueError: if the braces do not pair, or a place is more than a plain name.
    """
    names = set()
    for _, name, spec, conversion in Formatter().parse(text):
        if name is None:
            continue
        if spec or conversion or not PLAIN_NAME.fullmatch(name):
            raise ValueError(f"a place must be a plain {{name}}, not {{{name}}}")
        names.add(name)
    return names


def check() -> int:
    """Print what is wrong; return 1 if anything is."""
    found = faults()
    for fault in found:
        print(fault)
    count = len(list(strings_of(template())))
    print(f"{count} strings, {len(found)} faults" if found else f"{count} strings, all in order")
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    """Do what the verb says; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = ("update", "missing", "translate", "compile", "extract", "check")
    parser.add_argument("verb", choices=verbs)
    parser.add_argument("file", type=Path, nargs="?")
    chosen = parser.parse_args(arguments)
    if chosen.verb == "check":
        return check()
    if chosen.verb == "update":
        update()
    elif chosen.verb == "compile":
        compile_all()
    elif chosen.verb == "missing":
        print(json.dumps(missing(), ensure_ascii=False, indent=1))
    elif chosen.verb == "extract":
        target = ROOT / "out" / "ledgerdesk.pot"
        target.parent.mkdir(exist_ok=True)
        with target.open("wb") as text:
            write_po(text, template(), width=100, sort_output=True, include_lineno=False)
    elif chosen.file is None:
        parser.error("translate needs a file")
    else:
        for english in translate(chosen.file):
            print(f"in no source file: {english!r}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
