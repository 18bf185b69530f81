"""A message of RFC 5322 (MIME: RFC 2045 to 2049) as what comes in: who wrote, what, and which files are in it.

It is read with distrust: bounded as a whole, in its parts and in how deep these nest; HTML becomes plain words, and
nothing in it is loaded or followed.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256
from html.parser import HTMLParser

from fulfillment.inbox.arriving import MOST_TEXT, Incoming
from fulfillment.inbox.errors import MailRefused
from fulfillment.inbox.files import FileGiven
from fulfillment.inbox.words import MailKind

MOST_BYTES = 20 << 20
MOST_PARTS = 100
DEEPEST = 10
BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table", "blockquote"})
UNSEEN = frozenset({"script", "style", "head", "title", "template"})
_SPACES = re.compile(r"[ \t\f\v\xa0]+")
_LINES = re.compile(r"\n{3,}")


def read_mail(content: bytes, now: datetime) -> Incoming:
    """Raises MailRefused. One without a Message-ID is known by its digest, one without a date came now."""
    if len(content) > MOST_BYTES:
        raise MailRefused(f"the message has {len(content)} bytes; send at most {MOST_BYTES}")
    try:
        message = message_from_bytes(content, policy=default)
        parts = list(_parts(message))
        sender, email = parseaddr(_header(message, "From"))
        words = _words(parts)
    except (MessageError, ValueError, LookupError, RecursionError) as broken:
        raise MailRefused("the message cannot be read; send it as it was received") from broken
    if not email:
        raise MailRefused("the message has no `From` with an address; send it as it was received, with its headers")
    return Incoming(
        channel=MailKind.EMAIL,
        name=_header(message, "Message-ID").strip() or f"sha256:{sha256(content).hexdigest()}",
        at=_date(_header(message, "Date"), now),
        text=words,
        subject=_header(message, "Subject"),
        language=_header(message, "Content-Language").split(",")[0].strip().lower()[:8],
        email=email,
        sender=sender,
        references=_header(message, "References"),
        files=[FileGiven(each) for part in parts if (each := _file(part))],
    )


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """The leaves, in their order; a message within the message is not opened."""
    if depth > DEEPEST:
        raise MailRefused(f"its parts nest deeper than {DEEPEST}")
    inside = message.get_payload()
    if not message.is_multipart() or not isinstance(inside, list) or message.get_content_maintype() == "message":
        yield message
        return
    if len(inside) > MOST_PARTS:
        raise MailRefused(f"it has more than {MOST_PARTS} parts")
    for part in inside:
        if isinstance(part, Message):
            yield from _parts(part, depth + 1)


def _words(parts: list[Message]) -> str:
    """The first plain text; else the first HTML as plain text."""
    shown = [each for each in parts if each.get_content_disposition() != "attachment"]
    for kind in ("text/plain", "text/html"):
        for part in shown:
            if part.get_content_type() == kind and (text := _text(part).strip()):
                return (text if kind == "text/plain" else plain(text))[:MOST_TEXT]
    return ""


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode(charset, "replace").replace("\r\n", "\n").replace("\x00", "")
    except LookupError:
        return content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\x00", "")


def _file(part: Message) -> bytes:
    """The bytes of a part that is a file; none for the words themselves."""
    is_words = part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"
    content = None if is_words else part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _header(message: Message, name: str) -> str:
    return " ".join(str(message.get(name) or "").replace("\x00", "").split())


def _date(text: str, now: datetime) -> datetime:
    try:
        read = parsedate_to_datetime(text)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return now


def plain(html: str) -> str:
    """HTML as plain words: lines where its blocks are, and nothing of what is not seen."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    text = _SPACES.sub(" ", "".join(reader.found))
    return _LINES.sub("\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in UNSEEN:
            self._unseen += 1
        elif tag in BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.found.append(data.replace("\n", " "))
