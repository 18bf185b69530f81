"""Field types of the order document: what each may hold, so that pydantic can say what is wrong and where.

The annotations are constraints only: the values are plain `str` and `int`, so that the dataclasses they stand in
stay ordinary frozen values.
"""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from engine.order.currency import known_currency

LARGEST_AMOUNT = 10**13  # minor units; a hundred thousand million euros is a fault, not an order

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=128, strip_whitespace=True)]
ShortText = Annotated[str, StringConstraints(max_length=256)]
LongText = Annotated[str, StringConstraints(max_length=4000)]
CountryCode = Annotated[
    str, StringConstraints(pattern=r"^[A-Z]{2}$"), Field(description="ISO 3166-1 alpha-2", examples=["DE"])
]
CurrencyCode = Annotated[str, AfterValidator(known_currency), Field(description="ISO 4217", examples=["EUR"])]
Minor = Annotated[int, Field(ge=0, le=LARGEST_AMOUNT, description="minor units of the currency beside it")]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Quantity = Annotated[int, Field(ge=1, le=1_000_000)]
Grams = Annotated[int, Field(ge=0, le=100_000_000, description="grams")]
Millimetres = Annotated[int, Field(ge=0, le=1_000_000, description="millimetres")]
Measure = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
HsCode = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4,12}$"),
    Field(description="Harmonized System code, digits only, 4 to 12", examples=["85171300"]),
]
CardBin = Annotated[str, StringConstraints(pattern=r"^[0-9]{6,8}$"), Field(description="first 6 to 8 digits only")]
LastFour = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
