"""Say what the one-folder program holds: for ledgerdesk.spec, its hook, and the tests."""

import importlib.metadata
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "ledgerdesk"
PROGRAM = "ledgerdesk"
WINDOW_PROGRAM = "ledgerdeskw"  # as pythonw beside python: Windows opens no black window for it

# Source → place beside the modules: where resource() and importlib.resources look in a wheel too.
DATA = (
    (ROOT / "resources", "ledgerdesk/_resources"),
    (PACKAGE / "storage" / "schema", "ledgerdesk/storage/schema"),
)
HIDDEN = ("tzdata",)  # zoneinfo asks for it by name where the system has no time zones
HIDDEN_PACKAGES = ("reportlab.graphics.barcode",)  # builds its import statements from strings
EXCLUDED = (
    "readline",  # links a library under the GPL; verbs ask for nothing but a password
    "tkinter",
    "pdb",
    "PySide6.QtOpenGL",
    "PIL._avif",  # 5 MB; the only pictures are PNG
    "PIL._webp",
)
# PyInstaller's own hook imports QtCore at every start, also for verbs, to write down where Qt
# lies; its comment says that the wheels know that by themselves. The proof opens the window.
UNWANTED_START_HOOKS = ("pyi_rth_pyside6",)

# PyInstaller leaves these to the system, for the sake of programs that draw with OpenGL. Qt will
# not even load without them; the first four only hand calls on to a driver, and none is called.
QT_NEEDS = (
    *("libGL.so.1", "libEGL.so.1", "libGLX.so.0", "libGLdispatch.so.0"),
    *("libxcb.so.1", "libwayland-client.so.0", "libwayland-cursor.so.0"),
)

# Each plugin drags in what it links to, so the list says what is kept. Names are Linux's and
# Windows' with prefix and ending taken off. Nothing draws with OpenGL, so its plugins stay away,
# and with them the quarrels of our libstdc++ with the drivers of a newer system.
PLUGINS = {
    "platforms": {"qxcb", "qwayland", "qoffscreen", "qwindows"},
    "platforminputcontexts": {
        "composeplatforminputcontextplugin",
        "ibusplatforminputcontextplugin",
    },
    "platformthemes": {"qxdgdesktopportal"},
    "wayland-shell-integration": {"xdg-shell"},
    "wayland-decoration-client": {"adwaita", "bradient"},
    "iconengines": {"qsvgicon"},
    "imageformats": {"qsvg", "qico"},
    "printsupport": {"cupsprintersupport", "windowsprintersupport"},
    "styles": {"qmodernwindowsstyle"},
}
TRANSLATIONS = {"qtbase_zh_CN.qm"}  # what gui/speech.py loads
SERVED_BY_COMMON_TEXTS = ("pyside6-essentials", "shiboken6")  # Qt's wheels carry no licence file


def parts_of(path: str) -> tuple[str, ...]:
    """Split a path as PyInstaller gives it, with the slashes of Linux or of Windows."""
    if "\\" in path:
        return PureWindowsPath(path).parts
    return PurePosixPath(path).parts


def is_wanted(place: str) -> bool:
    """Say whether a file of Qt is to be kept, by its place; whatever is not Qt's is."""
    parts = parts_of(place)
    if "PySide6" not in parts:
        return True
    name = parts[-1]
    if "plugins" in parts:
        folder = parts[parts.index("plugins") + 1]
        stem = name.split(".", maxsplit=1)[0].removeprefix("lib")
        return folder == name or stem in PLUGINS.get(folder, set())
    return not name.endswith(".qm") or name in TRANSLATIONS


def wanted_plugins(binaries: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keep the plugins of the list; `binaries` are pairs of a source file and a folder."""
    return [
        (source, folder)
        for source, folder in binaries
        if is_wanted("/".join((*parts_of(folder), parts_of(source)[-1])))
    ]


# ── licences ─────────────────────────────────────────────────────────────────────────────


def lay_licences(target: Path, binaries: Iterable[tuple[str, str]]) -> None:
    """Put LICENSE and `licences/` beside the program; pairs are a place and its source file.

    Raises:
        FileNotFoundError: if a package would be passed on without its licence.
    """
    shutil.copy(ROOT / "LICENSE", target / "LICENSE.txt")
    folder = target / "licences"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "packaging" / "licences", folder)
    shutil.copy(ROOT / "docs" / "licences.md", folder)
    shutil.copy(python_licence(), folder / "Python.txt")
    for name in (*locked_names(), "pyinstaller"):
        lay_package_licence(folder / name, name)
    system = [Path(source) for _, source in binaries if is_of_the_system(Path(source))]
    for package, copyright_file in sorted(debian_copyrights(system)):
        shutil.copy(copyright_file, folder / f"debian-{package}.txt")


def locked_names() -> Iterator[str]:
    """Yield the names in the run-time lock."""
    for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)==", line)
        if match:
            yield match[1]


def lay_package_licence(folder: Path, name: str) -> None:
    """Copy the licence files a package came with.

    Raises:
        FileNotFoundError: if it came with none and packaging/licences does not serve it either.
    """
    try:
        files = importlib.metadata.distribution(name).files or []
    except importlib.metadata.PackageNotFoundError:
        return  # the lock holds packages of other systems too
    found = [file for file in files if is_licence(PurePosixPath(file.as_posix()))]
    if not found and name not in SERVED_BY_COMMON_TEXTS:
        raise FileNotFoundError(f"the licence of {name}")
    for file in found:
        folder.mkdir(exist_ok=True)
        parts = [part for part in file.parts[1:] if part != "licenses"]
        shutil.copy(Path(str(file.locate())), folder / "-".join(parts))


def is_licence(file: PurePosixPath) -> bool:
    """Say whether a file of a package is one of its licences, old layout or new."""
    if not file.parts[0].endswith(".dist-info"):
        return False
    named = re.search(r"licen[cs]e|copying|notice", file.name, re.IGNORECASE)
    return file.parts[1] == "licenses" or named is not None


def python_licence() -> Path:
    """Find the licence of the Python that is packed."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path("/usr/share/doc") / version / "copyright",
        Path("/usr/share/doc") / f"lib{version}" / "copyright",
    )
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise FileNotFoundError("the licence of this Python")
    return found


def is_of_the_system(source: Path) -> bool:
    """Say whether a library was taken from the system this is built on, or is Python's own."""
    return source.is_absolute() and not source.is_relative_to(sys.prefix)


def debian_copyrights(sources: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Yield Debian's package and copyright file of each library it owns."""
    dpkg = shutil.which("dpkg-query")
    names = {name for source in sources for name in names_known_to_dpkg(source)}
    if dpkg is None or not names:
        return
    done = subprocess.run(  # noqa: S603 - the arguments are files PyInstaller found
        [dpkg, "--search", *sorted(names)], capture_output=True, text=True, check=False
    )
    for package in {line.split(":")[0] for line in done.stdout.splitlines()}:
        yield package, Path("/usr/share/doc") / package / "copyright"


def names_known_to_dpkg(source: Path) -> Iterator[str]:
    """Yield a library's path as it is, and without /usr, as older packages list it."""
    real = str(source.resolve())
    yield real
    yield real.removeprefix("/usr")
