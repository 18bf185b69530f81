"""The stream of orders: honest arrivals and planted bursts, merged by time, numbered and labelled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from heapq import heappop, heappush
from random import Random

from engine.order.order import Order
from engine.simulation.burst import Burst
from engine.simulation.checking import check
from engine.simulation.checkout import numbered, ordered
from engine.simulation.draws import drawn_from
from engine.simulation.honest import honest_trip
from engine.simulation.hours import Calendar
from engine.simulation.labels import Label, honest_label, planted_label
from engine.simulation.scenario import SCHEMES, Scenario, terms_of
from engine.simulation.schemes import PLAYED
from engine.simulation.shop import Shop


@dataclass(frozen=True, slots=True)
class Simulated:
    """One order of the stream.

    `label` is what becomes known of it, with the time; None for what nobody ever learns of. `scheme` and `oddity` are
    the truth, for evaluation: the planted scheme (None: honest), and what is odd about an honest order.
    """

    order: Order
    label: Label | None
    scheme: str | None
    oddity: str | None


@dataclass(frozen=True, slots=True, order=True)
class _Planned:
    """A burst to be played, by its first moment."""

    times: tuple[datetime, ...]
    number: int
    scheme: str


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An order made, whose time has not come."""

    order: Order
    scheme: str
    chance: Random


def simulate(scenario: Scenario) -> Iterator[Simulated]:
    """Orders by rising `placed_at`: `scenario.orders` of them, in memory that does not grow with their number.

    Raises DataRejected for parameters that do not fit together.
    """
    check(scenario)
    shop = Shop(scenario)
    planned = _planned(scenario)
    honest = scenario.orders - sum(len(burst.times) for burst in planned)
    calendar = Calendar(scenario.first_day, scenario.days, shop.destinations, scenario.season)
    chance, labels = drawn_from(scenario.seed, "honest"), drawn_from(scenario.seed, "honest labels")
    planted = _Planted(shop, planned)
    number = 0
    for at, country in calendar.arrivals(honest, drawn_from(scenario.seed, "arrivals")):
        for waiting in planted.before(at):
            number += 1
            yield planted.told(waiting, number)
        number += 1
        trip = honest_trip(shop, at, country, chance)
        order = numbered(ordered(trip.visit, chance), number)
        trip.visit.shopper.orders += 1
        yield Simulated(order, honest_label(order, scenario, labels), None, trip.oddity)
    for waiting in planted.before(None):
        number += 1
        yield planted.told(waiting, number)


class _Planted:
    """Bursts that wait to be played, and their orders that wait to be placed."""

    def __init__(self, shop: Shop, planned: list[_Planned]) -> None:
        self._shop = shop
        self._planned = planned[::-1]
        self._orders: list[tuple[datetime, int, _Waiting]] = []
        self._made = 0

    def before(self, moment: datetime | None) -> Iterator[_Waiting]:
        """Orders placed up to a moment; all that are left for None."""
        while True:
            start = self._planned[-1].times[0] if self._planned else None
            due = self._orders[0][0] if self._orders else None
            if start is not None and (due is None or start <= due):
                if moment is not None and start > moment:
                    return
                self._play(self._planned.pop())
            elif due is not None and (moment is None or due <= moment):
                yield heappop(self._orders)[2]
            else:
                return

    def told(self, waiting: _Waiting, number: int) -> Simulated:
        """The order with its number and label."""
        order = numbered(waiting.order, number)
        terms = terms_of(self._shop.scenario, waiting.scheme)
        return Simulated(order, planted_label(order, waiting.scheme, terms, waiting.chance), waiting.scheme, None)

    def _play(self, planned: _Planned) -> None:
        scenario = self._shop.scenario
        chance = drawn_from(scenario.seed, planned.scheme, planned.number)
        burst = Burst(shop=self._shop, terms=terms_of(scenario, planned.scheme), times=planned.times, chance=chance)
        for visit in PLAYED[planned.scheme](burst):
            self._made += 1
            waiting = _Waiting(ordered(visit, chance), planned.scheme, chance)
            visit.shopper.orders += 1
            heappush(self._orders, (visit.at, self._made, waiting))


def _planned(scenario: Scenario) -> list[_Planned]:
    """All bursts by their first moment. A scheme with a share plays at least once, if orders allow."""
    left = scenario.orders
    bursts: list[_Planned] = []
    for scheme in SCHEMES:
        chance = drawn_from(scenario.seed, scheme, "plan")
        terms = terms_of(scenario, scheme)
        wanted = min(left, max(round(terms.share * scenario.orders), 1 if terms.share > 0 else 0))
        left -= wanted
        while wanted > 0:
            size = min(wanted, chance.randint(terms.least, max(terms.least, terms.most)))
            wanted -= size
            bursts.append(_Planned(_times(scenario, size, terms.shortest, terms.longest, chance), len(bursts), scheme))
    return sorted(bursts)


def _times(scenario: Scenario, size: int, shortest: float, longest: float, chance: Random) -> tuple[datetime, ...]:
    """Moments of one burst, within the stream: where the first lies leaves room for the last."""
    whole = 86_400 * scenario.days
    span = min(whole - 1, 3600 * (shortest + (max(longest, shortest) - shortest) * chance.random()))
    start = chance.random() * (whole - span - 1)
    first = datetime.combine(scenario.first_day, time(), UTC)
    offsets = sorted([0.0, *(chance.random() * span for _ in range(size - 1))])
    return tuple(first + timedelta(seconds=int(start + offset)) for offset in offsets)
