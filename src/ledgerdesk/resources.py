"""Find the data files that come with the program: in a checkout, a wheel or a packed folder."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_resources"  # setup.py puts them there, and so does packaging/
_CHECKOUT = _PACKAGE.parent.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of a file or folder below `resources`, such as `("fonts", "README.md")`.

    Raises:
        FileNotFoundError: if the program came without it, which is a fault of its packaging.
    """
    root = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    path = root.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError("/".join(("resources", *parts)))
    return path
