"""Field types of the order document: what each may hold, so that pydantic can say what is wrong and where.

The annotations are constraints only: the values are plain `str`, `int` and `datetime`, so that the dataclasses they
stand in stay ordinary frozen values.
"""

import re
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticKnownError

from engine.order.currency import known_currency

COUNTRY_FORM = r"^[A-Z]{2}$"
HS_FORM = r"^[0-9]{4,12}$"
HS6_FORM = r"^[0-9]{6}$"
TARIFF_FORM = r"^[0-9]{6,12}$"
GTIN_FORM = r"^([0-9]{8}|[0-9]{12,14})$"
LARGEST_AMOUNT = 10**13  # minor units; a hundred thousand million euros is a fault, not an order
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?$"

Part = TypeVar("Part")


def strict(part: type[Part]) -> type[Part]:
    """Marks a dataclass as part of the order document: no unknown field in it, and no value of another type.

    Pydantic looks for the setting on each class, so a nested part needs its own.
    """
    part.__pydantic_config__ = ConfigDict(strict=True, extra="forbid")  # type: ignore[attr-defined]
    return part


def _moment_text(value: object) -> object:
    # Without this pydantic would also take a bare date, and a number of seconds, for a moment.
    if not isinstance(value, str):
        raise PydanticKnownError("datetime_type")
    if re.match(MOMENT, value) is None:
        raise PydanticKnownError("datetime_parsing", {"error": "another form"})
    return value


def _in_all_zones(value: datetime) -> datetime:
    try:
        value.astimezone(UTC)
    except OverflowError:
        raise PydanticKnownError("datetime_parsing", {"error": "beyond the first or last year"}) from None
    return value


def _known_ip(value: str) -> str:
    try:
        return str(ip_address(value))  # one spelling for one address, so that orders can be linked by it
    except ValueError:
        msg = "write an IPv4 or IPv6 address, without port"
        raise ValueError(msg) from None


Identifier = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"\S")]
ShortText = Annotated[str, StringConstraints(max_length=256)]
LongText = Annotated[str, StringConstraints(max_length=4000)]
CountryCode = Annotated[
    str, StringConstraints(pattern=COUNTRY_FORM), Field(description="ISO 3166-1 alpha-2", examples=["DE"])
]
CurrencyCode = Annotated[
    str,
    AfterValidator(known_currency),
    Field(description="ISO 4217", examples=["EUR"], json_schema_extra={"pattern": "^[A-Z]{3}$"}),
]
IpText = Annotated[
    str,
    AfterValidator(_known_ip),
    Field(
        description="IPv4 or IPv6 address",
        examples=["192.0.2.7"],
        json_schema_extra={"anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]},
    ),
]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_moment_text),
    AfterValidator(_in_all_zones),
    Field(
        strict=False,  # the validator before it hands over text, which strict reading takes for no moment
        description="RFC 3339, with a zone",
        examples=["2026-11-22T09:30:00+01:00"],
        json_schema_extra={"pattern": MOMENT},
    ),
]
Minor = Annotated[int, Field(ge=0, le=LARGEST_AMOUNT, description="minor units of the currency beside it")]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Month = Annotated[int, Field(ge=1, le=12)]
Year = Annotated[int, Field(ge=2000, le=2100)]
Quantity = Annotated[int, Field(ge=0, le=1_000_000)]
Grams = Annotated[int, Field(ge=0, le=100_000_000, description="grams")]
Millimetres = Annotated[int, Field(ge=0, le=1_000_000, description="millimetres")]
Measure = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
HsCode = Annotated[
    str,
    StringConstraints(pattern=HS_FORM),
    Field(description="Harmonized System code, digits only, 4 to 12", examples=["85171300"]),
]
CardBin = Annotated[str, StringConstraints(pattern=r"^[0-9]{6,8}$"), Field(description="first 6 to 8 digits only")]
LastFour = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
