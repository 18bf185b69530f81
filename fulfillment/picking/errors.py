"""What planning a walk refuses.

RouteRefused
├── LayoutRejected    the description of a warehouse cannot be read, or contradicts itself
├── StopRejected      a place that the warehouse does not have
├── PolicyUnfit       a way of walking that this warehouse does not allow
└── OrderTooLarge     an order is more than a cart takes
"""

from fulfillment.errors import FulfilmentError


class RouteRefused(FulfilmentError):
    """no walk can be planned"""

    code = "route_refused"


class LayoutRejected(RouteRefused):
    """the description of the warehouse cannot be read"""

    code = "layout_rejected"

    def __init__(self, where: str, detail: str) -> None:
        self.where = where
        self.detail = detail
        super().__init__(f"{where}: {detail}")


class StopRejected(RouteRefused):
    """there is no such place in the warehouse"""

    code = "stop_rejected"

    def __init__(self, where: str, detail: str) -> None:
        self.where = where
        self.detail = detail
        super().__init__(f"{where}: {detail}")


class PolicyUnfit(RouteRefused):
    """this way of walking does not fit"""

    code = "policy_unfit"


class OrderTooLarge(RouteRefused):
    """an order is more than a cart takes; split it, or pick it by itself"""

    code = "order_too_large"
