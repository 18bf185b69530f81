"""How long parcels take, by what was seen of a lane: quantiles of a histogram of whole days for each service.

Until so many parcels of a service ended on a lane, what the service states counts instead (`LaneSeen.is_stated`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.store.sessions import ReadSession
from fulfillment.shipping.own_services import shipping_of
from fulfillment.shipping.service import Service
from fulfillment.store.trips import lane_counts
from fulfillment.tracking.histogram import Tally, quantile, share_bp
from fulfillment.tracking.priors import Priors, load_priors, stated_of

DAYS, ON_TIME, LOST, HELD, ENDED = "days", "on_time", "lost", "held", "ended"
GAP = "gap_"  # and the stage: the longest silence of a trip in it
P50, P90, P95 = 500, 900, 950


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneSeen:
    """One service on one lane. `parcels` ended there so far: delivered, lost or sent back; days are whole days since
    hand-over, shares are basis points. `is_stated`: too few were seen, and the numbers are what the service states.
    """

    carrier: str
    service: str
    origin: str
    country: str
    parcels: int
    p50_days: int
    p90_days: int
    on_time_bp: int
    lost_bp: int
    customs_held_bp: int
    p95_days: int = 0
    promised_days: int = 0
    is_stated: bool = False


def lane_seen(session: ReadSession, merchant: str, origin: str, country: str) -> Mapping[str, LaneSeen]:
    """Each service that goes from a country to another, by its id; also services that were used and are not offered any
    more. Parcels without a chosen service are under the empty id."""
    data, priors = shipping_of(session, merchant), load_priors()
    tallies = tallies_of(session, merchant, origin, country)
    serving = {each.id for each in data.services.values() if _goes(each, origin, country)}
    return {
        service_id: seen_of(data.services.get(service_id), priors, service_id, origin, country, tallies.get(service_id))
        for service_id in sorted(serving | tallies.keys())
    }


def tallies_of(session: ReadSession, merchant: str, origin: str, country: str) -> Mapping[str, Tally]:
    """What was counted of a lane, by service."""
    found: dict[str, Tally] = {}
    for each in lane_counts(session, merchant, origin, country):
        found.setdefault(each.service_id, Tally(each.carrier)).add(each.what, each.value, each.parcels)
    return found


def seen_of(
    service: Service | None, priors: Priors, service_id: str, origin: str, country: str, tally: Tally | None
) -> LaneSeen:
    """One service as it was seen, or as it states; None where nobody states anything of that id."""
    carrier = service.carrier if service is not None else "" if tally is None else tally.carrier
    stated = stated_of(priors, service, country)
    found = LaneSeen(
        carrier=carrier,
        service=service_id,
        origin=origin,
        country=country,
        parcels=0 if tally is None else tally.many(ENDED),
        p50_days=stated.p50_days,
        p90_days=stated.p90_days,
        p95_days=stated.p95_days,
        promised_days=stated.promised_days,
        on_time_bp=stated.on_time_bp,
        lost_bp=stated.lost_bp,
        customs_held_bp=stated.customs_held_bp,
        is_stated=True,
    )
    is_known = tally is not None and found.parcels >= priors.least_parcels and bool(tally.days(DAYS))
    return found if tally is None or not is_known else _counted(found, tally)


def _counted(stated: LaneSeen, tally: Tally) -> LaneSeen:
    days, parcels = tally.days(DAYS), stated.parcels
    return replace(
        stated,
        p50_days=quantile(days, P50),
        p90_days=quantile(days, P90),
        p95_days=quantile(days, P95),
        on_time_bp=share_bp(tally.many(ON_TIME), parcels),
        lost_bp=share_bp(tally.many(LOST), parcels),
        customs_held_bp=share_bp(tally.many(HELD), parcels),
        is_stated=False,
    )


def _goes(service: Service, origin: str, country: str) -> bool:
    if service.origins and origin not in service.origins:
        return False
    if service.domestic:
        return origin == country
    return any(country in zone.countries for zone in service.zones)
