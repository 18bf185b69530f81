"""The money of an order: promised, there, settled, given back, disputed.

Events of gateways come in any order, so that most states can be reached from most others: where the money stands is
worked out of the ledger (`fulfillment.payments.position`), and the step that leads there is taken.
"""

from fulfillment.machines.row import Row, rows_from
from fulfillment.states import Effect, Event, Pay

UNOWED = (Pay.NOT_NEEDED, Pay.MARKETPLACE)
EARLY = (Pay.PENDING, Pay.AUTHORISED, Pay.SECURED, Pay.FAILED, Pay.EXPIRED, Pay.VOIDED)
SOLD = (Pay.CAPTURED, Pay.SETTLED, Pay.RECONCILED, Pay.PARTIALLY_REFUNDED)
GONE = (Pay.REFUNDED, Pay.CHARGED_BACK)
SAFE = (Pay.AUTHORISED, Pay.SECURED)
HAVING = (*SOLD, Pay.MISMATCHED)
UNPROMISED = tuple(each for each in EARLY if each is not Pay.SECURED)
NOT_FROZEN = tuple(each for each in Pay if each not in (Pay.DISPUTED, *UNOWED))
NEXT = (Effect.NEXT,)
PROBLEM = (Effect.TELL_PAYMENT_PROBLEM,)

PAYMENT: list[Row] = [
    # Promises.
    *rows_from(UNPROMISED, Event.AUTHORISE, Pay.AUTHORISED, (), NEXT),
    (Pay.SECURED, Event.AUTHORISE, Pay.SECURED, (), ()),
    (Pay.AUTHORISED, Event.SECURE, Pay.SECURED, (), ()),
    # Even what had come and gone back may turn out never to have come: a capture fails days later.
    *rows_from((*EARLY, *HAVING, Pay.REFUNDED), Event.FAIL, Pay.FAILED),
    *rows_from((*EARLY, *HAVING, Pay.REFUNDED, Pay.ON_TERMS, *UNOWED), Event.VOID, Pay.VOIDED),
    *rows_from((*EARLY, *HAVING, Pay.REFUNDED), Event.EXPIRE, Pay.EXPIRED, (), (Effect.TELL_PAYMENT_EXPIRED,)),
    (Pay.PENDING, Event.WAIVE, Pay.NOT_NEEDED, (), NEXT),
    (Pay.PENDING, Event.GUARANTEE, Pay.MARKETPLACE, (), NEXT),
    (Pay.PENDING, Event.DEFER, Pay.ON_TERMS, (), NEXT),
    # Money comes.
    *rows_from((*EARLY, Pay.MISMATCHED, *GONE), Event.CAPTURE, Pay.CAPTURED, (), NEXT),
    (Pay.ON_TERMS, Event.CAPTURE, Pay.CAPTURED, (), ()),
    # The rest may still come after a person accepted less.
    *(row for each in SOLD for row in rows_from((each,), Event.CAPTURE, each)),
    *rows_from((*EARLY, *HAVING, *GONE), Event.UNDERPAY, Pay.MISMATCHED, (), PROBLEM),
    (Pay.ON_TERMS, Event.UNDERPAY, Pay.ON_TERMS, (), ()),
    *rows_from((*EARLY, *HAVING, *GONE, Pay.ON_TERMS), Event.OVERPAY, Pay.MISMATCHED),
    *rows_from((*EARLY, *HAVING, *GONE, Pay.ON_TERMS), Event.PAY_OTHER_CURRENCY, Pay.MISMATCHED),
    (Pay.MISMATCHED, Event.ACCEPT, Pay.CAPTURED, (), NEXT),
    (Pay.CAPTURED, Event.SETTLE, Pay.SETTLED, (), ()),
    (Pay.SETTLED, Event.RECONCILE, Pay.RECONCILED, (), ()),
    # Money goes back. What was too much is balanced by it.
    (Pay.MISMATCHED, Event.BALANCE, Pay.CAPTURED, (), NEXT),
    (Pay.MISMATCHED, Event.REFUND_PART, Pay.MISMATCHED, (), ()),
    *rows_from((*EARLY, *HAVING, Pay.ON_TERMS, Pay.REFUNDED), Event.REFUND, Pay.REFUNDED),
    (Pay.PARTIALLY_REFUNDED, Event.BALANCE, Pay.CAPTURED, (), ()),  # a refund failed: all is there again
    *rows_from((*EARLY, *SOLD, Pay.REFUNDED), Event.REFUND_PART, Pay.PARTIALLY_REFUNDED),
    *(row for event in (Event.REFUND, Event.REFUND_PART)
      for row in rows_from((Pay.CHARGED_BACK,), event, Pay.CHARGED_BACK)),
    *(row for each in UNOWED for row in rows_from((each,), Event.REFUND, each)),
    # Money that comes for an order that has ended, or that owes none, goes back at once.
    *(row for each in UNOWED for row in rows_from((each,), Event.CAPTURE_LATE, each, (), (Effect.RETURN_MONEY,))),
    *rows_from(NOT_FROZEN, Event.CAPTURE_LATE, Pay.MISMATCHED, (), (Effect.RETURN_MONEY,)),
    (Pay.DISPUTED, Event.CAPTURE_LATE, Pay.DISPUTED, (), ()),
    # The buyer's bank.
    *rows_from((*EARLY, *HAVING, *GONE, Pay.ON_TERMS, Pay.DISPUTED), Event.DISPUTE, Pay.DISPUTED),
    *rows_from((Pay.DISPUTED, Pay.CHARGED_BACK), Event.WIN, Pay.CAPTURED, (), NEXT),
    *rows_from((*EARLY, *HAVING, *GONE, Pay.ON_TERMS, Pay.DISPUTED), Event.LOSE, Pay.CHARGED_BACK, (), NEXT),
]  # fmt: skip
