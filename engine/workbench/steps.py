"""The whole number or day beside another, where there is one: the calendar ends, and so do numbers that stay exact."""

from datetime import date
from typing import TypeVar

from engine.runtime.atoms import LARGEST_INTEGER

Whole = TypeVar("Whole", int, date)


def stepped_by(value: Whole, step: int) -> Whole | None:
    """The value so many steps on; None where no fact can have it."""
    if isinstance(value, date):
        number = value.toordinal() + step
        return date.fromordinal(number) if date.min.toordinal() <= number <= date.max.toordinal() else None
    return value + step if abs(value + step) <= LARGEST_INTEGER else None


def beside(value: Whole) -> tuple[Whole, ...]:
    """The next and the last one, as far as there are any."""
    return tuple(each for step in (1, -1) if (each := stepped_by(value, step)) is not None)
