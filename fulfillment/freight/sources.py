"""What freight and profit are judged by, beside the database."""

from dataclasses import dataclass

from fulfillment.documents.customs_file import CustomsView
from fulfillment.shipping.desk import Laws
from fulfillment.shipping.loading import ShippingData


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The desk's view of an order, services with their rate cards, and the law in force."""

    view: CustomsView
    data: ShippingData
    laws: Laws
