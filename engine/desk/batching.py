"""Many orders that come at once: each is decided as if it came alone, and one that fails costs no other anything.

Several share a transaction, since a commit costs more than most decisions; each has a savepoint. What cannot be settled
there (somebody else commits the same order, the database fails) is done once more by itself.
"""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from engine.desk.deciding import Decided, order_key
from engine.desk.desk import Caller, Desk, Request
from engine.desk.errors import ItemFailed
from engine.desk.intake import Incoming, incoming, place, settled
from engine.errors import ClearwayError, StoreError

LOG = logging.getLogger("clearway.batch")
MOST = 500
TOGETHER = 25  # orders of one transaction, at most
TOGETHER_S = 0.05  # and for so long others may wait for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One order of a batch. `number` counts from 0; `key` is what its sender calls this request, if anything."""

    number: int
    document: Mapping[str, object]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How one item came out: a decision, or why there is none."""

    number: int
    came_to: Decided | ClearwayError


@dataclass(frozen=True, slots=True)
class _Read:
    item: Item
    come: Incoming
    request: Request | None


def submit_all(desk: Desk, caller: Caller, items: Sequence[Item], batch: str | None = None) -> Iterator[Ended]:
    """Decides all, and tells how each ended once that is committed; groups follow each other, in the order of items.

    `batch` is the Idempotency-Key of the whole: repeated, each item gets what it got before.
    """
    read = [_read(desk, caller, item, batch) for item in items]
    faulty = [each for each in read if isinstance(each, Ended)]
    yield from faulty
    waiting: Sequence[_Read] = [each for each in read if isinstance(each, _Read)]
    while waiting:
        ended, waiting = _group(desk, caller, waiting)
        yield from ended


def request_of(item: Item, come: Incoming, batch: str | None) -> Request | None:
    """By what an item is known again: its own key, or the batch's and its place; else by the order alone."""
    if item.key is not None:
        return Request(key=f"item:{item.key}", fingerprint=come.digest)
    if batch is None:
        return None
    return Request(key=f"batch:{sha256(batch.encode()).hexdigest()}:{item.number}", fingerprint=come.digest)


def _read(desk: Desk, caller: Caller, item: Item, batch: str | None) -> _Read | Ended:
    try:
        come = incoming(desk, caller, item.document)
    except ClearwayError as refused:
        return Ended(item.number, refused)
    return _Read(item, come, request_of(item, come, batch))


def _group(desk: Desk, caller: Caller, waiting: Sequence[_Read]) -> tuple[list[Ended], Sequence[_Read]]:
    """One transaction of some; answers how they ended, and those that are left."""
    ended: dict[int, Ended] = {}
    alone: list[_Read] = []
    group = waiting[:TOGETHER]
    # Whoever holds several orders takes them in one order, so that no two wait for each other. Those of one number stay
    # as they came.
    ordered = sorted(group, key=lambda each: _place(each.come))
    begun = 0
    until = time.monotonic() + TOGETHER_S
    try:
        with desk.database.write() as session:
            for each in ordered:
                if begun and time.monotonic() >= until:
                    break
                begun += 1
                try:
                    with session.savepoint():
                        decided = place(desk, session, caller, each.come, each.request)
                except Exception as error:  # noqa: BLE001 - whatever it is, others of the group must not lose by it
                    _sort_out(each, error, ended, alone)
                else:
                    ended[each.item.number] = Ended(each.item.number, decided)
    except StoreError:
        ended, alone = {}, ordered[:begun]
    for each in alone:
        ended[each.item.number] = _alone(desk, caller, each)
    done = {id(each) for each in ordered[:begun]}
    left = [each for each in group if id(each) not in done]
    return [ended[number] for number in sorted(ended)], [*left, *waiting[TOGETHER:]]


def _place(come: Incoming) -> tuple[str, str, str]:
    key = order_key(come.order)
    return key.shop, key.channel, key.ref


def _sort_out(each: _Read, error: Exception, ended: dict[int, Ended], alone: list[_Read]) -> None:
    """A refusal is an answer; anything else is tried once more, apart from the others."""
    if isinstance(error, ClearwayError) and not isinstance(error, StoreError):
        ended[each.item.number] = Ended(each.item.number, error)
    else:
        alone.append(each)


def _alone(desk: Desk, caller: Caller, each: _Read) -> Ended:
    try:
        decided = settled(desk, lambda session: place(desk, session, caller, each.come, each.request))
    except ClearwayError as refused:
        return Ended(each.item.number, refused)
    except Exception as error:  # noqa: BLE001 - the item fails, the batch goes on
        # Not the exception itself: what it says may hold what was sent.
        LOG.error("batch_item_failed number=%d error=%s", each.item.number, type(error).__name__)  # noqa: TRY400
        return Ended(each.item.number, ItemFailed())
    return Ended(each.item.number, decided)
