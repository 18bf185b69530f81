"""One page of a channel: asked for, and each order on it taken, one transaction each. What came of it is plain data, so
that polling and backfilling settle it alike."""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.errors import ClearwayError
from engine.store.ending import spoken
from fulfillment.channels.errors import Throttled
from fulfillment.channels.port import Port
from fulfillment.channels.protocol import Channel, Seen
from fulfillment.channels.stopping import FOR_PEOPLE
from fulfillment.channels.taking import news, take
from fulfillment.channels.windows import Window
from fulfillment.channels.words import Sight
from fulfillment.records import Connection

MOST_ERROR = 500


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
    port: Port, connection: Connection, window: Window, after: str | None, since: datetime | None = None
) -> Looked:
    """Reads a page and takes what is new on it. Raises nothing: whatever goes wrong is settled, so that the next look
    comes in any case; and a page that was taken in part is read again, which changes nothing."""
    try:
        channel = port.accounts.of(connection)
        page = channel.page(window.since, window.until, after)
        with port.desk.database.read() as session:
            fresh = news(port, session, connection, page.orders)
        for each in fresh:
            take(port, connection, whole(channel, each), since=since)
    except Throttled as throttled:
        return Looked(window=window, after=after, wait_s=throttled.after_s, failed=_words(throttled))
    except FOR_PEOPLE as refused:
        return Looked(window=window, after=after, refused=refused)
    except Exception as error:  # noqa: BLE001 - an adapter may break in as many ways as there are channels
        return Looked(window=window, after=after, failed=_words(error))
    return Looked(window=window, shown=len(page.orders), after=page.after)


def whole(channel: Channel, seen: Seen) -> Seen:
    """An order with its document: asked for where the page shows its number alone. What is asked for is not older."""
    if seen.document is not None or seen.sight is not Sight.OPEN or seen.by_marketplace:
        return seen
    found = channel.order(seen.ref)
    return replace(found, changed_at=max(found.changed_at, seen.changed_at))


def _words(error: Exception) -> str:
    code = f"{error.code}: {error}" if isinstance(error, ClearwayError) else spoken(error)
    return code[:MOST_ERROR]
