"""What each effect of the tables does. All of it happens in the transaction of the step that it follows from."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from fulfillment.aftersales.comebacks import await_return, drop_return
from fulfillment.aftersales.windows import look_again, start_window
from fulfillment.carriers.booking import drop_bookings
from fulfillment.carriers.interception import request_interception, withdraw_interception
from fulfillment.carriers.labels import void_labels
from fulfillment.casefile import CaseFile
from fulfillment.claims.opening import claim_loss
from fulfillment.consigning.leaving import leave_consignment, part_opened
from fulfillment.inventory.reserving import consume_stock, release_stock, restock
from fulfillment.notify.telling import TELLING
from fulfillment.packing.boxing import open_boxes
from fulfillment.payments.giving_back import return_money
from fulfillment.picking.lists import pick_again, pull_pick_list
from fulfillment.planning import cancel_fulfilment, open_fulfilment, return_unsent
from fulfillment.shipping.part_choice import end_waits
from fulfillment.states import Effect


def _next(file: CaseFile, _: str) -> None:
    file.next_step()


def _open_boxes(file: CaseFile, fulfilment_id: str) -> None:
    drop_bookings(file, fulfilment_id)
    end_waits(file, fulfilment_id)
    open_boxes(file, fulfilment_id)
    part_opened(file, fulfilment_id)


def _leave(file: CaseFile, fulfilment_id: str) -> None:
    drop_bookings(file, fulfilment_id)
    end_waits(file, fulfilment_id)
    leave_consignment(file, fulfilment_id)


EFFECTS: Mapping[Effect, Callable[[CaseFile, str], None]] = MappingProxyType(
    {
        Effect.OPEN_FULFILMENT: open_fulfilment,
        Effect.CANCEL_FULFILMENT: cancel_fulfilment,
        Effect.NEXT: _next,
        Effect.RELEASE_STOCK: release_stock,
        Effect.CONSUME_STOCK: consume_stock,
        Effect.RESTOCK: restock,
        Effect.PULL_PICK_LIST: pull_pick_list,
        Effect.REOPEN_PICK_LIST: pick_again,
        Effect.OPEN_BOXES: _open_boxes,
        Effect.LEAVE_CONSIGNMENT: _leave,
        Effect.VOID_LABEL: void_labels,
        Effect.RETURN_MONEY: return_money,
        Effect.RETURN_UNSENT: return_unsent,
        Effect.START_WINDOW: start_window,
        Effect.LOOK_AGAIN: look_again,
        Effect.REQUEST_INTERCEPTION: request_interception,
        Effect.WITHDRAW_INTERCEPTION: withdraw_interception,
        Effect.AWAIT_RETURN: await_return,
        Effect.DROP_RETURN: drop_return,
        Effect.CLAIM_LOSS: claim_loss,
        **TELLING,
    }
)
