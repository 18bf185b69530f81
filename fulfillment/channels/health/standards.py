"""What marketplaces expect of an account, from data/channels/standards.yaml: dated limits with their source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

import yaml

from engine.bundled import data_folder
from engine.errors import DataRejected

WHOLE = 1000  # thousandths


class Measure(StrEnum):
    """What is measured."""

    LATE = "late_shipment"
    CANCELLED = "cancellation"
    TRACKED = "valid_tracking"
    DEFECT = "defect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """From a day on: `most` bad ones, or `least` good ones, in thousandths of all."""

    begins: date
    most: int | None = None
    least: int | None = None
    source: str

    @property
    def most_bad(self) -> int:
        """Thousandths that may be bad."""
        return self.most if self.most is not None else WHOLE - (self.least or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One measure of a channel over `days`; fewer bad ones than `least_bad` do no harm. `with_ended`: what the seller
    ends is a defect too."""

    measure: Measure
    days: int
    least_bad: int
    limits: tuple[Limit, ...]
    with_ended: bool = False

    def limit_on(self, day: date) -> Limit | None:
        """The limit in force on a day; None before the first."""
        return next((each for each in reversed(self.limits) if each.begins <= day), None)


def standards_of(channel: str) -> tuple[Standard, ...]:
    """What a channel expects; nothing of one's own shops."""
    return all_standards().get(channel, ())


@cache
def all_standards() -> Mapping[str, tuple[Standard, ...]]:
    """By channel. Raises DataRejected when the file is not as it must be."""
    path = data_folder() / "channels" / "standards.yaml"
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(read, dict):
        raise DataRejected(str(path), "write a mapping of channels")
    return {
        str(channel): tuple(_standard(str(path), Measure(measure), entry) for measure, entry in measures.items())
        for channel, measures in read.items()
    }


def _standard(path: str, measure: Measure, entry: object) -> Standard:
    match entry:
        case {"days": int(days), "limits": list(limits), **rest}:
            read = tuple(sorted((_limit(path, each) for each in limits), key=lambda each: each.begins))
            return Standard(
                measure=measure,
                days=days,
                least_bad=int(str(rest.get("least", 1))),
                limits=read,
                with_ended=rest.get("with_ended") is True,
            )
    raise DataRejected(path, f"`{measure}` needs `days` and `limits`")


def _limit(path: str, entry: object) -> Limit:
    match entry:
        case {"from": date() as begins, "source": str(source), "most": int(most)}:
            return Limit(begins=begins, most=most, source=source)
        case {"from": date() as begins, "source": str(source), "least": int(least)}:
            return Limit(begins=begins, least=least, source=source)
    raise DataRejected(path, "a limit needs `from`, `source`, and `most` or `least`")
