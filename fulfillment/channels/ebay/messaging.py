"""Messages to the buyer of an order.

Source: eBay Developers Program, Commerce Message API v1, sendMessage, getConversations and getConversation (2026),
which stands beside `AddMemberMessageAAQToPartner` of the Trading API. There is no idempotency key, so what was said to
this buyer about this listing is read first; what another saying has sent, such as the question that a reminder repeats,
is not taken for this one. eBay says of no order which messages it allows.
"""

from collections.abc import Iterator

from fulfillment.channels.documents import Json, each, text, whole
from fulfillment.channels.ebay.calling import UNKNOWN, Api, quoted, read, taken
from fulfillment.channels.ebay.words import MESSAGES
from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.message_texts import checked
from fulfillment.channels.protocol import Answered, Message

PATH = "/commerce/message/v1"
KINDS = ("memberMessage",)
MOST_LETTERS = 2000
PAGE = 50
MOST_PAGES = 20
MEMBERS = {"conversation_type": "FROM_MEMBERS"}


def send(api: Api, order: Json, said: Message) -> Answered:
    """Sends it unless it was sent. Raises SayingRefused."""
    if said.kind not in KINDS:
        raise SayingRefused("KIND_UNKNOWN", f"eBay has no messages of the kind `{said.kind}`")
    words, buyer = checked(said.text, MOST_LETTERS), text(order, "buyer", "username")
    listing = next((text(item, "legacyItemId") for item in each(order, "lineItems")), "")
    about = {"reference_id": listing, "reference_type": "LISTING", "other_party_username": buyer}
    for conversation in pages(api, f"{PATH}/conversation", "conversations", MEMBERS | about):
        path = f"{PATH}/conversation/{quoted(text(conversation, 'conversationId'))}"
        for message in pages(api, path, "messages", MEMBERS):
            name = text(message, "messageId")
            is_other = text(message, "senderUsername") == buyer or name in said.before.others
            if not is_other and _same(text(message, "messageBody"), words):
                return Answered(name, already=True)
    reference = {"referenceId": listing, "referenceType": "LISTING"}
    body = {"otherPartyUsername": buyer, "messageText": words, "reference": reference}
    return Answered(text(taken(api.send(f"{PATH}/send_message", MESSAGES, body)), "messageId"))


def pages(api: Api, path: str, name: str, query: dict[str, str]) -> Iterator[Json]:
    """All that a list has, page by page. Raises as `read` does."""
    for page in range(MOST_PAGES):
        answer = api.get(path, MESSAGES, query | {"limit": str(PAGE), "offset": str(page * PAGE)})
        told = {} if answer.status == UNKNOWN else read(answer)
        yield from each(told, name)
        if (page + 1) * PAGE >= whole(told, "total"):
            return


def _same(one: str, other: str) -> bool:
    """Whether two texts are one, however their spaces were laid."""
    return one.split() == other.split()
