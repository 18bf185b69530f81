"""Feeds: a document is laid down, announced, worked off by Amazon in minutes or hours, and answered by a report.

Source: Amazon, SP-API documentation, "Submit a feed", and feeds_2021-06-30.json (2026). Announcing has no idempotency
key and a feed does not say of which document it was made, so each step leaves a note (`Unfinished.so_far`):

`document:ID@TIME`  laid down and not announced; laying down twice does no harm
`unsure:ID@TIME`    announced without an answer: a feed of that type since then that no other saying has is ours
`feed:ID`           announced; the report is awaited
"""

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from fulfillment.channels.amazon.calling import Api, quoted, taken
from fulfillment.channels.amazon.feed_report import first_error
from fulfillment.channels.documents import Json, each, moment, stamp, text
from fulfillment.channels.errors import AnswerRefused, ChannelDown, SayingRefused, Throttled, Unfinished
from fulfillment.channels.protocol import Answered, Before

PATH = "/feeds/2021-06-30"
XML = "text/xml; charset=UTF-8"
LOOK_AGAIN_S = 60.0
# Work that comes back later than this may have been cut off while it announced.
PROMPT = timedelta(seconds=30)
SKEW = timedelta(minutes=2)
MOST_REPORT_BYTES = 4 << 20
DOCUMENT, UNSURE, FEED = "document:", "unsure:", "feed:"


@dataclass(frozen=True, slots=True)
class Feed:
    """What is to be announced: its type, its document, where it holds."""

    type: str
    content: bytes
    marketplace: str


def step(api: Api, feed: Feed, before: Before) -> Answered:
    """The next step. Raises Unfinished until the report is there, SayingRefused with the report's first error."""
    note = before.so_far
    if note.startswith(FEED):
        return _reported(api, note.removeprefix(FEED))
    if not note.startswith((DOCUMENT, UNSURE)):
        raise Unfinished(f"{DOCUMENT}{_laid_down(api, feed)}@{stamp(api.clock.now())}", 0.0)
    kind, _, rest = note.partition(":")
    document, _, since = rest.partition("@")
    at = moment({"at": since}, "at")
    if f"{kind}:" == UNSURE or api.clock.now() - at > PROMPT:
        return _looked_for(api, feed, before, document, at)
    return _announced(api, feed, document, at)


def _laid_down(api: Api, feed: Feed) -> str:
    told = taken(api.send("POST", f"{PATH}/documents", {"contentType": XML}))
    document, url = text(told, "feedDocumentId"), text(told, "url")
    if not document or not url:
        raise AnswerRefused("place for the feed document")
    api.upload(url, feed.content, XML)
    return document


def _announced(api: Api, feed: Feed, document: str, at: datetime) -> Answered:
    body = {"feedType": feed.type, "marketplaceIds": [feed.marketplace], "inputFeedDocumentId": document}
    try:
        told = taken(api.send("POST", f"{PATH}/feeds", body))
    except ChannelDown as lost:
        raise Unfinished(f"{UNSURE}{document}@{stamp(at)}", LOOK_AGAIN_S) from lost
    name = text(told, "feedId")
    if not name:
        raise Unfinished(f"{UNSURE}{document}@{stamp(at)}", LOOK_AGAIN_S)
    raise Unfinished(f"{FEED}{name}", LOOK_AGAIN_S)


def _looked_for(api: Api, feed: Feed, before: Before, document: str, at: datetime) -> Answered:
    query = {"feedTypes": feed.type, "createdSince": stamp(at - SKEW), "pageSize": "100"}
    told = taken(api.get(f"{PATH}/feeds", query))
    names = [text(one, "feedId") for one in each(told, "feeds")]
    ours = [name for name in names if f"{FEED}{name}" not in before.others and name not in before.others]
    if not ours:
        return _announced(api, feed, document, api.clock.now())
    if len(ours) == 1:
        raise Unfinished(f"{FEED}{ours[0]}", 0.0)
    words = f"Amazon did not answer, and feeds {', '.join(ours)} may be it; look in Seller Central whether it is done"
    raise SayingRefused("FEED_NOT_TOLD_APART", words)


def _reported(api: Api, name: str) -> Answered:
    try:
        told = taken(api.get(f"{PATH}/feeds/{quoted(name)}"))
        status = text(told, "processingStatus")
        if status in ("IN_QUEUE", "IN_PROGRESS"):
            raise Unfinished(f"{FEED}{name}", LOOK_AGAIN_S)
        report = text(told, "resultFeedDocumentId")
        if status == "DONE":
            error = first_error(_fetched(api, report)) if report else None
        else:
            error = (f"FEED_{status}", "Amazon did not work the feed off; say it again or do it in Seller Central")
    except Throttled as wait:
        raise Unfinished(f"{FEED}{name}", wait.after_s) from wait
    if error is not None:
        raise SayingRefused(*error)
    return Answered(f"{FEED}{name}")


def _fetched(api: Api, document: str) -> bytes:
    told: Json = taken(api.get(f"{PATH}/documents/{quoted(document)}"))
    content = api.download(text(told, "url"))
    return _unpacked(content) if text(told, "compressionAlgorithm") == "GZIP" else content


def _unpacked(content: bytes) -> bytes:
    """Bounded: what a few bytes swell to is not ours to say."""
    try:
        unpacked = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, MOST_REPORT_BYTES)
    except zlib.error as broken:
        raise AnswerRefused("packed report") from broken
    return unpacked
