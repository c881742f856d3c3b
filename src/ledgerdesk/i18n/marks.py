"""Mark an English source string for the catalogues where it is not yet translated."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name, extractors look for it
    """Return the message unchanged; `packaging/catalogues.py` finds it by this call."""
    return message
