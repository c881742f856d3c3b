"""Costs of the key derivation: bounded when read, fitted to the PC when made."""

import pytest
from tests.vault.vaults import refused_code

from ledgerdesk.core.errors import Code
from ledgerdesk.vault import kdf
from ledgerdesk.vault.kdf import CHEAPEST_ONLY_FOR_TESTING, DEFAULT, FILE_BOUNDS, FLOOR, KdfCost


def cost(memory_kib: int = 65536, passes: int = 3, lanes: int = 4) -> KdfCost:
    return KdfCost(memory_kib=memory_kib, passes=passes, lanes=lanes)


@pytest.mark.parametrize(
    "outside",
    [
        CHEAPEST_ONLY_FOR_TESTING,
        cost(memory_kib=19 * 1024 - 1),
        cost(memory_kib=1024 * 1024 + 1),
        cost(memory_kib=2**32 - 1),
        cost(passes=1),
        cost(passes=11),
        cost(lanes=0),
        cost(lanes=9),
    ],
)
def test_a_cost_outside_the_bounds_is_refused_before_it_is_paid(outside: KdfCost) -> None:
    assert refused_code(lambda: kdf.derive_password_key(b"p", bytes(16), outside)) is (
        Code.KEYS_DAMAGED
    )


@pytest.mark.parametrize("inside", [DEFAULT, FLOOR, cost(1024 * 1024, 10, 8)])
def test_the_named_costs_lie_within_the_bounds(inside: KdfCost) -> None:
    assert FILE_BOUNDS.allow(inside)


@pytest.mark.parametrize(
    ("seconds_of_default", "chosen"),
    [
        (0.4, DEFAULT),
        (1.0, DEFAULT),
        (0.1, cost(passes=9)),
        (0.01, cost(passes=10)),
        (1.5, cost(memory_kib=32 * 1024)),
        (9.0, FLOOR),
    ],
)
def test_calibration_fits_the_cost_to_the_pc(seconds_of_default: float, chosen: KdfCost) -> None:
    def measured(one: KdfCost) -> float:
        return seconds_of_default * one.memory_kib * one.passes / (DEFAULT.memory_kib * 3)

    assert kdf.calibrate(measure=measured) == chosen


def test_calibration_on_this_pc_gives_a_cost_a_file_may_carry() -> None:
    assert FILE_BOUNDS.allow(kdf.calibrate())
