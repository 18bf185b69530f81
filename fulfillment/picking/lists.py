"""Pick lists: what is to be fetched, what was found, and what follows when too little was."""

from collections import Counter
from collections.abc import Mapping

from engine.counted import Counted
from engine.ids import Prefix
from engine.order.order import Order
from fulfillment.casefile import CaseFile
from fulfillment.errors import NotFound, PickRefused
from fulfillment.inventory.booking import Books
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.reserving import want
from fulfillment.inventory.shelves import miss
from fulfillment.picking.leaving import leave_wave
from fulfillment.records import Fulfilment, FulfilmentLine, PickLine, PickList
from fulfillment.states import Event, Machine
from fulfillment.store.places import Spot, held_of
from fulfillment.store.stock import reservations
from fulfillment.store.walks import stops_of_part, walks_of_wave
from fulfillment.store.warehouse import (
    add_pick_list,
    end_pick_lists,
    open_pick_list,
    pick_lines,
    reopen_pick_list,
    set_picked,
)
from fulfillment.store.waves import wave_of


def start_picking(file: CaseFile, fulfilment_id: str) -> None:
    """Makes the list of one part, fetched by itself or in a wave. Raises StepBlocked while the order is held."""
    fulfilment = file.fulfilment(fulfilment_id)
    file.take(Machine.FULFILMENT, Event.PICK, fulfilment.id)
    made = PickList(
        id=file.ids.new(Prefix.PICK_LIST),
        merchant_id=file.merchant,
        order_id=file.order_id,
        fulfilment_id=fulfilment.id,
        warehouse=fulfilment.warehouse,
        state="open",
        created_at=file.now,
    )
    add_pick_list(file.session, made, [_line(made, line, file.order) for line in file.lines(fulfilment.id)])


def finish_picking(file: CaseFile, fulfilment: Fulfilment, found: Mapping[int, int] | None) -> None:
    """Enters what was found (line number -> pieces; all of it when None) and ends the list.

    Raises PickRefused for lines that are not on the list or more pieces than asked; NotFound without an open list.
    """
    pick_list = open_pick_list(file.session, fulfilment.id)
    if pick_list is None:
        # Says what is possible instead, where the work stands elsewhere.
        file.take(Machine.FULFILMENT, Event.FINISH_PICK, fulfilment.id)
        raise NotFound("open pick list of order", file.order_id)
    lines = pick_lines(file.session, pick_list.id)
    missing = _missing(lines, {line.line: line.quantity for line in lines} if found is None else found)
    if missing:
        _come_up_short(file, fulfilment, missing)
    else:
        file.take(Machine.FULFILMENT, Event.FINISH_PICK, fulfilment.id)
        end_pick_lists(file.session, fulfilment.id, "done", file.now)
    for line in lines:
        set_picked(file.session, line, line.quantity if found is None else found.get(line.line, 0))
    # Told as a whole, nobody needs to walk for it any more.
    leave_wave(file, fulfilment.id, "short" if missing else "picked")


def pull_pick_list(file: CaseFile, fulfilment_id: str) -> None:
    """Nobody is to fetch it any more; what was fetched goes back to its shelf, where it still counts."""
    leave_wave(file, fulfilment_id, "pulled")
    end_pick_lists(file.session, fulfilment_id, "pulled", file.now)
    end_pick_lists(file.session, fulfilment_id, "pulled", file.now, was="done")


def pick_again(file: CaseFile, fulfilment_id: str) -> None:
    """The review found something else than was asked for: the list that was done is open again."""
    reopen_pick_list(file.session, fulfilment_id)


def _come_up_short(file: CaseFile, fulfilment: Fulfilment, missing: Mapping[str, int]) -> None:
    looked = {sku: _looked_in(file, fulfilment, sku) for sku in missing}
    end_pick_lists(file.session, fulfilment.id, "short", file.now)
    file.take(Machine.FULFILMENT, Event.COME_UP_SHORT, fulfilment.id, data={"missing": dict(missing)})
    for sku, many in missing.items():
        _correct(file, sku, fulfilment.warehouse, many, looked[sku])
    want(file, fulfilment, missing)


def _looked_in(file: CaseFile, fulfilment: Fulfilment, sku: str) -> tuple[tuple[Spot, int], ...]:
    """Where an article was looked for and how many pieces may be missing there: what its walk has not got, then what is
    kept for the part, from the end, since what was found came from the first places."""
    wave = wave_of(file.session, fulfilment.id)
    walks = [] if wave is None else [each.id for each in walks_of_wave(file.session, wave.wave_id)]
    stops = [each for each in stops_of_part(file.session, fulfilment.id, walks) if each.sku == sku] if walks else []
    own = [each for each in reservations(file.session, fulfilment.id, "held") if each.sku == sku]
    kept = [spot for each in own for spot in held_of(file.session, each.id)]
    return (
        *(((each.bin, each.lot), each.missing) for each in reversed(stops)),
        *(((each.bin, each.lot), each.quantity) for each in reversed(kept)),
    )


def _correct(
    file: CaseFile, sku: str, warehouse: str, missing: int, looked: tuple[tuple[Spot, int], ...]
) -> None:  # fmt: skip
    """Bins were found to hold fewer than the books say; what others have reserved is not taken from them."""
    voucher = Voucher(reason=Reason.NOT_FOUND, actor=file.occasion.actor, at=file.now, reference=file.order_id)
    books = Books(file.session, file.ids, file.merchant, voucher)
    for spot, most in looked:
        missing -= miss(books, sku, warehouse, spot, min(missing, most))


def _missing(lines: tuple[PickLine, ...], found: Mapping[int, int]) -> Mapping[str, int]:
    asked = {line.line: line for line in lines}
    for number, pieces in found.items():
        if number not in asked or not 0 <= pieces <= asked[number].quantity:
            msg = f"line `{number}` does not ask for {Counted(pieces):# piece|# pieces}; scan again"
            raise PickRefused(msg)
    counted: Counter[str] = Counter()
    for line in lines:
        counted[line.sku] += line.quantity - found.get(line.line, 0)
    return {sku: many for sku, many in sorted(counted.items()) if many}


def _line(made: PickList, line: FulfilmentLine, order: Order) -> PickLine:
    ordered = order.lines[line.line - 1]
    return PickLine(
        list_id=made.id,
        line=line.line,
        merchant_id=made.merchant_id,
        sku=line.sku,
        title=ordered.title or ordered.description or "",
        quantity=line.quantity,
    )
