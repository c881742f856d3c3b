"""A process that has everything loaded and forks a child for each life to be cut short."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Child:
    """A forked life: what it said, and how it ended."""

    pid: int
    stdout: IO[str]
    said: list[tuple[str, ...]] = field(default_factory=list)
    status: int | None = None

    def listen(self) -> tuple[str, ...] | None:
        """Wait for the next line; None once it has ended."""
        if self.status is not None:
            return None
        words = tuple(self.stdout.readline().split())
        if not words:
            raise RuntimeError("the nursery itself has ended")
        if words[0] == "end":
            self.status = int(words[1])
            return None
        self.said.append(words)
        return words

    def until(self, word: str, times: int = 1) -> bool:
        """Listen until a word was said so often; False when the life ended before."""
        seen = 0
        while seen < times:
            words = self.listen()
            if words is None:
                return False
            seen += words[0] == word
        return True

    def kill(self) -> None:
        """Cut the life short, as a power switch would do to a process."""
        os.kill(self.pid, signal.SIGKILL)

    def rest(self) -> int:
        """Hear the rest and give the exit status; negative is the signal that ended it."""
        while self.listen() is not None:
            continue
        assert self.status is not None
        return self.status

    def acknowledged(self) -> dict[str, int]:
        """Map every acknowledged number to its amount."""
        return {words[1]: int(words[2]) for words in self.said if words[0] == "ack"}


class Nursery:
    """The parent's end: start lives one after another."""

    def __init__(self) -> None:
        path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.nursery"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def start(self, life: str, **task: Any) -> Child:
        """Fork a child that lives this life; one at a time."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps({"life": life, **task}) + "\n")
        stdin.flush()
        word, _, pid = stdout.readline().partition(" ")
        if word != "pid":
            raise RuntimeError("the nursery has not started; its reason stands above")
        return Child(pid=int(pid), stdout=stdout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdout.close()
        with suppress(BrokenPipeError):  # a nursery that died early has read nothing
            self._process.stdin.close()


def serve(requests: Iterator[str]) -> None:
    """Fork one child for each line and report how it ended."""
    # Loaded here, so that whoever only starts a nursery need not load the program.
    from tests.support.copying_lives import COPYING  # noqa: PLC0415 - see above
    from tests.support.key_lives import KEEPING  # noqa: PLC0415 - see above
    from tests.support.lives import LIVES, say  # noqa: PLC0415 - see above
    from tests.support.office import make_office, save  # noqa: PLC0415 - see above

    # Fonts and readings are loaded at the first save; the children inherit them.
    with (
        tempfile.TemporaryDirectory() as folder,
        make_office(Path(folder) / "warm").opened() as warm,
    ):
        save(warm, 0)
    for request in requests:
        task = json.loads(request)
        # The child announces itself, so that its first word is never before its name.
        pid = os.fork()
        if pid == 0:
            say("pid", os.getpid())
            code = 1
            try:
                (LIVES | COPYING | KEEPING)[task["life"]](task)
                code = 0
            except BaseException:  # noqa: BLE001 - whatever it was, it must not reach the server
                traceback.print_exc()
            finally:
                os._exit(code)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        say("end", status)


if __name__ == "__main__":
    serve(iter(sys.stdin.readline, ""))
