"""The house rules that no tool holds; each check is also shown a sample it must refuse."""

import ast
import hashlib
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from importlinter.cli import lint_imports
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
MODULE_WALL = 500
FUNCTION_WALL = 60
ALONE = {"ldbk_reader.py": 900}  # one file on a stick, with nothing beside it to import
MARKS = {"N_", "text", "plural"}
PAPER = {"page", "sheet"}  # what draws words and does not translate them
VAGUE = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
VAGUE_CLASS = re.compile(r"(Manager|Helper|Util|Utils|Processor)$")
# Written apart, or this file would find itself.
UNFINISHED = re.compile(
    r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b"
)
BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PRIVATE_PATH = re.compile(
    r"(?<![\w.~$}/-])/(?:home|Users|root|work|workspace|builds?)/[\w.]|[A-Za-z]:\\{1,2}Users\\"
)
NOQA = re.compile(r"#\s*noqa\b(?P<rest>.*)")
NOQA_GOOD = re.compile(r":\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*\s+(?:-|#|–)\s*\S.{7}")
IGNORE = re.compile(r"#\s*type:\s*ignore\b(?P<rest>.*)")
IGNORE_GOOD = re.compile(r"\[[a-z0-9, -]+\]\s+#\s*\S.{7}")

Check = Callable[[str, str], Iterator[str]]


# ── what is looked at ────────────────────────────────────────────────────────────────────


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return the project's files, as git knows them, or all of a copy without git."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return tuple(
            path
            for path in sorted(ROOT.rglob("*"))
            if path.is_file()
            and not any(
                part.startswith((".venv", ".git", "__pycache__", ".mypy", ".ruff", "build"))
                for part in path.relative_to(ROOT).parts
            )
        )
    names = [name for name in done.stdout.decode().split("\0") if name]
    return tuple(path for path in (ROOT / name for name in names) if path.is_file())


@cache
def texts(ending: str = "") -> tuple[tuple[str, str], ...]:
    """Return name and text of every tracked UTF-8 file whose name has this ending."""
    found = []
    for path in tracked_files():
        if not path.name.endswith(ending) or path.suffix in {".ttf", ".mo", ".png"}:
            continue
        try:
            found.append((path.relative_to(ROOT).as_posix(), path.read_text("utf-8")))
        except UnicodeDecodeError:
            continue  # a binary file or a GB18030 sample
    return tuple(found)


@cache
def tree(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def nodes(text: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(text)))


@pytest.fixture(scope="module", autouse=True)
def _let_the_trees_go() -> Iterator[None]:
    """Leave no millions of nodes to the collector of every later test."""
    yield
    for cached in (comments, nodes, tree, texts):
        cached.cache_clear()


@cache
def comments(text: str) -> tuple[tuple[int, str], ...]:
    return tuple(
        (token.start[0], token.string)
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    )


# ── the checks: each yields what is wrong in one file ────────────────────────────────────


def too_long(name: str, text: str) -> Iterator[str]:
    lines = text.count("\n")
    if lines > ALONE.get(PurePosixPath(name).name, MODULE_WALL):
        yield f"{name}: {lines} lines"
    for node in nodes(text):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > FUNCTION_WALL:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines"


def vaguely_named(name: str, text: str) -> Iterator[str]:
    path = PurePosixPath(name)
    if VAGUE & {part.lower() for part in (*path.parent.parts, path.stem)}:
        yield f"{name}: name the responsibility"
    for node in nodes(text):
        if isinstance(node, ast.ClassDef) and VAGUE_CLASS.search(node.name):
            yield f"{name}:{node.lineno}: class {node.name}"


def without_promise(name: str, text: str) -> Iterator[str]:
    if ast.get_docstring(tree(text)) is None:
        yield f"{name}: the module does not open with its promise"


def reordering(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        if BIDI.search(line):
            yield f"{name}:{number}: a character that reorders text"


def unfinished(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        if UNFINISHED.search(line):
            yield f"{name}:{number}: {line.strip()}"


def silenced_without_reason(name: str, text: str) -> Iterator[str]:
    for number, comment in comments(text):
        for found, good in ((NOQA, NOQA_GOOD), (IGNORE, IGNORE_GOOD)):
            match = found.search(comment)
            if match and not good.match(match["rest"].strip()):
                yield f"{name}:{number}: {comment}"


def swallowed(name: str, text: str) -> Iterator[str]:
    commented = {number for number, _ in comments(text)}
    for node in nodes(text):
        if not isinstance(node, ast.ExceptHandler) or len(node.body) != 1:
            continue
        only = node.body[0]
        empty = isinstance(only, ast.Pass | ast.Continue) or (
            isinstance(only, ast.Expr) and isinstance(only.value, ast.Constant)
        )
        if empty and not commented & set(range(node.lineno - 1, only.lineno + 1)):
            yield f"{name}:{node.lineno}: an exception disappears without a reason"


def private_path(name: str, text: str) -> Iterator[str]:
    here = re.compile(r"(?<![\w.])" + re.escape(f"{ROOT.as_posix()}/"))
    for number, line in enumerate(text.splitlines(), start=1):
        if PRIVATE_PATH.search(line) or here.search(line):
            yield f"{name}:{number}: a path of one machine"


def unfindable_string(name: str, text: str) -> Iterator[str]:
    """Yield source strings that are put together, which no catalogue can hold."""
    for node in nodes(text):
        if not isinstance(node, ast.Call) or not node.args or not name.startswith("src/"):
            continue  # the same words mean other things in a test: `text()` is a strategy there
        called = node.func
        word = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        owner = getattr(called, "value", None)
        if getattr(owner, "attr", getattr(owner, "id", "")) in PAPER or word not in MARKS:
            continue
        if isinstance(node.args[0], ast.JoinedStr | ast.BinOp):
            yield f"{name}:{node.lineno}: not a literal in {word}(…)"


def without_assertion(name: str, text: str) -> Iterator[str]:
    for node in nodes(text):
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        if not any(map(asserts, ast.walk(node))):
            yield f"{name}:{node.lineno}: {node.name} cannot fail"


def asserts(node: ast.AST) -> bool:
    """Say whether a node is an assertion, `pytest.raises`, or a call of an `assert_…` function."""
    if not isinstance(node, ast.Call):
        return isinstance(node, ast.Assert)
    word = getattr(node.func, "attr", getattr(node.func, "id", ""))
    return word in {"raises", "warns", "fail"} or word.startswith("assert")


# check, which files, and a sample it must refuse
CHECKS: dict[Check, tuple[str, str, str]] = {
    too_long: (".py", "src/long.py", "def f() -> None:\n" + "    g()\n" * FUNCTION_WALL),
    vaguely_named: (".py", "src/ledgerdesk/core/utils.py", '"""Do things."""\n'),
    without_promise: (".py", "src/silent.py", "import sys\n"),
    reordering: ("", "docs/x.md", "pay \u202eyuan 001\n"),
    unfinished: ("", "docs/x.md", f"# {'TO' + 'DO'}: later\n"),
    silenced_without_reason: (".py", "src/x.py", "import os  # noqa\n"),
    swallowed: (".py", "src/x.py", "try:\n    f()\nexcept OSError:\n    pass\n"),
    private_path: ("", "docs/x.md", "see " + "/home" + "/li/book\n"),
    unfindable_string: (".py", "src/x.py", "t.text(f'{n} receipts')\n"),
    without_assertion: (".py", "tests/test_x.py", "def test_it_works() -> None:\n    f()\n"),
}
MORE_SAMPLES: list[tuple[Check, str, str]] = [
    (too_long, "src/long.py", "x = 1\n" * (MODULE_WALL + 1)),
    (vaguely_named, "src/x.py", "class BackupManager:\n    pass\n"),
    (silenced_without_reason, "src/x.py", "import os  # noqa: F401\n"),
    (silenced_without_reason, "src/x.py", "f()  # type: " + "ignore\n"),
    (silenced_without_reason, "src/x.py", "f()  # type: " + "ignore[arg-type]\n"),
    (
        swallowed,
        "src/x.py",
        "for x in y:\n    try:\n        f()\n    except E:\n        continue\n",
    ),
    (private_path, "docs/x.md", "C:" + r"\Users\li\book"),
    (private_path, "docs/x.md", f"in {ROOT.as_posix()}/src"),
]
GOOD_SAMPLES: list[tuple[Check, str, str]] = [
    (silenced_without_reason, "src/x.py", "import os  # noqa: F401 - to learn if it is there\n"),
    (silenced_without_reason, "src/x.py", "f()  # type: " + "ignore[misc]  # untyped library\n"),
    (swallowed, "src/x.py", "try:\n    f()\nexcept E:\n    pass  # gone already is fine\n"),
    (vaguely_named, "src/x.py", "class Receipt:\n    pass\n"),
    (private_path, "docs/x.md", "/usr/share/fonts and src/home/x"),
    (unfindable_string, "src/x.py", "t.text('{n} receipts', n=n)\n"),
    (unfindable_string, "src/x.py", "sheet.text(f'{n}', x, y)\n"),
    (unfindable_string, "tests/x.py", "text(A + B)\n"),
    (without_assertion, "tests/x.py", "def test_x() -> None:\n    with raises(E):\n        f()\n"),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no_file_breaks_the_house_rule(check: Check) -> None:
    ending = CHECKS[check][0]

    assert [fault for name, text in texts(ending) for fault in check(name, text)] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_rule_is_noticed_when_broken(check: Check) -> None:
    _, name, text = CHECKS[check]

    assert list(check(name, text)) != []


@pytest.mark.parametrize(("check", "name", "text"), MORE_SAMPLES)
def test_other_ways_to_break_a_rule_are_noticed(check: Check, name: str, text: str) -> None:
    assert list(check(name, text)) != []


@pytest.mark.parametrize(("check", "name", "text"), GOOD_SAMPLES)
def test_what_the_rule_allows_is_left_alone(check: Check, name: str, text: str) -> None:
    assert list(check(name, text)) == []


# ── imports ──────────────────────────────────────────────────────────────────────────────


def test_the_import_contracts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert lint_imports(no_cache=True) == 0


def test_an_import_that_points_up_is_noticed(tmp_path: Path) -> None:
    package = tmp_path / "toy"
    package.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    (package / "face.py").write_text("", "utf-8")
    (package / "floor.py").write_text("import toy.face\n", "utf-8")
    (tmp_path / ".importlinter").write_text(
        "[importlinter]\nroot_package = toy\n"
        "[importlinter:contract:1]\nname = down\ntype = layers\n"
        "containers = toy\nlayers =\n    face\n    floor\n",
        "utf-8",
    )
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False
    )

    assert done.returncode == 1
    assert b"toy.floor" in done.stdout


# ── data, locks, front page ──────────────────────────────────────────────────────────────


def wrong_sums(folder: Path) -> list[str]:
    listed = {}
    for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split(maxsplit=1)
        listed[name] = digest
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.ttf")
    }
    return sorted(name for name in listed | found if listed.get(name) != found.get(name))


def test_the_fonts_are_the_ones_whose_sums_are_kept() -> None:
    assert wrong_sums(ROOT / "resources" / "fonts") == []


def test_a_changed_a_missing_and_an_unlisted_font_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "changed.ttf").write_bytes(b"x")
    (tmp_path / "unlisted.ttf").write_bytes(b"x")
    (tmp_path / "SHA256SUMS").write_text(
        f"{'0' * 64}  changed.ttf\n{'0' * 64}  gone.ttf\n", "utf-8"
    )

    assert wrong_sums(tmp_path) == ["changed.ttf", "gone.ttf", "unlisted.ttf"]


def pins(lock: str) -> dict[str, tuple[str, str]]:
    """Return name → (version, the whole entry) of a lock file."""
    found: dict[str, tuple[str, str]] = {}
    for entry in re.split(r"\n(?=\S)", lock.replace("\\\n", " ").strip()):
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", entry)
        assert match is not None, f"not a pinned package: {entry}"
        found[canonicalize_name(match[1])] = (match[2], entry)
    return found


def lock_faults(wanted: list[str], lock: str) -> list[str]:
    found = []
    known = pins(lock)
    for text in wanted:
        requirement = Requirement(text)
        version, _ = known.get(canonicalize_name(requirement.name), ("", ""))
        if not version or not requirement.specifier.contains(version):
            found.append(f"{text}: locked to {version or 'nothing'}")
    found += [f"{name}: no hash" for name, (_, entry) in known.items() if "--hash=" not in entry]
    if "://" in lock:
        found.append("an address stands in the lock")
    return found


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    run = (ROOT / "requirements.lock").read_text("utf-8")
    dev = (ROOT / "requirements-dev.lock").read_text("utf-8")
    bundle = (ROOT / "requirements-bundle.lock").read_text("utf-8")
    wanted = project["project"]["dependencies"]

    assert lock_faults(wanted, run) == []
    assert lock_faults(wanted + project["dependency-groups"]["dev"], dev) == []
    assert lock_faults(wanted + project["dependency-groups"]["bundle"], bundle) == []
    assert pins(run).items() <= pins(dev).items()
    assert pins(run).items() <= pins(bundle).items()


def test_a_lock_that_does_not_fit_is_noticed() -> None:
    lock = "pear==1.0 \\\n    --hash=sha256:00\nplum==2.0\n"

    assert lock_faults(["pear>=1"], lock) == ["plum: no hash"]
    assert "pear>=2: locked to 1.0" in lock_faults(["pear>=2"], lock)
    assert "fig: locked to nothing" in lock_faults(["fig"], lock)
    assert "an address stands in the lock" in lock_faults([], "a==1 @ file" + "://x\n")


def test_the_front_page_names_both_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")

    assert "python3 dev.py run" in readme
    assert "python3 dev.py test" in readme
