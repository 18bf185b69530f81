"""Parcel numbers after UPU standard S10: two letters of service, eight digits, a check digit, the country.

The check digit catches most slips but not all: remainders 0 and 6 share the digit 5.
"""

import re

from fulfillment.errors import SerialsExhausted

WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
LARGEST = 99_999_999
FORM = re.compile(r"[A-Za-z0-9-]{5,40}")
SHAPE = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")


def s10_number(service: str, serial: int, country: str) -> str:
    """The number of a serial such as `RX473124829CN`. Raises SerialsExhausted past eight digits."""
    if not 0 < serial <= LARGEST:
        raise SerialsExhausted
    return f"{service}{serial:08}{check_digit(serial)}{country}"


def check_digit(serial: int) -> int:
    """11 less the weighted sum modulo 11, where 10 counts as 0 and 11 as 5."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(f"{serial:08}", WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def is_s10(number: str) -> bool:
    """Whether a number has the shape and the right check digit."""
    return SHAPE.fullmatch(number) is not None and check_digit(int(number[2:10])) == int(number[10])


def is_plausible(number: str) -> bool:
    """Whether a carrier may have given this number: one that looks like a post's must have its check digit."""
    looks_postal = SHAPE.fullmatch(number) is not None
    return is_s10(number) if looks_postal else FORM.fullmatch(number) is not None
