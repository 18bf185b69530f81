"""Parcel numbers after UPU S10."""

import pytest

from fulfillment.carriers.s10 import LARGEST, is_plausible, is_s10, s10_number
from fulfillment.errors import SerialsExhausted


def test_number_when_made_from_a_known_serial_then_is_the_known_number() -> None:
    assert s10_number("RX", 47312482, "CN") == "RX473124829CN"


def test_number_when_the_remainder_is_awkward_then_the_digit_is_0_or_5() -> None:
    digits = {s10_number("RX", serial, "CN")[10] for serial in range(1, 200)}
    assert digits == set("0123456789")


@pytest.mark.parametrize("number", ["RX473124828CN", "RX47312482CN", "rx473124829cn", "RX473124829", ""])
def test_is_s10_when_a_digit_or_the_shape_is_wrong_then_refuses(number: str) -> None:
    assert not is_s10(number)


@pytest.mark.parametrize("serial", [0, -1, LARGEST + 1])
def test_number_when_the_range_is_used_up_then_says_so(serial: int) -> None:
    with pytest.raises(SerialsExhausted):
        s10_number("RX", serial, "CN")


def test_every_number_when_made_then_is_valid_and_most_slips_are_noticed() -> None:
    numbers = [s10_number("CX", serial, "DE") for serial in range(1, 5000, 7)]
    assert all(map(is_s10, numbers))
    slips = [f"{number[:9]}{(int(number[9]) + 1) % 10}{number[10:]}" for number in numbers]
    assert sum(map(is_s10, slips)) < len(slips) * 0.05


@pytest.mark.parametrize(
    ("number", "may_be"),
    [("RX473124829CN", True), ("RX473124828CN", False), ("JD014600003828392837", True), ("1Z-12", True), ("ab", False),
     ("no number", False)],
)  # fmt: skip
def test_number_when_told_to_a_channel_then_must_be_one_that_a_carrier_gives(number: str, *, may_be: bool) -> None:
    assert is_plausible(number) is may_be
