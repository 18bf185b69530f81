"""Says what waits: opens what a row is about as it stands now, says it once, and notes what the channel answered.

A kill between the answer and the note has it said again, under the same key: adapters then find that the channel knows.
Where a channel takes several steps, what each left is noted before the next, and handed back to the adapter.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.clock import Clock
from engine.desk.errors import PersonErased
from engine.errors import JobPostponed
from engine.store.database import Database
from engine.store.outbox import Job
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.asking import ask_message, kind_for, points_asked
from fulfillment.channels.carrier_codes import carrier_code
from fulfillment.channels.errors import (
    AnswerRefused,
    ChannelDown,
    ChannelError,
    SayingRefused,
    SignInRefused,
    Throttled,
    Unfinished,
)
from fulfillment.channels.protocol import Answered, Before, Cancelled, Channel, Level, Refunded, Said, Shipped, Stock
from fulfillment.channels.said_facts import AskFacts, CancelFacts, ParcelFacts, RefundFacts, StockFacts
from fulfillment.channels.words import Power, SayingState, Topic
from fulfillment.desk_view import DeskView
from fulfillment.errors import NotFound
from fulfillment.inventory.channel_stock import SaleView, sellable_in
from fulfillment.records import Connection, Saying
from fulfillment.store.channels import connection_of
from fulfillment.store.money import mark_sent, refunds_of
from fulfillment.store.sayings import (
    mark_begun,
    mark_dropped,
    mark_refused,
    mark_said,
    mark_tried,
    others_so_far,
    saying_of,
    sayings_of,
)

Opens = Callable[[Connection], Channel]
Stops = Callable[[Connection, SignInRefused], None]
Refuses = Callable[[WriteSession, Connection, Saying], None]
ASLEEP_S = 600.0  # a connection that is off or stopped is looked at again
FIRST_WAIT_S, LONGEST_WAIT_S = 5.0, 1800.0
MOST_STEPS = 4  # of a saying at one go, where the channel wants no wait between them
MOST_OTHERS = 500


@dataclass(frozen=True, slots=True)
class Came:
    """What came of it: an answer, or why there will be none."""

    answered: Answered | None = None
    refused: str = ""
    dropped: str = ""


@dataclass(frozen=True, slots=True)
class _Opened:
    saying: Saying
    connection: Connection


class SayingWork:
    """Acts and settles jobs of the kind `channel_say`."""

    def __init__(
        self,
        database: Database,
        desk: DeskView,
        sale: SaleView,
        clock: Clock,
        *,
        opens: Opens,
        stops: Stops,
        refuses: Refuses,
    ) -> None:
        self._database = database
        self._desk = desk
        self._sale = sale
        self._clock = clock
        self._opens = opens
        self._stops = stops
        self._refuses = refuses

    def act(self, job: Job) -> Came:
        """Says it. Raises JobPostponed while the connection is off, where the channel asks to wait, and after a try
        that failed: what a channel is to be told is never given up."""
        opened = self._open(job)
        if opened is None:
            return Came()
        if opened.connection.power is not Power.ON:
            raise JobPostponed(ASLEEP_S, f"the connection is {opened.connection.power}")
        try:
            return self._said_by_steps(opened)
        except Throttled as wait:
            raise JobPostponed(wait.after_s, str(wait)) from wait
        except SayingRefused as refused:
            return Came(refused=str(refused))
        except SignInRefused as refused:
            self._stops(opened.connection, refused)
            raise self._again(opened.saying, ASLEEP_S, refused) from refused
        except (ChannelDown, AnswerRefused) as down:
            raise self._again(opened.saying, wait_s(opened.saying.tries), down) from down

    def settle(self, session: WriteSession, job: Job, result: object) -> None:
        """Notes what came of it."""
        saying = saying_of(session, job.merchant, str(job.payload["saying"]))
        if saying is None or not isinstance(result, Came):
            return
        now = self._clock.now()
        if result.answered is not None:
            mark_said(session, saying, result.answered.remote, now)
            self._follow(session, saying)
        elif result.refused:
            self._refused(session, saying, result.refused)
        elif result.dropped:
            mark_dropped(session, saying, result.dropped, now)

    def _refused(self, session: WriteSession, saying: Saying, why: str) -> None:
        mark_refused(session, saying, why, self._clock.now())
        connection = connection_of(session, saying.merchant_id, saying.connection_id)
        if connection is not None:
            self._refuses(session, connection, saying)

    def _again(self, saying: Saying, after_s: float, error: ChannelError) -> JobPostponed:
        with self._database.write() as session:
            mark_tried(session, saying, str(error))
        return JobPostponed(after_s, str(error))

    def _open(self, job: Job) -> _Opened | None:
        with self._database.read() as session:
            saying = saying_of(session, job.merchant, str(job.payload["saying"]))
            if saying is None or saying.state is not SayingState.WAITING:
                return None
            connection = connection_of(session, job.merchant, saying.connection_id)
        return None if connection is None else _Opened(saying, connection)

    def _said_by_steps(self, opened: _Opened) -> Came:
        """Notes what each step left before the next. Raises Throttled after a step behind which the channel waits."""
        for _ in range(MOST_STEPS):
            try:
                return self._said(opened)
            except Unfinished as begun:
                with self._database.write() as session:
                    mark_begun(session, opened.saying, begun.so_far)
                if begun.after_s > 0:
                    raise
                opened = replace(opened, saying=replace(opened.saying, so_far=begun.so_far))
        raise Throttled(FIRST_WAIT_S)

    def _before(self, saying: Saying) -> Before:
        """What was said before; others matter only where a step of this one may be taken for theirs."""
        with self._database.read() as session:
            others = others_so_far(session, saying, MOST_OTHERS) if saying.so_far else ()
            alike = 0
            if saying.topic is Topic.REFUNDED and saying.order_id is not None:
                earlier = sayings_of(session, saying.merchant_id, saying.order_id)
                alike = sum(_is_alike(each, saying) for each in earlier)
        return Before(saying.so_far, others, alike)

    def _said(self, opened: _Opened) -> Came:
        channel, saying = self._opens(opened.connection), opened.saying
        match saying.topic:
            case Topic.SHIPPED:
                said: Said = shipped(opened.connection.channel, saying)
            case Topic.CANCELLED:
                said = replace(cancelled(saying), before=self._before(saying))
            case Topic.REFUNDED:
                said = replace(refunded(saying), before=self._before(saying))
            case Topic.MESSAGE:
                return self._ask(opened, channel)
            case Topic.STOCK:
                return self._levels(saying, channel)
        return Came(channel.say(saying.id, said))

    def _ask(self, opened: _Opened, channel: Channel) -> Came:
        saying, facts = opened.saying, AskFacts.of(opened.saying.facts)
        with self._database.read() as session:
            try:
                order = self._desk.order_of(session, saying.order_id or "")
                points = points_asked(session, self._desk, saying.merchant_id, facts, order)
            except PersonErased:
                points = ()
            answers = self._desk.channel_answers(session, saying.merchant_id, opened.connection.channel)
        if not points:
            return Came(dropped="nobody waits for the answer any more")
        kind = kind_for(channel, facts.ref, answers.asks_by)
        message = replace(ask_message(facts, order, points, kind), before=self._before(saying))
        return Came(channel.say(saying.id, message))

    def _levels(self, saying: Saying, channel: Channel) -> Came:
        now = self._clock.now()
        with self._database.read() as session:
            levels = self._sellable(session, saying)
        answered = Answered()
        for part, start in enumerate(range(0, len(levels), channel.most_levels)):
            said: Said = Stock(levels=levels[start : start + channel.most_levels], as_of=now)
            answered = channel.say(f"{saying.id}:{part}", said)
        return Came(answered) if levels else Came(dropped="no article has a rule any more")

    def _sellable(self, session: ReadSession, saying: Saying) -> tuple[Level, ...]:
        facts = StockFacts.of(saying.facts)
        try:
            found = {each.sku: each for each in
                     sellable_in(session, self._sale, saying.merchant_id, facts.rules_of, facts.skus)}  # fmt: skip
        except NotFound:  # the last rule was taken away: what was told is sold no more
            found = {}
        names = self._sale.names(session, saying.merchant_id, facts.rules_of, facts.skus)
        return tuple(
            Level(sku, names.get(sku, sku), found[sku].pieces if sku in found else 0) for sku in sorted(set(facts.skus))
        )

    def _follow(self, session: WriteSession, saying: Saying) -> None:
        if saying.order_id is None:
            return
        if saying.topic is Topic.REFUNDED:
            mark_sent(session, RefundFacts.of(saying.facts).refund, self._clock.now())
        elif saying.topic is Topic.CANCELLED:
            self._refunds_sent(session, saying)

    def _refunds_sent(self, session: WriteSession, saying: Saying) -> None:
        """Where the cancellation itself gives money back, it has gone back with it."""
        connection = connection_of(session, saying.merchant_id, saying.connection_id)
        if connection is None:
            return
        if self._desk.channel_answers(session, saying.merchant_id, connection.channel).cancel_refunds:
            for each in refunds_of(session, saying.merchant_id, saying.order_id or ""):
                if each.sent_at is None:
                    mark_sent(session, each.id, self._clock.now())


def shipped(channel: str, saying: Saying) -> Shipped:
    """What is said of a parcel, with the channel's own code of the carrier."""
    facts = ParcelFacts.of(saying.facts)
    code = carrier_code(channel, facts.carrier)
    return Shipped(
        ref=facts.ref,
        number=facts.number,
        carrier=facts.carrier,
        carrier_code=code.code,
        carrier_name=code.name,
        service=facts.service,
        shipped_at=facts.shipped_at,
        lines=facts.lines,
        whole=facts.whole,
    )


def cancelled(saying: Saying) -> Cancelled:
    """What is said of an order that ends."""
    facts = CancelFacts.of(saying.facts)
    return Cancelled(ref=facts.ref, reason=facts.reason)


def refunded(saying: Saying) -> Refunded:
    """What is said of a refund."""
    facts = RefundFacts.of(saying.facts)
    return Refunded(
        ref=facts.ref, refund=facts.refund, amount=facts.amount, currency=facts.currency, reason=facts.reason
    )


def _is_alike(other: Saying, refund: Saying) -> bool:
    """Whether the other is a refund by the same connection that was said, of the same amount."""
    if (other.topic, other.state, other.connection_id) != (Topic.REFUNDED, SayingState.SAID, refund.connection_id):
        return False
    return all(other.facts[name] == refund.facts[name] for name in ("amount", "currency"))


def wait_s(tries: int) -> float:
    """Seconds until a failed saying is tried again: doubling, to half an hour; it is never given up."""
    return float(min(FIRST_WAIT_S * 2 ** min(tries, 16), LONGEST_WAIT_S))
