"""When people buy: by the hour of their own clock, the day of the week and the season."""

from array import array
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from engine.simulation.lanes import MARKETS

# Relative, not measured anywhere: quiet nights, a bump at noon, most in the evening.
BY_HOUR = (18, 10, 6, 4, 4, 7, 15, 28, 40, 48, 53, 55, 58, 55, 53, 52, 53, 57, 65, 78, 90, 92, 70, 38)
BY_WEEKDAY = (1.06, 1.02, 1.0, 0.98, 0.9, 0.92, 1.12)
BY_MONTH = (0.86, 0.84, 0.9, 0.92, 0.95, 0.96, 1.0, 0.93, 0.96, 1.02, 1.3, 1.28)
SALES = {(11, 11): 1.9, (11, 27): 2.2, (11, 30): 1.9, (12, 12): 1.4, (7, 15): 1.5, (6, 18): 1.3}
QUIET = {(12, 24): 0.4, (12, 25): 0.3, (12, 31): 0.5, (1, 1): 0.5}
HOUR = timedelta(hours=1)


def wish_to_buy(local: datetime, season: float) -> float:
    """How much is bought in this hour of the buyer's clock, relative; `season` 0 leaves the calendar out."""
    day = local.date()
    calendar = BY_WEEKDAY[day.weekday()] * BY_MONTH[day.month - 1]
    calendar *= SALES.get((day.month, day.day), 1.0) * QUIET.get((day.month, day.day), 1.0)
    return float(BY_HOUR[local.hour] * calendar**season)


class Calendar:
    """The hours of a stream, each with the weight of every destination in it. Memory grows with the days alone."""

    def __init__(self, first_day: date, days: int, destinations: Sequence[tuple[str, float]], season: float) -> None:
        self._first = datetime.combine(first_day, time(), UTC)
        self._season = season
        self._destinations = tuple(destinations)
        self._upto = array("d")
        total = 0.0
        for hour in range(24 * days):
            total += sum(self._weights(hour))
            self._upto.append(total)

    def _weights(self, hour: int) -> list[float]:
        start = self._first + hour * HOUR
        wishes: dict[float, float] = {}
        for country, _ in self._destinations:
            hours = MARKETS[country].hours
            if hours not in wishes:
                wishes[hours] = wish_to_buy(start + timedelta(hours=hours), self._season)
        return [weight * wishes[MARKETS[country].hours] for country, weight in self._destinations]

    def arrivals(self, count: int, chance: Random) -> Iterator[tuple[datetime, str]]:
        """`count` moments by rising time, each with the country of whoever buys then.

        Sorted uniform numbers are drawn one after the other (the smallest of n that are left is 1 - U^(1/n) of what
        remains), so that nothing has to be kept or sorted.
        """
        if count == 0:
            return
        whole, position, hour = self._upto[-1], 0.0, 0
        weights = self._weights(0)
        countries = [country for country, _ in self._destinations]
        for left in range(count, 0, -1):
            position = 1 - (1 - position) * chance.random() ** (1 / left)
            while self._upto[hour] < position * whole and hour < len(self._upto) - 1:
                hour += 1
                weights = self._weights(hour)
            before = self._upto[hour - 1] if hour else 0.0
            within = min(1.0, (position * whole - before) / (self._upto[hour] - before))
            seconds = min(3_599, int(within * 3600))
            yield self._first + hour * HOUR + timedelta(seconds=seconds), chance.choices(countries, weights)[0]
