"""Stock levels of an external warehouse, held against our ledger as of the same moment."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import orjson

from engine.ids import Ids
from engine.store.sessions import WriteSession
from fulfillment.inventory.differences import SETTLED_BY, book, note_difference, settle_matching, within
from fulfillment.inventory.errors import WmsRefused
from fulfillment.records import WmsSnapshot
from fulfillment.records.differences import ALL_LOTS
from fulfillment.store.differences import tolerance_of
from fulfillment.store.wms import add_snapshot, find_snapshot, ledger_as_of

WMS = "wms"
Key = tuple[str, str]  # article, lot


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Pieces that a warehouse counts. `lot` "" are those of no lot, `*` those of all lots together."""

    sku: str
    on_hand: int
    lot: str = ALL_LOTS


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotTold:
    """All levels of one moment; `id` is the warehouse's own. With `is_complete`, what is not listed is not there."""

    id: str
    warehouse: str
    at: datetime
    levels: tuple[Level, ...]
    is_complete: bool = False


def compare(
    session: WriteSession, ids: Ids, merchant: str, told: SnapshotTold, now: datetime
) -> tuple[WmsSnapshot, bool]:
    """Opens a difference where numbers differ, and ends those that do no more; answers also whether it is new.

    Differences within the warehouse's tolerance are adjusted at once. Raises WmsRefused for a moment that has not
    come, an article told twice, or an id that named something else before.
    """
    digest = hashlib.sha256(orjson.dumps(told)).hexdigest()
    known = find_snapshot(session, merchant, told.id)
    if known is not None:
        if known.digest != digest:
            raise WmsRefused(f"snapshot `{told.id}` told something else before; give each an id of its own")
        return known, False
    found = _found(told, now)
    books = _books(ledger_as_of(session, merchant, told.warehouse, told.at), found, is_complete=told.is_complete)
    differing = {key: (books[key], found.get(key, 0)) for key in sorted(books) if books[key] != found.get(key, 0)}
    settle_matching(session, merchant, told.warehouse, told.at, frozenset(books) - frozenset(differing), now)
    adjusted = _note(session, ids, merchant, told, differing, now)
    kept = WmsSnapshot(merchant_id=merchant, snapshot_id=told.id, warehouse=told.warehouse, digest=digest, at=told.at,
                       received_at=now, levels=len(told.levels), differing=len(differing),
                       adjusted=adjusted)  # fmt: skip
    add_snapshot(session, kept)
    return kept, True


def _note(
    session: WriteSession, ids: Ids, merchant: str, told: SnapshotTold, differing: dict[Key, tuple[int, int]],
    now: datetime,
) -> int:  # fmt: skip
    tolerance, adjusted = tolerance_of(session, merchant, told.warehouse), 0
    for (sku, lot), (expected, found) in differing.items():
        noted = note_difference(session, ids, merchant, told.warehouse, (sku, lot), WMS, "", (expected, found), told.at,
                                now)  # fmt: skip
        if noted is not None and within(noted, tolerance):
            adjusted += book(session, ids, noted, SETTLED_BY, now, "within the tolerance") is not None
    return adjusted


def _found(told: SnapshotTold, now: datetime) -> dict[Key, int]:
    if told.at > now:
        raise WmsRefused("the moment of the snapshot has not come; check the clock of the warehouse")
    found = {(each.sku, each.lot): each.on_hand for each in told.levels}
    by_lot = Counter(each.sku for each in told.levels if each.lot == ALL_LOTS)
    others = {each.sku for each in told.levels if each.lot != ALL_LOTS}
    if len(found) != len(told.levels) or others & by_lot.keys():
        raise WmsRefused("an article is told once, or once a lot; add its bins up")
    return found


def _books(ledger: dict[Key, int], found: dict[Key, int], *, is_complete: bool) -> dict[Key, int]:
    """What the books have of each thing that is compared."""
    together = {sku for sku, lot in found if lot == ALL_LOTS}
    by_lot = {sku for sku, lot in found if lot != ALL_LOTS}
    books: dict[Key, int] = dict.fromkeys(found, 0)
    for (sku, lot), pieces in ledger.items():
        if sku in together:
            books[sku, ALL_LOTS] += pieces
        elif (sku, lot) in found or is_complete:
            # Lots that a complete list leaves out are held to be gone; one that is not complete says nothing of them.
            key = (sku, lot) if sku in by_lot else (sku, ALL_LOTS)
            books[key] = books.get(key, 0) + pieces
    return books
