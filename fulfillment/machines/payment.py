"""The money of an order: promised, there, settled, given back, disputed."""

from fulfillment.machines.row import Row, rows_from
from fulfillment.states import Effect, Event, Pay

PROMISED = (Pay.PENDING, Pay.AUTHORISED, Pay.FAILED, Pay.ON_TERMS, Pay.NOT_NEEDED, Pay.MARKETPLACE)
UNOWED = (Pay.NOT_NEEDED, Pay.MARKETPLACE)
NOT_FROZEN = tuple(each for each in Pay if each not in (Pay.DISPUTED, *UNOWED))
AWAITED = (Pay.PENDING, Pay.AUTHORISED, Pay.FAILED, Pay.MISMATCHED)
SOLD = (Pay.CAPTURED, Pay.SETTLED, Pay.RECONCILED, Pay.PARTIALLY_REFUNDED)

PAYMENT: list[Row] = [
    *rows_from((Pay.PENDING, Pay.AUTHORISED, Pay.FAILED), Event.AUTHORISE, Pay.AUTHORISED),
    *rows_from(AWAITED, Event.CAPTURE, Pay.CAPTURED, (), (Effect.NEXT,)),
    (Pay.ON_TERMS, Event.CAPTURE, Pay.CAPTURED, (), ()),
    *rows_from(AWAITED, Event.UNDERPAY, Pay.MISMATCHED, (), (Effect.TELL_PAYMENT_PROBLEM,)),
    *rows_from(AWAITED, Event.OVERPAY, Pay.MISMATCHED),
    *rows_from(AWAITED, Event.PAY_OTHER_CURRENCY, Pay.MISMATCHED),
    (Pay.ON_TERMS, Event.UNDERPAY, Pay.ON_TERMS, (), ()),
    # The rest may still come after a person accepted less.
    *(row for each in SOLD for event in (Event.CAPTURE, Event.UNDERPAY) for row in rows_from((each,), event, each)),
    *rows_from((*SOLD, Pay.ON_TERMS), Event.OVERPAY, Pay.MISMATCHED),
    *rows_from((*SOLD, Pay.ON_TERMS), Event.PAY_OTHER_CURRENCY, Pay.MISMATCHED),
    (Pay.MISMATCHED, Event.ACCEPT, Pay.CAPTURED, (), (Effect.NEXT,)),
    # What was too much went back.
    (Pay.MISMATCHED, Event.BALANCE, Pay.CAPTURED, (), (Effect.NEXT,)),
    (Pay.MISMATCHED, Event.REFUND_PART, Pay.MISMATCHED, (), ()),
    (Pay.PENDING, Event.WAIVE, Pay.NOT_NEEDED, (), (Effect.NEXT,)),
    (Pay.PENDING, Event.GUARANTEE, Pay.MARKETPLACE, (), (Effect.NEXT,)),
    (Pay.PENDING, Event.DEFER, Pay.ON_TERMS, (), (Effect.NEXT,)),
    (Pay.CAPTURED, Event.SETTLE, Pay.SETTLED, (), ()),
    (Pay.SETTLED, Event.RECONCILE, Pay.RECONCILED, (), ()),
    *rows_from((Pay.PENDING, Pay.AUTHORISED), Event.FAIL, Pay.FAILED),
    *rows_from(PROMISED, Event.VOID, Pay.VOIDED),
    *rows_from((*SOLD, Pay.MISMATCHED, Pay.ON_TERMS, Pay.CHARGED_BACK), Event.REFUND, Pay.REFUNDED),
    *rows_from(SOLD, Event.REFUND_PART, Pay.PARTIALLY_REFUNDED),
    # Money that comes for an order that has ended, or that was given back already, goes back at once.
    *(row for each in UNOWED for row in rows_from((each,), Event.CAPTURE_LATE, each, (), (Effect.RETURN_MONEY,))),
    *(row for each in UNOWED for row in rows_from((each,), Event.REFUND, each)),
    *rows_from(NOT_FROZEN, Event.CAPTURE_LATE, Pay.MISMATCHED, (), (Effect.RETURN_MONEY,)),
    (Pay.DISPUTED, Event.CAPTURE_LATE, Pay.DISPUTED, (), ()),
    *rows_from(SOLD, Event.DISPUTE, Pay.DISPUTED),
    (Pay.DISPUTED, Event.WIN, Pay.CAPTURED, (), (Effect.NEXT,)),
    (Pay.DISPUTED, Event.LOSE, Pay.CHARGED_BACK, (), (Effect.NEXT,)),
]
