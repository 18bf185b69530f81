"""What an order's own document says in a dispute: pure, and empty where it says nothing."""

from collections.abc import Mapping, Sequence

from engine.order.address import Address
from engine.order.money import Money
from engine.order.order import Order

Facts = Mapping[str, object]
Rows = tuple[Facts, ...]


def order_facts(order: Order) -> Rows:
    """Who ordered what is owed, when and where."""
    customer = order.customer
    return _said(
        {
            "number": order.id,
            "placed": order.placed_at,
            "channel": order.channel,
            "shop": order.shop,
            "total": str(Money(order.totals.total, order.currency)),
            "customer": None if customer is None else customer.name,
            "email": None if customer is None else customer.email,
        }
    )


def goods(order: Order) -> Rows:
    """Each line, as it was described to the buyer."""
    return tuple(
        {
            "article": line.title,
            "sku": line.sku or "",
            "pieces": line.quantity,
            "price": str(Money(line.unit_price, order.currency)),
        }
        for line in order.lines
    )


def three_d_secure(order: Order) -> Rows:
    """The cardholder's authentication, and whether the issuer bears fraud."""
    checked = order.payment.three_ds if order.payment is not None else None
    if checked is None:
        return ()
    return _said(
        {
            "version": checked.version,
            "eci": checked.eci,
            "status": checked.status,
            "liability_shift": checked.liability_shift,
            "card": None if order.payment is None or order.payment.card is None else order.payment.card.brand,
        }
    )


def address_check(order: Order) -> Rows:
    """What the issuer said of the billing address."""
    checks = order.payment.checks if order.payment is not None else None
    if checks is None:
        return ()
    return _said({"street": checks.avs_street, "postcode": checks.avs_postcode, "code": checks.avs_code})


def card_code_check(order: Order) -> Rows:
    """What the issuer said of the card's code."""
    checks = order.payment.checks if order.payment is not None else None
    return () if checks is None else _said({"card_code": checks.cvc})


def address(order: Order) -> Rows:
    """Where the goods went, and whether the bill goes there as well."""
    return _said(
        {
            "delivery": _lines(order.shipping_address),
            "billing": None if order.billing_address is None else _lines(order.billing_address),
            "same": None if order.billing_address is None else order.billing_address == order.shipping_address,
        }
    )


def address_match(order: Order, scans: Sequence[Facts]) -> Rows:
    """Each scan of a delivery that names a place, and which part of the order's address it has: `town`, `postcode`,
    both, or `none`."""
    to = order.shipping_address
    rows = []
    for scan in scans:
        place = _plain(str(scan.get("place") or ""))
        if not place:
            continue
        parts = {"town": _plain(to.city or ""), "postcode": _plain(to.postcode or "")}
        same = [name for name, part in parts.items() if part and part in place]
        ordered = ", ".join(part for part in (to.postcode, to.city, to.country) if part)
        rows.append({**{name: scan[name] for name in ("number", "at", "place")}, "ordered_to": ordered,
                     "matches": " and ".join(same) or "none"})  # fmt: skip
    return tuple(rows)


def device(order: Order) -> Rows:
    """Where the order was placed from."""
    own = order.device
    return _said(
        {
            "ip": order.ip,
            "ip_country": order.ip_country,
            "device": None if own is None else own.id,
            "timezone": None if own is None else own.timezone,
        }
    )


def customer_history(order: Order) -> Rows:
    """How long the account has been known, and how often it has ordered."""
    customer = order.customer
    if customer is None:
        return ()
    return _said(
        {
            "account": customer.id,
            "since": customer.account_created_at,
            "orders_before": customer.orders_before,
            "guest": customer.guest,
        }
    )


def _plain(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _lines(place: Address) -> str:
    parts = (place.name, place.line1, place.line2, place.postcode, place.city, place.state, place.country)
    return ", ".join(each for each in parts if each)


def _said(facts: Facts) -> Rows:
    said = {name: value for name, value in facts.items() if value is not None and value != ""}
    return (said,) if said else ()
