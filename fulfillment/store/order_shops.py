"""From what fulfilment keeps of orders to the orders' shops; see `engine.store.order_shops`."""

from collections.abc import Mapping

from engine.ids import Prefix
from engine.store.order_shops import ShopsOf, through
from fulfillment.store.tables.aftersales import CLAIM, RETURN
from fulfillment.store.tables.cases import FULFILMENT
from fulfillment.store.tables.payments import DISPUTE
from fulfillment.store.tables.shipments import SHIPMENT

FULFILMENT_IDS: Mapping[str, ShopsOf] = {
    Prefix.FULFILMENT: through(FULFILMENT),
    Prefix.SHIPMENT: through(SHIPMENT),
    Prefix.RETURN: through(RETURN),
    Prefix.CLAIM: through(CLAIM),
    Prefix.DISPUTE: through(DISPUTE),
}
shops_of_parcel_number = through(SHIPMENT, "number")
