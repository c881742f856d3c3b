"""An installed wheel finds the same fonts, catalogues and schema as a checkout does."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[1]
OLDEST_SETUPTOOLS = 77


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, not_run: Callable[[str], NoReturn]) -> Path:
    """Build the wheel from a copy, so that no build folder appears in the checkout."""
    try:
        major = int(metadata.version("setuptools").split(".")[0])
    except metadata.PackageNotFoundError:
        major = 0
    if major < OLDEST_SETUPTOOLS:
        not_run(f"setuptools {OLDEST_SETUPTOOLS} or newer is not installed")
    copy = tmp_path_factory.mktemp("copy")
    for name in ("src", "resources"):
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run([*pip, "-w", str(copy), str(copy)], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    (built,) = copy.glob("*.whl")
    return built


def test_the_wheel_holds_every_resource_and_every_schema_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    resources = ROOT / "resources"
    schema = ROOT / "src" / "ledgerdesk" / "storage" / "schema"
    wanted = {
        f"ledgerdesk/_resources/{path.relative_to(resources).as_posix()}"
        for path in resources.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    } | {f"ledgerdesk/storage/schema/{path.name}" for path in schema.glob("*.sql")}

    assert wanted - inside == set()
    assert not [name for name in inside if name.startswith("tests/")]


def test_the_installed_program_reads_its_own_resources(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "from ledgerdesk.resources import resource\n"
        "from ledgerdesk.i18n.translator import Language, Translator\n"
        "print(resource('fonts', 'SHA256SUMS'))\n"
        "print(len(Translator.load(Language.ZH).text('Cancelled. Nothing was changed.')))\n"
    )

    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{code}"],
        capture_output=True,
        check=True,
    )

    path, length = done.stdout.decode().splitlines()
    assert Path(path).is_relative_to(tmp_path)
    assert int(length) == len("已取消，没有任何改动。")
