"""One way for pieces to come and go: ledger, place and shelf change together, or not at all.

So three things hold at any moment: what lies on a shelf is the sum of its movements and the sum of its places, what is
reserved is the sum of what its places keep, and reserved and blocked pieces are never more than there are.
"""

from engine.ids import Ids, Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound, StockRefused
from fulfillment.inventory.reasons import Voucher
from fulfillment.records import Bin, Lot, Movement, Place
from fulfillment.records.stock import NEVER
from fulfillment.store.places import (
    Spot,
    add_movements,
    add_place,
    change_place,
    find_place,
    is_booked,
    mark_place,
    places_of,
)
from fulfillment.store.stock import change_shelf, make_shelf
from fulfillment.store.warehouses import find_bin, find_lot

ANYWHERE: Spot = ("", "")
RANKS = {"pick": 0, "receiving": 1, "reserve": 2, "quarantine": 3}


class Books:
    """The stock books of one merchant in one transaction, and the voucher under which movements are entered."""

    def __init__(self, session: WriteSession, ids: Ids, merchant: str, voucher: Voucher) -> None:
        self.session = session
        self.merchant = merchant
        self.voucher = voucher
        self.ids = ids

    def is_known(self) -> bool:
        """Whether this voucher was booked before."""
        dedup = self.voucher.dedup
        return dedup is not None and is_booked(self.session, self.merchant, dedup)

    def put(self, sku: str, warehouse: str, spot: Spot, pieces: int) -> None:
        """Pieces come to a place. Raises NotFound for an unknown bin or lot."""
        make_shelf(self.session, self.merchant, sku, warehouse)
        place = self.place(sku, warehouse, spot)
        change_place(self.session, place, on_hand=pieces)
        blocked = pieces if place.blocked else 0
        change_shelf(self.session, self.merchant, sku, warehouse, on_hand=pieces, blocked=blocked)
        self.enter(sku, warehouse, spot, pieces)

    def take(self, sku: str, warehouse: str, spot: Spot, pieces: int) -> None:
        """Unreserved pieces leave a place. Raises StockRefused when there are not so many."""
        place = find_place(self.session, self.merchant, sku, warehouse, spot)
        blocked = -pieces if place is not None and place.blocked else 0
        if place is None or not change_shelf(
            self.session, self.merchant, sku, warehouse, on_hand=-pieces, blocked=blocked
        ):
            raise StockRefused
        if not change_place(self.session, place, on_hand=-pieces):
            raise StockRefused
        self.enter(sku, warehouse, spot, -pieces)

    def take_anywhere(self, sku: str, warehouse: str, pieces: int) -> None:
        """Free pieces leave a shelf, those first that expire first. Raises StockRefused when there are not so many."""
        change_shelf(self.session, self.merchant, sku, warehouse)  # holds it, so that the places stand still
        rest = pieces
        for place in places_of(self.session, self.merchant, sku, warehouse):
            taken = 0 if place.blocked else min(rest, place.free)
            if taken:
                self.take(sku, warehouse, (place.bin, place.lot), taken)
                rest -= taken
        if rest:
            raise StockRefused

    def enter(self, sku: str, warehouse: str, spot: Spot, pieces: int) -> None:
        """One line of the ledger."""
        voucher = self.voucher
        movement = Movement(
            id=self.ids.new(Prefix.MOVEMENT),
            merchant_id=self.merchant,
            sku=sku,
            warehouse=warehouse,
            bin=spot[0],
            lot=spot[1],
            pieces=pieces,
            reason=voucher.reason,
            reference=voucher.reference,
            actor=voucher.actor,
            at=voucher.at,
            # Of several lines under one voucher the first bears its name.
            dedup=None if self.is_known() else voucher.dedup,
        )
        add_movements(self.session, [movement])

    def place(self, sku: str, warehouse: str, spot: Spot) -> Place:
        """The place, made when it is new. Raises NotFound for an unknown bin or lot."""
        found = find_place(self.session, self.merchant, sku, warehouse, spot)
        if found is not None:
            return found
        bin_, lot = known_bin(self.session, self.merchant, warehouse, spot[0]), self._lot(sku, spot[1])
        made = Place(
            merchant_id=self.merchant,
            sku=sku,
            warehouse=warehouse,
            bin=spot[0],
            lot=spot[1],
            on_hand=0,
            blocked=why_blocked(bin_, lot),
            expires_on=NEVER if lot is None else lot.expires_on,
            rank=0 if bin_ is None else RANKS[bin_.kind],
        )
        add_place(self.session, made)
        return made

    def _lot(self, sku: str, lot: str) -> Lot | None:
        if not lot:
            return None
        found = find_lot(self.session, self.merchant, sku, lot)
        if found is None:
            # Its last day would be unknown: a receipt says it.
            raise NotFound("lot", f"{lot} of {sku}")
        return found


def known_bin(session: ReadSession, merchant: str, warehouse: str, code: str) -> Bin | None:
    """The bin of this code; None for no code. Raises NotFound."""
    if not code:
        return None
    found = find_bin(session, merchant, warehouse, code)
    if found is None:
        raise NotFound("bin", f"{code} in {warehouse}")
    return found


def why_blocked(bin_: Bin | None, lot: Lot | None) -> str:
    """Why pieces of a lot in a bin may not be given; empty when they may."""
    if (bin_ is not None and bin_.kind == "quarantine") or (lot is not None and lot.state == "quarantined"):
        return "quarantine"
    return "expired" if lot is not None and lot.state == "expired" else ""


def block(session: WriteSession, place: Place, why: str) -> None:
    """Blocks the unreserved pieces of a place, or gives them free with an empty `why`; reserved ones stay reserved."""
    change_shelf(session, place.merchant_id, place.sku, place.warehouse)
    now = find_place(session, place.merchant_id, place.sku, place.warehouse, (place.bin, place.lot)) or place
    if bool(now.blocked) != bool(why):
        by = now.free if why else -now.free
        change_shelf(session, place.merchant_id, place.sku, place.warehouse, blocked=by)
    mark_place(session, place, blocked=why)
