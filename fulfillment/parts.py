"""Which part or parcel of an order is meant: named by its id or its number, or not at all where there is just one."""

from collections.abc import Mapping, Sequence

from fulfillment.errors import NotFound, PartNeeded
from fulfillment.records import Fulfilment, FulfilmentLine, Shipment
from fulfillment.states import Voyage, Work

INSIDE = frozenset(each for each in Work if each not in (Work.HANDED_OVER, Work.DELEGATED, Work.CANCELLED))
"""Where a part still is the warehouse's."""
NOT_GONE = frozenset({Voyage.LABELLED, Voyage.VOIDED})


def part_named(parts: Sequence[Fulfilment], named: str | None, order_id: str) -> Fulfilment:
    """The part of this id or number; the only one that is not cancelled when none is named.

    Raises NotFound, and PartNeeded when there are several.
    """
    if named is not None:
        found = [each for each in parts if named in (each.id, str(each.number))]
    else:
        found = [each for each in parts if each.state != Work.CANCELLED] or list(parts[-1:])
    if not found:
        raise NotFound("fulfilment of order", order_id if named is None else f"{order_id}, part {named}")
    if len(found) > 1:
        raise PartNeeded("parts", [str(each.number) for each in found])
    return found[0]


def parcel_named(shipments: Sequence[Shipment], named: str | None, order_id: str) -> Shipment:
    """The labelled parcel of this id or number on its label; the only one when none is named.

    Raises NotFound, and PartNeeded when there are several.
    """
    found = [each for each in shipments if named is None or named in (each.id, each.number)]
    if not found:
        raise NotFound("shipment of order", order_id if named is None else f"{order_id}, parcel {named}")
    if len(found) > 1:
        raise PartNeeded("parcels", [each.number for each in found])
    return found[0]


def counted(shipments: Sequence[Shipment]) -> tuple[Shipment, ...]:
    """Those whose label was not voided."""
    return tuple(each for each in shipments if each.state != Voyage.VOIDED)


def has_left(shipment: Shipment) -> bool:
    """Whether the carrier has it, or had it."""
    return shipment.state not in NOT_GONE


def articles_of(lines: Sequence[FulfilmentLine]) -> Mapping[str, int]:
    """How many of each article a part takes, by article; goods without one are not counted.

    Always in the same order, so that two orders of the same articles never wait for each other.
    """
    found: dict[str, int] = {}
    for each in sorted(lines, key=lambda line: line.sku):
        if each.sku and each.quantity:
            found[each.sku] = found.get(each.sku, 0) + each.quantity
    return found


def pieces_of(lines: Sequence[FulfilmentLine]) -> Mapping[int, int]:
    """Number of the order's line -> pieces."""
    return {each.line: each.quantity for each in lines}
