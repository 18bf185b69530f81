"""The composition root of work: which handler does which kind of job. Nothing else knows all of them.

To add a kind, add one line to `handlers`. A handler that acts on the outside is an `OutsideHandler`.
"""

import os
import platform
import random
from collections.abc import Mapping

from api.composition.articles import SaleEyes
from api.composition.house import House
from api.composition.job_log import UNWATCHED, JobLog, Watching, watched
from api.composition.money_sources import money_sources, profit_books
from api.composition.openings import openings_of
from api.composition.order_events import told_event_handlers
from api.composition.personal import forget_person
from api.composition.post_room import make_post_room
from api.event_types import EVENT_TYPES
from engine.desk import products_following, takedowns, telling
from engine.desk.audit_sealing import begin_sealing, sealing_handlers
from engine.desk.backtest_steps import backtest_handlers, plan_backtest
from engine.desk.bulk.run_jobs import run_handlers
from engine.desk.bulk.triggers import begin_nightly, trigger_handlers
from engine.desk.erasing import ERASED
from engine.desk.guarding import begin_guarding, guarding_handlers
from engine.desk.hold_ending import hold_handlers
from engine.desk.mark_following import mark_handlers
from engine.desk.model_drift import begin_measuring, drift_handlers
from engine.desk.order_files import order_file_handlers
from engine.desk.registration_jobs import begin_watching, registration_handlers
from engine.desk.request_jobs import ended_handler, request_handlers
from engine.desk.retaining import begin_retaining, retaining_handlers
from engine.desk.rule_running import rule_run_handlers
from engine.desk.rule_telling import rule_handlers
from engine.desk.submitting import submission_handlers
from engine.desk.tallying import versions_of
from engine.desk.tidying import begin_tidying, tidying_handlers
from engine.desk.webhook_repeating import replay_handlers
from engine.desk.webhook_sending import DeliveryWork
from engine.outgoing.client import Client
from engine.store.handling import AnyHandler, Listener, OutsideHandler, Pace
from engine.store.order_skus import ENDED as ORDER_ENDED
from engine.store.order_skus import orders_with_sku
from engine.store.outbox import Handler, Job
from engine.store.sessions import ReadSession, WriteSession
from engine.store.webhook_fanout import DELIVER, LANES
from engine.store.worker import Worker
from fulfillment import handlers as fulfilment
from fulfillment.carriers.handlers import carrier_handlers
from fulfillment.channels.handlers import LANE as CHANNELS
from fulfillment.channels.handlers import Eyes, channel_handlers
from fulfillment.channels.health.looking import begin_health
from fulfillment.channels.nights import begin_channels
from fulfillment.inbox.asking_channels import asking_handlers, begin_asking
from fulfillment.inbox.delivering import Replies
from fulfillment.inbox.handlers import inbox_handlers
from fulfillment.inventory.channel_telling import ChannelStockWork, begin_telling
from fulfillment.inventory.expiring import begin_spoiling
from fulfillment.inventory.substituting import SubstituteWork
from fulfillment.jobs import CHANNEL_STOCK, NOTICE, SUBSTITUTION
from fulfillment.keeping import KEPT
from fulfillment.learning.nights import LANE as LEARNING
from fulfillment.learning.nights import begin_learning, learning_handlers
from fulfillment.lifecycle import ENDED
from fulfillment.payments.settlement.daily import begin_reconciling
from fulfillment.profit.turns import LANE as PROFIT
from fulfillment.profit.turns import articles_changed, begin_profits, profit_handlers
from fulfillment.store.cases import find_case
from fulfillment.tracking.looking import begin_sweeping
from fulfillment.tracking.sources.handlers import source_handlers

WEBHOOKS = "webhooks"  # threads of their own, so that slow receivers keep neither gateways nor carriers waiting
WEBHOOK_THREADS = 2 * LANES  # one receiver takes half of them at most
OUTBOX = "outbox"  # folder of notices and instructions, until somebody collects them
POST = "post"  # notices that are sent: a slow mail server keeps nobody else waiting
FOLDER = "folder"  # who only writes a file there: nobody is waited for, so one claim takes several
PACE = Pace(lanes={WEBHOOKS: WEBHOOK_THREADS, FOLDER: 2, LEARNING: 1, PROFIT: 1}, at_once={FOLDER: 25})


def handlers(house: House) -> Mapping[str, AnyHandler]:
    """Kind of job -> its handler."""
    site, clock = house.site, house.clock
    room = make_post_room(house.settings, house.desk)
    outside = fulfilment.outside_handlers(site, clock, house.database, house.settings.folder / OUTBOX, room)
    substitute = SubstituteWork(house.desk)
    telling_channels = ChannelStockWork(house.database, SaleEyes(), house.ids, clock, house.settings.folder / OUTBOX)
    luck = random.SystemRandom().random
    inbox = house.inbox
    delivering = DeliveryWork(house.desk, Client(openings_of(house.settings)), EVENT_TYPES, luck)
    followed = products_following.handlers(house.desk)
    return {
        SUBSTITUTION: OutsideHandler(substitute.act, substitute.settle),
        CHANNEL_STOCK: OutsideHandler(telling_channels.act, telling_channels.settle),
        **telling.handlers(house.ids, versions_of(house.desk.editions)),
        **guarding_handlers(house.desk),
        **tidying_handlers(house.desk),
        **sealing_handlers(house.desk),
        **drift_handlers(house.desk),
        **followed,
        **submission_handlers(house.desk),
        **order_file_handlers(house.desk),
        **told_event_handlers(house.desk, site),
        **retaining_handlers(house.desk, KEPT),
        ERASED: forget_person,
        **registration_handlers(house.desk),
        **rule_handlers(),
        **run_handlers(house.desk),
        **trigger_handlers(house.desk),
        **rule_run_handlers(house.desk, {"backtest": plan_backtest}),
        **backtest_handlers(house.desk),
        **mark_handlers(house.desk, has_ended),
        **hold_handlers(house.desk),
        **request_handlers(house.desk, has_ended),
        ORDER_ENDED: _in_turn(products_following.ended, ended_handler(house.desk)),
        **takedowns.handlers(house.desk, has_ended, orders_with_sku),
        **replay_handlers(house.desk),
        DELIVER: OutsideHandler(delivering.act, delivering.settle, lane=WEBHOOKS),
        **carrier_handlers(house.carrier_port),
        **channel_handlers(house.port, luck, Eyes(site.desk, SaleEyes(), Replies(inbox))),
        **source_handlers(house.port, site, luck),
        **inbox_handlers(inbox, house.settings.folder / OUTBOX, FOLDER),
        **asking_handlers(inbox, house.port, CHANNELS),
        **fulfilment.handlers(site, clock),
        **learning_handlers(house.database, site, money_sources(house.desk), clock),
        **profit_handlers(profit_books(house.database, house.desk), house.ids),
        products_following.CHANGED: _in_turn(followed[products_following.CHANGED], articles_changed),
        **{
            kind: OutsideHandler(each.act, each.settle, lane=POST if kind == NOTICE and room.sends else FOLDER)
            for kind, each in outside.items()
        },
    }


def _in_turn(*parts: Handler) -> Handler:
    """One job that several see to, in one transaction."""

    def handled(session: WriteSession, job: Job) -> None:
        for each in parts:
            each(session, job)

    return handled


def has_ended(session: ReadSession, merchant: str, order_id: str) -> bool:
    """Whether an order's life has ended; one that fulfilment does not know yet has not."""
    case = find_case(session, merchant, order_id)
    return case is not None and case.stage in ENDED


def make_worker(
    house: House, listener: Listener | None = None, pace: Pace | None = None, watching: Watching = UNWATCHED
) -> Worker:
    """A worker for all kinds, named by machine and process."""
    return Worker(
        house.database,
        watched(handlers(house), watching),
        f"{platform.node()}:{os.getpid()}",
        luck=random.SystemRandom().random,
        pace=pace or PACE,
        listener=JobLog(watching.watch, listener),
    )


def begin_daily(house: House) -> None:
    """Starts what runs once a day, and the guard; any number of workers may call it at every start."""
    begin_watching(house.desk)
    begin_tidying(house.desk)
    begin_sealing(house.desk)
    begin_retaining(house.desk)
    begin_guarding(house.desk)
    begin_measuring(house.desk)
    begin_nightly(house.desk)
    begin_reconciling(house.database, house.ids, house.clock)
    begin_spoiling(house.database, house.ids, house.clock)
    begin_telling(house.database, house.ids, house.clock)
    begin_channels(house.port)
    begin_asking(house.port)
    begin_health(house.port)
    begin_sweeping(house.database, house.ids, house.clock)
    begin_learning(house.database, house.ids, house.clock)
    begin_profits(house.database, house.ids, house.clock)


def do_what_is_due(house: House) -> int:
    """Works until nothing is due any more, in this thread; answers how many jobs that were."""
    worker, done = make_worker(house), 0
    while handled := worker.run_once():
        done += handled
    return done
