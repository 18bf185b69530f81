"""Facts of earlier orders: counts over the windows before this one, since when a key is known, and links."""

from engine.lexicon.entry import whole_number
from engine.lexicon.spec import Fact
from engine.lexicon.velocity_grid import GRID, KINDS, MEAN_KINDS, Cell, first_seen, over_mean

_SHARED = {
    "ip": "from the same network address",
    "network": "from the same network (/24, or /48 of version 6)",
    "card": "on the same card",
    "device": "from the same device",
    "email": "with the same e-mail address",
    "phone": "with the same phone number",
    "address": "to the same delivery address",
    "recipient": "to a consignee of the same name",
}
_WORDS = {
    "orders": "orders",
    "amount": "spent",
    "declines": "declined payments",
    "cards": "different cards",
    "devices": "different devices",
    "emails": "different e-mail addresses",
    "phones": "different phone numbers",
    "addresses": "different delivery addresses",
    "names": "different consignees",
    "countries": "different delivery countries",
}
_KEYS = {
    "ip": "the network address",
    "network": "the network",
    "card": "the card",
    "device": "the device",
    "email": "the e-mail address",
    "phone": "the phone number",
    "address": "the delivery address",
    "recipient": "the consignee's name",
}


# Windows are [placed_at - w, placed_at): the order itself is never counted, nor anything seen after it was placed.
def _counted(cell: Cell) -> Fact:
    meaning = f"{_WORDS[cell.what]} {_SHARED[cell.kind]} within {cell.window}"
    if cell.what == "amount":
        return whole_number(cell.name, "EUR cents", meaning, 15999)
    return whole_number(cell.name, cell.what, meaning, 1)


VELOCITY_FACTS = (
    *(_counted(cell) for kind in KINDS for cell in GRID[kind]),
    *(whole_number(first_seen(kind), "days", f"since {_KEYS[kind]} was first seen", 90) for kind in KINDS),
    *(
        whole_number(over_mean(kind), "percent", f"this order's value over the mean of {_KEYS[kind]}", 110)
        for kind in MEAN_KINDS
    ),
    whole_number("velocity.value_over_mean_pct", "percent", "this order's value over the customer's mean", 110),
    whole_number("velocity.same_basket_24h", "orders", "orders of the same customer with the same goods within 24h", 0),
    whole_number("link.orders", "orders", "orders that share card, device, e-mail, phone or address, directly", 2),
    whole_number("link.customers", "customers", "different e-mail addresses among the linked orders", 1),
    whole_number("link.confirmed_frauds", "orders", "linked orders that were confirmed as fraud", 0),
    whole_number(
        "link.component_orders", "orders", "orders that hang together with this one, key by key, over any number", 4
    ),
    whole_number("link.component_customers", "customers", "different e-mail addresses among these", 2),
    whole_number(
        "link.frauds_two_hops", "orders", "confirmed frauds that share a key with this order or with a linked one", 0
    ),
)
