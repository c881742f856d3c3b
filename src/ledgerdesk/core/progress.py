"""How a long act tells how far it is, and how it is told to stop."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told (done, to do) now and then; what it raises ends the act, and then nothing stays."""


def quiet(_done: int, _to_do: int) -> None:
    """Take the place of a listener where nobody listens."""
