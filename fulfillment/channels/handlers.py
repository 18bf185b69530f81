"""Which job of channels is done by what, for the composition root."""

from collections.abc import Callable, Mapping

from engine.store.handling import AnyHandler, OutsideHandler
from fulfillment.channels.backfilling import BackfillWork
from fulfillment.channels.counting import CountWork
from fulfillment.channels.fetching import FetchWork
from fulfillment.channels.forgetting import ForgetWork
from fulfillment.channels.nights import NightWork
from fulfillment.channels.polling import PollWork
from fulfillment.channels.port import Port
from fulfillment.jobs import CHANNEL_BACKFILL, CHANNEL_COUNT, CHANNEL_FETCH, CHANNEL_FORGET, CHANNEL_NIGHT, CHANNEL_POLL

LANE = "channels"  # threads of their own: a slow marketplace keeps neither gateways nor webhooks waiting


def channel_handlers(port: Port, luck: Callable[[], float]) -> Mapping[str, AnyHandler]:
    """Kind of job -> its handler."""
    forget = ForgetWork(port)
    poll, backfill, fetch, count = PollWork(port, luck), BackfillWork(port, luck), FetchWork(port), CountWork(port)
    return {
        CHANNEL_POLL: OutsideHandler(poll.act, poll.settle, lane=LANE),
        CHANNEL_BACKFILL: OutsideHandler(backfill.act, backfill.settle, lane=LANE),
        CHANNEL_FETCH: OutsideHandler(fetch.act, fetch.settle, lane=LANE),
        CHANNEL_COUNT: OutsideHandler(count.act, count.settle, lane=LANE),
        CHANNEL_FORGET: OutsideHandler(forget.act, forget.settle, lane=LANE),
        CHANNEL_NIGHT: NightWork(port),
    }
