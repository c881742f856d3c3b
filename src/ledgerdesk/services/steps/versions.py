"""What the book's engine of this program is, for whoever asks what he works with."""

from ledgerdesk.storage.engine import engine_facts


def engine_versions() -> dict[str, str]:
    """Give the versions of `sqlite`, `sqlcipher` and its `crypto` provider."""
    return engine_facts()
