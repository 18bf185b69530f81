"""What is taken of a lane until enough was seen of it, from data/tracking/expected.yaml and a service's stated days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from engine.bundled import data_folder
from engine.goods.files import Record, read_yaml
from fulfillment.packing.sources import whole
from fulfillment.shipping.service import Service

FILE = "tracking/expected.yaml"
STAGES = ("unscanned", "origin", "linehaul", "destination", "delivery")
KINDS = ("customs_held", "attempt_failed", "pickup_waiting", "silent", "late", "unknown_number", "ship_by_near",
         "return_silent")  # fmt: skip
WHOLE, PERCENT = 10_000, 100


@dataclass(frozen=True, slots=True)
class Quiet:
    """How long a stage may be without an event: `days`, or `percent` of the lane's p90, whichever is longer."""

    days: int
    percent: int

    def on(self, p90_days: int) -> int:
        """Whole days, rounded up."""
        return max(self.days, -(-self.percent * p90_days // PERCENT))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnQuiet:
    """How long the parcel of a return may be without news, within a country and over a border."""

    inland: timedelta
    abroad: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Priors:
    """`least_parcels` ended trips make a lane known. `lost_bp` in basis points; `act_within` by kind of watch."""

    least_parcels: int
    lost_bp: int
    unknown_days: tuple[int, int]
    silence: Mapping[str, Quiet]
    act_within: Mapping[str, timedelta]
    unknown_after: timedelta
    ship_by_within: timedelta
    return_quiet: ReturnQuiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a service states of a lane: quantiles in whole days, shares in basis points. `promised_days` is the longest
    that it needs; what took no longer was on time."""

    p50_days: int
    p90_days: int
    p95_days: int
    promised_days: int
    on_time_bp: int
    lost_bp: int
    customs_held_bp: int


def stated_of(priors: Priors, service: Service | None, country: str) -> Stated:
    """Of the service's days to a country: half arrive by the middle of them and nine of ten by the longest, which is an
    assumption, as is a quarter of the longest on top for 95 of a hundred."""
    shortest, longest = _days(priors, service, country)
    return Stated(
        p50_days=-(-(shortest + longest) // 2),
        p90_days=longest,
        p95_days=longest + max(1, -(-longest // 4)),
        promised_days=longest,
        on_time_bp=WHOLE if service is None else service.punctual_bp,
        lost_bp=priors.lost_bp,
        customs_held_bp=0 if service is None else WHOLE - service.cleared_bp,
    )


def _days(priors: Priors, service: Service | None, country: str) -> tuple[int, int]:
    if service is None:
        return priors.unknown_days
    zone = next((each for each in service.zones if country in each.countries), None)
    return zone.days if zone is not None else service.zones[-1].days


@cache
def load_priors() -> Priors:
    """Reads the file. Raises DataRejected with the place of what is wrong."""
    file = read_yaml(data_folder() / FILE, name=FILE)
    shortest, longest = file.digits("unknown_service")
    found = Priors(
        least_parcels=whole(file, "least_parcels"),
        lost_bp=round(file.number("lost") * PERCENT),
        unknown_days=(int(shortest), int(longest)),
        silence=_silence(file.part("silence")),
        act_within=_within(file.part("act_within")),
        unknown_after=timedelta(hours=whole(file, "unknown_after_hours")),
        ship_by_within=timedelta(hours=whole(file, "ship_by_within_hours")),
        return_quiet=_return_quiet(file.part("return_silence_days")),
    )
    file.close()
    return found


def _silence(record: Record) -> Mapping[str, Quiet]:
    found = {stage: _quiet(record.part(stage)) for stage in STAGES}
    record.close()
    return found


def _quiet(record: Record) -> Quiet:
    found = Quiet(whole(record, "days"), whole(record, "percent"))
    record.close()
    return found


def _return_quiet(record: Record) -> ReturnQuiet:
    inland, abroad = (timedelta(days=whole(record, each)) for each in ("inland", "abroad"))
    record.close()
    return ReturnQuiet(inland=inland, abroad=abroad)


def _within(record: Record) -> Mapping[str, timedelta]:
    found = {kind: timedelta(days=whole(record, kind)) for kind in KINDS}
    record.close()
    return found
