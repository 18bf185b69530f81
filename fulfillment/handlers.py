"""Which job is done by what, for the composition root."""

from collections.abc import Callable, Mapping
from pathlib import Path

from engine.clock import Clock
from engine.desk.customer_requests import LETTER as REQUEST_LETTER
from engine.store.database import Database
from engine.store.outbox import Handler, Job
from engine.store.sessions import WriteSession
from fulfillment.advancing import carry_on, go_on
from fulfillment.aftersales.completing import close_window
from fulfillment.aftersales.deciding import decide_return
from fulfillment.aftersales.watching import look_at_refund, look_at_return
from fulfillment.claims.handlers import claim_handlers
from fulfillment.claims.sending import ClaimWriter
from fulfillment.consigning.jobs import consignment_handlers
from fulfillment.deciding import Decided, follow_decision
from fulfillment.inventory.expiring import spoil_handlers
from fulfillment.inventory.lapsing import lapse
from fulfillment.inventory.waking import wake_behind
from fulfillment.jobs import (
    CLAIM_SEND,
    DISPUTE_WATCH,
    INSTRUCTION,
    LAPSE,
    LIFECYCLE,
    NOTICE,
    PARCEL_WATCHED,
    PART_OVER,
    PAYMENT_OVERDUE,
    PAYMENT_RENEW,
    PAYMENT_WATCH,
    REFUND,
    RETURN_DECIDE,
    RETURN_REFUND,
    RETURN_WATCH,
    STEP,
    WINDOW,
)
from fulfillment.notify.leaving import REQUEST, NoticeWork
from fulfillment.notify.post_room import PostRoom
from fulfillment.notify.telling import LETTERS, tell
from fulfillment.notify.writing import OutsideWork, RefundWriter
from fulfillment.payments.disputes.watching import look_at_disputes
from fulfillment.payments.expiring import cancel_overdue, look_at_promises
from fulfillment.payments.renewing import renew_promises
from fulfillment.payments.settlement.handlers import settlement_handlers
from fulfillment.payments.telling_gateways import InstructionWriter
from fulfillment.records import Case
from fulfillment.shipping.handlers import shipping_handlers
from fulfillment.shipping.waited_out import end_waiting_part
from fulfillment.site import Occasion, Site
from fulfillment.store.profit_marks import mark_order
from fulfillment.thread import at_first
from fulfillment.tracking.looking import parcel_handlers
from fulfillment.tracking.rereading import reread_handlers
from fulfillment.tracking.seeing_to import see_to_watch


def handlers(site: Site, clock: Clock) -> Mapping[str, Handler]:
    """What is done inside the transaction that ends the job."""
    return {
        LIFECYCLE: _Decisions(site, clock),
        STEP: _Steps(site, clock, carry_on),
        WINDOW: _Steps(site, clock, close_window),
        RETURN_DECIDE: _Named(site, clock, decide_return),
        RETURN_WATCH: _Named(site, clock, look_at_return),
        RETURN_REFUND: _Named(site, clock, look_at_refund),
        PARCEL_WATCHED: _Named(site, clock, see_to_watch),
        PART_OVER: _Named(site, clock, end_waiting_part),
        **settlement_handlers(site, clock),
        PAYMENT_WATCH: _Steps(site, clock, look_at_promises),
        DISPUTE_WATCH: _Steps(site, clock, look_at_disputes),
        PAYMENT_OVERDUE: _Steps(site, clock, cancel_overdue),
        PAYMENT_RENEW: _Steps(site, clock, renew_promises),
        LAPSE: _Steps(site, clock, lapse),
        **spoil_handlers(site.ids, clock),
        **consignment_handlers(site, clock),
        **parcel_handlers(site.ids, clock),
        **reread_handlers(site, clock),
        **shipping_handlers(site, clock),
        **claim_handlers(site, clock),
        REQUEST_LETTER: _Letters(site, clock),
    }


def outside_handlers(
    site: Site, clock: Clock, database: Database, folder: Path, room: PostRoom | None = None
) -> Mapping[str, OutsideWork]:
    """What acts on the outside: files in an outbox folder, named by the job; notices by `room`, where it sends any."""
    return {
        NOTICE: NoticeWork(database, site.desk, clock, folder, room),
        REFUND: RefundWriter(database, clock, folder),
        INSTRUCTION: InstructionWriter(database, clock, folder),
        CLAIM_SEND: ClaimWriter(database, site, clock, folder),
    }


class _Decisions:
    def __init__(self, site: Site, clock: Clock) -> None:
        self._site = site
        self._clock = clock

    def __call__(self, session: WriteSession, job: Job) -> None:
        told = job.payload
        previous = told.get("previous_outcome")
        decided = Decided(
            decision_id=str(told["decision_id"]),
            version=int(str(told["version"])),
            outcome=str(told["outcome"]),
            previous_outcome=None if previous is None else str(previous),
        )
        with at_first(session, self._site, _occasion(job, self._clock)) as file:
            follow_decision(file, decided)
            go_on(file)
        mark_order(session, file.order_id)  # another version of it may change nothing else


class _Letters:
    """A customer is asked by a form, or reminded of it.

    Jobs of an order go by their ids, and so by the clocks of those who added them: a letter of a machine whose clock is
    behind comes before the decision that it follows from, which waits for it. So it does not wait for the case that
    the decision opens.
    """

    def __init__(self, site: Site, clock: Clock) -> None:
        self._site = site
        self._clock = clock

    def __call__(self, session: WriteSession, job: Job) -> None:
        told = job.payload
        request = str(told["request_id"])
        with at_first(session, self._site, _occasion(job, self._clock)) as file:
            tell(file, LETTERS[str(told["why"])], about=f"{request}:{told['number']}", params={REQUEST: request})


class _Steps:
    def __init__(self, site: Site, clock: Clock, taken: Callable[[WriteSession, Site, Occasion], Case]) -> None:
        self._site = site
        self._clock = clock
        self._taken = taken

    def __call__(self, session: WriteSession, job: Job) -> None:
        occasion = _occasion(job, self._clock)
        self._taken(session, self._site, occasion)
        wake_behind(session, self._site.ids, job, occasion.now)


class _Named:
    """Of something beside the order, which the job names."""

    def __init__(
        self,
        site: Site,
        clock: Clock,
        taken: Callable[[WriteSession, Site, Occasion, Mapping[str, object]], Case],
    ) -> None:
        self._site = site
        self._clock = clock
        self._taken = taken

    def __call__(self, session: WriteSession, job: Job) -> None:
        self._taken(session, self._site, _occasion(job, self._clock), job.payload)


def _occasion(job: Job, clock: Clock) -> Occasion:
    """A timer that is woken by the database's clock finds it time, also where this machine's clock is behind: it would
    do nothing, and nobody would wake it again."""
    now = max(clock.now(), job.due)
    return Occasion(merchant=job.merchant, order_id=str(job.payload["order_id"]), now=now)
