"""What the choice of a service learns of lanes and of money."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import ClearwayError
from engine.store.sessions import ReadSession
from fulfillment.freight.sources import Sources
from fulfillment.profit.expecting import expected_profit
from fulfillment.shipping.desk import Expected, LaneSeen
from fulfillment.tracking.expected import lane_seen

EURO = "EUR"


class SeenLanes:
    """Satisfies `fulfillment.shipping.desk.LanesSeen` by what tracking has counted."""

    def of_lane(self, session: ReadSession, merchant: str, origin: str, country: str) -> Mapping[str, LaneSeen]:
        """Only services of which a parcel has ended there."""
        return {
            service: LaneSeen(
                parcels=each.parcels,
                p50_days=each.p50_days,
                p90_days=each.p90_days,
                on_time_bp=each.on_time_bp,
                lost_bp=each.lost_bp,
                customs_held_bp=each.customs_held_bp,
            )
            for service, each in lane_seen(session, merchant, origin, country).items()
            if each.parcels and not each.is_stated
        }


@dataclass(frozen=True, slots=True)
class Earnings:
    """Satisfies `fulfillment.shipping.desk.ExpectedProfit`."""

    sources: Sources

    def of_order(self, session: ReadSession, merchant: str, order_id: str) -> Expected | None:
        """What is known of it: where costs are unknown, an order earns at most this much."""
        try:
            found = expected_profit(session, self.sources, merchant, order_id, currency=EURO)
        except ClearwayError:  # an order whose person was erased, or that nothing is known of
            return None
        return Expected(profit_eur_minor=found.known_minor, is_complete=found.total_minor is not None)
