"""What keeping stock together with others refuses.

FulfilmentError
├── WmsRefused          an event or snapshot of a warehouse that cannot be taken as it is
├── DifferenceRefused   a difference that is ended, or cannot end like this
├── ChannelRuleRefused  a rule of channel stock that cannot be kept
└── TransferRefused     a transfer that cannot do this, or not where it stands
"""

from fulfillment.errors import FulfilmentError


class WmsRefused(FulfilmentError):
    """what the warehouse tells cannot be taken as it is"""

    code = "wms_refused"


class DifferenceRefused(FulfilmentError):
    """the difference cannot be ended like this"""

    code = "difference_refused"


class ChannelRuleRefused(FulfilmentError):
    """the rule of channel stock cannot be kept"""

    code = "channel_rule_refused"


class TransferRefused(FulfilmentError):
    """the transfer cannot do this where it stands"""

    code = "transfer_refused"
