"""A cursor in a payload that somebody else has written: asks for a value by name, in the form that we need.

What is absent is held as nothing. What is there in a wrong form is a fault with its place, noted beside the cursor,
and held as nothing too: so one pass finds every fault.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from engine.errors import Fault
from engine.order.currency import exponents
from engine.order.decoding import Json
from engine.order.formats.held import Held, Path
from engine.order.money import from_decimal
from engine.order.pointer import pointer
from engine.order.tidy import tidy_text

MOST_SHORT = 256
TRUTHS: Mapping[str, Json] = MappingProxyType({"true": True, "false": False, "": None})


@dataclass(frozen=True, slots=True)
class Source:
    """A part of a payload, where it lies, and the faults found so far (shared by all cursors of one payload)."""

    value: Json
    path: Path = ()
    faults: list[Fault] = field(default_factory=list)

    def at(self, *names: str) -> "Source":
        """The part under these names; a cursor on nothing when one of them is absent."""
        here = self
        for name in names:
            if not isinstance(here.value, dict):
                here.refuse("an object, in braces")
            inner = here.value.get(name) if isinstance(here.value, dict) else None
            here = Source(inner, (*here.path, name), self.faults)
        return here

    def each(self, *names: str) -> list["Source"]:
        """The entries of the list under these names."""
        here = self.at(*names)
        if not isinstance(here.value, list):
            here.refuse("a list, in square brackets")
            return []
        return [Source(entry, (*here.path, index), self.faults) for index, entry in enumerate(here.value)]

    def has(self, *names: str) -> bool:
        """Whether something stands under these names."""
        return self.at(*names).value not in (None, "", [], {})

    def held(self) -> Held:
        """The value as it is, with its place."""
        return Held(self.value, self.path)

    def text(self, *names: str) -> Held:
        """A text; blank is nothing."""
        here = self.at(*names)
        if not isinstance(here.value, str):
            here.refuse("text, in quotes")
            return Held(None, here.path)
        return Held(tidy_text(here.value, note=True) or None, here.path)

    def short(self, *names: str) -> Held:
        """A text of which only the beginning matters, such as a product's title."""
        held = self.text(*names)
        return held.then(held.value[:MOST_SHORT].strip()) if isinstance(held.value, str) else held

    def code(self, *names: str) -> Held:
        """An identifier: text, or a whole number that stands for one."""
        here = self.at(*names)
        if isinstance(here.value, int) and not isinstance(here.value, bool):
            return Held(str(here.value), here.path)
        return here.text()

    def digits(self, *names: str) -> Held:
        """A code of digits, such as an HS code, that may be written with dots or spaces."""
        held = self.code(*names)
        return held.then(re.sub(r"[\s.\-]", "", held.value)) if isinstance(held.value, str) else held

    def country(self, *names: str) -> Held:
        """A country code, in capital letters."""
        held = self.text(*names)
        return held.then(held.value.upper()) if isinstance(held.value, str) else held

    def flag(self, *names: str) -> Held:
        """True or false."""
        here = self.at(*names)
        if not isinstance(here.value, bool):
            here.refuse("true or false, without quotes")
            return Held(None, here.path)
        return here.held()

    def truth(self, *names: str) -> Held:
        """True or false, that may be written as text."""
        here = self.at(*names)
        word = here.value.lower() if isinstance(here.value, str) else here.value
        return Source(TRUTHS.get(word, word) if isinstance(word, str) else word, here.path, self.faults).flag()

    def whole(self, *names: str) -> Held:
        """A whole number, that may be written as text."""
        here = self.at(*names)
        number = here.decimal("a whole number, such as 2")
        if number is not None and number != number.to_integral_value():
            return here.fault("wrong_form", "write a whole number")
        return Held(None if number is None else int(number), here.path)

    def money(self, currency: Held, *names: str, either_sign: bool = False) -> Held:
        """An amount in major units, as minor units of the currency; nothing while the currency is not known.

        Some write what is taken off as a negative amount, some as a positive one: `either_sign` takes both.
        """
        here = self.at(*names)
        amount = here.decimal()
        if amount is None or not isinstance(currency.value, str) or currency.value not in exponents():
            return Held(None, here.path)
        if amount < 0 and not either_sign:
            return here.fault("out_of_range", "the amount is negative; give it as a positive number")
        try:
            return Held(from_decimal(abs(amount), currency.value).minor, here.path)
        except ValueError:
            detail = f"the amount has more decimals than {currency.value} has; check its currency"
            return here.fault("wrong_form", detail)

    def moment(self, *names: str, zone: tzinfo | None = None) -> Held:
        """A moment; one without a zone is of `zone`, where the format says which."""
        held = self.text(*names)
        if not isinstance(held.value, str):
            return held
        try:
            moment = datetime.fromisoformat(held.value)
        except ValueError:
            return self.at(*names).fault("wrong_form", "write a moment as 2026-11-22T09:30:00+01:00")
        if moment.tzinfo is None and zone is not None:
            moment = moment.replace(tzinfo=zone)
        return held.then(moment.isoformat())

    def word(self, table: Mapping[str, str], *names: str) -> Held:
        """Our word for one of the source's; a word that is not in the table is a fault."""
        held = self.text(*names)
        if not isinstance(held.value, str):
            return held
        if held.value.lower() not in table:
            detail = f"the word is not known here; use one of {', '.join(table)}"
            return self.at(*names).fault("unknown_value", detail)
        return held.then(table[held.value.lower()])

    def decimal(self, wanted: str = "an amount, such as 12.34") -> Decimal | None:
        """The number, that may be written as text."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float | str):
            self.refuse(wanted)
            return None
        if self.value == "":
            return None
        try:
            number = Decimal(str(self.value).strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and abs(number.adjusted()) <= 20:
            return number
        self.fault("wrong_form", f"write {wanted}")
        return None

    def refuse(self, wanted: str) -> None:
        """Note that the value, if there is one, is of a wrong type."""
        if self.value is not None:
            self.fault("wrong_type", f"write {wanted}")

    def fault(self, code: str, detail: str) -> Held:
        """Note a fault here, unless one is noted already; the value counts as nothing."""
        if all(fault.pointer != pointer(self.path) for fault in self.faults):
            self.faults.append(Fault(pointer(self.path), code, detail))
        return Held(None, self.path)


def first_of(*candidates: Held) -> Held:
    """The first that holds something, else the first."""
    return next((each for each in candidates if each.value is not None), candidates[0])
