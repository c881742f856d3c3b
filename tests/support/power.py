"""Power loss as a model: a recorded run of system calls, cut anywhere, un-synced writes at risk.

What is certain after a cut is only what a sync of the file, or for names of the folder, has
covered. Every later write may be kept, dropped or torn at sectors of 512 bytes, every later
truncation and every later creation, removal or renaming may have happened or not, each
independently of the others: harder than any disk.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = (
    "openat,open,creat,close,lseek,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,"
    "sync_file_range,ftruncate,truncate,fallocate,unlink,unlinkat,rename,renameat,renameat2,link,"
    "linkat,symlink,symlinkat,mkdir,mkdirat,rmdir,dup,dup2,dup3,copy_file_range,sendfile"
)
STRACE = ("-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}")
_CALL = re.compile(r"(?P<name>\w+)\((?P<arguments>.*)\)\s+=\s(?P<result>-?\d+)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")
_NUMBER = re.compile(r", (-?\d+)")
_SILENT = {"mkdir", "mkdirat"}  # a folder that stays is no help to a book that is lost


class UnknownCallError(Exception):
    """The recording holds a call on the watched files that the model does not know."""


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


@dataclass(slots=True)
class Write:
    """Bytes at an offset."""

    offset: int
    data: bytes


@dataclass(slots=True)
class Truncation:
    """A new length."""

    size: int


Change = Write | Truncation


def _apply(content: bytearray, change: Change) -> None:
    if isinstance(change, Truncation):
        if change.size < len(content):
            del content[change.size :]
        else:
            content.extend(bytes(change.size - len(content)))
        return
    end = change.offset + len(change.data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[change.offset : end] = change.data


@dataclass(slots=True)
class Content:
    """One file's bytes: those a sync has covered, and what happened since."""

    durable: bytearray
    pending: list[Change] = field(default_factory=list)
    size: int = 0

    def take(self, change: Change) -> None:
        """Note a change the program made."""
        self.pending.append(change)
        if isinstance(change, Truncation):
            self.size = change.size
        else:
            self.size = max(self.size, change.offset + len(change.data))

    def sync(self) -> None:
        """Make certain what happened so far."""
        for change in self.pending:
            _apply(self.durable, change)
        self.pending.clear()

    def after_a_cut(self, chance: random.Random, keep: float) -> bytes:
        """Draw what may be found: each change kept, dropped or torn."""
        found = bytearray(self.durable)
        for change in self.pending:
            if isinstance(change, Write) and chance.random() < 0.2:
                for piece in _sectors(change):
                    if chance.random() < 0.5:
                        _apply(found, piece)
            elif chance.random() < keep:
                _apply(found, change)
        return bytes(found)


def _sectors(change: Write) -> Iterator[Write]:
    start = change.offset
    end = change.offset + len(change.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield Write(start, change.data[start - change.offset : stop - change.offset])
        start = stop


@dataclass(slots=True)
class Naming:
    """A change of a folder: a name now means this content, or nothing."""

    path: Path
    content: Content | None


class Disk:
    """All files under one folder, as certain and as seen by the program."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seen = {
            path: Content(bytearray(path.read_bytes()), size=path.stat().st_size)
            for path in root.rglob("*")
            if path.is_file()
        }
        self.folders = [path for path in root.rglob("*") if path.is_dir()]
        self._certain: dict[Path, Content] = dict(self.seen)
        self._pending: list[Naming] = []

    def name(self, path: Path, content: Content | None) -> None:
        """Give a name to a content, or take it away; certain only after the folder's sync."""
        if content is None:
            self.seen.pop(path, None)
        else:
            self.seen[path] = content
        self._pending.append(Naming(path, content))

    def sync_folder(self, folder: Path) -> None:
        """Make certain the names of one folder."""
        for change in self._pending:
            if change.path.parent == folder:
                self._settle(self._certain, change)
        self._pending = [change for change in self._pending if change.path.parent != folder]

    @staticmethod
    def _settle(names: dict[Path, Content], change: Naming) -> None:
        if change.content is None:
            names.pop(change.path, None)
        else:
            names[change.path] = change.content

    def cut(self, target: Path, chance: random.Random) -> None:
        """Write what may be found after a power cut into a new folder."""
        keep = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        names = dict(self._certain)
        for change in self._pending:
            if chance.random() < keep:
                self._settle(names, change)
        for folder in (self.root, *self.folders):
            (target / folder.relative_to(self.root)).mkdir(parents=True, exist_ok=True)
        for path, content in names.items():
            copy = target / path.relative_to(self.root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content.after_a_cut(chance, keep))


@dataclass(slots=True)
class _Open:
    path: Path
    content: Content | None
    position: int
    appends: bool


class Replay:
    """Walk a recording: apply one call at a time to the disk and collect what was acknowledged."""

    def __init__(self, disk: Disk, recording: Path) -> None:
        self.disk = disk
        self.acknowledged: dict[str, int] = {}
        self.lines = recording.read_text("ascii").splitlines()
        self._open: dict[int, _Open] = {}

    def step(self, line: str) -> bool:
        """Apply one call; tell whether it changed anything the disk or the office knows."""
        match = _CALL.match(line)
        if match is None:
            if line.startswith(("+++", "---")):
                return False
            raise UnknownCallError(line[:200])
        name, arguments, result = match["name"], match["arguments"], int(match["result"])
        if result < 0:
            return False
        if name in {"openat", "open"}:
            return self._opened(arguments, result)
        if name in {"unlink", "unlinkat", "rename"}:
            return self._renamed(name, arguments)
        descriptor = _DESCRIPTOR.match(arguments)
        if descriptor is None:
            return self._refuse_ours(name, arguments)
        return self._on_descriptor(name, int(descriptor[1]), arguments, result)

    def _opened(self, arguments: str, descriptor: int) -> bool:
        path = self._ours(arguments)
        if path is None:
            self._open.pop(descriptor, None)
            return False
        content = self.disk.seen.get(path)
        changed = False
        if content is None and "O_CREAT" in arguments:
            content = Content(bytearray())
            self.disk.name(path, content)
            changed = True
        elif content is not None and "O_TRUNC" in arguments:
            content.take(Truncation(0))
            changed = True
        self._open[descriptor] = _Open(path, content, 0, "O_APPEND" in arguments)
        return changed

    def _renamed(self, name: str, arguments: str) -> bool:
        paths = [Path(_bytes(found).decode()) for found in _STRING.findall(arguments)]
        if not any(path.is_relative_to(self.disk.root) for path in paths):
            return False
        if name == "rename":
            source, target = paths
            content = self.disk.seen[source]
            self.disk.name(target, content)
            self.disk.name(source, None)
        else:
            self.disk.name(paths[0], None)
        return True

    def _on_descriptor(self, name: str, number: int, arguments: str, result: int) -> bool:
        if name == "write" and number == 1:
            return self._heard(arguments)
        held = self._open.get(number)
        if held is None:
            return False
        if name == "close":
            del self._open[number]
            return False
        if held.content is None:  # a folder
            if name in {"fsync", "fdatasync"}:
                self.disk.sync_folder(held.path)
                return True
            return self._refuse_ours(name, arguments)
        return self._on_file(name, held, held.content, arguments, result)

    def _on_file(
        self, name: str, held: _Open, content: Content, arguments: str, result: int
    ) -> bool:
        if name == "lseek":
            held.position = result
            return False
        if name in {"fsync", "fdatasync"}:
            content.sync()
        elif name == "ftruncate":
            content.take(Truncation(int(_NUMBER.findall(arguments)[-1])))
        elif name in {"write", "pwrite64"}:
            data = _bytes(_STRING.findall(arguments)[0])
            if len(data) != result:
                raise UnknownCallError(f"{name} of {len(data)} bytes wrote {result}")
            if name == "pwrite64":
                content.take(Write(int(_NUMBER.findall(arguments)[-1]), data))
            else:
                offset = content.size if held.appends else held.position
                content.take(Write(offset, data))
                held.position = offset + result
        else:
            raise UnknownCallError(f"{name} on {held.path.name}")
        return True

    def _heard(self, arguments: str) -> bool:
        words = _bytes(_STRING.findall(arguments)[0]).decode().split()
        if words[0] != "ack":
            return False
        self.acknowledged[words[1]] = int(words[2])
        return True

    def _ours(self, arguments: str) -> Path | None:
        path = Path(_bytes(_STRING.findall(arguments)[0]).decode())
        return path if path.is_relative_to(self.disk.root) else None

    def _refuse_ours(self, name: str, arguments: str) -> bool:
        if name in _SILENT:
            return False
        root = "".join(f"\\x{byte:02x}" for byte in str(self.disk.root).encode())
        if root in arguments:
            raise UnknownCallError(f"{name} on the watched files")
        return False
