"""Hand-over to the carrier, one parcel or all that go together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.ids import Prefix
from engine.store.sessions import WriteSession
from fulfillment.carriers.handing import hand_over_now
from fulfillment.errors import CarrierDiffers, FulfilmentError
from fulfillment.records import Case, Manifest
from fulfillment.site import Occasion, Site
from fulfillment.store.shipments import add_manifest
from fulfillment.thread import at_work
from fulfillment.tracking.arriving import catch_up


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A closed manifest: which orders left, and why others stayed."""

    manifest: Manifest
    left: tuple[str, ...]
    stayed: Mapping[str, FulfilmentError]


def hand_over(session: WriteSession, site: Site, occasion: Occasion, manifest_id: str | None = None) -> Case:
    """The carrier takes the parcel. Raises StepBlocked while the order may not leave, IllegalStep before its label."""
    with at_work(session, site, occasion) as file:
        hand_over_now(file, manifest_id)
        catch_up(file)
    return file.case


def close_manifest(
    session: WriteSession, site: Site, merchant: str, carrier: str, orders: Sequence[str], now: datetime, actor: str
) -> HandedOver:
    """Hands over all that may leave; an order that may not, or that another carrier takes, stays and keeps no other."""
    manifest = Manifest(
        id=site.ids.new(Prefix.MANIFEST),
        merchant_id=merchant,
        carrier=carrier,
        parcels=0,
        created_at=now,
        created_by=actor,
    )
    left: list[str] = []
    stayed: dict[str, FulfilmentError] = {}
    for order_id in dict.fromkeys(orders):
        occasion = Occasion(merchant=merchant, order_id=order_id, now=now, actor=actor)
        try:
            with session.savepoint():
                _hand_over_to(session, site, occasion, manifest)
        except FulfilmentError as reason:
            stayed[order_id] = reason
        else:
            left.append(order_id)
    closed = replace(manifest, parcels=len(left))
    add_manifest(session, closed)
    return HandedOver(manifest=closed, left=tuple(left), stayed=stayed)


def _hand_over_to(session: WriteSession, site: Site, occasion: Occasion, manifest: Manifest) -> None:
    with at_work(session, site, occasion) as file:
        labelled = file.shipment().carrier if file.case.shipment_id is not None else manifest.carrier
        if labelled != manifest.carrier:
            raise CarrierDiffers(labelled)
        hand_over_now(file, manifest.id)
        catch_up(file)
