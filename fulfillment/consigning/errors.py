"""What consignments refuse.

ConsignmentRefused
└── MergeRefused     these orders may not share a parcel; has every reason
"""

from collections.abc import Sequence

from fulfillment.consigning.refusals import Refusal
from fulfillment.errors import FulfilmentError


class ConsignmentRefused(FulfilmentError):
    """the consignment does not stand so"""

    code = "consignment_refused"


class MergeRefused(ConsignmentRefused):
    """these orders may not share a parcel; pack them apart"""

    code = "merge_refused"

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        told = "; ".join(each.text for each in self.refusals)
        super().__init__(f"these orders may not share a parcel: {told}; pack them apart")
