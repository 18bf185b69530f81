"""Hand-over to the carrier, one part of an order or all parcels that go together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.ids import Prefix
from engine.store.sessions import WriteSession
from fulfillment.carriers.handing import hand_over_now
from fulfillment.carriers.manifest_telling import tell_manifest
from fulfillment.casefile import CaseFile
from fulfillment.consigning.sending import send_along
from fulfillment.errors import CarrierDiffers, FulfilmentError
from fulfillment.parts import INSIDE
from fulfillment.records import Case, Manifest
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine, Work
from fulfillment.store.shipments import add_manifest
from fulfillment.thread import at_work
from fulfillment.tracking.arriving import catch_up


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A closed manifest: which orders left, and why others stayed."""

    manifest: Manifest
    left: tuple[str, ...]
    stayed: Mapping[str, FulfilmentError]


def hand_over(session: WriteSession, site: Site, occasion: Occasion, part: str | None = None) -> Case:
    """The carrier takes a part's parcels, and with a shared one the other orders in it.

    Raises StepBlocked while the order may not leave, IllegalStep before its labels are made, PartNeeded.
    """
    with at_work(session, site, occasion) as file:
        fulfilment = file.fulfilment(part)
        hand_over_now(file, fulfilment.id, manifest_id=None)
        catch_up(file, fulfilment.id)
    send_along(session, site, occasion, fulfilment.id, None)
    return file.case


def close_manifest(
    session: WriteSession, site: Site, merchant: str, carrier: str, orders: Sequence[str], now: datetime, actor: str
) -> HandedOver:
    """Hands over all parts that may leave; an order of which none may, or that another carrier takes, stays.

    It keeps no other. What is not labelled yet of an order follows with a later manifest.
    """
    manifest = Manifest(
        id=site.ids.new(Prefix.MANIFEST),
        merchant_id=merchant,
        carrier=carrier,
        parcels=0,
        created_at=now,
        created_by=actor,
    )
    left: list[str] = []
    parcels = 0
    stayed: dict[str, FulfilmentError] = {}
    for order_id in dict.fromkeys(orders):
        if order_id in left:  # it shared a parcel that has left
            continue
        occasion = Occasion(merchant=merchant, order_id=order_id, now=now, actor=actor)
        try:
            with session.savepoint():
                gone = _hand_over_to(session, site, occasion, manifest)
        except FulfilmentError as reason:
            stayed[order_id] = reason
        else:
            parcels += sum(gone.values())
            left += [each for each in gone if each not in left]
            for each in gone:
                stayed.pop(each, None)
    closed = replace(manifest, parcels=parcels)
    add_manifest(session, closed)
    tell_manifest(session, site.ids, closed)
    return HandedOver(manifest=closed, left=tuple(left), stayed=stayed)


def _hand_over_to(session: WriteSession, site: Site, occasion: Occasion, manifest: Manifest) -> dict[str, int]:
    with at_work(session, site, occasion) as file:
        ready = [each for each in file.fulfilments() if each.state == Work.LABELLED]
        carriers = {part.id: file.shipments(part.id)[0].carrier for part in ready}
        leaving = [part for part in ready if carriers[part.id] == manifest.carrier]
        if not leaving:
            _refuse(file, [carriers[part.id] for part in ready])
        gone = {occasion.order_id: 0}
        for part in leaving:
            gone[occasion.order_id] += hand_over_now(file, part.id, manifest.id)
            catch_up(file, part.id)
    for part in leaving:
        for order_id, parcels in send_along(session, site, occasion, part.id, manifest.id).items():
            gone[order_id] = gone.get(order_id, 0) + parcels
    return gone


def _refuse(file: CaseFile, carriers: Sequence[str]) -> None:
    """Raises CarrierDiffers; where nothing is labelled, IllegalStep of the part that is least far."""
    if carriers:
        raise CarrierDiffers(carriers[0])
    parts = file.fulfilments()
    inside = [each for each in parts if each.state in INSIDE] or list(parts)
    file.take(Machine.FULFILMENT, Event.HAND_OVER, inside[-1].id if inside else None)
