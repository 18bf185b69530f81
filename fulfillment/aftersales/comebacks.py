"""Goods on their way back: what a return consists of, and what it is worth."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from engine.counted import counted
from engine.ids import Prefix
from engine.order.order import Order
from fulfillment.aftersales.causes import SENT_BACK, cause_of
from fulfillment.aftersales.refund_clock import with_refund_clock
from fulfillment.casefile import CaseFile
from fulfillment.errors import ReturnRefused
from fulfillment.jobs import RETURN_WATCH
from fulfillment.lifecycle import ENDED, RETURN_OVER
from fulfillment.parts import has_left, pieces_of
from fulfillment.records import ReturnCase, Shipment
from fulfillment.states import Comeback, Event, Machine, Voyage, Work
from fulfillment.store.aftersales import add_return, change_return, returns_of
from fulfillment.store.warehouse import find_parcel

NOT_BACK = frozenset({Comeback.DECLINED, Comeback.EXPIRED, Comeback.WITHDRAWN})
SETTLED = frozenset({Comeback.RESOLVED, Comeback.CLOSED})
AWAITED = frozenset(each for each in Comeback if each not in NOT_BACK | SETTLED and each != Comeback.LOST)
CARRIER, CUSTOMER = "carrier", "customer"
ARRIVAL = "arrival"  # what is awaited
WHOLE, BROKEN = "whole", "broken"
SEALS = (WHOLE, BROKEN)  # what can be told of a seal
NUMBER = 12  # characters of an id by which people call a return


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a customer wants for their goods: `refund`, `replacement`, or to `keep` them for less.

    `excepted`: why a law's right to withdraw leaves these goods out, if it does, beside what they were sealed for by
    their order or product file; of sealed goods `seal` says what is told of the seal: `whole`, `broken`, or empty where
    nothing is.
    """

    wish: str = "refund"
    excepted: frozenset[str] = frozenset()
    seal: str = ""


USUAL = Wish()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to come back, and why."""

    lines: Mapping[int, int]
    reason: str
    wish: Wish = USUAL


def open_return(file: CaseFile, wanted: Wanted, origin: str, state: str, shipment_id: str | None = None) -> ReturnCase:
    """Opens a return of pieces by line number. Raises ReturnRefused for more than was sent and is not back already."""
    lines = wanted.lines
    rest = _not_yet_back(file)
    for number, many in lines.items():
        if not 0 < many <= rest.get(number, 0):
            msg = (
                f"line `{number}` has {counted(rest.get(number, 0), 'piece', 'pieces')} that can come back, not {many}"
            )
            raise ReturnRefused(msg)
    id_ = file.ids.new(Prefix.RETURN)
    case = ReturnCase(
        id=id_,
        merchant_id=file.merchant,
        order_id=file.order_id,
        origin=origin,
        reason=wanted.reason,
        state=state,
        lines={str(number): many for number, many in sorted(lines.items())},
        shipment_id=shipment_id,
        created_at=file.now,
        number=f"R-{id_[-NUMBER:].upper()}",
        cause=cause_of(wanted.reason),
        wish=wanted.wish.wish,
        excepted=" ".join(sorted(wanted.wish.excepted)),
        seal=wanted.wish.seal,
    )
    add_return(file.session, case)
    return case


def await_return(file: CaseFile, shipment_id: str) -> None:
    """The carrier sends a parcel back: all that is in it will come, once."""
    if file.case.stage in ENDED or coming_back(file, shipment_id) is not None:
        return
    rest, inside = _not_yet_back(file), contents_of(file, file.shipment(shipment_id))
    lines = {line: min(many, rest[line]) for line, many in inside.items() if rest.get(line, 0) > 0}
    back = open_return(file, Wanted(lines=lines, reason=SENT_BACK), CARRIER, Comeback.AUTHORISED, shipment_id)
    goods_sent(file, back)


def goods_sent(file: CaseFile, case: ReturnCase) -> None:
    """Goods are on their way to the house: people are told of those that are not there in time. Raises IllegalStep."""
    file.take(Machine.RETURN, Event.SEND, case.id)
    sent = replace(case, moved_at=file.now, sent_at=case.sent_at or file.now)
    await_arrival(file, with_refund_clock(file, sent))


def await_arrival(file: CaseFile, case: ReturnCase) -> None:
    """The goods are under way, and have so many days until something new is told of them."""
    terms = file.site.desk.return_terms(file.session, file.merchant)
    ends = file.now + timedelta(days=terms.silent_days)
    change_return(file.session, replace(case, awaits=ARRIVAL, due_at=ends))
    file.add_job(RETURN_WATCH, {"return_id": case.id}, track="return_watch", run_after=ends)


def coming_back(file: CaseFile, shipment_id: str) -> ReturnCase | None:
    """The return of a parcel that the carrier sends back, while it is not over."""
    found = returns_of(file.session, file.merchant, file.order_id)
    return next((each for each in found if each.shipment_id == shipment_id and each.state not in RETURN_OVER), None)


def drop_return(file: CaseFile, subject: str) -> None:
    """What the carrier sent back, of one parcel or of the whole order, does not come after all."""
    for each in returns_of(file.session, file.merchant, file.order_id):
        is_meant = each.origin == CARRIER and subject in (each.shipment_id, file.order_id)
        if is_meant and file.can(Machine.RETURN, Event.WITHDRAW, each.id):
            change_return(file.session, replace(each, awaits="", due_at=None))
            file.take(Machine.RETURN, Event.WITHDRAW, each.id)


def is_all_back(file: CaseFile) -> bool:
    """Whether no piece is left with the customer, open returns counted as back."""
    return not _not_yet_back(file)


def is_any_coming(file: CaseFile, besides: str = "") -> bool:
    """Whether a return is awaited. A piece that is only asked back is still with the customer."""
    others = returns_of(file.session, file.merchant, file.order_id)
    return any(each.state in AWAITED for each in others if each.id != besides)


def settled_before(file: CaseFile, besides: str) -> Mapping[int, int]:
    """Pieces of other returns that have been settled, by number of their line."""
    pieces: Counter[int] = Counter()
    for case in returns_of(file.session, file.merchant, file.order_id):
        if case.id != besides and case.state in SETTLED:
            pieces.update({int(number): many for number, many in case.lines.items()})
    return pieces


def worth(order: Order, lines: Mapping[str, int]) -> int:
    """What was paid for these pieces, in minor units, discounts of their lines shared evenly and rounded down."""
    total = 0
    for number, many in lines.items():
        line = order.lines[int(number) - 1]
        total += (line.unit_price * line.quantity - line.discount) * many // max(line.quantity, 1)
    return max(total, 0)


def _not_yet_back(file: CaseFile) -> Mapping[int, int]:
    sent = _sent(file)
    for case in returns_of(file.session, file.merchant, file.order_id):
        if case.state not in NOT_BACK:
            sent.subtract({int(number): many for number, many in case.lines.items()})
    return {number: many for number, many in sent.items() if many > 0}


def contents_of(file: CaseFile, shipment: Shipment) -> Mapping[int, int]:
    """What is in a labelled parcel: number of the order's line -> pieces."""
    parcel = find_parcel(file.session, file.merchant, shipment.parcel_id)
    return {} if parcel is None else {int(line): many for line, many in parcel.contents.items()}


def _sent(file: CaseFile) -> Counter[int]:
    """What has left and was not given up; what a marketplace ships by itself counts as left."""
    sent: Counter[int] = Counter()
    for shipment in file.shipments():
        if has_left(shipment) and shipment.state != Voyage.WRITTEN_OFF:
            sent.update(contents_of(file, shipment))
    for part in file.fulfilments():
        if part.state == Work.DELEGATED:
            sent.update(pieces_of(file.lines(part.id)))
    return sent
