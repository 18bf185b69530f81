"""What freight and profit are judged by, beside the database."""

from dataclasses import dataclass

from engine.store.sessions import ReadSession
from fulfillment.documents.customs_file import CustomsView
from fulfillment.shipping.desk import Laws
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.own_services import merchant_shipping


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The desk's view of an order, services with their rate cards as they come with Clearway, and the law in force."""

    view: CustomsView
    data: ShippingData
    laws: Laws

    def shipping_of(self, session: ReadSession, merchant: str) -> ShippingData:
        """Those services and the merchant's own, which go before. Read once for many orders."""
        return merchant_shipping(session, merchant, self.data)
