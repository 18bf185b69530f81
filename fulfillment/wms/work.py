"""What an external warehouse is to do: the last word about each part of an order, numbered.

Words are found by looking when somebody asks: what stands otherwise than it was told gets a new word with the next
number. So nothing that moves a part has to think of the feed, and nothing is missed however transactions overlap: what
is not committed when one looks is seen at the next look, and gets a number behind all that were given.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import orjson

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.inventory.shipping_day import ships_by
from fulfillment.records import Fulfilment, Shipment, WmsWork
from fulfillment.site import Site
from fulfillment.states import Voyage, Work
from fulfillment.store.cases import find_fulfilment, lines_of
from fulfillment.store.places import held_of
from fulfillment.store.shipments import shipments_of
from fulfillment.store.stock import reservations
from fulfillment.store.warehouses import find_warehouse
from fulfillment.store.wms import last_seq, lock_work, open_work, parts_in, put_work, work_after

DO, STOP, CANCEL, DONE = "do", "stop", "cancel", "done"
LIVE = (Work.RESERVED, Work.PICKING, Work.PICKED, Work.REVIEWED, Work.PACKED, Work.LABELLED)
Places = tuple[tuple[str, str, str, int], ...]  # article, bin, lot, pieces
Json = dict[str, object]


def work_feed(
    session: WriteSession, site: Site, merchant: str, warehouse: str, after: int, limit: int, now: datetime
) -> tuple[WmsWork, ...]:
    """Words for a warehouse behind the number `after`, oldest first, at most `limit`; those that are due are added."""
    lock_work(session, merchant)
    told = {each.fulfilment_id: each for each in open_work(session, merchant, warehouse)}
    live = {each.id: each for each in parts_in(session, merchant, warehouse, LIVE)}
    seq = last_seq(session, merchant)
    for id_ in sorted(told.keys() | live.keys()):
        word = _word(session, site, live.get(id_), told.get(id_), now)
        if word is not None:
            seq += 1
            put_work(session, replace(word, seq=seq))
    return work_after(session, merchant, warehouse, after, limit)


def _word(
    session: ReadSession, site: Site, part: Fulfilment | None, before: WmsWork | None, now: datetime
) -> WmsWork | None:
    """What is to be told of a part now; None when it was told, or when there is nothing to begin with."""
    if part is None:
        return None if before is None else _ended(session, before, now)
    standing = site.desk.standing(session, part.order_id)
    places, parcels = _places(session, part), _parcels(session, part)
    if not standing.is_clear:
        word = _plain(part, STOP, {"why": "held"}, now)
        return None if before is None or before.digest == word.digest else word
    # The order's version stands for all that is read from its document, which is opened only when it is news.
    digest = _digest([DO, standing.version, places, [each.id for each in parcels]])
    if before is not None and before.digest == digest:
        return None
    data = _data(session, site, part, places, parcels)
    return _made(part, DO, digest, data, now)


def _ended(session: ReadSession, before: WmsWork, now: datetime) -> WmsWork | None:
    part = find_fulfilment(session, before.merchant_id, before.fulfilment_id)
    if part is None:
        return None
    action = {Work.HANDED_OVER: DONE, Work.CANCELLED: CANCEL}.get(Work(part.state), STOP)
    word = _plain(part, action, {"why": part.state}, now)
    return None if word.digest == before.digest else word


def _data(session: ReadSession, site: Site, part: Fulfilment, places: Places, parcels: tuple[Shipment, ...]) -> Json:
    order = site.desk.order_of(session, part.order_id)
    warehouse = find_warehouse(session, part.merchant_id, part.warehouse)
    chosen = order.shipping
    return {
        "order": order.id,
        "part": part.number,
        "lines": [
            {
                "line": each.line,
                "sku": each.sku,
                "title": order.lines[each.line - 1].title or "",
                "quantity": each.quantity,
            }
            for each in lines_of(session, part.id)
        ],
        "places": [{"sku": sku, "bin": bin_, "lot": lot, "quantity": many} for sku, bin_, lot, many in places],
        "ship_by": None if warehouse is None else ships_by(warehouse, part.created_at).isoformat(),
        "carrier": (chosen.carrier if chosen is not None else None) or "",
        "service": (chosen.service if chosen is not None else None) or "",
        "parcels": [
            {
                "shipment_id": each.id,
                "number": each.number,
                "carrier": each.carrier,
                "label": f"/v1/shipments/{each.id}/label",
                "papers": f"/v1/shipments/{each.id}/papers",
            }
            for each in parcels
        ],
    }


def _places(session: ReadSession, part: Fulfilment) -> Places:
    found = [
        (each.sku, held.bin, held.lot, held.quantity)
        for each in reservations(session, part.id, "held")
        for held in held_of(session, each.id)
    ]
    return tuple(sorted(found))


def _parcels(session: ReadSession, part: Fulfilment) -> tuple[Shipment, ...]:
    found = shipments_of(session, part.merchant_id, part.order_id)
    return tuple(each for each in found if each.fulfilment_id == part.id and each.state != Voyage.VOIDED)


def _plain(part: Fulfilment, action: str, data: Json, now: datetime) -> WmsWork:
    return _made(part, action, _digest([action, data]), data, now)


def _made(part: Fulfilment, action: str, digest: str, data: Mapping[str, object], now: datetime) -> WmsWork:
    return WmsWork(
        merchant_id=part.merchant_id,
        fulfilment_id=part.id,
        order_id=part.order_id,
        warehouse=part.warehouse,
        seq=0,
        action=action,
        digest=digest,
        data=data,
        at=now,
    )


def _digest(told: object) -> str:
    return hashlib.sha256(orjson.dumps(told)).hexdigest()
