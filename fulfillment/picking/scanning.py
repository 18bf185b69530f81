"""A picker scans: bin, item, tote and pieces are held against the list, one event at a time, each counted once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.counted import counted
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.errors import NotFound
from fulfillment.picking.bar_codes import Articles
from fulfillment.picking.falling_short import fall_short
from fulfillment.picking.leaving import end_walk_if_over, end_wave_if_over
from fulfillment.picking.lists import finish_picking
from fulfillment.picking.station_errors import ScanRefused
from fulfillment.records import PickScan, Walk, WalkStop
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine
from fulfillment.store.walks import (
    add_scan,
    find_scan,
    find_walk,
    hold_walk,
    hold_walks_of_order,
    pick_at,
    stops_of,
    stops_of_part,
    walks_of_wave,
)
from fulfillment.store.waves import turn_part, wave_of
from fulfillment.thread import at_work

FOUND, SHORT, CONFIRMED, REPEATED = "found", "short", "confirmed", "repeated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What the scanner told, under an id that its sender gave it. Without an item only the bin is confirmed.

    `short`: there are no more pieces of the item in the bin.
    """

    id: str
    bin: str = ""
    item: str = ""
    tote: str = ""
    quantity: int = 1
    short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkSeen:
    """A list with its stops in the order of the walk. `outcome` of the last scan: found, elsewhere, other_warehouse,
    backordered, confirmed, or repeated for one that was counted before; empty when nothing was scanned."""

    walk: Walk
    stops: tuple[WalkStop, ...]
    outcome: str = ""


def walk_seen(session: ReadSession, merchant: str, walk_id: str, outcome: str = "") -> WalkSeen:
    """A list as it stands. Raises NotFound."""
    found = find_walk(session, merchant, walk_id)
    if found is None:
        raise NotFound("pick list", walk_id)
    return WalkSeen(walk=found, stops=stops_of(session, walk_id), outcome=outcome)


def articles_on(session: ReadSession, site: Site, seen: WalkSeen) -> Articles:
    """The articles of a list, with the numbers in their bar codes."""
    skus = frozenset(each.sku for each in seen.stops if each.sku)
    return Articles(skus, site.desk.gtins(session, seen.walk.merchant_id, skus))


def scan_pick(session: WriteSession, site: Site, occasion: Occasion, walk_id: str, scanned: Scanned) -> WalkSeen:
    """Counts one scan; which order it is about is found by it, whatever `occasion` says. The last
    piece of an order ends its picking.

    Raises ScanRefused with what is expected instead, StepBlocked with the reasons while the order is held, NotFound.
    """
    merchant = occasion.merchant
    seen = walk_seen(session, merchant, walk_id)
    if find_scan(session, merchant, walk_id, scanned.id) is not None:
        return walk_seen(session, merchant, walk_id, REPEATED)
    if scanned.short and scanned.item:  # the part may leave all its lists
        maybe = _Asked(seen, articles_on(session, site, seen), scanned).stop()
        hold_walks_of_order(session, merchant, maybe.order_id)
    if not hold_walk(session, walk_id):
        raise ScanRefused(f"the list is `{seen.walk.state}`", {"list": "an open one"})
    seen = walk_seen(session, merchant, walk_id)
    if find_scan(session, merchant, walk_id, scanned.id) is not None:  # somebody was faster with the same one
        return walk_seen(session, merchant, walk_id, REPEATED)
    asked = _Asked(seen, articles_on(session, site, seen), scanned)
    if not scanned.item:
        asked.at_bin()
        return walk_seen(session, merchant, walk_id, CONFIRMED)
    stop = asked.stop()
    about = Occasion(merchant=merchant, order_id=stop.order_id, now=occasion.now, actor=occasion.actor)
    with at_work(session, site, about) as file:
        outcome = _counted(file, seen.walk, stop, scanned)
    return walk_seen(session, merchant, walk_id, outcome)


def _counted(file: CaseFile, walk: Walk, stop: WalkStop, scanned: Scanned) -> str:
    file.check(Machine.FULFILMENT, Event.FINISH_PICK, stop.fulfilment_id)
    file.touch()  # of two last pieces on two lists, one is told after the other
    pieces = 0 if scanned.short else scanned.quantity
    kept = PickScan(
        merchant_id=file.merchant,
        walk_id=walk.id,
        id=scanned.id,
        stop=stop.stop,
        quantity=pieces,
        what=SHORT if scanned.short else FOUND,
        at=file.now,
        actor=file.occasion.actor,
    )
    add_scan(file.session, kept)
    if scanned.short:
        outcome = fall_short(file, walk.warehouse, stop)
    else:
        pick_at(file.session, stop, pieces)
        outcome = FOUND
        _finish_if_all(file, stop)
    end_walk_if_over(file, walk)
    end_wave_if_over(file, walk.wave_id)
    return outcome


def _finish_if_all(file: CaseFile, stop: WalkStop) -> None:
    """A part that is on several lists is picked with the last piece of the last of them."""
    part = wave_of(file.session, stop.fulfilment_id)
    if part is None:
        return
    walks = [each.id for each in walks_of_wave(file.session, part.wave_id)]
    if any(each.state == "open" for each in stops_of_part(file.session, stop.fulfilment_id, walks)):
        return
    turn_part(file.session, part, "done")
    finish_picking(file, file.fulfilment(stop.fulfilment_id), None)


class _Asked:
    """One scan against the open stops of a list."""

    def __init__(self, seen: WalkSeen, articles: Articles, scanned: Scanned) -> None:
        self._open = [each for each in seen.stops if each.state == "open"]
        self._articles = articles
        self._scanned = scanned

    def at_bin(self) -> list[WalkStop]:
        """The open stops at the bin."""
        found = [each for each in self._open if each.bin == self._scanned.bin]
        if not found:
            said = f"bin `{self._scanned.bin}` is not on the rest of the list"
            raise ScanRefused(said, self._next(self._open[:1], bin=True))
        return found

    def stop(self) -> WalkStop:
        """The open stop that is meant."""
        there = self.at_bin()
        sku = self._articles.named(self._scanned.item)
        items = [each for each in there if each.sku == sku]
        if not items:
            said = f"`{self._scanned.item}` is the wrong item for bin `{self._scanned.bin}`"
            raise ScanRefused(said, {"item": self._items(there)})
        totes = [each for each in items if self._scanned.tote in ("", str(each.tote))]
        if not totes:
            said = f"tote `{self._scanned.tote}` does not get this item"
            raise ScanRefused(said, {"tote": _joined(str(each.tote) for each in items)})
        return self._enough(totes)

    def _enough(self, stops: Sequence[WalkStop]) -> WalkStop:
        if self._scanned.short:
            return stops[0]
        if self._scanned.quantity < 1:
            raise ScanRefused(f"{self._scanned.quantity} pieces are none", {"quantity": str(stops[0].missing)})
        found = next((each for each in stops if each.missing >= self._scanned.quantity), None)
        if found is None:
            most = max(each.missing for each in stops)
            raise ScanRefused(
                f"{counted(self._scanned.quantity, 'piece is', 'pieces are')} too many", {"quantity": str(most)}
            )
        return found

    def _next(self, stops: Sequence[WalkStop], *, bin: bool = False) -> dict[str, str]:  # noqa: A002 - as it is named
        named = {"bin": _joined(each.bin for each in stops)} if bin else {}
        return {**named, "item": self._items(stops)}

    def _items(self, stops: Sequence[WalkStop]) -> str:
        return _joined(self._articles.wanted(each.sku) for each in stops)


def _joined(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))
