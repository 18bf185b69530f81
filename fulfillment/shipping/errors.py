"""What shipping refuses.

ShippingRefused
├── RateTableRefused   a file that is no table of rates at all
├── OwnServicesRefused a file that is no file of services at all
├── WeightUnrated      a rate card has no band for a weight
├── WishesRefused      how to choose was not said in a way that can be followed
├── ServiceRefused     a person named a service that a part cannot go by
├── ApproverNeeded     only an approver may name a service that the house bars
└── WhatIfRefused      nothing can be counted of what was asked
"""

from collections.abc import Sequence

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


class WishesRefused(ShippingRefused):
    """how to choose cannot be followed"""

    code = "wishes_refused"

    def __init__(self, faults: Sequence[str]) -> None:
        self.details = tuple(faults)
        super().__init__("; ".join(faults))


class ServiceRefused(ShippingRefused):
    """the part cannot go by this service"""

    code = "service_refused"

    def __init__(self, service: str, reasons: Sequence[str]) -> None:
        self.service = service
        self.reasons = tuple(reasons)
        super().__init__(f"the part cannot go by `{service}`: {'; '.join(reasons)}; name another")


class ApproverNeeded(ShippingRefused):
    """the house bars this service, and only an approver may name it all the same"""

    code = "approver_needed"

    def __init__(self, service: str, reasons: Sequence[str]) -> None:
        self.service = service
        self.reasons = tuple(reasons)
        super().__init__(f"the house bars `{service}`: {', '.join(reasons)}; let an approver name it, or name another")


class WhatIfRefused(ShippingRefused):
    """what was asked cannot be counted"""

    code = "what_if_refused"
