"""An article as its seller knows it: what customs, carriers and the law of destinations ask about, by SKU.

Amounts are minor units with their currency; weights, sizes and contents are of one piece, as on an order line.
The numbers that a declaration to the Union asks for since 2026-11-01 (Delegated Regulation (EU) 2026/1022: the
seller's own, the maker's own, and a standard one where there is one) are `sku`, `manufacturer_id` and `gtin`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from engine.order.fields import (
    GTIN_FORM,
    HS6_FORM,
    TARIFF_FORM,
    Count,
    CountryCode,
    CurrencyCode,
    Grams,
    Identifier,
    Measure,
    Minor,
    Percent,
    ShortText,
    strict,
)
from engine.order.line import Dimensions
from engine.order.terms import BatteryKind, BatteryPacking, GoodsSeal

MOST_LISTED = 50
MOST_COMPONENTS = 20
ANY_CHANNEL = "*"

PACKING_FORM = r"^(P?[0-9]{3}[A-Z]?)$"

Hs6 = Annotated[str, StringConstraints(pattern=HS6_FORM), Field(description="HS 2022, six digits")]
NationalDigits = Annotated[
    str, StringConstraints(pattern=TARIFF_FORM), Field(description="tariff code, 6 to 12 digits")
]
Gtin = Annotated[
    str, StringConstraints(pattern=GTIN_FORM), Field(description="8, 12, 13 or 14 digits, the last a check digit")
]
PackingInstruction = Annotated[
    str, StringConstraints(pattern=PACKING_FORM), Field(description="such as 966 by air or P903 by land and sea")
]
Pieces = Annotated[int, Field(ge=1, le=10_000)]
Day = Annotated[date, Field(description="ISO 8601")]


class ProductStatus(StrEnum):
    """`delisted`: the seller took it off sale, so orders of it must not leave."""

    ACTIVE = "active"
    DELISTED = "delisted"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class NationalCode:
    """The tariff code of one destination: ten digits of the HTS for the United States, of TARIC for Union states."""

    country: CountryCode
    code: NationalDigits


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredValue:
    """What one piece is worth to customs."""

    minor: Minor
    currency: CurrencyCode


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseCost:
    """What one piece costs where it is bought."""

    minor: Minor
    currency: CurrencyCode


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class LandedUnit:
    """What one piece cost when the last transfer to a warehouse had come: goods, freight, duty and tax, rounded."""

    warehouse: Identifier
    minor: Minor
    currency: CurrencyCode


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductBattery:
    """Cells of one piece. `watt_hours` is per battery, `lithium_g` per cell; `un38_3`, `msds`: whether at hand."""

    kind: BatteryKind
    packing: BatteryPacking | None = None
    packing_instruction: PackingInstruction | None = None
    watt_hours: Measure | None = None
    lithium_g: Measure | None = None
    count: Count | None = None
    un38_3: bool | None = None
    msds: bool | None = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class BrandLicence:
    """Whose leave there is to sell the brand: where (everywhere when no territory is named) and until which day."""

    licensor: ShortText
    territory: Annotated[tuple[CountryCode, ...], Field(max_length=MOST_LISTED)] = ()
    until: Day | None = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A number under which the article, or its seller for it, stands in a register, such as packaging in Germany."""

    country: CountryCode
    scheme: Identifier
    number: Identifier


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSku:
    """What a sales channel calls it: its own SKU, ASIN or variant. Channel `*` is all of them."""

    channel: Identifier
    sku: Identifier


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """What lies in one piece of a kit."""

    sku: Identifier
    quantity: Pieces = 1


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One article. With `components` it is a kit: what they hold is declared, and nothing of the kit's own."""

    sku: Identifier
    status: ProductStatus = ProductStatus.ACTIVE
    customs_name_en: ShortText | None = None
    customs_name_zh: ShortText | None = None
    hs6: Hs6 | None = None
    national_codes: Annotated[tuple[NationalCode, ...], Field(max_length=MOST_LISTED)] = ()
    origin: CountryCode | None = None
    weight_g: Grams | None = None
    dimensions: Dimensions | None = None
    declared_value: DeclaredValue | None = None
    material: ShortText | None = None
    has_battery: bool | None = None
    battery: ProductBattery | None = None
    liquid_ml: Measure | None = None
    powder: bool | None = None
    magnet: bool | None = None
    blade_mm: Measure | None = None
    laser_mw: Measure | None = None
    alcohol_pct: Percent | None = None
    nicotine_mg_ml: Measure | None = None
    seal: GoodsSeal | None = None
    certificates: Annotated[tuple[Identifier, ...], Field(max_length=MOST_LISTED)] = ()
    brand: ShortText | None = None
    brand_licence: BrandLicence | None = None
    gtin: Gtin | None = None
    manufacturer_id: Identifier | None = None
    responsible_person: Identifier | None = None
    registrations: Annotated[tuple[Registration, ...], Field(max_length=MOST_LISTED)] = ()
    channel_skus: Annotated[tuple[ChannelSku, ...], Field(max_length=MOST_LISTED)] = ()
    components: Annotated[tuple[Component, ...], Field(max_length=MOST_COMPONENTS)] = ()
    landed_costs: Annotated[tuple[LandedUnit, ...], Field(max_length=MOST_LISTED)] = ()
    purchase_cost: PurchaseCost | None = None

    def code_for(self, destination: str | None) -> str | None:
        """The most that is known of its tariff code at a destination: the national code there, else the HS code."""
        own = next((each.code for each in self.national_codes if each.country == destination), None)
        return own or self.hs6
