"""Who buys, from which device, and under which tax numbers."""

from dataclasses import dataclass
from enum import StrEnum

from engine.order.fields import Count, CountryCode, Identifier, LongText, Moment, ShortText, strict


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """The buyer's account. `orders_before` counts orders placed before this one."""

    id: Identifier | None = None
    name: ShortText | None = None
    email: ShortText | None = None
    phone: ShortText | None = None
    locale: ShortText | None = None
    guest: bool | None = None
    account_created_at: Moment | None = None
    orders_before: Count | None = None
    company: ShortText | None = None


class TaxHolder(StrEnum):
    """Whose number it is: the consignee's, the seller's, or the marketplace's that collects the tax."""

    CONSIGNEE = "consignee"
    MERCHANT = "merchant"
    MARKETPLACE = "marketplace"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class TaxIdentifier:
    """A number such as CPF, PCCC, IOSS, EORI or VAT, as text."""

    kind: Identifier
    value: Identifier
    holder: TaxHolder = TaxHolder.CONSIGNEE
    country: CountryCode | None = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What the storefront knows of the buyer's device."""

    id: Identifier | None = None
    user_agent: LongText | None = None
    locale: ShortText | None = None
    timezone: ShortText | None = None
