"""The warehouse's work: from plan to hand-over."""

from fulfillment.machines.row import CLEAR, READY, SENDABLE, Row, rows_from
from fulfillment.states import Effect, Event, Work

SHORT = (Effect.RELEASE_STOCK, Effect.TELL_BACKORDERED, Effect.NEXT)
PUT_BACK = (Effect.RELEASE_STOCK, Effect.PULL_PICK_LIST)

FULFILMENT: list[Row] = [
    (Work.PLANNED, Event.RESERVE, Work.RESERVED, READY, (Effect.NEXT,)),
    (Work.PLANNED, Event.RUN_SHORT, Work.BACKORDERED, READY, (Effect.TELL_BACKORDERED,)),
    (Work.BACKORDERED, Event.RESERVE, Work.RESERVED, READY, (Effect.NEXT,)),
    (Work.RESERVED, Event.PICK, Work.PICKING, READY, ()),
    (Work.PICKING, Event.FINISH_PICK, Work.PICKED, READY, ()),
    (Work.PICKING, Event.COME_UP_SHORT, Work.BACKORDERED, READY, SHORT),
    (Work.PICKED, Event.PACK, Work.PACKED, READY, (Effect.NEXT,)),
    (Work.PACKED, Event.LABEL, Work.LABELLED, READY, ()),
    (Work.LABELLED, Event.RELABEL, Work.PACKED, (), (Effect.VOID_LABEL, Effect.NEXT)),
    (Work.LABELLED, Event.HAND_OVER, Work.HANDED_OVER, SENDABLE, (Effect.CONSUME_STOCK,)),
    (Work.PLANNED, Event.DELEGATE, Work.DELEGATED, CLEAR, ()),
    *rows_from((Work.PLANNED, Work.DELEGATED), Event.CANCEL, Work.CANCELLED),
    (Work.BACKORDERED, Event.CANCEL, Work.CANCELLED, (), (Effect.RELEASE_STOCK,)),
    (Work.RESERVED, Event.CANCEL, Work.CANCELLED, (), (Effect.RELEASE_STOCK,)),
    *rows_from((Work.PICKING, Work.PICKED, Work.PACKED), Event.CANCEL, Work.CANCELLED, (), PUT_BACK),
    (Work.LABELLED, Event.CANCEL, Work.CANCELLED, (), (*PUT_BACK, Effect.VOID_LABEL)),
]
