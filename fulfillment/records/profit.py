"""What a merchant states of costs that no bill names."""

from dataclasses import dataclass


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
