"""Choose the face: no argument or a book opens the window, whatever else is the command line."""

import sys
from collections.abc import Sequence
from pathlib import Path

_BOOK = "--vault"


def main() -> int:
    """Run LedgerDesk with the process's arguments; give back the exit code."""
    arguments = sys.argv[1:]
    if not asks_for_the_window(arguments):
        from ledgerdesk.cli import run  # noqa: PLC0415 - a window needs no verbs

        return run.run(arguments)
    from ledgerdesk.runtime.collecting import rest_until_all_is_there  # noqa: PLC0415 - as below

    rest_until_all_is_there()
    from ledgerdesk.gui import app  # noqa: PLC0415 - verbs never import Qt

    return app.run(_book_in(arguments))


def asks_for_the_window(arguments: Sequence[str]) -> bool:
    """Tell the window's few arguments by themselves: reading every verb takes 0.2 s."""
    return not arguments or (len(arguments) <= 2 and _book_in(arguments) is not None)  # noqa: PLR2004 - option, value


def _book_in(arguments: Sequence[str]) -> Path | None:
    option, is_joined, value = arguments[0].partition("=") if arguments else ("", "", "")
    if option != _BOOK:
        return None
    if is_joined:
        return Path(value) if value and len(arguments) == 1 else None
    return Path(arguments[1]) if len(arguments) > 1 and not arguments[1].startswith("-") else None


if __name__ == "__main__":
    sys.exit(main())
