"""The composition root of work: which handler does which kind of job. Nothing else knows all of them.

To add a kind, add one line to `handlers`. A handler that acts on the outside is an `OutsideHandler`.
"""

import os
import platform
import random
from collections.abc import Mapping

from api.composition.articles import SaleEyes
from api.composition.house import House
from engine.desk import products_following, takedowns, telling
from engine.desk.backtest_steps import backtest_handlers, plan_backtest
from engine.desk.erasing import ERASED, erased_again
from engine.desk.guarding import begin_guarding, guarding_handlers
from engine.desk.mark_following import mark_handlers
from engine.desk.model_drift import begin_measuring, drift_handlers
from engine.desk.registration_jobs import begin_watching, registration_handlers
from engine.desk.rule_running import rule_run_handlers
from engine.desk.rule_telling import rule_handlers
from engine.desk.tallying import begin_tidying, tidying_handlers, versions_of
from engine.store.handling import AnyHandler, Listener, OutsideHandler, Pace
from engine.store.order_skus import orders_with_sku
from engine.store.sessions import ReadSession
from engine.store.worker import Worker
from fulfillment import handlers as fulfilment
from fulfillment.inventory.channel_telling import ChannelStockWork, begin_telling
from fulfillment.inventory.expiring import begin_spoiling
from fulfillment.inventory.substituting import SubstituteWork
from fulfillment.jobs import CHANNEL_STOCK, SUBSTITUTION
from fulfillment.lifecycle import ENDED
from fulfillment.payments.settlement.daily import begin_reconciling
from fulfillment.store.cases import find_case

OUTBOX = "outbox"  # folder of notices and instructions, until somebody collects them


def handlers(house: House) -> Mapping[str, AnyHandler]:
    """Kind of job -> its handler."""
    site, clock = house.site, house.clock
    outside = fulfilment.outside_handlers(site, clock, house.database, house.settings.folder / OUTBOX)
    substitute = SubstituteWork(house.desk)
    telling_channels = ChannelStockWork(house.database, SaleEyes(), house.ids, clock, house.settings.folder / OUTBOX)
    return {
        SUBSTITUTION: OutsideHandler(substitute.act, substitute.settle),
        CHANNEL_STOCK: OutsideHandler(telling_channels.act, telling_channels.settle),
        **telling.handlers(house.ids, versions_of(house.desk.editions)),
        **guarding_handlers(house.desk),
        **tidying_handlers(house.desk),
        **drift_handlers(house.desk),
        **products_following.handlers(house.desk),
        ERASED: erased_again,
        **registration_handlers(house.desk),
        **rule_handlers(),
        **rule_run_handlers(house.desk, {"backtest": plan_backtest}),
        **backtest_handlers(house.desk),
        **mark_handlers(house.desk, has_ended),
        **takedowns.handlers(house.desk, has_ended, orders_with_sku),
        **fulfilment.handlers(site, clock),
        **{kind: OutsideHandler(each.act, each.settle) for kind, each in outside.items()},
    }


def has_ended(session: ReadSession, merchant: str, order_id: str) -> bool:
    """Whether an order's life has ended; one that fulfilment does not know yet has not."""
    case = find_case(session, merchant, order_id)
    return case is not None and case.stage in ENDED


def make_worker(house: House, listener: Listener | None = None, pace: Pace | None = None) -> Worker:
    """A worker for all kinds, named by machine and process."""
    return Worker(
        house.database,
        handlers(house),
        f"{platform.node()}:{os.getpid()}",
        luck=random.SystemRandom().random,
        pace=pace,
        listener=listener,
    )


def begin_daily(house: House) -> None:
    """Starts what runs once a day, and the guard; any number of workers may call it at every start."""
    begin_watching(house.desk)
    begin_tidying(house.desk)
    begin_guarding(house.desk)
    begin_measuring(house.desk)
    begin_reconciling(house.database, house.ids, house.clock)
    begin_spoiling(house.database, house.ids, house.clock)
    begin_telling(house.database, house.ids, house.clock)


def do_what_is_due(house: House) -> int:
    """Works until nothing is due any more, in this thread; answers how many jobs that were."""
    worker, done = make_worker(house), 0
    while handled := worker.run_once():
        done += handled
    return done
