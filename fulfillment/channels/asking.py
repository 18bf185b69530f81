"""The message by which a marketplace's buyer is asked: in the buyer's language, without links, addresses or numbers of
ours, and within what marketplaces take.

Amazon, Selling Partner API, Messaging: texts of at most 2,000 characters, without links, e-mail addresses or
attachments. eBay, Member-to-member contact policy: nothing that leads out of eBay.
"""

from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.protocol import Channel, Message
from fulfillment.channels.said_facts import AskFacts
from fulfillment.desk_view import DeskView
from fulfillment.notify.texts import language_of, words_of

MOST_LETTERS = 2000
KIND = "channel_question"


def points_asked(session: ReadSession, desk: DeskView, merchant: str, facts: AskFacts, order: Order) -> tuple[str, ...]:
    """What is asked, a line each; nothing once nobody waits for the answer any more."""
    return desk.asked_in_words(session, merchant, facts.request, language_of(order))


def ask_message(facts: AskFacts, order: Order, points: tuple[str, ...], kind: str) -> Message:
    """The message, cut between lines where there are more than fit."""
    language = language_of(order)
    words = words_of(KIND, language)
    named = {"order": order.channel_order_id or order.id}
    kept: list[str] = []
    for point in points:
        if len(words.text.format(points="\n".join([*kept, point]), **named)) > MOST_LETTERS:
            break
        kept.append(point)
    return Message(
        ref=facts.ref,
        kind=kind,
        subject=words.subject.format(**named),
        text=words.text.format(points="\n".join(kept), **named),
        language=language,
    )


def kind_for(channel: Channel, ref: str, asks_by: tuple[str, ...]) -> str:
    """The first kind of message that may ask and that this order allows now.

    Raises SayingRefused where there is none: then a person asks, by whatever way the channel leaves.
    """
    allowed = set(channel.allowed_messages(ref))
    for kind in asks_by:
        if kind in allowed:
            return kind
    named = ", ".join(sorted(allowed)) or "no message"
    raise SayingRefused("no_message_allowed", f"this order allows {named} now, and none of them may ask")
