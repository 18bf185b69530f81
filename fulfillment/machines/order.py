"""The order itself: from its decision to its end."""

from fulfillment.machines.row import CLEAR, READY, Row, rows_from
from fulfillment.states import Effect, Event, Guard, Stage

START = (Effect.OPEN_FULFILMENT, Effect.TELL_ACCEPTED, Effect.NEXT)
UNDO = (Effect.CANCEL_FULFILMENT, Effect.RETURN_MONEY, Effect.TELL_CANCELLED)
# What is inside is undone and its money goes back; what has left is called back.
PART_UNDO = (Effect.RETURN_UNSENT, Effect.CANCEL_FULFILMENT, Effect.REQUEST_INTERCEPTION)
ARRIVE = (Effect.START_WINDOW, Effect.TELL_DELIVERED)
WRITE_OFF = (Effect.DROP_RETURN, Effect.CLAIM_LOSS, Effect.RETURN_MONEY, Effect.TELL_LOST)

INSIDE = (Stage.SCREENED, Stage.ACCEPTED, Stage.DELEGATED)
MOVING = (Stage.SHIPPED, Stage.IN_TRANSIT, Stage.INTERCEPTING)

ORDER: list[Row] = [
    (Stage.SCREENED, Event.ADMIT, Stage.ACCEPTED, CLEAR, START),
    (Stage.SCREENED, Event.REJECT, Stage.REJECTED, (), (Effect.RETURN_MONEY, Effect.TELL_CANCELLED)),
    *rows_from(INSIDE, Event.CANCEL, Stage.CANCELLED, (), UNDO),
    (Stage.FULFILLING, Event.CANCEL, Stage.CANCELLED, (Guard.NOTHING_LEFT,), UNDO),
    (Stage.FULFILLING, Event.RECALL, Stage.INTERCEPTING, (Guard.SOME_LEFT,), PART_UNDO),
    (Stage.ACCEPTED, Event.PAY, Stage.FULFILLING, READY, (Effect.NEXT,)),
    (Stage.ACCEPTED, Event.DELEGATE, Stage.DELEGATED, CLEAR, ()),
    (Stage.DELEGATED, Event.DELIVER, Stage.DELIVERED, (), (Effect.START_WINDOW,)),
    (Stage.FULFILLING, Event.SHIP, Stage.SHIPPED, (*READY, Guard.ALL_LEFT), ()),
    (Stage.SHIPPED, Event.MOVE, Stage.IN_TRANSIT, (), ()),
    *rows_from((Stage.SHIPPED, Stage.IN_TRANSIT), Event.RECALL, Stage.INTERCEPTING, (), (Effect.REQUEST_INTERCEPTION,)),
    (Stage.INTERCEPTING, Event.PROCEED, Stage.IN_TRANSIT, CLEAR, (Effect.WITHDRAW_INTERCEPTION,)),
    *rows_from(MOVING, Event.TURN_BACK, Stage.RETURNING),
    *rows_from(MOVING, Event.DELIVER, Stage.DELIVERED, (), ARRIVE),
    (Stage.RETURNING, Event.DELIVER, Stage.DELIVERED, (), ARRIVE),
    *rows_from((*MOVING, Stage.RETURNING), Event.LOSE, Stage.CANCELLED, (), WRITE_OFF),
    *rows_from((Stage.RETURNING, Stage.DELIVERED), Event.TAKE_BACK, Stage.RETURNED, (), (Effect.RETURN_MONEY,)),
    (Stage.DELIVERED, Event.CORRECT, Stage.IN_TRANSIT, (), ()),
    (Stage.DELIVERED, Event.CLOSE, Stage.COMPLETED, (Guard.NOTHING_OPEN,), ()),
    # Nothing of it will arrive, and its buyer was made good in another way.
    *rows_from((*MOVING, Stage.RETURNING), Event.CLOSE, Stage.COMPLETED, (Guard.NOTHING_LEFT, Guard.NOTHING_OPEN), ()),
]
