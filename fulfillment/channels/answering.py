"""What a channel is to be told of a step, added in the step's transaction; a job says it afterwards.

An order that came by no connection, or by one that is switched off, is told to nobody: then all goes on as before, by
mail and by files.
"""

from collections import Counter
from dataclasses import replace

from engine.ids import Ids, Prefix
from engine.rulebook.channel_answers import MESSAGES, ChannelAnswers
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.channels.causes import cancel_cause, refund_cause
from fulfillment.channels.protocol import LineShare
from fulfillment.channels.said_facts import NOTHING_FOLLOWS, AskFacts, CancelFacts, Facts, ParcelFacts, RefundFacts
from fulfillment.channels.words import Power, SayingState, Taken, Topic
from fulfillment.jobs import CHANNEL_SAY
from fulfillment.parts import INSIDE, has_left
from fulfillment.records import ChannelOrder, Connection, Notice, Refund, Saying, Shipment
from fulfillment.states import Stage
from fulfillment.store.channels import connection_of
from fulfillment.store.sayings import add_saying, saying_about, sayings_of
from fulfillment.store.warehouse import find_parcel

SHIPPED = frozenset({"shipped", "part_shipped"})
ASKING = frozenset({"question_link", "question_reminder", "question"})
CANCELLED = "cancelled"
REQUEST = "request_id"


def tell_channel(file: CaseFile, notice: Notice, parcel: Shipment | None) -> bool:
    """Has the order's channel told what a notice is about, where it is the channel's business.

    Answers whether that is all: a marketplace writes to its buyers itself, and wants nobody else to.
    """
    source = source_of(file)
    if source is None:
        return False
    order, connection = source
    answers = answers_of(file, connection)
    if notice.kind in SHIPPED and parcel is not None:
        _say(file, connection, Topic.SHIPPED, parcel.id, parcel_facts(file, order.ref, parcel).kept())
    elif notice.kind == CANCELLED:
        _cancel(file, order, connection, answers)
    elif notice.kind in ASKING and answers.letters == MESSAGES and REQUEST in notice.params:
        asked = AskFacts(order.ref, str(notice.params[REQUEST]))
        _say(file, connection, Topic.MESSAGE, notice.about, asked.kept())
    return answers.letters == MESSAGES


def tell_complete(file: CaseFile) -> None:
    """That nothing more follows, where the last part was called off after all others had left: said with the last
    parcel once more, since until then it was none."""
    parcels = file.shipments()
    source = source_of(file) if file.case.stage == Stage.SHIPPED and parcels else None
    if source is None:
        return
    told = [each for each in sayings_of(file.session, file.merchant, file.order_id) if each.topic is Topic.SHIPPED]
    if told and not any(ParcelFacts.of(each.facts).whole for each in told):
        order, connection = source
        facts = replace(parcel_facts(file, order.ref, parcels[-1]), whole=True)
        _say(file, connection, Topic.SHIPPED, f"{parcels[-1].id}{NOTHING_FOLLOWS}", facts.kept())


def refund_by_channel(file: CaseFile, refund: Refund) -> bool:
    """Has the channel give money back, where it is the channel that does; false where somebody else must."""
    source = source_of(file)
    if source is None:
        return False
    order, connection = source
    answers = answers_of(file, connection)
    if not answers.refunds:
        return False
    if answers.cancel_refunds and _is_to_be_cancelled(file, connection):
        return True  # the cancellation itself gives it back
    facts = RefundFacts(
        ref=order.ref,
        refund=refund.id,
        amount=refund.amount,
        currency=refund.currency,
        reason=answers.refund_word(refund_cause(file, refund.reason)),
    )
    _say(file, connection, Topic.REFUNDED, refund.id, facts.kept())
    return True


def source_of(file: CaseFile) -> tuple[ChannelOrder, Connection] | None:
    """Where the order came from, and the connection that it came by, unless that is switched off."""
    for each in file.channel_orders:
        connection = connection_of(file.session, file.merchant, each.connection_id)
        if each.taken is Taken.DECIDED and connection is not None and connection.power is not Power.OFF:
            return each, connection
    return None


def answers_of(file: CaseFile, connection: Connection) -> ChannelAnswers:
    """How the channel is answered, by the rule book in force."""
    return file.site.desk.channel_answers(file.session, file.merchant, connection.channel)


def parcel_facts(file: CaseFile, ref: str, parcel: Shipment) -> ParcelFacts:
    """What a channel is told of a parcel: its contents as packed, or all of its part where that is not known."""
    waits = [each for each in file.shipments() if each.id != parcel.id and not has_left(each)]
    inside = [each for each in file.fulfilments() if each.state in INSIDE]
    return ParcelFacts(
        ref=ref,
        number=parcel.number,
        carrier=parcel.carrier,
        service=parcel.service,
        shipped_at=file.now,
        lines=_lines(file, parcel),
        whole=not inside and not waits,
    )


def say(session: WriteSession, ids: Ids, saying: Saying) -> bool:
    """Adds a saying with the job that says it, unless the same was added before."""
    if not add_saying(session, saying):
        return False
    about = saying.order_id or saying.topic
    job = NewJob(
        kind=CHANNEL_SAY,
        merchant=saying.merchant_id,
        # One after the other: what is said of an order, and the levels of a connection.
        aggregate=f"{saying.connection_id}:{about}",
        payload={"saying": saying.id},
        dedup=f"{CHANNEL_SAY}:{saying.id}",
    )
    enqueue(session, ids, [job], saying.created_at)
    return True


def _cancel(file: CaseFile, order: ChannelOrder, connection: Connection, answers: ChannelAnswers) -> None:
    cause = cancel_cause(file)
    word = answers.cancel_word(cause)
    if word:
        _say(file, connection, Topic.CANCELLED, file.order_id, CancelFacts(order.ref, word, cause).kept())


def _is_to_be_cancelled(file: CaseFile, connection: Connection) -> bool:
    """Whether the channel is yet to hear that the order ends; what comes to light afterwards no cancellation pays."""
    if file.case.stage not in (Stage.CANCELLED, Stage.REJECTED) or file.shipments():
        return False
    told = saying_about(file.session, connection.id, Topic.CANCELLED, file.order_id)
    return told is None or told.state is SayingState.WAITING


def _say(file: CaseFile, connection: Connection, topic: Topic, about: str, facts: Facts) -> None:
    saying = Saying(
        id=file.ids.new(Prefix.SAYING),
        merchant_id=file.merchant,
        connection_id=connection.id,
        order_id=file.order_id,
        topic=topic,
        about=about,
        facts=facts,
        created_at=file.now,
    )
    say(file.session, file.ids, saying)


def _lines(file: CaseFile, parcel: Shipment) -> tuple[LineShare, ...]:
    packed = find_parcel(file.session, file.merchant, parcel.parcel_id)
    shares: Counter[str] = Counter()
    if packed is not None and packed.contents:
        for line, pieces in packed.contents.items():
            shares[file.order.lines[int(line) - 1].sku or ""] += pieces
    else:
        for each in file.lines(parcel.fulfilment_id):
            shares[each.sku] += each.quantity
    return tuple(LineShare(sku, pieces) for sku, pieces in sorted(shares.items()) if sku and pieces)
