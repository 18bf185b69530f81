"""More quotes at once than a carrier is asked at a time: the others wait for their turn."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import cast

from engine.order.money import Money
from fulfillment.carriers.lines import CarrierLines
from fulfillment.carriers.live_rates import AT_ONCE, LiveRates
from fulfillment.carriers.protocol import Rate, RatesAsked
from fulfillment.carriers.words import Act
from fulfillment.records import CarrierConnection
from fulfillment.shipping.live import Live
from tests.desks import NOW, StandingClock
from tests.shipping_goods import dispatch, parcel

CONNECTION = CarrierConnection(
    id="con_1", merchant_id="main", adapter="own_carrier", name="Carrier", endpoint="https://carrier.example",
    services={"express": "X"}, power="on", created_at=NOW, created_by="tests", changed_at=NOW,
)  # fmt: skip
WAITS_S = 30.0


@dataclass
class Slow:
    """A carrier that answers once it is let go, which is when it has been asked so many times at once."""

    acts: frozenset[Act] = frozenset({Act.RATE})
    go: Event = field(default_factory=Event)
    asked: list[RatesAsked] = field(default_factory=list)

    def of(self, _: CarrierConnection) -> "Slow":
        return self

    def rates(self, asked: RatesAsked) -> Sequence[Rate]:
        self.asked.append(asked)
        if len(self.asked) == AT_ONCE:
            self.go.set()
        assert self.go.wait(WAITS_S)
        return (Rate(product="X", total=Money(1000, "EUR")),)


def test_quotes_when_more_than_a_carrier_is_asked_at_once_then_each_has_its_price() -> None:
    carrier, many = Slow(), 3 * AT_ONCE
    rates = LiveRates(StandingClock(NOW), within_s=WAITS_S)

    def quoted(weight_g: int) -> Live:
        return rates.asked(cast("CarrierLines", carrier), [CONNECTION], dispatch(parcel(weight_g)))

    with ThreadPoolExecutor(many) as buyers:
        found = list(buyers.map(quoted, range(100, 100 + many)))
    rates.pool.shutdown()
    assert [(set(each.prices), dict(each.notes)) for each in found] == [({"express"}, {})] * many
    assert len(carrier.asked) == many
