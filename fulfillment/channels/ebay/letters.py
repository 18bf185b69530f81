"""What buyers write to the seller, read from their conversations.

Source: eBay Developers Program, Commerce Message API v1, getConversations (by type and time), getConversation (2026).
A conversation holds both sides, and eBay does not say which is the seller's: the setting `username` does. Without it
nothing is read, since our own words would come back as a buyer's. A listing is named, but no order.
"""

from collections.abc import Iterator
from datetime import datetime

from fulfillment.channels.documents import moment, stamp, text
from fulfillment.channels.ebay.calling import Api, quoted
from fulfillment.channels.ebay.messaging import MEMBERS, PATH, pages
from fulfillment.channels.protocol import HeardMessage

USERNAME = "username"


def written(api: Api, since: datetime, until: datetime) -> Iterator[HeardMessage]:
    """Messages of others than the seller, of a time. Raises as `read` does."""
    seller = api.account.settings.get(USERNAME, "").casefold()
    if not seller:
        return
    window = {"start_time": stamp(since), "end_time": stamp(until)}
    for conversation in pages(api, f"{PATH}/conversation", "conversations", MEMBERS | window):
        path = f"{PATH}/conversation/{quoted(text(conversation, 'conversationId'))}"
        for message in pages(api, path, "messages", MEMBERS):
            sender, words = text(message, "senderUsername"), text(message, "messageBody")
            at = moment(message, "createdDate")
            if sender and words and sender.casefold() != seller and since <= at < until:
                yield HeardMessage(id=text(message, "messageId"), at=at, text=words, sender=sender,
                                   subject=text(message, "subject"))  # fmt: skip
