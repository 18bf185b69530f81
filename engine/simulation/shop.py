"""The simulated shop's memory: who bought before, and from which warehouse a country is served."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from random import Random

from engine.simulation.draws import drawn_from
from engine.simulation.lanes import MARKETS
from engine.simulation.oddities import FORWARDED_TO, ODDITIES
from engine.simulation.places import PLACES
from engine.simulation.scenario import Scenario
from engine.simulation.shoppers import Shopper, card_of, device_of, move_house, new_shopper

_AGES = (2, 20, 60, 150, 300, 500, 900, 1500)
_ORDERS = (1, 1, 1, 2, 2, 3, 4, 6, 9, 14)
_SHARES = {  # which field of the scenario tells how many new buyers are so
    "corporate": "corporate",
    "family": "families",
    "student": "students",
    "forwarder_user": "forwarder_users",
    "expatriate": "expatriates",
}


class Shop:
    """Buyers by country. At most `customers_remembered` are kept, so memory does not grow with the stream."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.known: dict[str, list[Shopper]] = {country: [] for country in MARKETS}
        self._count = 0
        self._held = 0
        self._origins = _origins(scenario.lanes)
        self.destinations = _destinations(scenario.lanes)
        self._before_the_first_day()

    def number(self) -> int:
        """A number for a new buyer."""
        self._count += 1
        return self._count

    def origin_for(self, country: str, chance: Random) -> str:
        """The warehouse's country for a parcel to a country; any warehouse where no lane leads there."""
        weights = self._origins.get(country) or self._origins[""]
        return chance.choices(tuple(weights), tuple(weights.values()))[0]

    def buyer(self, country: str, at: datetime, chance: Random) -> Shopper:
        """Somebody of the country: one who comes back, or one whom the shop has not seen."""
        known = self.known[country]
        if known and chance.random() < self.scenario.returning:
            shopper = chance.choice(known)
            self._lived(shopper, chance)
            return shopper
        return self.newcomer(country, at, chance)

    def newcomer(self, country: str, at: datetime, chance: Random) -> Shopper:
        """A new buyer, kept for later."""
        member = chance.random() < self.scenario.accounts
        shopper = new_shopper(self.number(), country, at, chance, member=member)
        self._made_odd(shopper, chance)
        self._keep(shopper, chance)
        return shopper

    def member(self, country: str, chance: Random) -> Shopper | None:
        """A known buyer with an account and orders behind it; None where there is none."""
        known = self.known[country]
        for _ in range(40):
            shopper = chance.choice(known) if known else None
            if shopper is not None and shopper.account_since is not None and shopper.orders > 0:
                return shopper
        return None

    def country(self, chance: Random) -> str:
        """A destination, by how often it is bought for."""
        countries, weights = zip(*self.destinations, strict=True)
        drawn: str = chance.choices(countries, weights)[0]
        return drawn

    def _made_odd(self, shopper: Shopper, chance: Random) -> None:
        draw = chance.random()
        for oddity, name in _SHARES.items():
            share = float(getattr(self.scenario, name))
            if draw < share:
                if oddity != "forwarder_user" or shopper.country in FORWARDED_TO:
                    shopper.oddity = oddity
                    ODDITIES[oddity](shopper, self.known[shopper.country], chance)
                return
            draw -= share

    def _lived(self, shopper: Shopper, chance: Random) -> None:
        """What may have happened to a buyer since the last order."""
        scenario = self.scenario
        if chance.random() < scenario.moving and shopper.company is None:
            move_house(shopper, chance)
        if chance.random() < scenario.new_device:
            shopper.devices = [*shopper.devices[-2:], device_of(shopper.country, chance)]
        if chance.random() < scenario.new_card and shopper.company is None:
            issued_in = shopper.cards[-1].issuing_country or shopper.country
            shopper.cards = [*shopper.cards[-1:], card_of(issued_in, str(shopper.name), chance)]

    def _keep(self, shopper: Shopper, chance: Random) -> None:
        known = self.known[shopper.country]
        if self._held < self.scenario.customers_remembered:
            self._held += 1
            known.append(shopper)
        elif known:
            known[chance.randrange(len(known))] = shopper

    def _before_the_first_day(self) -> None:
        chance = drawn_from(self.scenario.seed, "customers before")
        first = datetime.combine(self.scenario.first_day, time(), UTC)
        for _ in range(self.scenario.customers_before):
            age = timedelta(days=chance.choice(_AGES), minutes=chance.randrange(1440))
            shopper = self.newcomer(self.country(chance), first - age, chance)
            shopper.orders = chance.choice(_ORDERS)


def _destinations(lanes: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    weights: dict[str, float] = {}
    for lane, weight in lanes.items():
        destination = lane.partition("-")[2]
        weights[destination] = weights.get(destination, 0.0) + weight
    return tuple((country, weights[country]) for country in PLACES if weights.get(country))


def _origins(lanes: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Weights of origins by destination; under the empty text those of all lanes together."""
    origins: dict[str, dict[str, float]] = {"": {}}
    for lane, weight in lanes.items():
        origin, _, destination = lane.partition("-")
        if weight:
            origins.setdefault(destination, {})[origin] = weight
            origins[""][origin] = origins[""].get(origin, 0.0) + weight
    return origins
