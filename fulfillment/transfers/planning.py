"""A transfer is planned, which keeps its pieces back from orders, or cancelled, which gives them free again."""

from dataclasses import dataclass
from datetime import datetime

from engine.counted import counted
from engine.ids import Ids, Prefix
from engine.order.currency import exponents
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound
from fulfillment.inventory.errors import TransferRefused
from fulfillment.inventory.holding import give_back, keep_back, note_places
from fulfillment.inventory.keeping import warehouse_of
from fulfillment.inventory.waking import wake_waiting
from fulfillment.records import Reservation, Transfer, TransferLine
from fulfillment.store.stock import add_reservations, find_stock, reservations, turn
from fulfillment.store.transfers import add_transfer, find_transfer, turn_transfer

PLANNED, PACKED, SHIPPED, RECEIVED, CLOSED, CANCELLED = (
    "planned", "packed", "shipped", "received", "closed", "cancelled")  # fmt: skip
ANY_DAY = ""  # every last day lies behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWanted:
    """Pieces of an article; `value` is what all of them are worth, minor units, `piece_g` what one weighs in grams."""

    sku: str
    pieces: int
    value: int
    piece_g: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferWanted:
    """What is to go where, at whose import. Costs are minor units of `currency`, and may be told later."""

    origin: str
    destination: str
    currency: str
    lines: tuple[LineWanted, ...]
    importer: str = ""
    incoterm: str = "DAP"
    reference: str = ""
    spread_by: str = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Freight, duty, and tax as far as nobody gives it back; minor units of the transfer's currency."""

    freight: int = 0
    duty: int = 0
    tax: int = 0


def plan_transfer(
    session: WriteSession, ids: Ids, merchant: str, wanted: TransferWanted, now: datetime, by: str
) -> Transfer:
    """Plans it, and keeps the pieces back. Raises NotFound for a warehouse, TransferRefused with what to change."""
    for code in (wanted.origin, wanted.destination):
        warehouse_of(session, merchant, code)
    for fault in _faults(wanted):
        raise TransferRefused(fault)
    made = Transfer(
        id=ids.new(Prefix.TRANSFER),
        merchant_id=merchant,
        origin=wanted.origin,
        destination=wanted.destination,
        state=PLANNED,
        currency=wanted.currency,
        created_at=now,
        created_by=by,
        importer=wanted.importer,
        incoterm=wanted.incoterm,
        reference=wanted.reference,
        spread_by=wanted.spread_by,
    )
    lines = [
        TransferLine(transfer_id=made.id, line=number, merchant_id=merchant, sku=each.sku, quantity=each.pieces,
                     value=each.value, piece_g=each.piece_g)
        for number, each in enumerate(wanted.lines, start=1)
    ]  # fmt: skip
    add_transfer(session, made, lines)
    # Shelves are taken in one order by everybody, so that nobody waits for somebody who waits for them.
    for line in sorted(lines, key=lambda each: each.sku):
        _hold(session, ids, made, line, now)
    return made


def tell_costs(session: WriteSession, merchant: str, id_: str, costs: Costs) -> Transfer:
    """What the way costs, until the transfer is closed. Raises NotFound, TransferRefused."""
    found = transfer_of(session, merchant, id_)
    if found.state in (CLOSED, CANCELLED) or min(costs.freight, costs.duty, costs.tax) < 0:
        raise TransferRefused(f"the transfer is {found.state}; costs are 0 or more, and told before it is closed")
    return went(
        turn_transfer(session, found, found.state, freight=costs.freight, duty=costs.duty, tax=costs.tax), found
    )


def cancel_transfer(session: WriteSession, ids: Ids, merchant: str, id_: str, now: datetime) -> Transfer:
    """Its pieces may be sold again. Raises NotFound, TransferRefused once it has left."""
    found = transfer_of(session, merchant, id_, PLANNED, PACKED)
    cancelled = went(turn_transfer(session, found, CANCELLED, ended_at=now), found)
    for each in reservations(session, found.id, "held"):
        if turn(session, each, "released"):
            give_back(session, each)
            wake_waiting(session, ids, merchant, each.sku, each.warehouse, now)
    return cancelled


def transfer_of(session: ReadSession, merchant: str, id_: str, *states: str) -> Transfer:
    """A transfer that stands in one of these states, any when none is named. Raises NotFound, TransferRefused."""
    found = find_transfer(session, merchant, id_)
    if found is None:
        raise NotFound("transfer", id_)
    if states and found.state not in states:
        raise TransferRefused(f"the transfer is {found.state}; this takes one that is {' or '.join(states)}")
    return found


def went(turned: Transfer | None, before: Transfer) -> Transfer:
    """The transfer as it is then. Raises TransferRefused when somebody else was faster."""
    if turned is None:
        raise TransferRefused(f"somebody else moved the transfer while it was {before.state}; read it again")
    return turned


def _hold(session: WriteSession, ids: Ids, transfer: Transfer, line: TransferLine, now: datetime) -> None:
    merchant, sku, origin = transfer.merchant_id, line.sku, transfer.origin
    taken = keep_back(session, merchant, sku, origin, line.quantity, ANY_DAY)
    if taken is None:
        shelf = find_stock(session, merchant, sku, origin)
        free = counted(0 if shelf is None else shelf.free, "piece", "pieces")
        raise TransferRefused(f"only {free} of `{sku}` can be had in {origin}")
    held = Reservation(id=ids.new(Prefix.RESERVATION), merchant_id=merchant, order_id=transfer.id,
                       fulfilment_id=transfer.id, sku=sku, warehouse=origin, quantity=line.quantity, state="held",
                       created_at=now)  # fmt: skip
    add_reservations(session, held)
    note_places(session, held, taken)


def _faults(wanted: TransferWanted) -> list[str]:
    skus = [each.sku for each in wanted.lines]
    checks = (
        (wanted.origin != wanted.destination, "goods stay where they are; name two warehouses"),
        (skus, "name at least one article"),
        (len(set(skus)) == len(skus), "an article stands in one line; add its pieces up"),
        (wanted.currency in exponents(), f"`{wanted.currency}` is no currency; use three letters, as in EUR"),
        (wanted.spread_by in ("value", "weight"), "costs are spread by value or by weight"),
        (
            all(each.pieces > 0 and each.value >= 0 and each.piece_g >= 0 for each in wanted.lines),
            "a line has at least one piece, and no negative value or weight",
        ),
        (
            wanted.spread_by != "weight" or all(each.piece_g for each in wanted.lines),
            "to spread by weight, every article needs its weight",
        ),
    )
    return [fault for holds, fault in checks if not holds]
