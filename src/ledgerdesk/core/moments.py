"""Moments as the book stores them: UTC text of fixed width that sorts as time does."""

from datetime import UTC, datetime


def stored(moment: datetime) -> str:
    """Write an aware moment as `2026-11-23T09:41:07.123Z`."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is not a moment")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def restored(text: str) -> datetime:
    """Read a stored moment back as aware UTC."""
    return datetime.fromisoformat(text)
