"""A packed part waited for a service, or for people behind a carrier's refusal, until its last clock was over: it is
not sent, and the others go on."""

from collections.abc import Mapping, Sequence

from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.claims.way import readable
from fulfillment.deciding import end_part
from fulfillment.parts import INSIDE
from fulfillment.records import Case, Fulfilment
from fulfillment.shipping.part_choice import FORECAST, WAITS
from fulfillment.shipping.struck import struck_of
from fulfillment.shipping.waits import SHIPPING
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine, Work
from fulfillment.store.consignments import membership
from fulfillment.store.service_choices import choices_of_part
from fulfillment.thread import at_work

WAITED_OUT, NO_SERVICE = "waited_out", "no_service"
UNPRICED = "part_unpriced"


def end_waiting_part(session: WriteSession, site: Site, occasion: Occasion, told: Mapping[str, object]) -> Case:
    """Ends what still waits of a part, or in a box that orders share: its price goes back, or when a dispute that runs
    is won, and an order of which nothing else is sent is cancelled. What goes on by now is left alone.

    `told`: the `subject` that waited, whose turn it was (`acts`), and the hold (`hold_id`).
    """
    cause = NO_SERVICE if told["acts"] == SHIPPING else WAITED_OUT
    data: Mapping[str, object] = {"cause": cause, "hold": told["hold_id"]}
    with at_work(session, site, occasion) as file:
        for part in _waiting(file, str(told["subject"])):
            _end(file, part, data)
    return file.case


def _end(file: CaseFile, part: Fulfilment, data: Mapping[str, object]) -> None:
    others = [each for each in file.fulfilments() if each.id != part.id and each.state in INSIDE]
    if not others and file.may(Machine.ORDER, Event.CANCEL):
        file.take(Machine.ORDER, Event.CANCEL, data=data)
        return
    is_priced = readable(file) is not None
    if not is_priced:  # its person was erased, and prices with them: people see to the money
        file.note(UNPRICED, dedup=f"{UNPRICED}:{part.id}", data={"part": part.id})
    end_part(file, part, data, is_priced=is_priced)


def _waiting(file: CaseFile, subject: str) -> Sequence[Fulfilment]:
    """Packed parts that nothing was chosen for, or whose carrier refused: the one of that name, or those of the order
    in the box of that name."""
    packed = [each for each in file.fulfilments() if each.state == Work.PACKED]
    return [each for each in packed if subject in _names(file, each) and _still_waits(file, each)]


def _names(file: CaseFile, part: Fulfilment) -> tuple[str, ...]:
    member = membership(file.session, file.merchant, part.id)
    return (part.id,) if member is None else (part.id, member.consignment_id)


def _still_waits(file: CaseFile, part: Fulfilment) -> bool:
    made = [each for each in choices_of_part(file.session, file.merchant, part.id) if each.kind != FORECAST]
    if made and made[-1].state == WAITS:
        return True
    version = file.standing.version
    struck = struck_of(file.session, part, version)
    return bool(struck.waiting or struck.lost)
