"""The parts of an order: opened when it is admitted, one for each warehouse that sends something, and ended when what
they were to send is cancelled or planned anew.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from engine.ids import Prefix
from engine.order.order import Order
from fulfillment.aftersales.comebacks import worth
from fulfillment.casefile import CaseFile
from fulfillment.inventory.allocating import Part, share_out
from fulfillment.jobs import SERVICE_FORECAST
from fulfillment.machines.payment import EARLY
from fulfillment.parts import INSIDE
from fulfillment.payments.giving_back import may_return_part, return_later, return_part, returnable
from fulfillment.records import Fulfilment, FulfilmentLine
from fulfillment.states import Event, Machine, Pay, Work
from fulfillment.store.walks import hold_walks_of_order

PRICE_DROPPED = "price_dropped"


def open_fulfilment(file: CaseFile, _: str) -> None:
    """Plans the work at each warehouse that sends something of this order."""
    allocated = share_out(file.session, file.merchant, file.order, now=file.now)
    parts = open_parts(file, allocated.parts)
    if len(allocated.considered) > 1:
        file.note("allocated", dedup=f"allocated:{parts[0].id}", data=allocated.told())


def open_parts(file: CaseFile, parts: Iterable[Part]) -> tuple[Fulfilment, ...]:
    """Opens a fulfilment a part, numbered on from those that the order had before."""
    before = len(file.fulfilments())
    if not file.case.planned:
        file.change(planned=lines_digest(file.order))
    return tuple(_opened(file, part, number) for number, part in enumerate(parts, start=before + 1))


def replace_part(file: CaseFile, fulfilment_id: str, parts: Sequence[Part]) -> tuple[Fulfilment, ...]:
    """What one part was to send is sent otherwise: it ends with all that must be undone, and others begin.

    Raises IllegalStep where it has left.
    """
    file.take(Machine.FULFILMENT, Event.CANCEL, fulfilment_id, data={"cause": "replanned"})
    file.next_step()
    return open_parts(file, parts)


def replan(file: CaseFile) -> bool:
    """Begins anew where an order asks for other pieces than when its parts were made, and nothing of it has left.

    What was agreed about a part since (a substitute, an end by itself) is no reason. False when nothing is to be done.
    """
    parts = [each for each in file.fulfilments() if each.state != Work.CANCELLED]
    is_inside = bool(parts) and all(each.state in INSIDE for each in parts)
    if not is_inside or file.case.planned == lines_digest(file.order):
        return False
    cancel_fulfilment(file, "")
    file.change(planned="")
    open_fulfilment(file, "")
    return True


def lines_digest(order: Order) -> str:
    """Of articles and pieces by line; the same while an order asks for the same."""
    asked = [(line.sku or "", line.quantity) for line in order.lines]
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:32]


def cancel_fulfilment(file: CaseFile, _: str) -> None:
    """Ends the work on every part that has not left, wherever it stands; that step gives back what it had taken."""
    hold_walks_of_order(file.session, file.merchant, file.order_id)
    for part in file.fulfilments():
        if file.can(Machine.FULFILMENT, Event.CANCEL, part.id):
            file.take(Machine.FULFILMENT, Event.CANCEL, part.id)


def return_unsent(file: CaseFile, _: str) -> None:
    """Gives back what was paid for the parts that are still inside, before they are cancelled."""
    give_back_worth(file, [each for each in file.fulfilments() if each.state in INSIDE])


def give_back_worth(file: CaseFile, parts: Iterable[Fulfilment]) -> None:
    """Gives back what was paid for the pieces of parts that will not be sent, as far as it was kept."""
    lines: Counter[str] = Counter()
    given = tuple(parts)
    for part in given:
        lines.update({str(each.line): each.quantity for each in file.lines(part.id)})
    amount = min(worth(file.order, lines), returnable(file))
    if amount > 0 and file.case.payment == Pay.DISPUTED:
        # The bank holds the money; what is won goes back then.
        return_later(file, amount, about=",".join(each.id for each in given))
    elif amount > 0 and may_return_part(file):
        return_part(file, amount, reason="not sent")


def drop_worth(file: CaseFile, part: Fulfilment) -> None:
    """What a part was to send is not owed any more, where its money has not come yet."""
    pieces = {str(each.line): each.quantity for each in file.lines(part.id)}
    amount = min(worth(file.order, pieces), file.case.total)
    told = {"part": part.id, "amount": amount, "planned": file.case.planned}
    if file.case.payment in EARLY and file.note(PRICE_DROPPED, dedup=f"{PRICE_DROPPED}:{part.id}", data=told):
        file.change(total=file.case.total - amount)


def owed_for(file: CaseFile) -> int:
    """The order's total, in minor units, less what was dropped of it since it asks for these pieces."""
    planned = lines_digest(file.order)
    told = file.history()
    dropped = [each.data for each in told if each.event == PRICE_DROPPED and each.data["planned"] == planned]
    return max(0, file.order.totals.total - sum(int(str(each["amount"])) for each in dropped))


def _opened(file: CaseFile, part: Part, number: int) -> Fulfilment:
    fulfilment = Fulfilment(
        id=file.ids.new(Prefix.FULFILMENT),
        merchant_id=file.merchant,
        order_id=file.order_id,
        number=number,
        warehouse=part.warehouse,
        state=Work.PLANNED,
        created_at=file.now,
    )
    lines = [
        FulfilmentLine(
            fulfilment_id=fulfilment.id,
            line=line,
            merchant_id=file.merchant,
            sku=file.order.lines[line - 1].sku or "",
            quantity=many,
        )
        for line, many in sorted(part.lines.items())
    ]
    file.open_part(fulfilment, lines)
    if file.site.shipping is not None:
        file.add_job(SERVICE_FORECAST, {"part": fulfilment.id}, track=f"service:{fulfilment.id}")
    return fulfilment
