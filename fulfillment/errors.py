"""Every error fulfilment raises on purpose.

FulfilmentError
├── IllegalStep          nothing leads from where it stands by this event; names what does
├── StepBlocked          a guard does not hold: held, unpaid, or a label of an older version; says why it is held
├── RoleRefused          a step that people in other roles tell
├── CaseChanged          somebody else moved the same order meanwhile; try again
├── NotFound             no such order, parcel, return or claim of this merchant
├── PartNeeded           the order has several parts or parcels, and none was named
├── CarrierDiffers       the parcel's label is another carrier's
├── PickRefused          what was picked is not what the list asks for
├── ParcelRefused        the weight cannot be that of these goods
├── StockRefused         a movement would leave less than nothing on the shelf
├── CountRefused         a count that is over, or a line that is counted already
├── WarehouseRefused     a warehouse, bin or row of stock that cannot be kept as it is
├── ShortageRefused      a way out of a shortage that is not, or no more, open
├── PaymentRefused       an amount that cannot have been paid or cannot be given back
├── MessageRefused       a gateway's message has another shape than its documentation says
├── OrderAmbiguous       a gateway's message names a payment of several orders
├── DisputeRefused       a dispute that is over cannot be answered or decided again
├── ClaimRefused         a claim that cannot be made, proved, moved or paid like this
├── NoRate               no exchange rate was stored for these currencies
├── RateRefused          an exchange rate cannot be stored
├── TrackingRefused      an event that cannot be taken as it is
├── ReturnRefused        these lines cannot come back, or not so many of them
├── PhotoRefused         a photo of goods that cannot be kept
├── BudgetRefused        a gift that is more than a role's budget of the month
└── SerialsExhausted     a range of parcel numbers is used up
"""

from collections.abc import Sequence

from engine.errors import ClearwayError
from fulfillment.reason import Reason


class FulfilmentError(ClearwayError):
    """fulfilment did not do what was asked"""

    code = "fulfilment_error"


class IllegalStep(FulfilmentError):
    """nothing leads on from here by this event"""

    code = "illegal_step"

    def __init__(self, machine: str, state: str, event: str, possible: Sequence[str]) -> None:
        self.machine = machine
        self.state = state
        self.event = event
        self.possible = tuple(possible)
        named = ", ".join(f"`{each}`" for each in self.possible) or "nothing, it has ended"
        super().__init__(f"{machine} is `{state}` and cannot `{event}`; possible now: {named}")


class StepBlocked(FulfilmentError):
    """the step is possible, but not now"""

    code = "step_blocked"

    def __init__(
        self, machine: str, state: str, event: str, unmet: Sequence[str], reasons: Sequence[Reason] = ()
    ) -> None:
        self.machine = machine
        self.state = state
        self.event = event
        self.unmet = tuple(unmet)
        self.reasons = tuple(reasons)
        super().__init__(f"{machine} is `{state}` and may not `{event}` until: {', '.join(self.unmet)}")

    def because(self, reasons: Sequence[Reason]) -> "StepBlocked":
        """The same refusal, with the reasons of the decision or hold that keeps the order."""
        return StepBlocked(self.machine, self.state, self.event, self.unmet, reasons)


class RoleRefused(FulfilmentError):
    """this step is told by people in other roles"""

    code = "role_refused"

    def __init__(self, event: str, who: Sequence[str]) -> None:
        self.event = event
        self.who = tuple(who)
        super().__init__(f"`{event}` is told by {' or '.join(self.who)}; ask one of them")


class CaseChanged(FulfilmentError):
    """somebody else moved this order meanwhile; read it again and repeat"""

    code = "case_changed"


class NotFound(FulfilmentError):
    """there is no such thing of this merchant"""

    code = "not_found"

    def __init__(self, what: str, id_: str) -> None:
        self.what = what
        self.id = id_
        super().__init__(f"there is no {what} `{id_}`; check the id and the merchant")


class PartNeeded(FulfilmentError):
    """the order has several parts or parcels; name one"""

    code = "part_needed"

    def __init__(self, what: str, names: Sequence[str]) -> None:
        self.what = what
        self.names = tuple(names)
        super().__init__(f"the order has several {what}; name one of {', '.join(f'`{each}`' for each in self.names)}")


class CarrierDiffers(FulfilmentError):
    """the parcel's label is another carrier's"""

    code = "carrier_differs"

    def __init__(self, carrier: str) -> None:
        self.carrier = carrier
        super().__init__(f"the label is one of `{carrier}`; hand the parcel over to that carrier")


class PickRefused(FulfilmentError):
    """what was picked is not what the list asks for"""

    code = "pick_refused"


class ParcelRefused(FulfilmentError):
    """the weight cannot be that of these goods; weigh again"""

    code = "parcel_refused"


class StockRefused(FulfilmentError):
    """the movement would leave less than what is reserved; release reservations first"""

    code = "stock_refused"


class CountRefused(FulfilmentError):
    """the count cannot be changed like this"""

    code = "count_refused"


class WarehouseRefused(FulfilmentError):
    """the warehouse or bin cannot be kept as it is"""

    code = "warehouse_refused"


class ShortageRefused(FulfilmentError):
    """this way out of the shortage is not open; ask for the options again"""

    code = "shortage_refused"


class PaymentRefused(FulfilmentError):
    """the amount cannot have been paid, or cannot be given back"""

    code = "payment_refused"


class MessageRefused(FulfilmentError):
    """the gateway's message cannot be read"""

    code = "message_refused"

    def __init__(self, pointer: str, wanted: str) -> None:
        self.pointer = pointer
        self.wanted = wanted
        super().__init__(f"{pointer or '/'} must be {wanted}; send the gateway's message as it came")


class OrderAmbiguous(FulfilmentError):
    """the gateway's message names a payment of several orders"""

    code = "order_ambiguous"

    def __init__(self, orders: Sequence[str]) -> None:
        self.orders = tuple(orders)
        named = ", ".join(self.orders)
        super().__init__(f"the payment is one of {named}; send it again with the order in its metadata")


class DisputeRefused(FulfilmentError):
    """the dispute is over; what was decided stays"""

    code = "dispute_refused"


class ClaimRefused(FulfilmentError):
    """the claim cannot be made, proved, moved or paid like this"""

    code = "claim_refused"


class NoRate(FulfilmentError):
    """no exchange rate was stored for these currencies at that time"""

    code = "no_rate"

    def __init__(self, base: str, quote: str) -> None:
        self.base = base
        self.quote = quote
        super().__init__(f"no rate from {base} to {quote} is stored for that time; import one first")


class RateRefused(FulfilmentError):
    """the exchange rate cannot be stored"""

    code = "rate_refused"


class TrackingRefused(FulfilmentError):
    """the tracking event cannot be taken as it is"""

    code = "tracking_refused"


class PhotoRefused(FulfilmentError):
    """the photo cannot be kept"""

    code = "photo_refused"


class BudgetRefused(FulfilmentError):
    """the gift is more than the budget of the month"""

    code = "budget_refused"


class ReturnRefused(FulfilmentError):
    """these lines cannot come back, or not so many of them"""

    code = "return_refused"


class SerialsExhausted(FulfilmentError):
    """the range of parcel numbers is used up; ask the carrier for a new one"""

    code = "serials_exhausted"
