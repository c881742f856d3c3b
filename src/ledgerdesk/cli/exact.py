"""A parser that takes words as they are written."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING


class Parser(argparse.ArgumentParser):
    """A parser that never guesses from a prefix."""

    def __init__(self, **settings: object) -> None:
        super().__init__(allow_abbrev=False, **settings)  # type: ignore[arg-type] # handed through


if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[Parser]  # noqa: SLF001 - argparse gives it no public name
else:
    Verbs = argparse.Action
