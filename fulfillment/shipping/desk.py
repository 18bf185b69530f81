"""What the choice of a service rests on beside the order: the services, law, what was seen of lanes, what is earned."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from engine.store.sessions import ReadSession
from fulfillment.documents.converting import StoredRates
from fulfillment.documents.customs_file import CustomsView
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.own_services import merchant_shipping


class Laws(Protocol):
    """What a quote asks of the law of the edition in force."""

    def embargo_over(self, merchant: str, country: str, state: str, postcode: str, on: date) -> str:
        """The comprehensive embargo that meets a place, by its id; empty where none does."""
        ...

    def reference_rates(self, merchant: str) -> StoredRates | None:
        """Rates by which amounts are compared."""
        ...

    def edition(self, merchant: str) -> str:
        """By what everything is counted: law, rates, and data of services. Raises NoEdition."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneSeen:
    """What a merchant has seen of a service on a lane; `…_bp` are basis points of its parcels, None what is not
    known."""

    parcels: int
    p50_days: int | None = None
    p90_days: int | None = None
    on_time_bp: int | None = None
    lost_bp: int | None = None
    customs_held_bp: int | None = None


class LanesSeen(Protocol):
    """Whoever counts how long lanes take."""

    def of_lane(self, session: ReadSession, merchant: str, origin: str, country: str) -> Mapping[str, LaneSeen]:
        """By the id of the service; only what was seen."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What an order is expected to earn, in EUR cents, less than nothing where it loses; `is_complete`: every cost of
    it is known."""

    profit_eur_minor: int
    is_complete: bool


class ExpectedProfit(Protocol):
    """Whoever knows what an order costs."""

    def of_order(self, session: ReadSession, merchant: str, order_id: str) -> Expected | None:
        """None where nothing can be said."""
        ...


class NoLanes:
    """Nobody counts lanes."""

    def of_lane(self, session: ReadSession, merchant: str, origin: str, country: str) -> Mapping[str, LaneSeen]:
        del session, merchant, origin, country
        return {}


class NoProfit:
    """Nobody knows what an order earns."""

    def of_order(self, session: ReadSession, merchant: str, order_id: str) -> Expected | None:
        del session, merchant, order_id
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingDesk:
    """Where services are chosen. `data` reads what comes with Clearway; without `lanes` and `profit` rules that ask for
    them stay unanswered."""

    data: Callable[[], ShippingData]
    customs: CustomsView
    laws: Laws
    lanes: LanesSeen = field(default_factory=NoLanes)
    profit: ExpectedProfit = field(default_factory=NoProfit)

    def data_of(self, session: ReadSession, merchant: str) -> ShippingData:
        """Those services and the merchant's own, which go before."""
        return merchant_shipping(session, merchant, self.data())
