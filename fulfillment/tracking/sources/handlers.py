"""Which job of sources is done by what, for the composition root."""

from collections.abc import Callable, Mapping

from engine.store.handling import AnyHandler, OutsideHandler
from fulfillment.channels.port import Port
from fulfillment.jobs import TRACKING_POLL, TRACKING_TAKE
from fulfillment.site import Site
from fulfillment.tracking.sources.asking import LANE, AskWork
from fulfillment.tracking.sources.hearing import TakeWork


def source_handlers(port: Port, site: Site, luck: Callable[[], float]) -> Mapping[str, AnyHandler]:
    """Kind of job -> its handler."""
    ask = AskWork(port, luck)
    return {
        TRACKING_POLL: OutsideHandler(ask.act, ask.settle, lane=LANE),
        TRACKING_TAKE: TakeWork(site, port.desk.clock),
    }
