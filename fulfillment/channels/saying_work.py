"""Says what waits: opens what a row is about as it stands now, says it once, and notes what the channel answered.

A kill between the answer and the note has it said again, under the same key: adapters then find that the channel knows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from engine.clock import Clock
from engine.desk.errors import PersonErased
from engine.errors import ClearwayError, JobPostponed
from engine.store.database import Database
from engine.store.outbox import Job
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.asking import ask_message, kind_for, points_asked
from fulfillment.channels.carrier_codes import CarrierCode, carrier_code
from fulfillment.channels.errors import AnswerRefused, ChannelDown, SayingRefused, Throttled, Unfinished
from fulfillment.channels.protocol import (
    Answered,
    Before,
    Cancelled,
    Channel,
    Level,
    Message,
    Refunded,
    Said,
    Shipped,
    Stock,
)
from fulfillment.channels.said_facts import (
    AskFacts,
    CancelFacts,
    LevelsSoFar,
    ParcelFacts,
    RefundFacts,
    ReplyFacts,
    StockFacts,
)
from fulfillment.channels.stopping import FOR_PEOPLE
from fulfillment.channels.words import Power, SayingState, Topic
from fulfillment.desk_view import DeskView
from fulfillment.errors import NotFound
from fulfillment.inventory.channel_stock import SaleView, sellable_in
from fulfillment.records import Connection, Saying
from fulfillment.shipping.own_services import channel_code
from fulfillment.store.channels import connection_of
from fulfillment.store.money import mark_sent, refunds_of
from fulfillment.store.sayings import (
    STEPWISE,
    mark_dropped,
    mark_refused,
    mark_said,
    mark_tried,
    note_so_far,
    saying_about,
    saying_of,
    sayings_of,
    stepwise_sayings,
)

Opens = Callable[[Connection], Channel]
Stops = Callable[[Connection, ClearwayError], None]
Refuses = Callable[[WriteSession, Connection, Saying], None]
ASLEEP_S = 600.0  # a connection that is off or stopped is looked at again
MOST_OTHERS = 500  # sayings whose steps could be taken for another's
DONE = frozenset({SayingState.SAID, SayingState.DROPPED})
FIRST_WAIT_S, LONGEST_WAIT_S = 5.0, 1800.0


class ReplyWords(Protocol):
    """Whoever keeps answers to buyers, and opens one when it is said."""

    def words(self, session: ReadSession, merchant: str, facts: ReplyFacts, kind: str) -> Message | None:
        """The message; None where nothing is to be said any more."""
        ...

    def said(self, session: WriteSession, merchant: str, message_id: str, at: datetime) -> None:
        """It was said."""
        ...

    def refused(self, session: WriteSession, merchant: str, message_id: str) -> None:
        """It will never be said."""
        ...


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
        replies: ReplyWords | None = None,
    ) -> None:
        self._database = database
        self._desk = desk
        self._sale = sale
        self._clock = clock
        self._opens = opens
        self._stops = stops
        self._refuses = refuses
        self._replies = replies

    def act(self, job: Job) -> Came:
        """Says it. Raises JobPostponed while the connection is off, where the channel asks to wait, and after a try
        that failed: what a channel is to be told is never given up."""
        opened = self._open(job)
        if opened is None:
            return Came()
        if opened.connection.power is not Power.ON:
            raise JobPostponed(ASLEEP_S, f"the connection is {opened.connection.power}")
        try:
            return self._said(opened)
        except Unfinished as begun:
            raise self._begun(opened.saying, begun) from begun
        except Throttled as wait:
            raise JobPostponed(wait.after_s, str(wait)) from wait
        except SayingRefused as refused:
            return Came(refused=str(refused))
        except FOR_PEOPLE as refused:
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
            self._reply_refused(session, saying)

    def _begun(self, saying: Saying, begun: Unfinished) -> JobPostponed:
        """Keeps how far the channel is; the next try is handed it again."""
        with self._database.write() as session:
            note_so_far(session, saying, begun.so_far)
        return JobPostponed(begun.after_s, str(begun))

    def _refused(self, session: WriteSession, saying: Saying, why: str) -> None:
        mark_refused(session, saying, why, self._clock.now())
        self._reply_refused(session, saying)
        connection = connection_of(session, saying.merchant_id, saying.connection_id)
        if connection is not None:
            self._refuses(session, connection, saying)

    def _again(self, saying: Saying, after_s: float, error: ClearwayError) -> JobPostponed:
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

    def _said(self, opened: _Opened) -> Came:
        channel, saying = self._opens(opened.connection), opened.saying
        match saying.topic:
            case Topic.SHIPPED:
                said: Said = self._parcel(opened)
            case Topic.CANCELLED:
                said = cancelled(saying, self._before(saying))
            case Topic.REFUNDED:
                said = refunded(saying, self._before(saying))
            case Topic.MESSAGE:
                return self._ask(opened, channel)
            case Topic.REPLY:
                return self._reply(opened, channel)
            case Topic.STOCK:
                return self._levels(saying, channel)
        return Came(channel.say(saying.id, said))

    def _parcel(self, opened: _Opened) -> Said:
        channel, saying = opened.connection.channel, opened.saying
        with self._database.read() as session:
            own = channel_code(session, saying.merchant_id, ParcelFacts.of(saying.facts).carrier, channel)
        return shipped(channel, saying, own)

    def _before(self, saying: Saying) -> Before:
        with self._database.read() as session:
            return before_of(session, saying)

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
        said = replace(ask_message(facts, order, points, kind), before=self._before(saying))
        return Came(channel.say(saying.id, said))

    def _reply(self, opened: _Opened, channel: Channel) -> Came:
        saying, facts = opened.saying, ReplyFacts.of(opened.saying.facts)
        with self._database.read() as session:
            asks_by = self._desk.channel_answers(session, saying.merchant_id, opened.connection.channel).asks_by
        allowed = tuple(channel.allowed_messages(facts.ref))
        kind = kind_for(channel, facts.ref, asks_by or allowed)
        with self._database.read() as session:
            said = None if self._replies is None else self._replies.words(session, saying.merchant_id, facts, kind)
        if said is None:
            return Came(dropped="nobody can read the answer any more")
        return Came(channel.say(saying.id, replace(said, before=self._before(saying))))

    def _reply_refused(self, session: WriteSession, saying: Saying) -> None:
        if saying.topic is Topic.REPLY and self._replies is not None:
            self._replies.refused(session, saying.merchant_id, ReplyFacts.of(saying.facts).message)

    def _levels(self, saying: Saying, channel: Channel) -> Came:
        """Part by part: one that is refused keeps no other from being told, and one that must wait is gone on with."""
        now, far = self._clock.now(), LevelsSoFar.of(saying.remote)
        with self._database.read() as session:
            levels = self._sellable(session, saying)
        answered, most = Answered(), channel.most_levels
        for start in range(far.told, len(levels), most):
            said = Stock(levels=levels[start : start + most], as_of=now, before=Before(so_far=far.within))
            try:
                answered = channel.say(f"{saying.id}:{start // most}", said)
            except SayingRefused as refused:
                far = replace(far, refused=far.refused or (refused.channel_code, refused.words))
            except Throttled as wait:
                within = wait.so_far if isinstance(wait, Unfinished) else ""
                raise Unfinished(replace(far, told=start, within=within).kept(), wait.after_s) from wait
            far = replace(far, within="")
        if far.refused:
            raise SayingRefused(*far.refused)
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
        if saying.topic is Topic.REPLY and self._replies is not None:
            facts = ReplyFacts.of(saying.facts)
            self._replies.said(session, saying.merchant_id, facts.message, self._clock.now())
        elif saying.topic is Topic.REFUNDED:
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
                own = saying_about(session, saying.connection_id, Topic.REFUNDED, each.id)
                if each.sent_at is None and own is None:
                    mark_sent(session, each.id, self._clock.now())


def shipped(channel: str, saying: Saying, own: str = "") -> Shipped:
    """What is said of a parcel, with the channel's own code of the carrier: the merchant's (`own`), where it states
    one."""
    facts = ParcelFacts.of(saying.facts)
    code = CarrierCode(own, own) if own else carrier_code(channel, facts.carrier, facts.number)
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


def cancelled(saying: Saying, before: Before) -> Cancelled:
    """What is said of an order that ends."""
    facts = CancelFacts.of(saying.facts)
    return Cancelled(ref=facts.ref, reason=facts.reason, before=before)


def refunded(saying: Saying, before: Before) -> Refunded:
    """What is said of a refund."""
    facts = RefundFacts.of(saying.facts)
    return Refunded(
        ref=facts.ref,
        refund=facts.refund,
        amount=facts.amount,
        currency=facts.currency,
        reason=facts.reason,
        before=before,
    )


def before_of(session: ReadSession, saying: Saying) -> Before:
    """What was said before this, as far as it can be taken for it."""
    newest = stepwise_sayings(session, saying.connection_id, MOST_OTHERS)
    own = sayings_of(session, saying.merchant_id, saying.order_id or "")
    before = [each for each in (*newest, *own) if each.topic in STEPWISE and each.id != saying.id]
    others = dict.fromkeys(each.remote for each in before if each.remote)
    alike = sum(_is_alike(each, saying) for each in own)
    return Before(so_far=saying.remote, others=tuple(others), alike=alike)


def _is_alike(other: Saying, saying: Saying) -> bool:
    """Whether another refund of the same amount is at the channel already: said, or entered there by hand. Younger
    ones count too, for what was refused is said again after them."""
    both = {saying.topic, other.topic}
    if other.id == saying.id or both != {Topic.REFUNDED} or other.state not in DONE:
        return False
    facts, others = RefundFacts.of(saying.facts), RefundFacts.of(other.facts)
    return (facts.amount, facts.currency) == (others.amount, others.currency)


def wait_s(tries: int) -> float:
    """Seconds until a failed saying is tried again: doubling, to half an hour; it is never given up."""
    return float(min(FIRST_WAIT_S * 2 ** min(tries, 16), LONGEST_WAIT_S))
