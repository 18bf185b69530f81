"""What a decision means for the order's life.

The event only wakes: what counts is how the order stands now. So an event that comes late, twice or after a newer one
does nothing that the newest decision does not want.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.store.sessions import WriteSession
from fulfillment.carriers.handing import ship_when_all_left
from fulfillment.carriers.interception import request_interception, withdraw_interception
from fulfillment.carriers.redirecting import redirect_parcels
from fulfillment.casefile import CaseFile
from fulfillment.channels.answering import tell_complete
from fulfillment.consigning.leaving import leave_held
from fulfillment.inventory.lapsing import watch_reservations
from fulfillment.lifecycle import ENDED
from fulfillment.machines.payment import EARLY
from fulfillment.notify.telling import tell
from fulfillment.notify.told import send_waiting
from fulfillment.parts import INSIDE
from fulfillment.payments.terms import read_payment
from fulfillment.picking.leaving import leave_waves
from fulfillment.planning import drop_worth, give_back_worth, owed_for, replan
from fulfillment.records import Case, Fulfilment
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Guard, Machine, Pay, Stage
from fulfillment.thread import at_work
from fulfillment.tracking.arriving import catch_up
from fulfillment.tracking.following import follow

DECISION, ASK, PERSON, BUYER = "decision", "ask_customer", "person", "buyer"
UNSETTLED = frozenset({*EARLY, Pay.MISMATCHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision event of the desk."""

    decision_id: str
    version: int
    outcome: str
    previous_outcome: str | None = None


def follow_decision(file: CaseFile, decided: Decided) -> None:
    """Brings the case in line with how the order stands."""
    told = {"decision": decided.decision_id, "version": decided.version, "outcome": decided.outcome}
    is_news = file.note("decided", dedup=f"decision:{decided.decision_id}", data=told)
    if file.case.payment in UNSETTLED and file.case.total != (total := owed_for(file)):
        file.change(total=total)
    _align(file)
    if not file.standing.is_clear:
        leave_waves(file, file.standing.outcome if file.standing.outcome != "admit" else "hold")
    leave_held(file)
    watch_reservations(file)
    if is_news and decided.version > 1:
        send_waiting(file.session, file.ids, file.merchant, file.order_id, file.now)
    if is_news and file.standing.outcome == ASK and file.case.stage not in ENDED:
        _ask(file, decided)


def cancel_order(session: WriteSession, site: Site, occasion: Occasion, why: str, cause: str = PERSON) -> Case:
    """A person ends the order: before hand-over with all that must be undone, later by asking the carrier to stop it.

    `cause` tells who wanted it, or why: channels are told so. Raises IllegalStep when it is too late for both.
    """
    with at_work(session, replace(site, tellers=None), occasion) as file:  # the document tells it, and no person
        _count_money(file)
    with at_work(session, site, occasion) as file:
        event = Event.CANCEL if file.may(Machine.ORDER, Event.CANCEL) else Event.RECALL
        file.take(Machine.ORDER, event, data={"cause": cause, "why": why})
        follow(file)
    return file.case


def cancel_part(
    session: WriteSession, site: Site, occasion: Occasion, why: str, part: str, cause: str = PERSON
) -> Case:
    """A person ends what one part was to send, and its price goes back, or is not taken; the order ends with its last
    part. `cause` as in `cancel_order`.

    Raises IllegalStep where the part has left, and while a dispute keeps its price from going back; NotFound.
    """
    with at_work(session, site, occasion) as file:
        ended = file.fulfilment(part)
        file.check(Machine.FULFILMENT, Event.CANCEL, ended.id)
        others = [each for each in file.fulfilments() if each.id != ended.id and each.state in INSIDE]
        if not others and file.holds(Guard.NOTHING_LEFT):
            file.take(Machine.ORDER, Event.CANCEL, data={"cause": cause, "why": why})
        else:
            if file.case.payment == Pay.DISPUTED:
                file.check(Machine.PAYMENT, Event.REFUND_PART)
            end_part(file, ended, {"cause": cause, "why": why})
    return file.case


def end_part(file: CaseFile, part: Fulfilment, data: Mapping[str, object], *, is_priced: bool = True) -> None:
    """Ends what a part was to send, and gives its price back, or has it owed no more, where that is known; the others
    go on."""
    if is_priced:
        give_back_worth(file, [part])
    file.take(Machine.FULFILMENT, Event.CANCEL, part.id, data=data)
    if is_priced:
        drop_worth(file, part)
    file.next_step()
    ship_when_all_left(file)
    tell_complete(file)


def report_delegated_delivery(session: WriteSession, site: Site, occasion: Occasion) -> Case:
    """The marketplace that ships by itself tells that it has delivered. Raises IllegalStep for any other order."""
    with at_work(session, site, occasion) as file:
        if file.case.stage != Stage.DELEGATED:
            file.take(Machine.ORDER, Event.DELEGATE)
        file.take(Machine.ORDER, Event.DELIVER)
    return file.case


def _ask(file: CaseFile, decided: Decided) -> None:
    """That there is a question, where the desk does not write to the customer itself, with a link to a form."""
    if not file.site.desk.asks_customers(file.session, file.merchant):
        tell(file, "question", about=decided.decision_id)


def _align(file: CaseFile) -> None:
    standing = file.standing
    if standing.outcome == "cancel":
        _end(file)
    elif standing.is_clear:
        _go_on(file)
    elif standing.outcome != ASK and file.case.stage == Stage.FULFILLING:
        # What is inside waits where it stands; parcels that have left are called back.
        request_interception(file, file.order_id)
    elif standing.outcome != ASK and file.can(Machine.ORDER, Event.RECALL):
        file.take(Machine.ORDER, Event.RECALL, data={"cause": DECISION})


def _end(file: CaseFile) -> None:
    _count_money(file)
    for event in (Event.REJECT, Event.CANCEL, Event.RECALL):
        if file.may(Machine.ORDER, event):
            file.take(Machine.ORDER, event, data={"cause": DECISION})
            follow(file)
            return


def _count_money(file: CaseFile) -> None:
    """What the shop has taken already must be known before the order ends, or it would not go back."""
    if file.case.stage == Stage.SCREENED:
        read_payment(file)


def _go_on(file: CaseFile) -> None:
    match file.case.stage:
        case Stage.SCREENED:
            file.take(Machine.ORDER, Event.ADMIT)
        case Stage.INTERCEPTING if _recalled_by_decision(file):
            file.take(Machine.ORDER, Event.PROCEED)
            catch_up(file)
            redirect_parcels(file)
        case Stage.ACCEPTED | Stage.FULFILLING:
            withdraw_interception(file, file.order_id)
            replan(file)
            redirect_parcels(file)
            file.next_step()
        case Stage.SHIPPED | Stage.IN_TRANSIT:
            redirect_parcels(file)


def _recalled_by_decision(file: CaseFile) -> bool:
    """What a person has called back, no decision sends on."""
    recalls = [each for each in file.history() if each.event == Event.RECALL]
    return bool(recalls) and recalls[-1].data.get("cause") == DECISION
