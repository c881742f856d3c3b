"""The one-folder program holds what it needs and nothing it must not, on Linux and on Windows.

PyInstaller itself is not among the tools for tests: its names are stand-ins here, and
packaging/prove_bundle.sh tries what it makes.
"""

import importlib
import os
import runpy
import sys
import types
from collections.abc import Callable
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

import PySide6
import pytest

from ledgerdesk import resources

ROOT = Path(__file__).resolve().parents[1]
SPEC = ROOT / "packaging" / "ledgerdesk.spec"
QT = "PySide6/Qt/plugins/"
WINDOWS = "PySide6\\plugins\\"


@pytest.fixture
def contents(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """Give packaging/bundle_contents.py as the spec sees it."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    monkeypatch.delitem(sys.modules, "bundle_contents", raising=False)
    return importlib.import_module("bundle_contents")


class Builder:
    """Stand in for PyInstaller: keep what the spec asks for."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}
        self.programs: list[dict[str, Any]] = []
        self.collected: tuple[Any, ...] = ()

    def analysis(self, scripts: list[str], **asked: Any) -> types.SimpleNamespace:
        self.asked = {"scripts": scripts, **asked}
        return types.SimpleNamespace(
            pure=[],
            scripts=[("pyi_rth_pyside6", "", ""), ("__main__", scripts[0], "")],
            binaries=[(QT + "tls/libqopensslbackend.so", "", ""), ("libpython.so", "", "")],
            datas=[("PySide6/Qt/translations/qt_ar.qm", "", ""), ("ledgerdesk/x.sql", "", "")],
        )

    def exe(self, _modules: Any, scripts: Any, **asked: Any) -> str:
        self.programs.append({"scripts": [one[0] for one in scripts], **asked})
        return str(asked["name"])

    def collect(self, *parts: Any, **_: Any) -> None:
        self.collected = parts


@pytest.fixture
def build(
    contents: types.ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[str], Builder]:
    """Give a function that runs the spec as if on a platform."""

    def run(platform: str) -> Builder:
        builder = Builder()
        hooks = types.ModuleType("PyInstaller.utils.hooks")
        setattr(hooks, "collect_submodules", lambda name: [name, name + ".all"])  # noqa: B010 - a module has no such attribute for mypy
        bindepend = types.ModuleType("PyInstaller.depend.bindepend")
        setattr(bindepend, "resolve_library_path", lambda name: "/lib/" + name)  # noqa: B010 - as above
        for module in (hooks, bindepend):
            monkeypatch.setitem(sys.modules, module.__name__, module)
        for name in ("PyInstaller", "PyInstaller.utils", "PyInstaller.depend"):
            monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
        monkeypatch.setattr(contents, "lay_licences", lambda *_: None)
        monkeypatch.setattr(sys, "platform", platform)
        names = {
            "Analysis": builder.analysis,
            "PYZ": lambda _: "modules",
            "EXE": builder.exe,
            "COLLECT": builder.collect,
            "SPECPATH": str(SPEC.parent),
            "DISTPATH": str(tmp_path),
        }
        exec(compile(SPEC.read_text("utf-8"), str(SPEC), "exec"), names)
        return builder

    return run


def test_on_linux_one_program_has_both_faces(build: Callable[[str], Builder]) -> None:
    builder = build("linux")

    assert [(one["name"], one["console"]) for one in builder.programs] == [("ledgerdesk", True)]
    assert all(one["exclude_binaries"] for one in builder.programs)


def test_on_windows_the_window_has_a_program_that_opens_no_console(
    build: Callable[[str], Builder],
) -> None:
    programs = [(one["name"], one["console"]) for one in build("win32").programs]

    assert programs == [("ledgerdesk", True), ("ledgerdeskw", False)]
    assert len({name.lower() for name, _ in programs}) == 2


def test_no_program_loads_qt_before_its_face_is_chosen(build: Callable[[str], Builder]) -> None:
    for platform in ("linux", "win32"):
        for one in build(platform).programs:
            assert one["scripts"] == ["__main__"]


def test_only_linux_takes_libraries_of_the_system_along(build: Callable[[str], Builder]) -> None:
    for platform, taken in (("linux", True), ("win32", False)):
        _, *_, binaries, datas = build(platform).collected

        assert ("libGL.so.1" in [one[0] for one in binaries]) is taken
        assert "libpython.so" in [one[0] for one in binaries]
        assert QT + "tls/libqopensslbackend.so" not in [one[0] for one in binaries]
        assert [one[0] for one in datas] == ["ledgerdesk/x.sql"]


def test_time_zones_and_barcodes_are_asked_for_though_nothing_imports_them_by_name(
    build: Callable[[str], Builder],
) -> None:
    hidden = build("linux").asked["hiddenimports"]

    assert "tzdata" in hidden
    assert "reportlab.graphics.barcode.all" in hidden


def test_the_data_lies_where_the_program_looks_for_it(build: Callable[[str], Builder]) -> None:
    places = {place: Path(source) for source, place in build("linux").asked["datas"]}
    package = Path(resources.__file__).parent
    looked_at = resources._INSTALLED.relative_to(package.parent).as_posix()

    assert places[looked_at] == ROOT / "resources"
    assert list(places["ledgerdesk/storage/schema"].glob("*.sql"))
    assert all(source.exists() for source in places.values())


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        (QT + "platforms/libqxcb.so", True),
        (QT + "platforms/libqeglfs.so", False),
        (QT + "platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        (QT + "platforminputcontexts/libqtvirtualkeyboardplugin.so", False),
        (QT + "platformthemes/libqgtk3.so", False),
        (QT + "sqldrivers/libqsqlite.so", False),
        (WINDOWS + "platforms\\qwindows.dll", True),
        (WINDOWS + "platforms\\qdirect2d.dll", False),
        (WINDOWS + "styles\\qmodernwindowsstyle.dll", True),
        (WINDOWS + "tls\\qschannelbackend.dll", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6\\translations\\qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_ar.qm", False),
        ("PySide6/Qt/lib/libQt6Core.so.6", True),
        ("PIL/_imaging.so", True),
        ("some/plugins/tls/other.so", True),
    ],
)
def test_of_qt_only_what_is_listed_is_kept(
    contents: types.ModuleType, place: str, *, kept: bool
) -> None:
    assert contents.is_wanted(place) is kept


def test_the_hook_keeps_plugins_before_their_libraries_are_looked_for(
    contents: types.ModuleType,
) -> None:
    found = [("/venv/libqxcb.so", QT + "platforms"), ("/venv/libqgtk3.so", QT + "platformthemes")]

    assert contents.wanted_plugins(found) == found[:1]


def test_the_listed_plugins_are_in_the_installed_qt(
    contents: types.ModuleType, not_run: Callable[[str], NoReturn]
) -> None:
    if not sys.platform.startswith("linux"):
        not_run("only Linux's names are compared")
    plugins = Path(PySide6.__file__).parent / "Qt" / "plugins"
    present = {
        (path.parent.name, path.stem.removeprefix("lib")) for path in plugins.rglob("lib*.so")
    }
    listed = {(folder, stem) for folder, stems in contents.PLUGINS.items() for stem in stems}

    windows = {
        ("platforms", "qwindows"),
        ("printsupport", "windowsprintersupport"),
        ("styles", "qmodernwindowsstyle"),
    }
    assert listed - present == windows


def test_every_installed_package_of_the_lock_brings_its_licence(
    contents: types.ModuleType, tmp_path: Path
) -> None:
    names = [name for name in contents.locked_names() if is_installed(name)]

    for name in names:
        contents.lay_package_licence(tmp_path / name, name)

    served = set(contents.SERVED_BY_COMMON_TEXTS)
    assert {path.name for path in tmp_path.iterdir()} == set(names) - served
    assert list((ROOT / "packaging" / "licences").glob("LGPL*.txt"))


def test_a_package_without_a_licence_is_not_packed(
    contents: types.ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "is_licence", lambda _: False)

    with pytest.raises(FileNotFoundError, match="openpyxl"):
        contents.lay_package_licence(tmp_path / "openpyxl", "openpyxl")


def test_a_licence_is_known_by_its_folder_or_its_name(contents: types.ModuleType) -> None:
    def known(name: str) -> bool:
        return bool(contents.is_licence(PurePosixPath(name)))

    assert known("a-1.dist-info/licenses/BUILD/zlib.txt")
    assert known("a-1.dist-info/LICENCE.rst")
    assert not known("a-1.dist-info/RECORD")
    assert not known("a/LICENSE")


def test_what_is_started_from_the_window_gets_its_own_libraries_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hook = str(ROOT / "packaging" / "hooks" / "own_libraries.py")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/ledgerdesk/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/theirs")

    runpy.run_path(hook)
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/theirs"
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ

    runpy.run_path(hook)
    assert "LD_LIBRARY_PATH" not in os.environ


def is_installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True
