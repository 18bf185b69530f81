"""What an external warehouse tells: picked, short, reviewed, packed, received, adjusted. Each event counts once."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import orjson

from engine.ids import Ids
from engine.store.sessions import WriteSession
from fulfillment.errors import NotFound
from fulfillment.inventory.errors import WmsRefused
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.shelves import Receipt, adjust, receive
from fulfillment.packing.packing import pack
from fulfillment.picking.picking import open_lines, record_pick
from fulfillment.picking.reviewing import review
from fulfillment.records import Fulfilment, WmsEvent
from fulfillment.site import Occasion, Site
from fulfillment.store.cases import find_fulfilment
from fulfillment.store.wms import add_wms_event, find_wms_event

DONE, REPEATED = "done", "repeated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A closed box: its kind, grams on the scale, number of the order's line -> pieces (None: all the rest)."""

    weight_g: int
    box: str = ""
    contents: Mapping[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WmsTold:
    """One event: `id` is the warehouse's own, `at` when it happened there.

    Of a part (`fulfilment_id`): `lines` is number of the order's line -> pieces, None for all; `boxes`. Of stock: the
    article, `pieces` (with a sign where `reason` says so), bin, lot, its last day, the delivery's `reference`.
    """

    id: str
    kind: str
    at: datetime
    fulfilment_id: str = ""
    lines: Mapping[int, int] | None = None
    boxes: tuple[Box, ...] = ()
    warehouse: str = ""
    sku: str = ""
    pieces: int = 0
    bin: str = ""
    lot: str = ""
    expires_on: str = ""
    reason: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Whose warehouse tells, through whose key, and when it is heard."""

    site: Site
    merchant: str
    actor: str
    now: datetime
    ids: Ids = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ids", self.site.ids)


def hear(session: WriteSession, hearing: Hearing, told: WmsTold) -> str:
    """Does what an event says: `done`, or `repeated` where it was done before.

    Raises WmsRefused for an id that named something else before, and whatever the station itself would refuse. What
    was refused is not remembered: it may be told again when what was in the way is gone.
    """
    digest = hashlib.sha256(orjson.dumps(told, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SORT_KEYS)).hexdigest()
    known = find_wms_event(session, hearing.merchant, told.id)
    if known is not None:
        if known.digest != digest:
            raise WmsRefused(f"event `{told.id}` told something else before; give each event an id of its own")
        return REPEATED
    # Kept first: of two who tell the same at once, the database refuses the second before it does anything.
    event = WmsEvent(merchant_id=hearing.merchant, event_id=told.id, kind=told.kind, digest=digest, at=told.at,
                     received_at=hearing.now)  # fmt: skip
    add_wms_event(session, event)
    _ACTS[told.kind](session, hearing, told)
    return DONE


def _picked(session: WriteSession, hearing: Hearing, told: WmsTold) -> None:
    part = _part(session, hearing, told)
    if told.lines is not None:
        asked = {line.line: line.quantity for line in open_lines(session, part.id)}
        if any(told.lines.get(line, 0) < many for line, many in asked.items()):
            raise WmsRefused("fewer were picked than asked for; tell it as `short`")
    record_pick(session, hearing.site, _occasion(hearing, part), told.lines, part.id)


def _short(session: WriteSession, hearing: Hearing, told: WmsTold) -> None:
    part = _part(session, hearing, told)
    found = told.lines or {}
    asked = {line.line: line.quantity for line in open_lines(session, part.id)}
    if asked and all(found.get(line, 0) >= many for line, many in asked.items()):
        raise WmsRefused("nothing is missing; tell it as `picked`")
    record_pick(session, hearing.site, _occasion(hearing, part), found, part.id)


def _reviewed(session: WriteSession, hearing: Hearing, told: WmsTold) -> None:
    part = _part(session, hearing, told)
    review(session, hearing.site, _occasion(hearing, part), told.lines, part.id)


def _packed(session: WriteSession, hearing: Hearing, told: WmsTold) -> None:
    part = _part(session, hearing, told)
    if not told.boxes:
        raise WmsRefused("a packed part has boxes; tell each with its weight")
    for each in told.boxes:
        pack(session, hearing.site, _occasion(hearing, part), each.weight_g, each.contents, each.box, part.id)


def _received(session: WriteSession, hearing: Hearing, told: WmsTold) -> None:
    receipt = Receipt(sku=told.sku, warehouse=told.warehouse, pieces=told.pieces, bin=told.bin, lot=told.lot,
                      expires_on=told.expires_on)  # fmt: skip
    receive(session, hearing.ids, hearing.merchant, receipt, _voucher(hearing, told, Reason.RECEIVED))


def _adjusted(session: WriteSession, hearing: Hearing, told: WmsTold) -> None:
    spot, voucher = (told.bin, told.lot), _voucher(hearing, told, Reason(told.reason))
    adjust(session, hearing.ids, hearing.merchant, told.sku, told.warehouse, spot, told.pieces, voucher)


_ACTS: Mapping[str, Callable[[WriteSession, Hearing, WmsTold], None]] = {
    "picked": _picked,
    "short": _short,
    "reviewed": _reviewed,
    "packed": _packed,
    "received": _received,
    "adjusted": _adjusted,
}
KINDS = tuple(_ACTS)


def _part(session: WriteSession, hearing: Hearing, told: WmsTold) -> Fulfilment:
    found = find_fulfilment(session, hearing.merchant, told.fulfilment_id)
    if found is None:
        raise NotFound("part", told.fulfilment_id)
    return found


def _occasion(hearing: Hearing, part: Fulfilment) -> Occasion:
    return Occasion(merchant=hearing.merchant, order_id=part.order_id, now=hearing.now, actor=hearing.actor)


def _voucher(hearing: Hearing, told: WmsTold, reason: Reason) -> Voucher:
    # The ledger is held against snapshots of the warehouse, so a movement counts from when it happened there.
    return Voucher(reason=reason, actor=hearing.actor, at=min(told.at, hearing.now), reference=told.reference)
