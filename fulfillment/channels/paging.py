"""One page of a channel: asked for, and each order on it taken, one transaction each. What came of it is plain data, so
that polling and backfilling settle it alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.errors import ClearwayError
from engine.store.ending import spoken
from fulfillment.channels.errors import AnswerRefused, Throttled
from fulfillment.channels.port import Port
from fulfillment.channels.protocol import Channel, Seen
from fulfillment.channels.stopping import FOR_PEOPLE
from fulfillment.channels.taking import news, take
from fulfillment.channels.windows import Window
from fulfillment.channels.words import Sight
from fulfillment.records import Connection

MOST_ERROR = 500
PATIENCE = 8  # failures in a row, some twenty minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of a look: so many orders were `shown`, and `after` asks for more of the window.

    `wait_s`: the channel wants us to wait; `failed`: it could not be asked, in words; `refused`: a person must look.
    """

    window: Window | None = None
    shown: int = 0
    after: str | None = None
    wait_s: float | None = None
    failed: str = ""
    refused: ClearwayError | None = None


def look(
    port: Port,
    connection: Connection,
    window: Window,
    after: str | None,
    since: datetime | None = None,
    failures: int = 0,
) -> Looked:
    """Reads a page and takes what is new on it. Raises nothing: whatever goes wrong is settled, so that the next look
    comes in any case; and a page that was taken in part is read again, which changes nothing.

    An order that cannot be read, where others can, is refused, so that it keeps none behind it from coming; where none
    can, the channel may be out of order: then only after so many `failures` of this page in a row.
    """
    try:
        channel = port.accounts.of(connection)
        page = channel.page(window.since, window.until, after)
        with port.desk.database.read() as session:
            fresh = news(port, session, connection, page.orders, since)
        unread = _taken(port, connection, channel, fresh, since)
        _refuse(port, connection, unread, since, are_all=len(unread) == len(fresh) and failures < PATIENCE)
    except Throttled as throttled:
        return Looked(window=window, after=after, wait_s=throttled.after_s, failed=_words(throttled))
    except FOR_PEOPLE as refused:
        return Looked(window=window, after=after, refused=refused)
    except Exception as error:  # noqa: BLE001 - an adapter may break in as many ways as there are channels
        return Looked(window=window, after=after, failed=_words(error))
    return Looked(window=window, shown=len(page.orders), after=page.after)


def _taken(
    port: Port, connection: Connection, channel: Channel, fresh: Sequence[Seen], since: datetime | None
) -> list[Seen]:
    """Takes what can be read, and answers the rest."""
    unread = []
    for each in fresh:
        try:
            found = whole(channel, each)
        except AnswerRefused as refused:
            unread.append(replace(each, unread=refused.what))
        else:
            take(port, connection, found, since=since)
    return unread


def _refuse(
    port: Port, connection: Connection, unread: Sequence[Seen], since: datetime | None, *, are_all: bool
) -> None:
    if unread and are_all:
        raise AnswerRefused(unread[0].unread)
    for each in unread:
        take(port, connection, each, since=since)


def whole(channel: Channel, seen: Seen) -> Seen:
    """An order with its document: asked for where the page shows its number alone. What is asked for is not older."""
    if seen.document is not None or seen.sight is not Sight.OPEN or seen.by_marketplace:
        return seen
    found = channel.order(seen.ref)
    return replace(found, changed_at=max(found.changed_at, seen.changed_at))


def _words(error: Exception) -> str:
    code = f"{error.code}: {error}" if isinstance(error, ClearwayError) else spoken(error)
    return code[:MOST_ERROR]
