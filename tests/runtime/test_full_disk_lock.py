"""A vault on a full disk is refused with its reason, and nobody stays locked out."""

import errno
from pathlib import Path

import pytest

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.instance_lock import InstanceLock


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, Code.DISK_FULL), (errno.EIO, Code.IO_FAILED)]
)
def test_a_note_that_cannot_be_written_is_a_known_error(
    number: int, code: Code, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: InstanceLock, __: dict[str, int | str]) -> None:
        raise OSError(number, "planted")

    monkeypatch.setattr(InstanceLock, "note", fail)
    with pytest.raises(KnownError) as refusal:
        InstanceLock.acquire(tmp_path / "LOCK")
    monkeypatch.undo()

    assert refusal.value.code is code
    InstanceLock.acquire(tmp_path / "LOCK").release()
