#!/usr/bin/env python3
"""Bring a bare machine to a running, tested LedgerDesk with one command.

    python3 dev.py run            start the program (without a screen: the demo, into ./out)
    python3 dev.py test           every check the project has; arguments after it go to pytest
    python3 dev.py setup          only make the environment; `--wheels DIR` needs no network
    python3 dev.py demo           a day of one office without a window, into ./out
    python3 dev.py faults         the whole fault campaign
    python3 dev.py bench          measure the speeds the documentation claims
    python3 dev.py screenshots    draw the pictures of the documentation again
    python3 dev.py bundle         the program with its own Python as one folder, ./dist/ledgerdesk

On Windows say `py dev.py run`. Only the standard library is used. The syntax stays readable to
Python 3.6, so that an old Python reaches the sentence that says what it lacks.
"""

import argparse
import contextlib
import ctypes
import hashlib
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OUT = ROOT / "out"
IN_VENV = "Scripts/python.exe" if os.name == "nt" else "bin/python"
PYTHON = VENV / IN_VENV
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
BUNDLE_LOCK = ROOT / "requirements-bundle.lock"
BUNDLE_VENV = ROOT / "build" / "venv"  # apart: what is packed must not hang on the tools of .venv

# What Qt's xcb, wayland and offscreen platforms and its CUPS plugin link to beyond a bare Debian,
# found with ldd in PySide6-Essentials 6.11.3, and the Debian package of each.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# The program draws with its own fonts. The system's font serves what is drawn without them, such
# as a title bar; fonts-noto-cjk would be 57 MB to fetch for that, this one is 1.6.
FONT_FOLDERS = ("/usr/share/fonts/truetype/wqy", "/usr/share/fonts/opentype/noto")
FONT_PACKAGE = "fonts-wqy-microhei"
# Tests that need one of these say NOT RUN without it.
TEST_TOOLS = {
    "pdftotext": ("poppler-utils",),
    "Xvfb": ("xvfb",),
    "xdotool": ("xdotool",),
    "strace": ("strace",),
    "zbarimg": ("zbar-tools",),
    "git": ("git",),
    "gcc": ("gcc", "libc6-dev"),
}
# PyInstaller takes libraries apart with binutils and packs Python's own, which Debian splits off.
BUNDLE_TOOL, BUNDLE_TOOL_PACKAGE = "objcopy", "binutils"


class Stop(Exception):
    """End with a sentence that says what happened and what to do next."""


def say(text: str) -> None:
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


@contextlib.contextmanager
def step(name: str) -> "Iterator[None]":
    """Print a step's name before it and its seconds after it."""
    began = time.monotonic()
    print(f"· {name} …", end=" ", flush=True)
    try:
        yield
    except BaseException:
        say("failed")
        raise
    say(f"{time.monotonic() - began:.1f} s")


def quiet(command: "list[str]", *, stop: str) -> None:
    """Run a command; if it fails, show the end of what it printed and stop with a sentence."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT, check=False
    )
    if done.returncode:
        tail = done.stdout.decode(errors="replace").splitlines()[-25:]
        raise Stop("\n".join([stop, *("    " + line for line in tail)]))


# ── the machine ──────────────────────────────────────────────────────────────────────────


def privileged() -> "list[str] | None":
    """Return what to put before a command to run it as root, or None if that cannot be."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode:
        return None
    return [sudo, "-n"] if sudo else None


def venv_package() -> "list[str]":
    """Name the package that gives this Python its ensurepip, if it lacks it (Debian splits it)."""
    try:
        import ensurepip  # noqa: F401, PLC0415 - to learn whether it is there
    except ImportError:
        return ["python3-venv"]
    return []


def missing_packages(*, for_tests: bool) -> "tuple[list[str], list[str]]":
    """Return the Debian packages the program needs and those that only tests would like."""
    needed = venv_package()
    needed += [package for name, package in LIBRARIES.items() if not library_found(name)]
    if not any(Path(folder).is_dir() for folder in FONT_FOLDERS):
        needed.append(FONT_PACKAGE)
    wanted: list[str] = []
    for tool, packages in TEST_TOOLS.items():
        if for_tests and shutil.which(tool) is None:
            wanted += packages
    return needed, wanted


def library_found(name: str) -> bool:
    """Say whether the dynamic linker finds a library by this name."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_for_bundle() -> "list[str]":
    """Return the Debian packages that making the one-folder program needs beyond running it."""
    needed = [] if shutil.which(BUNDLE_TOOL) else [BUNDLE_TOOL_PACKAGE]
    library = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    if sys.base_prefix == "/usr" and not library_found(library + ".so.1.0"):
        needed.append(library)
    return needed


def prepare_machine(*, for_tests: bool, for_bundle: bool = False) -> None:
    """Install missing system packages on Debian and its kin; elsewhere change nothing."""
    if not sys.platform.startswith("linux"):
        return
    needed, wanted = missing_packages(for_tests=for_tests)
    needed += missing_for_bundle() if for_bundle else []
    if not needed and not wanted:
        return
    names = " ".join(needed + wanted)
    prefix = privileged() if shutil.which("apt-get") else None
    if prefix is None:
        say(f"! not installed here, and no right to do so: {names}")
        if "python3-venv" in needed:
            raise Stop("Without python3-venv no environment can be made; install it and try again.")
        return
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    install = [*apt, "install", "-y", "-q", "--no-install-recommends"]
    with step("reading the list of system packages"):
        subprocess.run([*apt, "update", "-q"], capture_output=True, check=False)
    if needed:
        with step(f"installing {len(needed)} system packages: {' '.join(needed)}"):
            quiet([*install, *needed], stop="The system's package manager refused.")
    if wanted:
        with step(f"installing {len(wanted)} packages for tests: {' '.join(wanted)}"):
            done = subprocess.run([*install, *wanted], capture_output=True, check=False)
        if done.returncode:
            say("! some could not be had; the tests that need them will say NOT RUN")


# ── the environment ──────────────────────────────────────────────────────────────────────


def stamp_of(lock: Path, venv: Path = VENV) -> str:
    """Return what an environment made from this lock, here and with this Python, is marked with."""
    facts = [hashlib.sha256(lock.read_bytes()).hexdigest(), sys.version.split()[0], str(venv)]
    return "\n".join(facts)


def is_current(lock: Path, venv: Path = VENV) -> bool:
    """Say whether the environment was made from this lock."""
    stamp = venv / (lock.name + ".stamp")
    made = (venv / IN_VENV).exists() and stamp.exists()
    return made and stamp.read_text("utf-8") == stamp_of(lock, venv)


def make_environment(lock: Path, wheels: "Path | None" = None) -> None:
    """Make `.venv` hold exactly what the lock names, each file checked against its hash."""
    # The development lock holds the run-time lock, a test compares them.
    if is_current(DEV_LOCK) or is_current(lock):
        return
    if not any(is_current(known) for known in (RUN_LOCK, DEV_LOCK)):
        clear_environment(VENV)
    fill_environment(lock, wheels, VENV)
    link_project()
    (VENV / (lock.name + ".stamp")).write_text(stamp_of(lock), "utf-8")


def clear_environment(venv: Path) -> None:
    """Make an environment with nothing in it; one that is only linked here is left as it is."""
    if venv.is_symlink():
        venv.unlink()  # `venv --clear` would follow it and empty another tree's
    with step(f"making the environment {venv.relative_to(ROOT)}"):
        command = [sys.executable, "-m", "venv", "--clear", str(venv)]
        quiet(command, stop="Python could not make an environment.")


def fill_environment(lock: Path, wheels: "Path | None", venv: Path) -> None:
    """Install what the lock names, from a folder of wheels if there is one."""
    source = ["--no-index", "--find-links", str(wheels)] if wheels else []
    count = sum("==" in line for line in lock.read_text("utf-8").splitlines())
    with step(f"fetching and checking {count} packages of {lock.name} (some minutes at first)"):
        pip = [str(venv / IN_VENV), "-m", "pip", "install", "--quiet"]
        options = ["--disable-pip-version-check", "--require-hashes", "--only-binary=:all:"]
        quiet(
            [*pip, *options, *source, "-r", str(lock)],
            stop="The packages could not be installed. No network? Then: --wheels DIR",
        )


def link_project() -> None:
    """Let the environment find `src` by a .pth file: nothing is built and nothing is fetched."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    answer = subprocess.run([str(PYTHON), "-c", ask], stdout=subprocess.PIPE, check=True)
    # Python reads .pth files in the locale's encoding before 3.13.
    coding = "utf-8" if sys.version_info >= (3, 13) else "locale"
    folder = Path(os.fsdecode(answer.stdout).strip())
    (folder / "ledgerdesk.pth").write_text(str(ROOT / "src") + "\n", coding)


def environment(**extra: str) -> "dict[str, str]":
    """Return the variables a started program gets."""
    variables = dict(os.environ, **extra)
    variables.pop("PYTHONHASHSEED", None)
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # every start would compile the program anew
    return variables


def python(*arguments: str, **extra: str) -> int:
    """Run the environment's Python in the project folder and return its exit code."""
    done = subprocess.run(
        [str(PYTHON), *arguments], cwd=ROOT, env=environment(**extra), check=False
    )
    return done.returncode


# ── the verbs ────────────────────────────────────────────────────────────────────────────


def run(arguments: "list[str]") -> int:
    """Start the program, or the demo where there is no screen."""
    prepare_machine(for_tests=False)
    make_environment(RUN_LOCK)
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not screen:
        say("There is no screen here, so the demo runs without a window and writes into ./out.")
        return demonstrate()
    return python("-m", "ledgerdesk", *arguments)


def demo(_: "list[str]") -> int:
    """Run the demo after the set-up."""
    prepare_machine(for_tests=False)
    make_environment(RUN_LOCK)
    return demonstrate()


def demonstrate() -> int:
    """Run packaging/demo.py into ./out without a window; nothing of it reaches the user's home."""
    folders = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    return script("demo.py", str(OUT), **dict.fromkeys(folders, str(OUT / "home")))


def screenshots(arguments: "list[str]") -> int:
    """Draw the documentation's pictures."""
    prepare_machine(for_tests=True)
    make_environment(DEV_LOCK)
    return script("screenshots.py", *arguments)


def script(name: str, *arguments: str, **extra: str) -> int:
    """Run one of the stand-alone scripts in `packaging` off screen."""
    path = ROOT / "packaging" / name
    if not path.exists():
        raise Stop(f"packaging/{name} is not in this copy of the project.")
    return python(str(path), *arguments, QT_QPA_PLATFORM="offscreen", **extra)


def setup(arguments: "list[str]") -> int:
    """Make the environment for running and testing, and nothing else."""
    parser = argparse.ArgumentParser(prog="dev.py setup")
    parser.add_argument("--wheels", type=Path, help="install offline from this folder of wheels")
    parser.add_argument("--run-only", action="store_true", help="without the tools for tests")
    chosen = parser.parse_args(arguments)
    wheels = chosen.wheels.resolve() if chosen.wheels else None
    prepare_machine(for_tests=not chosen.run_only)
    make_environment(RUN_LOCK if chosen.run_only else DEV_LOCK, wheels)
    return 0


def test(arguments: "list[str]") -> int:
    """Run every check even if one fails; return the first failure's code."""
    setup([])
    tool = PYTHON.parent
    brief = ["--output-format", "concise"]
    groups = [
        ("ruff check", [str(tool / "ruff"), "check", *brief, "."]),
        ("ruff format", [str(tool / "ruff"), "format", "--check", *brief, "."]),
        ("mypy --strict", [str(PYTHON), "-m", "mypy"]),
        ("import contracts", [str(tool / "lint-imports"), "--no-logo"]),
        ("catalogues", [str(PYTHON), "packaging/catalogues.py", "check"]),
        ("pytest", [str(PYTHON), "-m", "pytest", "-n", "auto", "--dist", "loadfile", *arguments]),
    ]
    results = []
    for name, command in groups:
        say(f"── {name} " + "─" * (70 - len(name)))
        began = time.monotonic()
        variables = environment(QT_QPA_PLATFORM="offscreen")
        code = subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode
        results.append((name, code, time.monotonic() - began))
    say("── summary " + "─" * 63)
    for name, code, seconds in results:
        say(f"{'ok    ' if code == 0 else 'FAILED'}  {name:<18}{seconds:7.1f} s")
    return next((code for _, code, _ in results if code), 0)


def faults(arguments: "list[str]") -> int:
    """Run the whole fault campaign."""
    setup([])
    variables = {"LEDGERDESK_FAULTS": "full", "QT_QPA_PLATFORM": "offscreen"}
    return python("-m", "pytest", "tests", "-m", "fault", *arguments, **variables)


def bench(arguments: "list[str]") -> int:
    """Measure."""
    setup([])
    return python("-m", "bench", *arguments, QT_QPA_PLATFORM="offscreen")


def bundle(arguments: "list[str]") -> int:
    """Make the one-folder program and let it test itself."""
    parser = argparse.ArgumentParser(prog="dev.py bundle")
    parser.add_argument("--wheels", type=Path, help="install offline from this folder of wheels")
    chosen = parser.parse_args(arguments)
    prepare_machine(for_tests=False, for_bundle=True)
    if not is_current(BUNDLE_LOCK, BUNDLE_VENV):
        clear_environment(BUNDLE_VENV)
        wheels = chosen.wheels.resolve() if chosen.wheels else None
        fill_environment(BUNDLE_LOCK, wheels, BUNDLE_VENV)
        stamp = BUNDLE_VENV / (BUNDLE_LOCK.name + ".stamp")
        stamp.write_text(stamp_of(BUNDLE_LOCK, BUNDLE_VENV), "utf-8")
    folders = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build" / "bundle")]
    builder = [str(BUNDLE_VENV / IN_VENV), "-m", "PyInstaller", "--noconfirm", *folders]
    with step("putting the program into one folder (a minute or two)"):
        spec = str(ROOT / "packaging" / "ledgerdesk.spec")
        quiet([*builder, spec], stop="PyInstaller could not put the program together.")
    made = ROOT / "dist" / "ledgerdesk"
    program = made / ("ledgerdesk.exe" if os.name == "nt" else "ledgerdesk")
    with step("letting it test itself"):
        quiet([str(program), "self-test"], stop="The program was made, but its self-test fails.")
    files = [path for path in made.rglob("*") if path.is_file() and not path.is_symlink()]
    megabytes = sum(path.stat().st_size for path in files) / 1_000_000
    say(f"dist{os.sep}ledgerdesk: {len(files)} files, {megabytes:.0f} MB; carry the whole folder")
    return 0


VERBS = {
    "run": run,
    "test": test,
    "setup": setup,
    "demo": demo,
    "faults": faults,
    "bench": bench,
    "screenshots": screenshots,
    "bundle": bundle,
}


def newer_python() -> "str | None":
    """Return a Python on this machine that is new enough, if this one is not."""
    names = ("python3.13", "python3.12", "python3.11", "python3.14")
    return next((found for found in map(shutil.which, names) if found), None)


def main() -> int:
    """Do what the verb says; return the exit code."""
    if sys.version_info < OLDEST:
        found = newer_python()
        if found:
            return subprocess.run([found, *sys.argv], check=False).returncode
        have, need = sys.version.split()[0], ".".join(map(str, OLDEST))
        say(f"LedgerDesk needs Python {need} or newer and this is {have}: install a newer Python")
        say("(Debian 12, Ubuntu 24.04 and the installer of python.org have one), then try again.")
        return 2
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a Windows pipe may know no line drawing
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb not in VERBS:
        say((__doc__ or "").strip())
        return 0 if verb in {"-h", "--help", "help"} else 2
    try:
        return VERBS[verb](sys.argv[2:])
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
