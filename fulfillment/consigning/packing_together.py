"""Goods of several orders go into one box: weighed once, one number, and a parcel of its own for each order."""

from collections.abc import Sequence

from engine.store.sessions import WriteSession
from fulfillment.carriers.s10 import s10_number
from fulfillment.carriers.services import indicator_of
from fulfillment.casefile import CaseFile
from fulfillment.consigning.errors import ConsignmentRefused
from fulfillment.consigning.proposing import Asker
from fulfillment.consigning.settling import inside, known, put
from fulfillment.consigning.stages import ACCEPTED, PACKED, moved
from fulfillment.documents.spreading import spread
from fulfillment.errors import ParcelRefused
from fulfillment.packing.boxing import LIGHTEST_SHARE, goods_weight_g, pack_box, unpacked
from fulfillment.records import Consignment, ConsignmentMember
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine
from fulfillment.store.shipments import allocate_serial
from fulfillment.thread import at_work

DEFAULT_ORIGIN = "CN"


def pack_together(session: WriteSession, site: Site, who: Asker, id_: str, weight_g: int, box: str = "") -> Consignment:
    """The shared box is closed and weighed, in grams; labels of one number follow by jobs, one an order.

    The weight is shared out by what the goods of each order weigh. Raises NotFound, ConsignmentRefused unless it was
    accepted, ParcelRefused when it is too light, StepBlocked while an order may not go on, IllegalStep before all are
    picked.
    """
    found = known(session, who.merchant, id_)
    if found.state != ACCEPTED:
        msg = f"consignment `{id_}` is `{found.state}`; accept it before it is packed"
        raise ConsignmentRefused(msg)
    members = inside(session, found)
    packed = put(session, moved(found, PACKED, box=box, weight_g=weight_g, packed_at=who.now), ACCEPTED)
    goods = [_goods_g(session, site, who, each) for each in members]
    if weight_g * 100 < sum(goods) * LIGHTEST_SHARE:
        msg = f"{weight_g} g cannot be these goods, which weigh {sum(goods)} g; check the contents and weigh again"
        raise ParcelRefused(msg)
    for member, share in zip(members, _shares(weight_g, goods), strict=True):
        with at_work(session, site, _on(who, member)) as file:
            pack_box(file, file.fulfilment(member.fulfilment_id), share, None, box)
    numbered = moved(packed, PACKED, number=_number(session, site, members[0], weight_g))
    return put(session, numbered, PACKED)


def _shares(weight_g: int, goods: Sequence[int]) -> list[int]:
    """None below its share of the lightest box that is taken: rounding never makes a box too light."""
    least = [-(-each * LIGHTEST_SHARE // 100) for each in goods]
    rest = weight_g - sum(least)
    if rest < 0:
        return spread(weight_g, goods)
    return [floor + more for floor, more in zip(least, spread(rest, goods), strict=True)]


def _goods_g(session: WriteSession, site: Site, who: Asker, member: ConsignmentMember) -> int:
    """What a part weighs; raises what keeps it from being packed."""
    with at_work(session, site, _on(who, member)) as file:
        part = file.fulfilment(member.fulfilment_id)
        file.check(Machine.FULFILMENT, Event.PACK, part.id)
        if file.standing.version != member.order_version:
            msg = f"order `{member.order_id}` was changed; wait until it was judged again"
            raise ConsignmentRefused(msg)
        return _weight_of(file, part.id)


def _weight_of(file: CaseFile, fulfilment_id: str) -> int:
    return goods_weight_g(file.order, unpacked(file, fulfilment_id)) or 0


def _number(session: WriteSession, site: Site, first: ConsignmentMember, weight_g: int) -> str:
    order = site.desk.order_of(session, first.order_id)
    chosen = order.shipping
    service = indicator_of((chosen.service if chosen is not None else None) or "", weight_g)
    country = DEFAULT_ORIGIN if order.ship_from is None else order.ship_from.country
    return s10_number(service, allocate_serial(session, service, country), country)


def _on(who: Asker, member: ConsignmentMember) -> Occasion:
    return Occasion(merchant=who.merchant, order_id=member.order_id, now=who.now, actor=who.name)
