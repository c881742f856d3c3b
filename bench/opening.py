"""Measure the unlocking of a book: the one derivation of a key, and all the rest of the opening."""

import statistics
import tempfile
import time
from pathlib import Path
from unittest import mock

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from bench.ledger_of_size import PASSWORD, VAULT, house, opened
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.services.access import Credential
from ledgerdesk.vault import kdf

ROUNDS = 15


def measure(trades: int, rounds: int = ROUNDS) -> dict[str, float]:
    """Open a book of a size again and again with a key that costs nothing; medians in ms.

    The derivation is measured apart, at the cost this PC would be given, and counted.
    """
    credential = Credential(password=PASSWORD)
    with tempfile.TemporaryDirectory() as name, Lane("press") as press:
        folder = Path(name)
        opened(folder, press, trades).lock()
        home = house(folder, press)
        rest = []
        with mock.patch.object(kdf, "Argon2id", wraps=Argon2id) as derivations:
            for _ in range(rounds):
                start = time.perf_counter()
                ledger = home.open(folder / VAULT, credential, pages_later=True)
                rest.append((time.perf_counter() - start) * 1000)
                ledger.lock()
        counted = derivations.call_count / rounds
    cost = kdf.calibrate()
    derived = []
    for _ in range(3):
        start = time.perf_counter()
        kdf.derive_password_key(b"a password", bytes(kdf.SALT_BYTES), cost)
        derived.append((time.perf_counter() - start) * 1000)
    return {
        f"opening of {trades:,} trades beyond the key (ms, goal ≤ 300)": statistics.median(rest),
        "derivations in an unlocking (goal 1)": counted,
        "derivation at this PC's cost (ms, goal 300–1,000)": statistics.median(derived),
    }
