"""Whether something happened since that makes a notice needless: what waited for the morning is not told any more when
the parcel has arrived meanwhile.
"""

from collections.abc import Iterable

from fulfillment.notify.kinds import Kind
from fulfillment.records import Notice, Shipment
from fulfillment.tracking.vocabulary import RANK

SHIPMENT = "shipment"  # the parameter of a notice about one parcel


def is_overtaken(notice: Notice, kind: Kind, told: Iterable[Notice], shipment: Shipment | None) -> bool:
    """By a notice that was told later, of the same parcel or of the whole order; or by what is known of the parcel
    (`shipment`), where the notice is about its status."""
    if any(_follows(notice, each) and each.kind in kind.overtaken_by for each in told):
        return True
    return shipment is not None and _has_passed(notice.kind, shipment.status)


def _follows(notice: Notice, other: Notice) -> bool:
    parcels = {each.params.get(SHIPMENT) for each in (notice, other)} - {None}
    return len(parcels) <= 1 and (other.created_at, other.id) > (notice.created_at, notice.id)


def _has_passed(word: str, status: str) -> bool:
    """Whether the parcel stands elsewhere now, and not before that."""
    return word in RANK and status in RANK and status != word and RANK[status] >= RANK[word]
