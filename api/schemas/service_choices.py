"""Choices of services, wishes, and what else would have been chosen, as they are asked for and shown."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from api.routes.examples import Example
from api.schemas.body import Strict
from api.schemas.ids import an_id, id_form
from api.schemas.rules_asked import DraftName, EditionWord
from api.schemas.shipping import Amount, TermsWord, WayWord, Weight
from engine.ids import Prefix
from engine.order.fields import CurrencyCode, Moment
from fulfillment.records import ServiceChoice, ShippingWishes, WhatIfRun
from fulfillment.shipping.explaining import explained
from fulfillment.shipping.named_because import NamedBecause
from fulfillment.shipping.naming_service import Wanted
from fulfillment.shipping.what_if_changes import Changed
from fulfillment.shipping.what_if_running import Asked
from fulfillment.shipping.wishing import OwnWishes, as_stated
from fulfillment.shipping.words import LANGUAGES

Shown = dict[str, object]
ServiceName = Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,63}$", examples=["line-4px"])]
ShopName = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$", examples=["shop-de"])]
ProposalWord = Annotated[str, Field(pattern=id_form(Prefix.PROPOSAL), examples=[an_id(Prefix.PROPOSAL)])]
MOST_SHOPS = 100
MOST_DAYS = 400
WORTH: Example = {"day": 25, "late_point": 8, "customs_point": 10, "duty": 300, "co2_kg": 10}
NEEDS: Example = {"most_days": 20, "most_minor": None, "tracked": True, "insured": False}
NAMED: Example = {"service": "line-yunexpress", "reason_code": "buyer_asked"}
WISHED: Example = {"shop": "shop-de", "wishes": {"way": "weighed", "currency": "EUR", "needs": {"tracked": True}}}
COUNTED: Example = {"since": "2026-10-01T00:00:00Z", "until": "2026-11-01T00:00:00Z", "service": "line-4px"}
A_CHOICE: Example = {
    "id": an_id(Prefix.SERVICE_CHOICE), "order_id": an_id(Prefix.ORDER), "part": an_id(Prefix.FULFILMENT),
    "kind": "packed", "state": "chosen", "service": "line-4px", "carrier": "4px", "price_minor": 4276,
    "currency": "CNY", "terms": "DDP", "decided_by": "cost", "edition": "9f2c", "made_at": "2026-11-26T09:00:00Z",
    "made_by": "system",
    "explained": {"en": ["line-4px of 4px for CNY 42.76", "decided by cost"],
                  "zh": ["4px 的 line-4px，CNY 42.76", "决定因素：费用"]},
    "candidates": [], "ruled_out": {}, "refused": {}, "against": {}, "waits": [], "flips": [], "apart": [],
    "judgement": None, "last_resort": False,
}  # fmt: skip
SOME_WISHES: Example = {
    "id": an_id(Prefix.SHIPPING_WISHES), "shop": "shop-de", "wishes": {"needs": {"tracked": True}},
    "entered_at": "2026-11-26T09:00:00Z", "entered_by": "ana",
}  # fmt: skip
THEY_COUNT: Example = {
    "of": "shop", "wishes": {"way": "weighed", "currency": "EUR", "worth": WORTH, "needs": NEEDS, "splits": False},
}  # fmt: skip
A_COUNT: Example = {
    "id": an_id(Prefix.SHIPPING_WHAT_IF), "state": "done",
    "asked": {**COUNTED, "shops": None, "wishes": None, "currency": "EUR", "edition": "", "draft": ""},
    "found": {"left_out": 0, "lanes": [{
        "shop": "shop-de", "origin": "CN", "country": "DE", "choices": 10, "parcels": 10, "same": 6, "other": 3,
        "could_not": 1, "looked_at": 0, "compared": 9, "before_minor": 9100, "minor": -700, "days": 4,
        "moves": {"intl-express > line-4px": 3, "line-4px > line-4px": 6}, "why_not": {"goods": 1},
    }]},
    "begun_at": "2026-11-26T09:00:00Z", "begun_by": "ana", "ended_at": "2026-11-26T09:00:04Z",
}  # fmt: skip


A_CHANGE: Example = {
    "order_id": an_id(Prefix.ORDER), "part": an_id(Prefix.FULFILMENT), "shop": "shop-de", "origin": "CN",
    "country": "DE", "parcels": 1, "made_at": "2026-10-12T09:00:00Z",
    "before": {"service": "intl-express", "price_minor": 20482, "currency": "CNY", "days": 5},
    "after": {"service": "line-4px", "price_minor": 4276, "currency": "CNY", "days": 12},
    "difference_minor": -2054, "difference_days": 7,
    "explained": {"en": ["intl-express then, line-4px now", "line-4px of 4px for CNY 42.76", "decided by cost"],
                  "zh": ["当时 intl-express，现在 line-4px", "4px 的 line-4px，CNY 42.76", "决定因素：费用"]},
}  # fmt: skip


class ServiceNamedAsked(Strict):
    """By which service a part goes; null: the choice is free again. `part` is a number or id, and may be left out where
    there is one part."""

    service: ServiceName | None
    reason_code: Annotated[NamedBecause, Field(strict=False)]
    part: Annotated[str, Field(min_length=1, max_length=64)] | None = None

    def wanted(self, *, may_pass_bar: bool) -> Wanted:
        """As it is worked on."""
        return Wanted(service=self.service or "", because=self.reason_code, may_pass_bar=may_pass_bar)


class WorthAsked(Strict):
    """What things are worth, in minor units of the currency; what is left out is as usual, if in the same."""

    day: Weight | None = None
    late_point: Weight | None = None
    customs_point: Weight | None = None
    duty: Weight | None = None
    co2_kg: Weight | None = None


class NeedsAsked(Strict):
    """What must be, whatever it costs. `most_minor` is in the currency that is compared in."""

    most_days: Annotated[int, Field(ge=0, le=365)] | None = None
    most_minor: Amount | None = None
    tracked: bool = False
    insured: bool = False


class WishesAsked(Strict):
    """How services are chosen."""

    way: WayWord = "weighed"
    currency: CurrencyCode | None = None
    worth: WorthAsked | None = None
    needs: NeedsAsked | None = None
    splits: bool = Field(False, description="Parcels of one part may go by several services where none takes them all.")

    def stated(self) -> Shown:
        """What was said, and nothing else."""
        return {
            name: {key: each for key, each in value.items() if each is not None} if isinstance(value, dict) else value
            for name, value in self.model_dump(exclude_unset=True).items()
            if value is not None
        }


class ShippingWishesAsked(Strict):
    """For one shop, or for all that have none of their own; without wishes: as is usual again."""

    shop: ShopName | None = None
    wishes: WishesAsked | None


class WhatIfAsked(Strict):
    """Choices that were made in a period, made again: by one service, by other wishes, or by nothing but the policy and
    the rates of today. The policy is the one in force, unless a draft, a proposal or an edition is named."""

    since: Moment
    until: Moment
    shops: Annotated[tuple[ShopName, ...], Field(min_length=1, max_length=MOST_SHOPS, strict=False)] | None = None
    service: ServiceName | None = None
    wishes: WishesAsked | None = None
    draft: DraftName | None = Field(None, description="By the shipping policy of this draft, as it stands now.")
    proposal: ProposalWord | None = Field(None, description="By that of what is proposed.")
    edition: EditionWord | None = None
    currency: CurrencyCode = "EUR"

    @property
    def names_policy(self) -> bool:
        """Whether another policy than the one in force is to judge."""
        return self.draft is not None or self.proposal is not None or self.edition is not None

    @model_validator(mode="after")
    def _bounded(self) -> "WhatIfAsked":
        if [self.draft, self.proposal, self.edition].count(None) < 2:
            msg = "name a draft, a proposal, or an edition, not several"
            raise ValueError(msg)
        if (self.until - self.since).days > MOST_DAYS:
            msg = f"ask for at most {MOST_DAYS} days"
            raise ValueError(msg)
        return self

    def asked(self, shops: tuple[str, ...] | None, edition: str = "") -> Asked:
        """As it is counted; by the policy of the edition with this digest."""
        return Asked(
            since=self.since, until=self.until, shops=shops, service=self.service or "",
            wishes=None if self.wishes is None else self.wishes.stated(), currency=self.currency,
            edition=edition, draft=self.draft or "",
        )  # fmt: skip


class ServiceChoiceShown(BaseModel):
    """A choice for a part. `decided_by` is a criterion, `only`, `order` or `person`; `explained` has a line each."""

    id: str
    order_id: str
    part: str
    kind: Literal["forecast", "packed", "named"]
    state: Literal["chosen", "waits", "none"]
    service: str = Field(description="Empty where the order names a carrier that none of our services has.")
    carrier: str
    price_minor: int
    currency: str
    terms: TermsWord | Literal[""]
    decided_by: str
    edition: str = Field(description="Digest of the shipping policy.")
    made_at: datetime
    made_by: str
    explained: dict[str, list[str]]
    candidates: list[dict[str, object]]
    ruled_out: dict[str, list[str]]
    refused: dict[str, list[dict[str, object]]]
    against: dict[str, list[dict[str, object]]] = Field(description="What the policy found, by service.")
    waits: list[dict[str, object]] = Field(description="What a person must look at before there is a label.")
    flips: list[dict[str, object]] = Field(description="What little would have chosen another service.")
    apart: list[dict[str, object]] = Field(description="A service for each parcel, where none takes them all.")
    judgement: dict[str, object] | None
    last_resort: bool


class ShippingWishesShown(BaseModel):
    """What was entered; the last of a shop counts."""

    id: str
    shop: str | None
    wishes: dict[str, object] | None
    entered_at: datetime
    entered_by: str


class CountingWishesShown(BaseModel):
    """What counts for a shop, and whose it is: the shop's, the merchant's, or what is usual."""

    of: Literal["shop", "merchant", "usual"]
    wishes: dict[str, object]


class WhatIfShown(BaseModel):
    """A count, while it goes on too. Differences are against what was chosen then. `failed`: workers have given up what
    is left of it; `found` has what was counted until then."""

    id: str
    state: Literal["running", "done", "failed"]
    asked: dict[str, object]
    found: dict[str, object]
    begun_at: datetime
    begun_by: str
    ended_at: datetime | None


class GoesByShown(BaseModel):
    """A service, or several joined by `+`; price and days are null where they are not known."""

    service: str
    price_minor: int | None
    currency: str
    days: int | None


class WhatIfChangeShown(BaseModel):
    """A part that would have gone otherwise. Differences: less than nothing is cheaper, or faster."""

    order_id: str
    part: str
    shop: str
    origin: str
    country: str
    parcels: int
    made_at: datetime
    before: GoesByShown
    after: GoesByShown | None = Field(description="Null where nothing could take it.")
    difference_minor: int | None = Field(description="In the currency of the count.")
    difference_days: int | None
    explained: dict[str, list[str]]


def shown_change(changed: Changed) -> Shown:
    """A part that would have gone otherwise."""
    row, after = changed.choice, changed.after
    return {
        "order_id": row.order_id, "part": row.fulfilment_id, "shop": row.shop, "origin": row.origin,
        "country": row.country, "parcels": changed.parcels, "made_at": row.made_at, "before": asdict(changed.before),
        "after": None if after is None else asdict(after), "difference_minor": changed.minor,
        "difference_days": changed.days,
        "explained": {language: list(lines) for language, lines in changed.why.items()},
    }  # fmt: skip


def shown_choice(choice: ServiceChoice) -> Shown:
    """A choice."""
    data = choice.data
    return {
        "id": choice.id, "order_id": choice.order_id, "part": choice.fulfilment_id, "kind": choice.kind,
        "state": choice.state, "service": choice.service, "carrier": choice.carrier,
        "price_minor": choice.price_minor, "currency": choice.currency, "terms": choice.terms,
        "decided_by": choice.decided_by, "edition": choice.edition, "made_at": choice.made_at,
        "made_by": choice.made_by,
        "explained": {language: list(explained(choice, language)) for language in LANGUAGES},
        **{name: data.get(name, []) for name in ("candidates", "waits", "flips", "apart")},
        **{name: data.get(name, {}) for name in ("ruled_out", "refused", "against")},
        "judgement": data.get("judgement"), "last_resort": data.get("last_resort") is True,
    }  # fmt: skip


def shown_wishes(row: ShippingWishes) -> Shown:
    """What was entered."""
    return {
        "id": row.id, "shop": row.shop or None, "wishes": dict(row.data) or None, "entered_at": row.entered_at,
        "entered_by": row.entered_by,
    }  # fmt: skip


def shown_counting(own: OwnWishes) -> Shown:
    """What counts."""
    return {"of": own.of, "wishes": dict(as_stated(own))}


def shown_what_if(run: WhatIfRun, state: str) -> Shown:
    """A count."""
    return {
        "id": run.id, "state": state, "asked": dict(run.params), "found": dict(run.data), "begun_at": run.begun_at,
        "begun_by": run.begun_by, "ended_at": run.ended_at,
    }  # fmt: skip
