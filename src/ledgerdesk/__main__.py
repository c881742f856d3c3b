"""Choose the face: a verb runs the command line, no verb opens the window."""

import sys


def main() -> int:
    """Run LedgerDesk with the process's arguments; give back the exit code."""
    arguments = sys.argv[1:]
    from ledgerdesk.cli import parser, run  # noqa: PLC0415 - a window needs no verbs

    if parser.names_a_verb(arguments):
        return run.run(arguments)
    options = parser.build().parse_args(arguments)
    from ledgerdesk.gui import app  # noqa: PLC0415 - verbs never import Qt

    return app.run(options.vault)


if __name__ == "__main__":
    sys.exit(main())
