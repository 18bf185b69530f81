"""Which job of channels is done by what, for the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.desk.rule_telling import tell
from engine.errors import ClearwayError
from engine.store.handling import AnyHandler, OutsideHandler
from engine.store.sessions import WriteSession
from fulfillment.channels.backfilling import BackfillWork
from fulfillment.channels.counting import CountWork
from fulfillment.channels.fetching import FetchWork
from fulfillment.channels.forgetting import ForgetWork
from fulfillment.channels.health.looking import HealthWork
from fulfillment.channels.nights import NightWork
from fulfillment.channels.polling import PollWork
from fulfillment.channels.port import Port, voice_of
from fulfillment.channels.saying_work import ReplyWords, SayingWork
from fulfillment.channels.stopping import stop_now
from fulfillment.desk_view import DeskView
from fulfillment.inventory.channel_stock import SaleView
from fulfillment.jobs import (
    CHANNEL_BACKFILL,
    CHANNEL_COUNT,
    CHANNEL_FETCH,
    CHANNEL_FORGET,
    CHANNEL_HEALTH,
    CHANNEL_NIGHT,
    CHANNEL_POLL,
    CHANNEL_SAY,
)
from fulfillment.records import Connection, Saying


@dataclass(frozen=True, slots=True)
class Eyes:
    """What is asked to answer channels: the desk about orders, what may be sold, and what buyers are answered."""

    desk: DeskView
    sale: SaleView
    replies: ReplyWords | None = None


SAYING_REFUSED = "channel.saying_refused"
LANE = "channels"  # threads of their own: a slow marketplace keeps neither gateways nor webhooks waiting


def channel_handlers(port: Port, luck: Callable[[], float], eyes: Eyes | None = None) -> Mapping[str, AnyHandler]:
    """Kind of job -> its handler; without `eyes` only what reads channels."""
    return {**_reading(port, luck), **({} if eyes is None else _answering(port, eyes))}


def _answering(port: Port, eyes: Eyes) -> Mapping[str, AnyHandler]:
    def stops(connection: Connection, error: ClearwayError) -> None:
        stop_now(port, connection, error)

    def refuses(session: WriteSession, connection: Connection, saying: Saying) -> None:
        told = {**named(connection), "saying_id": saying.id, "topic": saying.topic}
        tell(port.desk, session, voice_of(connection), SAYING_REFUSED, saying.id, told, port.desk.clock.now())

    say = SayingWork(
        port.desk.database,
        eyes.desk,
        eyes.sale,
        port.desk.clock,
        opens=port.accounts.of,
        stops=stops,
        refuses=refuses,
        replies=eyes.replies,
    )
    return {
        CHANNEL_SAY: OutsideHandler(say.act, say.settle, lane=LANE),
        CHANNEL_HEALTH: HealthWork(port, eyes.desk),
    }


def named(connection: Connection) -> dict[str, object]:
    """A connection as events name it."""
    return {"connection_id": connection.id, "channel": connection.channel, "name": connection.name}


def _reading(port: Port, luck: Callable[[], float]) -> Mapping[str, AnyHandler]:
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
