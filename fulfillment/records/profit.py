"""What a merchant states of costs that no bill names, and profits as they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitTerm:
    """One term. `kind` is a word of `fulfillment.profit.terms.Term`; `name` narrows it, such as a country; `minor` is
    an amount in minor units of `currency`, `share_ppm` a share in millionths."""

    merchant_id: str
    kind: str
    name: str
    currency: str
    minor: int
    share_ppm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitShare:
    """What an order earns with one article, in minor units of `currency`. `sku` is as it was sold, `NO_SKU` of
    `fulfillment.profit.tables` for what has none.

    `incomplete`, `lacking` (words, by spaces), `known` (all that is known) and `data` are of the order as a whole and
    stand on its first row only. It holds no personal data.
    """

    merchant_id: str
    currency: str
    basis: str
    opened_at: datetime
    order_id: str
    sku: str
    shop: str
    channel: str
    month: str
    lane: str
    is_first: int
    incomplete: int
    lacking: str
    known: int
    pieces: int
    incomplete_sku: int
    revenue: int
    tax: int
    goods: int
    payment_fee: int
    channel_fee: int
    packing: int
    labour: int
    freight: int
    duty: int
    refund: int
    chargeback: int
    penalty: int
    adjustment: int
    claim: int
    expected: int
    billed: int
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitCurrency:
    """A currency in which a merchant's profits are kept, counted by an edition of law and rates."""

    merchant_id: str
    currency: str
    edition: str
    asked_at: datetime
    swept_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DueProfit:
    """An order whose profit in a currency has to be counted, with the mark that says so."""

    merchant: str
    order_id: str
    currency: str
    opened_at: datetime
    mark: int
