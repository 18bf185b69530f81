"""What happens by itself: one step a part at a time, from wherever it stands; nothing while the order is held.

Steps that follow upon one another are taken in one transaction, since a job for each costs more than the step.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from engine.order.terms import Fulfiller
from engine.store.sessions import WriteSession
from fulfillment.carriers.booking import book_part, drop_bookings
from fulfillment.carriers.labels import make_labels
from fulfillment.casefile import CaseFile
from fulfillment.inventory.lapsing import reserve_early
from fulfillment.inventory.reserving import reserve_stock
from fulfillment.lifecycle import NOT_SOLD, WORKABLE
from fulfillment.payments.capturing import capture_when_due, secure
from fulfillment.payments.giving_back import return_money
from fulfillment.payments.terms import read_payment
from fulfillment.picking.lists import start_picking
from fulfillment.records import Case
from fulfillment.shipping.part_choice import CHOSEN, choose_for_label
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine, Stage, Work
from fulfillment.store.money import kept
from fulfillment.store.waves import pick_terms
from fulfillment.thread import at_work
from fulfillment.tracking.arriving import catch_up

MOST_STEPS = 8  # at once: others want to write, too


def advance(session: WriteSession, site: Site, occasion: Occasion) -> Case:
    """Takes the next step that needs nobody, if there is one; that step asks for the one after it by a job."""
    with at_work(session, site, occasion) as file:
        take_next(file)
    return file.case


def carry_on(session: WriteSession, site: Site, occasion: Occasion) -> Case:
    """Takes the steps that need nobody, as far as one leads to another."""
    with at_work(session, site, occasion) as file:
        take_next(file)
        go_on(file)
    return file.case


def go_on(file: CaseFile) -> None:
    """Takes the steps that were asked for at once.

    Where one fails, all of these are undone and left to a job, which is tried again and says what is wrong: what was
    done before them stays.
    """
    if not file.takes_next():
        return
    before = file.mark()
    try:
        with file.session.savepoint():
            _take_many(file)
    except Exception:  # noqa: BLE001 - the job meets it again
        file.back_to(before)
        file.next_step()


def _take_many(file: CaseFile) -> None:
    for _ in range(MOST_STEPS):
        take_next(file)
        if not file.takes_next():
            return
    file.next_step()


def take_next(file: CaseFile) -> None:
    """One step a part, from wherever it stands; it asks for the one after it."""
    stage = file.case.stage
    if stage == Stage.FULFILLING:
        secure(file)
    if stage == Stage.ACCEPTED:
        _accept(file)
    elif stage == Stage.FULFILLING and file.standing.is_clear and file.case.payment in WORKABLE:
        _advance_parts(file)
    elif stage in NOT_SOLD and kept(file.session, file.order_id):
        return_money(file, "")
    capture_when_due(file)


def _advance_parts(file: CaseFile) -> None:
    for part in file.fulfilments():
        BY_WORK.get(part.state, _rest)(file, part.id)


def _accept(file: CaseFile) -> None:
    read_payment(file)
    secure(file)
    if not file.standing.is_clear:
        return
    if file.case.payment not in WORKABLE:
        if not is_delegated(file):
            reserve_early(file)
    elif is_delegated(file):
        for part in file.fulfilments():
            file.take(Machine.FULFILMENT, Event.DELEGATE, part.id)
        file.take(Machine.ORDER, Event.DELEGATE)
    else:
        file.take(Machine.ORDER, Event.PAY)


def is_delegated(file: CaseFile) -> bool:
    """Whether the marketplace itself ships, from its own stock."""
    data = file.order.channel_data
    return data is not None and data.fulfilled_by is Fulfiller.MARKETPLACE


def _check_labels(file: CaseFile, fulfilment_id: str) -> None:
    """Labels for an older version of the order are made anew; a parcel that the carrier has already goes on."""
    if any(each.order_version != file.standing.version for each in file.shipments(fulfilment_id)):
        file.take(Machine.FULFILMENT, Event.RELABEL, fulfilment_id)
    else:
        catch_up(file, fulfilment_id)


def _make_labels(file: CaseFile, fulfilment_id: str) -> None:
    """By the carrier where the chosen service has a live connection, which takes a while, else by us at once; not while
    a person must look at the choice."""
    choice = choose_for_label(file, fulfilment_id) if file.may(Machine.FULFILMENT, Event.LABEL, fulfilment_id) else None
    if choice is not None and choice.state != CHOSEN:
        drop_bookings(file, fulfilment_id)
    elif not book_part(file, fulfilment_id, choice):
        make_labels(file, fulfilment_id, choice)


def _start_picking(file: CaseFile, fulfilment_id: str) -> None:
    """At once, unless its warehouse gathers what is reserved in waves."""
    if not pick_terms(file.session, file.merchant, file.fulfilment(fulfilment_id).warehouse).in_waves:
        start_picking(file, fulfilment_id)


def _rest(_: CaseFile, __: str) -> None:
    """Here people and devices go on."""


BY_WORK: Mapping[str, Callable[[CaseFile, str], None]] = MappingProxyType(
    {
        Work.PLANNED: reserve_stock,
        Work.BACKORDERED: reserve_stock,
        Work.RESERVED: _start_picking,
        Work.PACKED: _make_labels,
        Work.LABELLED: _check_labels,
    }
)
