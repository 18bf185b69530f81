"""Warehouses as one order sees them: whether they may send it, what that costs, how far it is, and what they have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.address.customs import customs_territory
from engine.order.line import Line
from engine.order.order import Order
from engine.order.terms import BatteryKind
from fulfillment.inventory.distances import UNKNOWN_KM, distance
from fulfillment.inventory.sharing import Candidate
from fulfillment.records import Warehouse

# Cells of the UN numbers 3480, 3481, 3090, 3091, 3551, 3552 and 2794 (UN Model Regulations, 23rd edition, 2023).
DANGEROUS_CELLS = frozenset(
    {BatteryKind.LITHIUM_ION, BatteryKind.LITHIUM_METAL, BatteryKind.SODIUM_ION, BatteryKind.LEAD_ACID}
)
DANGEROUS_ALCOHOL = 24  # per cent by volume; special provision 144 of the same regulations, UN 3065


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An order's articles. `dangerous` are those that a warehouse without dangerous goods cannot send."""

    articles: Mapping[str, int]
    dangerous: frozenset[str]
    country: str
    postcode: str
    carrier: str


def is_dangerous(line: Line) -> bool:
    """Whether a line says of itself that it is dangerous goods. What texts hint at is the rules' matter, not ours."""
    cells = line.battery is not None and line.battery.kind in DANGEROUS_CELLS
    return cells or (line.alcohol_pct is not None and line.alcohol_pct > DANGEROUS_ALCOHOL)


def wanted_by(order: Order, articles: Mapping[str, int]) -> Wanted:
    """What matters of an order for telling which warehouse sends it."""
    carrier = order.shipping.carrier if order.shipping is not None else None
    return Wanted(
        articles=articles,
        dangerous=frozenset(line.sku for line in order.lines if line.sku and line.quantity and is_dangerous(line)),
        country=order.shipping_address.country or "",
        postcode=order.shipping_address.postcode or "",
        carrier=(carrier or "").lower(),
    )


def why_out(warehouse: Warehouse, wanted: Wanted, carriers: frozenset[str]) -> str:
    """Why a warehouse cannot send an order at all; empty when it may."""
    serves = warehouse.serves.split()
    if not warehouse.is_open:
        return "closed"
    if serves and wanted.country not in serves:
        return "does_not_serve"
    if wanted.carrier in carriers and warehouse.carriers and wanted.carrier not in warehouse.carriers.lower().split():
        return "not_this_carrier"
    return ""


def carriers_of(warehouses: Iterable[Warehouse]) -> frozenset[str]:
    """All carriers that any of them works with; the order's choice counts if it is one of these."""
    return frozenset(word for each in warehouses for word in each.carriers.lower().split())


def candidate(warehouse: Warehouse, wanted: Wanted, free: Mapping[str, int]) -> Candidate:
    """The warehouse with its costs and its way to the consignee; of dangerous goods that it may not send it has none."""
    able = {sku: many for sku, many in free.items() if warehouse.dangerous_goods or sku not in wanted.dangerous}
    return Candidate(
        code=warehouse.code,
        free=able,
        distance=distance(warehouse.country, warehouse.postcode, wanted.country, wanted.postcode),
        parcel_cost=parcel_cost(warehouse, wanted.country, wanted.postcode),
        piece_cost=warehouse.handling_piece,
    )


def unlisted(code: str, free: Mapping[str, int], dearest: int) -> Candidate:
    """A warehouse that has shelves and of which nothing else is known: the last choice by every measure."""
    return Candidate(code=code, free=free, distance=UNKNOWN_KM, parcel_cost=dearest + 1)


def parcel_cost(warehouse: Warehouse, country: str, postcode: str) -> int:
    """One parcel to a consignee, minor units: handling, postage by how far it goes, the border where there is one."""
    if country == warehouse.country:
        postage = warehouse.parcel_home
    elif not crosses_border(warehouse, country, postcode):
        postage = warehouse.parcel_union
    else:
        postage = warehouse.parcel_abroad
    return warehouse.handling + postage + (warehouse.border if crosses_border(warehouse, country, postcode) else 0)


def crosses_border(warehouse: Warehouse, country: str, postcode: str) -> bool:
    """Whether goods leave the customs territory that the warehouse lies in."""
    here = customs_territory(warehouse.country, warehouse.postcode or None)
    return bool(country) and here != customs_territory(country, postcode or None)
