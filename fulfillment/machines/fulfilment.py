"""The warehouse's work on one part of an order: from plan to hand-over."""

from fulfillment.machines.row import CLEAR, READY, REVIEWED, SENDABLE_PART, Row, rows_from
from fulfillment.states import Effect, Event, Work

SHORT = (Effect.RELEASE_STOCK, Effect.TELL_BACKORDERED, Effect.NEXT)
PUT_BACK = (Effect.RELEASE_STOCK, Effect.PULL_PICK_LIST)
ENDED = (*PUT_BACK, Effect.LEAVE_CONSIGNMENT)
ENDED_EARLY = (Effect.RELEASE_STOCK, Effect.LEAVE_CONSIGNMENT)
PICK_AGAIN = (Effect.REOPEN_PICK_LIST, Effect.OPEN_BOXES)
PICKED = (Work.PICKED, Work.REVIEWED)

FULFILMENT: list[Row] = [
    (Work.PLANNED, Event.RESERVE, Work.RESERVED, READY, (Effect.NEXT,)),
    (Work.PLANNED, Event.RUN_SHORT, Work.BACKORDERED, READY, (Effect.TELL_BACKORDERED,)),
    (Work.BACKORDERED, Event.RESERVE, Work.RESERVED, READY, (Effect.NEXT,)),
    # A reservation that nobody picked in time; whoever plans next may have the pieces.
    (Work.RESERVED, Event.LAPSE, Work.PLANNED, (), PUT_BACK),
    (Work.RESERVED, Event.PICK, Work.PICKING, READY, ()),
    (Work.PICKING, Event.FINISH_PICK, Work.PICKED, READY, ()),
    (Work.PICKING, Event.COME_UP_SHORT, Work.BACKORDERED, READY, SHORT),
    (Work.PICKED, Event.REVIEW, Work.REVIEWED, READY, ()),
    *rows_from(PICKED, Event.REVIEW_FAIL, Work.PICKING, READY, PICK_AGAIN),
    (Work.PICKED, Event.CLOSE_BOX, Work.PICKED, REVIEWED, ()),
    (Work.REVIEWED, Event.CLOSE_BOX, Work.REVIEWED, READY, ()),
    (Work.PICKED, Event.PACK, Work.PACKED, REVIEWED, (Effect.NEXT,)),
    (Work.REVIEWED, Event.PACK, Work.PACKED, READY, (Effect.NEXT,)),
    (Work.PACKED, Event.LABEL, Work.LABELLED, READY, ()),
    (Work.LABELLED, Event.RELABEL, Work.PACKED, (), (Effect.VOID_LABEL, Effect.NEXT)),
    (Work.PACKED, Event.UNPACK, Work.PICKED, (), (Effect.OPEN_BOXES,)),
    (Work.LABELLED, Event.UNPACK, Work.PICKED, (), (Effect.VOID_LABEL, Effect.OPEN_BOXES)),
    (Work.LABELLED, Event.HAND_OVER, Work.HANDED_OVER, SENDABLE_PART, (Effect.CONSUME_STOCK,)),
    (Work.PLANNED, Event.DELEGATE, Work.DELEGATED, CLEAR, ()),
    (Work.DELEGATED, Event.CANCEL, Work.CANCELLED, (), ()),
    # An unpaid order may have kept stock early.
    (Work.PLANNED, Event.CANCEL, Work.CANCELLED, (), ENDED_EARLY),
    (Work.BACKORDERED, Event.CANCEL, Work.CANCELLED, (), ENDED_EARLY),
    (Work.RESERVED, Event.CANCEL, Work.CANCELLED, (), ENDED),
    *rows_from((Work.PICKING, *PICKED, Work.PACKED), Event.CANCEL, Work.CANCELLED, (), ENDED),
    (Work.LABELLED, Event.CANCEL, Work.CANCELLED, (), (*ENDED, Effect.VOID_LABEL)),
]
