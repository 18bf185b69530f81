"""Orders that customers follow by a link, for tests over HTTP and in browsers."""

from dataclasses import replace
from datetime import timedelta

from api.services import Services
from engine.order.order import Order
from tests.desks import an_honest_order
from tests.http.conftest import Service
from tests.http.lives import labelled, life, post, worked

ENDS_IN = timedelta(days=90)


def an_order_of(name: str = "Erika Muster", locale: str = "de-DE") -> Order:
    """To somebody with a full name, a street and a phone; its article has a title that is no plain text."""
    order = an_honest_order("A-3001")
    assert order.customer is not None
    return replace(
        order,
        lines=(replace(order.lines[0], title="Tee <blau> & weiß"), *order.lines[1:]),
        customer=replace(order.customer, name=name, locale=locale),
        shipping_address=replace(order.shipping_address, name=name),
    )


def link_of(service: Service, order_id: str, within: timedelta = ENDS_IN) -> str:
    """The path of its page."""
    services: Services = service.app.state.services
    url = services.desk.order_links.url(order_id, service.clock.now() + within)
    return url.partition(":8080")[2]


def under_way(service: Service, order: Order | None = None, *words: str) -> str:
    """An order whose parcel has left; the carrier tells these words, one an hour, with where."""
    order_id = labelled(service, order or an_order_of())
    post(service, "/v1/manifests", {"carrier": "dhl_express", "orders": [order_id]}, 201)
    tell(service, order_id, *words)
    return order_id


def tell(service: Service, order_id: str, *words: str, reason: str = "", where: str = "Leipzig") -> None:
    """One event an hour, each somewhere."""
    number = life(service, order_id)["shipment"]["number"]
    for word in words:
        service.clock.move(3600)
        event = {"status": word, "at": service.clock.now().isoformat(), "location": where, "reason": reason}
        post(service, f"/v1/shipments/{number}/tracking", {"events": [event]})
    worked(service)
