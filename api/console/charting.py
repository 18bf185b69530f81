"""Lines over days, drawn on the server as a picture, and as numbers for the script that makes it one to move over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import orjson

WIDE, TALL = 600.0, 160.0
LEAST_TOP = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name in words, the class that colours it, and a value for each day; None where there is none."""

    name: str
    color: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Lines over the same days, from nothing to the highest value."""

    title: str
    unit: str
    days: Sequence[str]
    lines: Sequence[Line]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return all(value is None for line in self.lines for value in line.values)

    @property
    def top(self) -> float:
        """The value of the upper edge."""
        return max([LEAST_TOP, *(value for line in self.lines for value in line.values if value is not None)])

    def path(self, line: Line) -> str:
        """The line as SVG has it: stretches of days that have values; a day alone is a dot."""
        return " ".join(self._stretch(each) for each in _stretches(line.values))

    def numbers(self) -> str:
        """For the script: `days` in seconds since 1970, and the lines."""
        days = [int(datetime.combine(date.fromisoformat(each), time(), UTC).timestamp()) for each in self.days]
        lines = [{"name": each.name, "color": each.color, "values": each.values} for each in self.lines]
        return orjson.dumps({"days": days, "unit": self.unit, "lines": lines}).decode()

    def _stretch(self, points: Sequence[tuple[int, float]]) -> str:
        step, top = WIDE / max(len(self.days), 1), self.top
        at = [f"{(place + 0.5) * step:.1f} {TALL - value / top * (TALL - 8) - 4:.1f}" for place, value in points]
        return f"M{' L'.join(at)}{' h0.01' if len(at) == 1 else ''}"


def _stretches(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    stretch: list[tuple[int, float]] = []
    for place, value in enumerate(values):
        if value is not None:
            stretch.append((place, value))
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch
