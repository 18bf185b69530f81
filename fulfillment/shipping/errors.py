"""What shipping refuses.

ShippingRefused
├── RateTableRefused   a file that is no table of rates at all
├── OwnServicesRefused a file that is no file of services at all
└── WeightUnrated      a rate card has no band for a weight
"""

from fulfillment.errors import FulfilmentError


class ShippingRefused(FulfilmentError):
    """nothing can be said of how this travels"""

    code = "shipping_refused"


class RateTableRefused(ShippingRefused):
    """the file is no table of rates"""

    code = "rate_table_refused"


class OwnServicesRefused(ShippingRefused):
    """the file is no file of services"""

    code = "own_services_refused"


class WeightUnrated(ShippingRefused):
    """the rate card ends before this weight"""

    code = "weight_unrated"

    def __init__(self, service: str, zone: str, billed_g: int) -> None:
        self.service = service
        self.zone = zone
        self.billed_g = billed_g
        super().__init__(f"the rates of `{service}`, zone `{zone}`, have no band for {billed_g} g; add one")
