"""Which order a gateway's message is about: by the merchant's reference, else by the gateway's own names."""

from collections.abc import Sequence

from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound, OrderAmbiguous
from fulfillment.site import Site
from fulfillment.store.cases import find_case
from fulfillment.store.instructions import orders_named


def find_order(session: ReadSession, site: Site, merchant: str, orders: Sequence[str], names: Sequence[str]) -> str:
    """The id of the order. `orders` are names that the merchant gave, best first, `names` those of the gateway.

    Raises NotFound when no order has any of them, OrderAmbiguous when several have, or when the payment that the
    gateway names belongs to another order than the one that the merchant's reference names.
    """
    by_name = orders_named(session, merchant, names)
    for reference in orders:
        found = site.desk.orders_named(session, merchant, reference)
        if found:
            # Several shops of a merchant may number alike; the gateway's name tells them apart.
            both = [each for each in found if each in by_name]
            if by_name and not both:
                raise OrderAmbiguous(tuple(dict.fromkeys((*found, *by_name))))
            return _only(tuple(both) or found)
    if not by_name:
        raise NotFound("order of payment", next(iter((*orders, *names)), "without a name"))
    return _only(tuple(each for each in by_name if find_case(session, merchant, each) is not None) or by_name)


def _only(found: Sequence[str]) -> str:
    if len(found) > 1:
        raise OrderAmbiguous(found)
    return found[0]
