"""Whereto goods can come back: the warehouse that they came from, and one in the country where they are."""

from dataclasses import dataclass

from fulfillment.aftersales.ways import Place
from fulfillment.carriers.labels import DEFAULT_ORIGIN
from fulfillment.casefile import CaseFile
from fulfillment.inventory.candidates import crosses_border, parcel_cost
from fulfillment.inventory.distances import distance
from fulfillment.records import Warehouse
from fulfillment.states import Work
from fulfillment.store.warehouses import find_warehouse, warehouses


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """`home` is where the goods came from; `local` lies on the customer's side of the border, where home does not."""

    home: Place
    local: Place | None = None


def places_of(file: CaseFile) -> Places:
    """The places for an order's goods."""
    home = _home(file)
    place = _place(file, home)
    if not place.border:
        return Places(home=place)
    near = [each for each in warehouses(file.session, file.merchant) if each.is_open and not _crosses(file, each)]
    country, postcode = _customer(file)
    nearest = min(near, key=lambda each: (distance(each.country, each.postcode, country, postcode), each.code),
                  default=None)  # fmt: skip
    return Places(home=place, local=None if nearest is None else _place(file, nearest))


def _home(file: CaseFile) -> Warehouse:
    """Where the first part of the order left from; a warehouse that is not set up lies where the order says."""
    sent = next((each.warehouse for each in file.fulfilments() if each.state != Work.CANCELLED), "")
    found = find_warehouse(file.session, file.merchant, sent)
    if found is not None:
        return found
    origin = file.order.ship_from
    return Warehouse(merchant_id=file.merchant, code=sent, country=DEFAULT_ORIGIN if origin is None else origin.country)


def _place(file: CaseFile, warehouse: Warehouse) -> Place:
    cost = parcel_cost(warehouse, *_customer(file))
    euro = file.site.desk.in_euro(file.merchant, cost, warehouse.currency) if cost else None
    return Place(code=warehouse.code, country=warehouse.country, border=_crosses(file, warehouse), cost=euro)


def _crosses(file: CaseFile, warehouse: Warehouse) -> bool:
    return crosses_border(warehouse, *_customer(file))


def _customer(file: CaseFile) -> tuple[str, str]:
    where = file.order.shipping_address
    return where.country or "", where.postcode or ""
