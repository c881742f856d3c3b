"""Choose an input method that the shipped Qt has a plugin for, before Qt starts."""

from collections.abc import MutableMapping
from pathlib import Path


def _plugins() -> Path:
    import PySide6  # noqa: PLC0415 - only its folder is asked for

    return Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforminputcontexts"


def choose_input_method(env: MutableMapping[str, str], plugins: Path | None = None) -> None:
    """Use ibus where fcitx is asked for and no fcitx plugin came with Qt.

    fcitx 5 answers to the ibus protocol too; without this, Chinese could not be typed at all.
    """
    wanted = env.get("QT_IM_MODULE", "")
    folder = plugins or _plugins()
    if wanted.startswith("fcitx") and not list(folder.glob("*fcitx*")):
        env["QT_IM_MODULE"] = "ibus"
