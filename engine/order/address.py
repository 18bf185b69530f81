"""A postal address as the buyer gave it. Nothing here is judged or repaired; `engine.address` does that."""

from dataclasses import dataclass

from engine.order.fields import CountryCode, ShortText, strict


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Lines as written. `state` is a name or a code, `line1` the street with its number."""

    name: ShortText | None = None
    company: ShortText | None = None
    line1: ShortText | None = None
    line2: ShortText | None = None
    line3: ShortText | None = None
    city: ShortText | None = None
    state: ShortText | None = None
    postcode: ShortText | None = None
    country: CountryCode | None = None
    phone: ShortText | None = None
    email: ShortText | None = None
