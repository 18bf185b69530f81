"""Shipping services and quotes as they are asked for and shown."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from api.routes.examples import Example
from api.schemas.body import Strict
from api.schemas.ids import id_form
from engine.ids import Prefix
from engine.order.fields import CountryCode, CurrencyCode
from fulfillment.shipping.choosing import Needs, Way, Wishes
from fulfillment.shipping.criteria import Criterion, Worth
from fulfillment.shipping.dispatch import Dispatch, Parcel, Terms
from fulfillment.shipping.feasible import Offer, Refused
from fulfillment.shipping.goods_class import GoodsClass
from fulfillment.shipping.quoting import Quote, sides_of
from fulfillment.shipping.service import Service
from fulfillment.shipping.words import LANGUAGES, told_of

Shown = dict[str, object]
MOST_PARCELS = 50
Goods = Literal["general", "battery_inside", "battery_with", "battery_alone", "liquid", "paste", "powder", "magnetic",
                "blade", "cosmetics"]  # fmt: skip
TermsWord = Literal["DDP", "DAP", "IOSS"]
WayWord = Literal["weighed", "pareto"]
Side = Annotated[int, Field(ge=1, le=100_000)]
Amount = Annotated[int, Field(ge=0, le=10**12)]
Weight = Annotated[int, Field(ge=0, le=10**6)]
Kind = Annotated[str, Field(pattern="^[A-Z][A-Z0-9_]{0,31}$", examples=["IOSS"])]
Postcode = Annotated[str, Field(max_length=16, pattern="^[A-Za-z0-9 -]*$")]

ASKED: Example = {
    "parcels": [{"weight_g": 480, "sides_mm": [220, 160, 90], "goods": ["battery_inside"]}],
    "from_country": "CN", "to_country": "US", "value_minor": 4200, "currency": "USD",
}  # fmt: skip
A_SERVICE: Example = {
    "id": "line-4px", "name": "Special line by air, 4PX-like", "name_zh": "四方类空运专线", "carrier": "4px",
    "kind": "special_line", "mode": "air", "currency": "CNY", "from_countries": ["CN"], "domestic": False,
    "zones": [{"id": "us", "countries": ["US"], "fewest_days": 7, "most_days": 12, "co2_g_per_kg": 6700}],
    "max_g": 20000, "goods": ["battery_inside", "general"], "terms": ["DDP", "IOSS"], "tracked": True, "insured": False,
    "valid_from": "2026-01-01", "valid_until": None, "own": False,
    "pauses": [{"countries": ["IL"], "since": "2026-11-20", "until": None, "notice": "no flights",
                "notice_zh": "停航"}],
}  # fmt: skip
A_QUOTE: Example = {
    "on": "2026-11-26", "currency": "EUR", "chosen": "line-4px", "decided_by": "cost", "parcels": 1,
    "offers": [{
        "service": "line-4px", "zone": "us", "own_rates": False, "live": False, "note": "",
        "price_minor": 5880, "currency": "CNY",
        "is_least": False,
        "items": [{"what": "weight", "parcel": 1, "minor": 4280}, {"what": "registration", "parcel": 1, "minor": 1600}],
        "weights": [{"parcel": 1, "gross_g": 480, "dimensional_g": 0, "billed_g": 480}],
        "promised_days": 12, "co2_g": 3216, "compared": {"cost": 750, "days": 12, "late": 1000, "customs": 300,
                                                         "duty": 0, "co2": 3216},
        "felt": {"cost": 750, "days": 300, "late": 80, "customs": 30, "duty": 0, "co2": 32}, "felt_minor": 1192,
        "is_best": True, "ruled_out": [],
    }],
    "refused": [{"service": "post-packet", "refusals": [{
        "why": "goods", "parcel": 1, "told": {"goods": "liquid"},
        "explained": {"en": "parcel 1: does not take these goods (liquid)", "zh": "包裹 1：不接收此类货物（液体）"}}]}],
}  # fmt: skip


class QuoteParcelAsked(Strict):
    """A parcel: gross grams, outer sides in millimetres, and the classes of what lies in it."""

    weight_g: Annotated[int, Field(ge=1, le=100_000_000)]
    sides_mm: Annotated[tuple[Side, Side, Side], Field(strict=False)] | None = None
    goods: Annotated[tuple[Goods, ...], Field(min_length=1, max_length=10, strict=False)] = ("general",)

    def parcel(self) -> Parcel:
        """As it is judged."""
        sides = None if self.sides_mm is None else sides_of(*self.sides_mm)
        return Parcel(weight_g=self.weight_g, sides_mm=sides, goods=frozenset(GoodsClass(each) for each in self.goods))


Parcels = Annotated[tuple[QuoteParcelAsked, ...], Field(min_length=1, max_length=MOST_PARCELS, strict=False)]


class ChoiceWorthAsked(Strict):
    """What things are worth, in minor units of `currency`: a day less, a percentage point less late or stopped at
    customs, a buyer who is asked for no duty, a kilogram of CO2 less."""

    currency: CurrencyCode
    day: Weight = 0
    late_point: Weight = 0
    customs_point: Weight = 0
    duty: Weight = 0
    co2_kg: Weight = 0


class ChoiceNeedsAsked(Strict):
    """What must be, whatever it costs. `most_minor` is in the currency that is compared in."""

    most_days: Annotated[int, Field(ge=0, le=365)] | None = None
    most_minor: Amount | None = None
    tracked: bool = False
    insured: bool = False


class QuoteAsked(Strict):
    """An order by its id, or parcels with their lane and value; beside either, how to choose."""

    order_id: Annotated[str, Field(pattern=id_form(Prefix.ORDER))] | None = None
    parcels: Parcels | None = None
    from_country: CountryCode = "CN"
    to_country: CountryCode | None = None
    postcode: Postcode = ""
    value_minor: Amount | None = None
    currency: CurrencyCode | None = None
    identifiers: Annotated[tuple[Kind, ...], Field(max_length=20, strict=False)] = ()
    terms: TermsWord | None = None
    way: WayWord = "weighed"
    needs: Annotated[ChoiceNeedsAsked, Field(default_factory=ChoiceNeedsAsked)]
    worth: ChoiceWorthAsked | None = None
    live: bool = Field(default=True, description="Whether carriers are asked for their prices.")

    @model_validator(mode="after")
    def _one_of_both(self) -> "QuoteAsked":
        if (self.order_id is None) == (self.parcels is None):
            msg = "name either `order_id` or `parcels`"
            raise ValueError(msg)
        if self.parcels is not None and self.to_country is None:
            msg = "say with `to_country` where the parcels go"
            raise ValueError(msg)
        if (self.value_minor is None) != (self.currency is None):
            msg = "state `value_minor` and `currency` together"
            raise ValueError(msg)
        return self

    def wishes(self, usual: Worth, dispatch: Dispatch) -> Wishes:
        """How one is chosen; by the usual weights where none are stated."""
        worth = usual if self.worth is None else Worth(**self.worth.model_dump(exclude={"currency"}))
        return Wishes(way=Way(self.way), needs=Needs(**self.needs.model_dump()), worth=worth, terms=dispatch.terms)

    def stated_terms(self) -> Terms | None:
        """On what terms it travels."""
        return None if self.terms is None else Terms(self.terms)


class ShippingZoneShown(BaseModel):
    """Countries of one price and one time."""

    id: str
    countries: list[str]
    fewest_days: int
    most_days: int
    co2_g_per_kg: int = Field(description="A stated estimate.")


class ShippingPauseShown(BaseModel):
    """A stop (停运); both days count."""

    countries: list[str] = Field(description="Empty: all that it goes to.")
    since: date
    until: date | None = Field(description="Null: until told.")
    notice: str
    notice_zh: str = Field(description="In Chinese; empty where it was not stated.")


class ShippingServiceShown(BaseModel):
    """A service. Its figures are made-up examples until the merchant's own rates are imported."""

    id: str
    name: str
    name_zh: str
    carrier: str
    kind: str
    mode: str
    currency: str
    from_countries: list[str] = Field(description="Empty: from anywhere.")
    domestic: bool
    zones: list[ShippingZoneShown]
    max_g: int | None
    goods: list[str]
    terms: list[str]
    tracked: bool
    insured: bool
    valid_from: date
    valid_until: date | None
    own: bool = Field(description="Stated by the merchant.")
    pauses: list[ShippingPauseShown]


class PriceItemShown(BaseModel):
    """A part of a price: `base`, `weight`, or a surcharge; parcel 0 means all together."""

    what: str
    parcel: int
    minor: int


class ParcelWeighedShown(BaseModel):
    """What a parcel weighs to the carrier. `dimensional_g` is null where nobody measured it."""

    parcel: int
    gross_g: int
    dimensional_g: int | None
    billed_g: int


class ServiceOfferShown(BaseModel):
    """A service that takes it. `compared`: its value by criterion; `felt`: the same as money, which add up to
    `felt_minor`; null where it was not compared, with the reasons in `ruled_out`."""

    service: str
    zone: str
    own_rates: bool
    live: bool = Field(description="Its carrier named the price.")
    note: str = Field(description="Why the card counts where the carrier was asked: no_answer, no_product, refused.")
    price_minor: int
    currency: str
    is_least: bool = Field(description="A size is not known that may make it dearer.")
    items: list[PriceItemShown]
    weights: list[ParcelWeighedShown]
    promised_days: int
    co2_g: int
    compared: dict[str, int] | None
    felt: dict[str, int] | None
    felt_minor: int | None
    is_best: bool = Field(description="None is at least as good in everything and better in something.")
    ruled_out: list[str]


class ServiceRefusalShown(BaseModel):
    """A reason why not; parcel 0 means all together. `explained` is a line in each language."""

    why: str
    parcel: int
    told: dict[str, str | int]
    explained: dict[str, str]


class ServiceRefusedShown(BaseModel):
    """A service that does not take it."""

    service: str
    refusals: list[ServiceRefusalShown]


class ShippingQuoteShown(BaseModel):
    """Every service, either with its price or with the reasons why not, and the one that is chosen: best first."""

    on: date
    currency: str = Field(description="What services are compared in.")
    chosen: str = Field(description="Empty where no service is left.")
    decided_by: str | None = Field(description="The criterion that tells the chosen most from the next one.")
    parcels: int
    offers: list[ServiceOfferShown]
    refused: list[ServiceRefusedShown]


def shown_service(service: Service) -> Shown:
    """A service with its zones."""
    zones = [
        {"id": each.id, "countries": sorted(each.countries), "fewest_days": each.days[0], "most_days": each.days[1],
         "co2_g_per_kg": each.co2_g_per_kg}
        for each in service.zones
    ]  # fmt: skip
    plain = ("id", "name", "name_zh", "carrier", "currency", "domestic", "tracked", "insured", "valid_from",
             "valid_until")  # fmt: skip
    return {
        **{name: getattr(service, name) for name in plain},
        "kind": service.kind.value,
        "mode": service.mode.value,
        "from_countries": sorted(service.origins),
        "zones": zones,
        "max_g": service.size.max_g,
        "goods": sorted(service.goods),
        "terms": sorted(service.terms),
        "own": service.is_own,
        "pauses": [
            {
                "countries": sorted(each.countries),
                "since": each.since,
                "until": each.until,
                "notice": each.notice,
                "notice_zh": each.notice_zh,
            }
            for each in service.pauses
        ],
    }


def shown_quote(quote: Quote) -> Shown:
    """A quote, offers best first."""
    choice = quote.choice
    rank = {each.values.service: number for number, each in enumerate(choice.candidates)}
    offers = sorted(quote.feasible.offers, key=lambda each: (rank.get(each.service.id, len(rank)), each.service.id))
    return {
        "on": quote.dispatch.on,
        "currency": quote.currency,
        "chosen": choice.chosen,
        "decided_by": None if choice.decided_by is None else choice.decided_by.value,
        "parcels": len(quote.dispatch.parcels),
        "offers": [_offer(each, quote) for each in offers],
        "refused": [_refused(each) for each in quote.feasible.refused],
    }


def _offer(offer: Offer, quote: Quote) -> Shown:
    id_ = offer.service.id
    found = next((each for each in quote.choice.candidates if each.values.service == id_), None)
    price = offer.price
    return {
        "service": id_,
        "zone": offer.zone.id,
        "own_rates": offer.is_own,
        "live": offer.is_live,
        "note": offer.note,
        "price_minor": price.total.minor,
        "currency": price.total.currency,
        "is_least": price.is_least,
        "items": [{"what": str(each.what), "parcel": each.parcel, "minor": each.minor} for each in price.items],
        "weights": [{"parcel": each.parcel, "gross_g": each.gross_g, "dimensional_g": each.dimensional_g,
                     "billed_g": each.billed_g} for each in price.weights],
        "promised_days": offer.zone.days[1],
        "co2_g": offer.co2_g,
        "compared": None if found is None else _by_name(found.values.of),
        "felt": None if found is None else _by_name(found.felt),
        "felt_minor": None if found is None else found.felt_minor,
        "is_best": found is not None and found.is_best,
        "ruled_out": [each.value for each in quote.choice.ruled_out.get(id_, ())],
    }  # fmt: skip


def _refused(refused: Refused) -> Shown:
    told = [
        {"why": each.why.value, "parcel": each.parcel, "told": dict(each.told),
         "explained": {language: told_of(each, language) for language in LANGUAGES}}
        for each in refused.refusals
    ]  # fmt: skip
    return {"service": refused.service.id, "refusals": told}


def _by_name(values: Mapping[Criterion, int]) -> Mapping[str, int]:
    return {str(name): value for name, value in values.items()}
