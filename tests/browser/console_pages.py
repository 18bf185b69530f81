"""Every page of the console, for what is asked of all of them: looks, widths, languages, accessibility."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.browser.console_people import with_orders
from tests.http.conftest import Service


@dataclass(frozen=True, slots=True)
class PageShown:
    """One page: the name of its pictures and its address, with places for ids of sample orders, such as `{held}`."""

    name: str
    path: str


PAGES = (
    PageShown("queue", "/console/queue"),
    PageShown("queue-empty", "/console/queue?country=ZZ"),
    PageShown("orders", "/console/orders"),
    PageShown("order", "/console/orders/{held}"),
    PageShown("order-all-rules", "/console/orders/{held}?rules=all"),
)


def furnished(service: Service) -> Mapping[str, str]:
    """Fills the service with what the pages show; answers the ids that addresses name."""
    orders = with_orders(service)
    held = service.get("/v1/reviews").json()["data"][0]["order_id"]
    return {"held": held, "order": next(iter(orders.values()))}
