"""What a simulation is told: every parameter, with its unit, its bounds and its default. Nothing here is an estimate of
any real shop; where a figure was read somewhere, docs/how-to-simulate.md says where.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from engine.order.fields import strict
from engine.simulation.lanes import LANES

Orders = Annotated[int, Field(ge=0, le=100_000_000)]
Share = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": "share"})]
Hours = Annotated[float, Field(ge=0, le=24 * 365, json_schema_extra={"unit": "hours"})]
Days = Annotated[float, Field(ge=0, le=3650, json_schema_extra={"unit": "days"})]
Euros = Annotated[float, Field(gt=0, le=100_000, json_schema_extra={"unit": "EUR"})]
Weight = Annotated[float, Field(ge=0, le=1e6)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeTerms:
    """How often a planted scheme is played, how large one burst of it is, and how its labels come."""

    share: Annotated[Share, Field(description="orders of this scheme among all orders")]
    least: Annotated[
        int, Field(ge=1, le=500, description="fewest orders of a burst", json_schema_extra={"unit": "orders"})
    ]
    most: Annotated[
        int, Field(ge=1, le=500, description="most orders of a burst", json_schema_extra={"unit": "orders"})
    ]
    shortest: Annotated[Hours, Field(description="shortest time from a burst's first order to its last")]
    longest: Annotated[Hours, Field(description="longest time from a burst's first order to its last")]
    price: Annotated[Euros, Field(description="median worth of the goods of an order")]
    known: Annotated[Share, Field(description="orders that anybody ever learns of; the others keep no label")]
    by_analyst: Annotated[
        Share, Field(description="known orders that an analyst finds within days, not the card holder")
    ]
    delay: Annotated[Days, Field(description="median time until all others are known")]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """All parameters of a simulation. The same values give the same bytes."""

    orders: Annotated[
        Orders, Field(description="orders of the stream, planted ones among them", json_schema_extra={"unit": "orders"})
    ] = 10_000
    days: Annotated[
        int, Field(ge=1, le=3650, description="length of the stream", json_schema_extra={"unit": "days"})
    ] = 90
    first_day: Annotated[date, Field(description="first day of the stream, UTC")] = date(2026, 8, 1)
    seed: Annotated[int, Field(ge=0, description="which of all such streams")] = 1

    lanes: Annotated[
        Mapping[str, Weight], Field(description="weight of each way from a warehouse's country to a destination")
    ] = field(default_factory=lambda: dict(LANES))
    channels: Annotated[
        Mapping[str, Weight],
        Field(description="weight of each sales channel; planted schemes with cards keep to `own_shop`"),
    ] = field(default_factory=lambda: {"own_shop": 70.0, "amazon": 18.0, "ebay": 12.0})
    season: Annotated[
        Share, Field(description="how much weekdays, sales and holidays matter: 0 not at all, 1 as in the tables")
    ] = 1.0

    customers_before: Annotated[
        int,
        Field(
            ge=0,
            le=1_000_000,
            description="buyers with a history before the first day",
            json_schema_extra={"unit": "buyers"},
        ),
    ] = 2_000
    customers_remembered: Annotated[
        int,
        Field(
            ge=10,
            le=5_000_000,
            description="buyers who may come back; beyond, the newest takes the place of any",
            json_schema_extra={"unit": "buyers"},
        ),
    ] = 50_000
    returning: Annotated[Share, Field(description="own-shop orders of buyers who bought before")] = 0.32
    accounts: Annotated[Share, Field(description="new buyers who open an account; the others are guests")] = 0.55
    moving: Annotated[Share, Field(description="returning buyers who have moved house since")] = 0.01
    new_device: Annotated[Share, Field(description="returning buyers who come with a device not seen before")] = 0.05
    new_card: Annotated[Share, Field(description="returning buyers who pay with a card not seen before")] = 0.03

    gifts: Annotated[Share, Field(description="own-shop orders that go to somebody else's door as a present")] = 0.06
    travellers: Annotated[Share, Field(description="own-shop orders placed from a network in another country")] = 0.04
    carrier_networks: Annotated[
        Share, Field(description="own-shop orders through a mobile carrier's shared address")
    ] = 0.05
    corporate: Annotated[Share, Field(description="new buyers who order for their firm, with its card")] = 0.02
    families: Annotated[
        Share,
        Field(description="new buyers who live with a known one: same door, same network, at times the same card"),
    ] = 0.05
    students: Annotated[
        Share, Field(description="new buyers in a house of students: same door and network, own room, device and card")
    ] = 0.03
    forwarder_users: Annotated[
        Share,
        Field(description="new buyers far from shops who have all sent to a forwarder, honestly"),
    ] = 0.06
    expatriates: Annotated[Share, Field(description="new buyers with a card of another country than they live in")] = (
        0.02
    )
    slips: Annotated[Share, Field(description="addresses with a small fault of their writer")] = 0.08
    cash_on_delivery: Annotated[
        Share, Field(description="own-shop orders paid at the door, in countries where carriers collect")
    ] = 0.15
    notes: Annotated[Share, Field(description="orders with a note of the buyer")] = 0.06

    confirmed_honest: Annotated[
        Share, Field(description="honest orders that an analyst confirms as such within days")
    ] = 0.02
    wrong_labels: Annotated[Share, Field(description="honest orders that somebody takes for fraud")] = 0.0005

    card_testing: Annotated[SchemeTerms, Field(description="stolen cards tried out with cheap orders")] = SchemeTerms(
        share=0.004, least=4, most=18, shortest=0.3, longest=8.0, price=11.0, known=0.85, by_analyst=0.6, delay=30.0
    )
    account_takeover: Annotated[SchemeTerms, Field(description="a known buyer's account in other hands")] = SchemeTerms(
        share=0.002, least=1, most=3, shortest=0.2, longest=40.0, price=240.0, known=0.9, by_analyst=0.25, delay=21.0
    )
    reshipping: Annotated[SchemeTerms, Field(description="many stolen cards, one door that sends on")] = SchemeTerms(
        share=0.003, least=3, most=11, shortest=48.0, longest=480.0, price=170.0, known=0.85, by_analyst=0.2, delay=38.0
    )
    triangulation: Annotated[
        SchemeTerms, Field(description="a seller elsewhere has his customers' orders paid by stolen cards here")
    ] = SchemeTerms(
        share=0.003, least=4, most=16, shortest=36.0, longest=360.0, price=60.0, known=0.75, by_analyst=0.15, delay=42.0
    )
    refund_abuse: Annotated[
        SchemeTerms, Field(description="goods arrive, and are claimed lost or broken, again and again")
    ] = SchemeTerms(
        share=0.003, least=2, most=6, shortest=240.0, longest=1400.0, price=85.0, known=0.6, by_analyst=0.3, delay=24.0
    )
    forwarder_fraud: Annotated[SchemeTerms, Field(description="stolen cards, goods to a parcel forwarder")] = (
        SchemeTerms(
            share=0.002,
            least=1,
            most=5,
            shortest=2.0,
            longest=140.0,
            price=210.0,
            known=0.85,
            by_analyst=0.2,
            delay=36.0,
        )
    )
    friendly_fraud: Annotated[SchemeTerms, Field(description="a real buyer who later disputes what he bought")] = (
        SchemeTerms(
            share=0.003, least=1, most=2, shortest=1.0, longest=500.0, price=75.0, known=0.9, by_analyst=0.0, delay=62.0
        )
    )


SCHEMES = (
    "card_testing",
    "account_takeover",
    "reshipping",
    "triangulation",
    "refund_abuse",
    "forwarder_fraud",
    "friendly_fraud",
)


def terms_of(scenario: Scenario, scheme: str) -> SchemeTerms:
    """The terms of one scheme of SCHEMES."""
    terms = getattr(scenario, scheme)
    if not isinstance(terms, SchemeTerms):
        raise TypeError(scheme)
    return terms


def with_shares(scenario: Scenario, shares: Mapping[str, float]) -> Scenario:
    """The scenario with other shares of some schemes; their further terms stay."""
    changed: dict[str, Any] = {name: replace(terms_of(scenario, name), share=share) for name, share in shares.items()}
    return replace(scenario, **changed)
