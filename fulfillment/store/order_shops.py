"""From what fulfilment keeps of orders to the orders' shops; see `engine.store.order_shops`."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select

from engine.ids import Prefix
from engine.store.order_shops import ShopsOf, asked_of, through
from engine.store.sessions import ReadSession
from fulfillment.store.tables.aftersales import RETURN
from fulfillment.store.tables.carriers import CARRIER_BOOKING
from fulfillment.store.tables.cases import FULFILMENT
from fulfillment.store.tables.channels import CONNECTION, SAYING
from fulfillment.store.tables.claims import CLAIM, CLAIM_PROOF
from fulfillment.store.tables.inbox import INBOX_CASE, INBOX_FILE, INBOX_MESSAGE
from fulfillment.store.tables.notices import NOTICE
from fulfillment.store.tables.payments import DISPUTE
from fulfillment.store.tables.shipments import SHIPMENT
from fulfillment.store.tables.tracking import WATCH

# A connection of no shop is of the merchant at large: nobody who is bound reaches it.
_OF_CONNECTION = select(CONNECTION.c.shop).where(
    CONNECTION.c.merchant_id == bindparam("merchant"),
    CONNECTION.c.id == bindparam("wanted"),
    CONNECTION.c.shop.is_not(None),
)
_OF_SAYING = (
    select(CONNECTION.c.shop)
    .join(SAYING, SAYING.c.connection_id == CONNECTION.c.id)
    .where(
        SAYING.c.merchant_id == bindparam("merchant"),
        SAYING.c.id == bindparam("wanted"),
        CONNECTION.c.shop.is_not(None),
    )
)
FULFILMENT_IDS: Mapping[str, ShopsOf] = {
    Prefix.FULFILMENT: through(FULFILMENT),
    Prefix.SHIPMENT: through(SHIPMENT),
    Prefix.BOOKING: through(CARRIER_BOOKING),
    Prefix.RETURN: through(RETURN),
    Prefix.CLAIM: through(CLAIM),
    Prefix.CLAIM_PROOF: through(CLAIM_PROOF),
    Prefix.DISPUTE: through(DISPUTE),
    Prefix.NOTICE: through(NOTICE),
    Prefix.PARCEL_WATCH: through(WATCH),
    Prefix.CONNECTION: asked_of(_OF_CONNECTION),
    Prefix.SAYING: asked_of(_OF_SAYING),
    Prefix.INBOX_CASE: through(INBOX_CASE),
    Prefix.INBOX_MESSAGE: through(INBOX_MESSAGE),
    Prefix.INBOX_FILE: through(INBOX_FILE),
}
_OF_NUMBER, _OF_ID = through(SHIPMENT, "number"), through(SHIPMENT)


def shops_of_parcel_number(session: ReadSession, merchant: str, wanted: str) -> frozenset[str]:
    """Of a parcel by the number on its label, or by its id where a path takes both."""
    return (_OF_ID if wanted.startswith(f"{Prefix.SHIPMENT}_") else _OF_NUMBER)(session, merchant, wanted)
