"""Parcels that something happened to, for tests of claims: sent, claimed before, proved, and watched to the end."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from engine.store.tables import EVENT
from fulfillment.claims.kinds import Proof
from fulfillment.claims.proving import hand_in
from fulfillment.records import Claim
from fulfillment.store.cases import history
from fulfillment.store.claims import add_claim
from fulfillment.store.tables import SHIPMENT
from tests.claim_house import PNG, claim
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_stopping import handed_over

PRICE = 3998  # two pieces of the order of the builders, 19.99 EUR each


def sent(house: House, carrier: str = "dhl") -> None:
    """An order with one parcel that left with a carrier."""
    handed_over(house)
    with house.database.write() as session:
        session.run(update(SHIPMENT).values(carrier=carrier))


def wait_for_the_end(house: House, made: Claim) -> None:
    """Looks some days before its last day, a day before it, and a day after it."""
    assert made.due_at is not None
    for days in (6, 1, -1):
        house.clock.pass_by(made.due_at - timedelta(days=days) - house.clock.now())
        house.drain()


def noted(house: House, what: str) -> int:
    """How often the order's thread tells it."""
    with house.database.read() as session:
        return sum(each.event == what for each in history(session, "main", "ord_1"))


def events(house: House) -> list[str]:
    """What the feed tells of claims, oldest first."""
    with house.database.read() as session:
        return [str(row.type) for row in session.rows(select(EVENT.c.type).where(EVENT.c.type.like("claim.%")))]


def proved(house: House, kind: Proof, content: bytes = PNG) -> None:
    """Somebody hands in a proof of the claim."""
    with house.database.write() as session:
        hand_in(session, house.site, house.on(), claim(house).id, kind, content)


def others_claimed(house: House, *orders: str) -> None:
    """Each of these orders had a claim that is over."""
    with house.database.write() as session:
        for number, order in enumerate(orders):
            add_claim(
                session, replace(_a_claim(house), id=f"clm_x{number}", order_id=order, shipment_id=f"shp_x{number}")
            )


def _a_claim(house: House) -> Claim:
    now = house.clock.now()
    return Claim(id="clm_x", merchant_id="main", order_id="x", shipment_id="x", kind="loss", state="closed",
                 created_at=now, since_at=now)  # fmt: skip
