"""Follow, or disturb, the system calls of a child that waits to be followed."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.nursery import Child

PATIENCE_SECONDS = 20.0


class CannotTraceError(Exception):
    """This machine does not let one process follow another; the text says why."""


def why_not() -> str | None:
    """Say why tracing cannot be done here at all; None where it may be tried."""
    if not sys.platform.startswith("linux"):
        return "strace is a tool of Linux"
    return None if shutil.which("strace") else "strace is not installed"


@contextmanager
def followed(child: Child, output: Path, *options: str) -> Iterator[None]:
    """Attach strace to a child that said `ready`; its record is whole when the block ends.

    The child must have ended by then. Raises `CannotTraceError`.
    """
    reason = why_not()
    if reason:
        raise CannotTraceError(reason)
    command = ["strace", "-p", str(child.pid), "-o", str(output), "-qq", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        try:
            _wait_until_attached(child.pid, tracer)
            yield
            tracer.wait(PATIENCE_SECONDS)
        finally:
            tracer.terminate()


def _wait_until_attached(pid: int, tracer: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
        if f"TracerPid:\t{tracer.pid}\n" in status:
            return
        if tracer.poll() is not None:
            assert tracer.stderr is not None
            raise CannotTraceError(f"strace cannot attach: {tracer.stderr.read().strip()}")
        time.sleep(0.002)
    raise CannotTraceError("strace did not attach in time")


def let_go(flag: Path) -> None:
    """Tell a waiting child that it is followed."""
    os.close(os.open(flag, os.O_CREAT | os.O_WRONLY, 0o600))
