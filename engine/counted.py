"""A number with what is counted, in English: `1 day`, `3 days`.

Texts that are filled later hold both forms in the place itself: `{0:# day|# days}`, where `#` is the number and `,#`
the number with its thousands apart. `filled` fills them. Chinese needs no forms.
"""

from dataclasses import dataclass
from numbers import Integral, Real

FORMS = "|"


def counted(number: int, one: str, many: str) -> str:
    """Which of the two words it takes; none takes the one for many."""
    return f"{number} {one if number == 1 else many}"


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that says itself by its form for one or for many, and in any other format as it would alone.

    One that is written already (`1,200`, `+1`) stands as it is written.
    """

    value: float | Real | str

    def __format__(self, form: str) -> str:
        if FORMS not in form:
            return format(self.value, form)
        one, many = form.split(FORMS)
        if isinstance(self.value, str):
            return (one if self.value.lstrip("+−") == "1" else many).replace(",#", "#").replace("#", self.value)
        plain, apart = ("", ",") if isinstance(self.value, Integral) else ("g", ",g")
        said = one if self.value == 1 else many
        return said.replace(",#", format(self.value, apart)).replace("#", format(self.value, plain))

    def __str__(self) -> str:
        return str(self.value)


def filled(text: str, *values: object, **named: object) -> str:
    """The text with values in its places, as `str.format` puts them; numbers take the forms that the text has for them.

    Raises ValueError or TypeError where what a place counts is neither a number nor text.
    """
    return text.format(*map(_said, values), **{name: _said(value) for name, value in named.items()})


def _said(value: object) -> object:
    if isinstance(value, bool) or not (isinstance(value, Real) or type(value) is str):  # markup stays what it is
        return value
    return Counted(value)
