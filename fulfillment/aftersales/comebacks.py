"""Goods on their way back: what a return consists of, and what it is worth."""

from collections import Counter
from collections.abc import Mapping

from engine.ids import Prefix
from engine.order.order import Order
from fulfillment.casefile import CaseFile
from fulfillment.errors import ReturnRefused
from fulfillment.records import ReturnCase
from fulfillment.states import Comeback, Event, Machine
from fulfillment.store.aftersales import add_return, returns_of

NOT_BACK = frozenset({Comeback.DECLINED, Comeback.EXPIRED})
LIKE_NEW = "like_new"
CARRIER = "carrier"


def open_return(file: CaseFile, lines: Mapping[int, int], reason: str, origin: str, state: str) -> ReturnCase:
    """Opens a return of pieces by line number. Raises ReturnRefused for more than was sent and is not back already."""
    rest = _not_yet_back(file)
    for number, many in lines.items():
        if not 0 < many <= rest.get(number, 0):
            msg = f"line `{number}` has {rest.get(number, 0)} pieces that can come back, not {many}"
            raise ReturnRefused(msg)
    case = ReturnCase(
        id=file.ids.new(Prefix.RETURN),
        merchant_id=file.merchant,
        order_id=file.order_id,
        origin=origin,
        reason=reason,
        state=state,
        lines={str(number): many for number, many in sorted(lines.items())},
        created_at=file.now,
    )
    add_return(file.session, case)
    return case


def await_return(file: CaseFile, _: str) -> None:
    """The carrier sends the parcel back: all that is in it will come."""
    back = open_return(file, _not_yet_back(file), "sent_back", CARRIER, Comeback.AUTHORISED)
    file.take(Machine.RETURN, Event.SEND, back.id)


def drop_return(file: CaseFile, _: str) -> None:
    """What the carrier sent back does not come after all."""
    for each in returns_of(file.session, file.merchant, file.order_id):
        if each.origin == CARRIER and file.can(Machine.RETURN, Event.WITHDRAW, each.id):
            file.take(Machine.RETURN, Event.WITHDRAW, each.id)


def is_all_back(file: CaseFile) -> bool:
    """Whether no piece is left with the customer, open returns counted as back."""
    return not _not_yet_back(file)


def worth(order: Order, lines: Mapping[str, int]) -> int:
    """What was paid for these pieces, in minor units, discounts of their lines shared evenly and rounded down."""
    total = 0
    for number, many in lines.items():
        line = order.lines[int(number) - 1]
        total += (line.unit_price * line.quantity - line.discount) * many // max(line.quantity, 1)
    return max(total, 0)


def _not_yet_back(file: CaseFile) -> Mapping[int, int]:
    sent = Counter({number: line.quantity for number, line in enumerate(file.order.lines, start=1)})
    for case in returns_of(file.session, file.merchant, file.order_id):
        if case.state not in NOT_BACK and not (case.origin == CARRIER and case.state == Comeback.CLOSED):
            sent.subtract({int(number): many for number, many in case.lines.items()})
    return {number: many for number, many in sent.items() if many > 0}
