"""Whether something happened since that makes a notice needless: what waited for the morning is not told any more when
the parcel has arrived meanwhile.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from fulfillment.notify.kinds import Kind
from fulfillment.records import Notice, Shipment
from fulfillment.tracking.vocabulary import RANK, Word

SHIPMENT = "shipment"  # the parameter of a notice about one parcel
# Kinds that tell where a parcel stands, and the words of tracking at which that is still so.
STANDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "import_held": frozenset({Word.IMPORT_HELD}),
        "duty_due": frozenset({Word.IMPORT_CUSTOMS, Word.IMPORT_HELD}),
        "out_for_delivery": frozenset({Word.OUT_FOR_DELIVERY}),
        "ready_for_pickup": frozenset({Word.READY_FOR_PICKUP}),
        "attempt_failed": frozenset({Word.ATTEMPT_FAILED}),
        "address_problem": frozenset({Word.ATTEMPT_FAILED}),
    }
)


def is_overtaken(notice: Notice, kind: Kind, told: Iterable[Notice], shipment: Shipment | None) -> bool:
    """By a notice that was told later, of the same parcel or of the whole order; or by what is known of the parcel
    (`shipment`), where the notice is about its status."""
    if any(_follows(notice, each) and each.kind in kind.overtaken_by for each in told):
        return True
    return shipment is not None and _has_passed(notice.kind, shipment.status)


def _follows(notice: Notice, other: Notice) -> bool:
    parcels = {each.params.get(SHIPMENT) for each in (notice, other)} - {None}
    return len(parcels) <= 1 and (other.created_at, other.id) > (notice.created_at, notice.id)


def _has_passed(kind: str, status: str) -> bool:
    """Whether the parcel stands elsewhere now, and not before that."""
    stands = STANDS.get(kind, frozenset())
    return bool(stands) and status not in stands and RANK.get(status, -1) >= max(RANK[each] for each in stands)
