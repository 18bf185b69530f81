"""The warehouse's work on an order: opened once when it is admitted, ended when it is cancelled."""

from engine.ids import Prefix
from fulfillment.casefile import CaseFile
from fulfillment.inventory.reserving import warehouse_of
from fulfillment.records import Fulfilment
from fulfillment.states import Event, Machine, Work
from fulfillment.store.cases import add_fulfilment


def open_fulfilment(file: CaseFile, _: str) -> None:
    """Plans the work at the warehouse that ships this order."""
    fulfilment = Fulfilment(
        id=file.ids.new(Prefix.FULFILMENT),
        merchant_id=file.merchant,
        order_id=file.order_id,
        warehouse=warehouse_of(file.session, file.merchant, file.order),
        state=Work.PLANNED,
        created_at=file.now,
    )
    add_fulfilment(file.session, fulfilment)
    file.change(fulfilment_id=fulfilment.id)


def cancel_fulfilment(file: CaseFile, _: str) -> None:
    """Ends the work wherever it stands; what it had taken is given back by the effects of that step."""
    if file.case.fulfilment_id is not None:
        file.take(Machine.FULFILMENT, Event.CANCEL)
