"""Facts of the parcel's way: whence it leaves, what it does to borders, how it travels, who pays duty."""

from engine.address.customs import customs_territory
from engine.facts.known import known
from engine.lexicon.spec import Value
from engine.order.order import Order, ShipFrom


def shipment_facts(order: Order, destination: str | None, territory: str | None) -> dict[str, Value]:
    """`ship_from.*` and `shipment.*` but the embargo.

    `destination` is the country after territory resolution, `territory` its customs territory.
    """
    chosen = order.shipping
    facts: dict[str, Value | None] = dict(_borders(order.ship_from, destination, territory))
    if order.ship_from is not None:
        facts["ship_from.country"] = order.ship_from.country
        facts["ship_from.warehouse"] = order.ship_from.warehouse
    if chosen is not None:
        facts["shipment.mode"] = None if chosen.mode is None else chosen.mode.value
        facts["shipment.carrier"] = None if chosen.carrier is None else chosen.carrier.strip().casefold()
        facts["shipment.incoterm"] = None if chosen.incoterm is None else chosen.incoterm.value
    return known(facts)


def _borders(ship_from: ShipFrom | None, destination: str | None, territory: str | None) -> dict[str, Value]:
    """A parcel inside one country is domestic even where it crosses a customs border, as to the Canary Islands."""
    if ship_from is None or destination is None or territory is None:
        return {}
    origin = customs_territory(ship_from.country, ship_from.postcode)
    facts: dict[str, Value] = {"shipment.crosses_border": origin != territory}
    if ship_from.country == destination:
        facts["shipment.movement"] = "domestic"
    else:
        facts["shipment.movement"] = "intra_union" if origin == territory else "import"
    return facts
