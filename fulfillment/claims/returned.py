"""Which pieces of a parcel returns stand for.

A return that the carrier sends names its parcel. A customer names pieces of the order only: what they send back came
in a parcel that arrived, what never came is of one that did not. Each piece is counted for one parcel: those that a
claim is about come first, then the oldest, and what is more than such parcels had is taken from the others.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from fulfillment.aftersales.causes import Cause
from fulfillment.aftersales.comebacks import NOT_BACK, SETTLED, contents_of
from fulfillment.casefile import CaseFile
from fulfillment.parts import has_left
from fulfillment.records import ReturnCase, Shipment
from fulfillment.states import Voyage
from fulfillment.store.aftersales import returns_of
from fulfillment.store.claims import claims_of

ARRIVED = frozenset({Voyage.DELIVERED})


def returned_of(file: CaseFile, shipment: Shipment, *, settled: bool = False) -> Counter[int]:
    """Pieces by number of the order's line; with `settled`, of returns that ended with what was owed for them alone."""
    every = returns_of(file.session, file.merchant, file.order_id)
    told = [each for each in every if each.state not in NOT_BACK]
    left = {each.id: Counter(contents_of(file, each)) for each in _parcels(file)}
    found: Counter[int] = Counter()
    for case in sorted(told, key=lambda each: (each.shipment_id is None, each.id)):
        for parcel, pieces in _shared_out(case, _order_of(file, case), left):
            if parcel == shipment.id and (not settled or case.state in SETTLED):
                found += pieces
    return found


def _shared_out(
    case: ReturnCase, parcels: Sequence[str], left: dict[str, Counter[int]]
) -> Iterator[tuple[str, Counter[int]]]:
    """Its pieces by parcel, taken from what is left of each."""
    wanted = Counter({int(line): many for line, many in case.lines.items()})
    for parcel in parcels:
        taken = wanted & left.get(parcel, Counter())
        left[parcel] = left.get(parcel, Counter()) - taken
        wanted -= taken
        yield parcel, taken


def _order_of(file: CaseFile, case: ReturnCase) -> Sequence[str]:
    """Parcels that its pieces may have been in, the likeliest first."""
    if case.shipment_id is not None:
        return (case.shipment_id,)
    claimed = {each.shipment_id for each in claims_of(file.session, file.merchant, file.order_id)}
    is_lost = case.cause == Cause.LOST
    ranked = sorted(_parcels(file), key=lambda each: _rank(each, claimed, is_lost=is_lost))
    return [each.id for each in ranked]


def _rank(parcel: Shipment, claimed: Collection[str], *, is_lost: bool) -> tuple[bool, bool, str]:
    return (parcel.state in ARRIVED) == is_lost, parcel.id not in claimed, parcel.id


def _parcels(file: CaseFile) -> list[Shipment]:
    return [each for each in file.shipments() if has_left(each)]
