"""Messages to the buyer of an order, in the kinds that Amazon allows for it now.

Source: Amazon, SP-API documentation and messaging.json (Messaging API v1, 2026). Our kinds are Amazon's own names of
the actions. What was sent cannot be read back, so a message is sent once at most: where Amazon did not answer, a person
looks.
"""

from datetime import timedelta

from fulfillment.channels.amazon.calling import UNKNOWN, Api, quoted, read, taken
from fulfillment.channels.amazon.words import MESSAGES
from fulfillment.channels.documents import each, moment, stamp, text
from fulfillment.channels.errors import ChannelDown, SayingRefused, Unfinished
from fulfillment.channels.message_texts import checked
from fulfillment.channels.protocol import Answered, Message

SENDING, UNSURE = "sending@", "unsure"
PROMPT = timedelta(seconds=30)
LOOK = "Amazon did not say whether it took the message; look at the order's messages in Seller Central"


def allowed(api: Api, ref: str, marketplace: str) -> tuple[str, ...]:
    """Kinds that the order allows now and that we can send."""
    answer = api.get(f"/messaging/v1/orders/{quoted(ref)}", {"marketplaceIds": marketplace})
    if answer.status == UNKNOWN:
        return ()
    names = (text(action, "name") for action in each(read(answer), "_links", "actions"))
    return tuple(name for name in names if name in MESSAGES)


def send(api: Api, marketplace: str, said: Message) -> Answered:
    """Sends it. Raises Unfinished before it does, so that a message that may have gone is known as such."""
    if said.kind not in MESSAGES:
        raise SayingRefused("KIND_UNKNOWN", f"Amazon has no messages of the kind `{said.kind}`")
    words = checked(said.text, MESSAGES[said.kind])
    note = said.before.so_far
    if not note:
        if said.kind not in allowed(api, said.ref, marketplace):
            raise SayingRefused("KIND_NOT_ALLOWED", f"the order does not allow `{said.kind}` now; write by hand")
        raise Unfinished(f"{SENDING}{stamp(api.clock.now())}", 0.0)
    begun = moment({"at": note.removeprefix(SENDING)}, "at") if note.startswith(SENDING) else None
    if begun is None or api.clock.now() - begun > PROMPT:
        raise SayingRefused("MESSAGE_NOT_TOLD_APART", LOOK)
    path = f"/messaging/v1/orders/{quoted(said.ref)}/messages/{said.kind}"
    try:
        taken(api.send("POST", path, {"text": words}, {"marketplaceIds": marketplace}))
    except ChannelDown as lost:
        raise Unfinished(UNSURE, 0.0) from lost
    return Answered(said.kind)
