"""`clearway warehouse demo`: three orders from payment to a parcel that stands ready with its papers."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from api.cli.columns import padded
from api.cli.demo import DECIDED_AT
from api.cli.demo_house import CLERK, Kept, demo_house, taken_in
from api.cli.demo_papers import paper_rows
from api.cli.demo_stock import CODE, COUNTRY, Furniture, demo_folder, furnish, make_ready_to_print
from api.cli.failing import Exit
from api.cli.opening import Options, file_of
from api.cli.phrases import Language
from api.composition.house import House
from api.worker import do_what_is_due
from engine.bundled import data_folder
from engine.counted import filled
from engine.order.line import Line
from engine.order.money import Money
from engine.order.order import Order
from fulfillment.documents.errors import FontMissing
from fulfillment.documents.letters import Scribe
from fulfillment.documents.pick_list import PickHead, PickRow, pick_sheet
from fulfillment.packing.goods_of_lines import articles_of
from fulfillment.packing.packing import pack
from fulfillment.packing.plan import Packed, plan
from fulfillment.packing.terms import house_terms
from fulfillment.packing.weights import load_carriers
from fulfillment.parts import pieces_of
from fulfillment.picking.layout import Stop
from fulfillment.picking.picking import record_pick
from fulfillment.picking.reviewing import review
from fulfillment.picking.routing import Route, route
from fulfillment.picking.stop_table import stop_of
from fulfillment.records import Held
from fulfillment.site import Occasion
from fulfillment.store.places import held_of
from fulfillment.store.stock import reservations
from fulfillment.timeline import CaseView, view
from fulfillment.walkthrough import PlayedClock

STEP, PICKING_TIME = 10, timedelta(minutes=15)
SAYINGS: Mapping[str, tuple[str, str]] = {
    "title": ("{0}  to {1}, by {2}", "{0}  寄往 {1}，承运商 {2}"),
    "waits": ("{0}: the decision is {1}; nothing is fetched", "{0}：结论为 {1}，不予拣货"),
    "payment": ("payment", "付款"),
    "received": ("received {0}", "已收款 {0}"),
    "reserved": ("reserved", "占用库存"),
    "lot": ("{0}, lot {1}", "{0}，批次 {1}"),
    "pick": ("pick", "拣货"),
    "walk": ("{0}; walk {1:.1f} m, the shortest", "{0}；路程 {1:.1f} 米，为最短路线"),
    "list": ("list", "拣货单"),
    "review": ("review", "复核"),
    "all": ("{0:# piece|# pieces} scanned again, all is there", "重新扫描 {0} 件，无误"),
    "pack": ("pack", "打包"),
    "box": ("box {0}: {1}; {2} g, {3:.0f} % full", "箱型 {0}：{1}；{2} 克，装载率 {3:.0f}%"),
    "papers": ("papers", "单证"),
    "ready": ("ready", "待交接"),
    "print": (
        "print all of them into a folder: clearway warehouse demo --out FOLDER",
        "打印到文件夹：clearway warehouse demo --out FOLDER",
    ),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """Pieces of an article from a place, as they were kept for an order."""

    sku: str
    held: Held


@dataclass(frozen=True, slots=True)
class Station:
    """One order at the stations of the warehouse, on its way to a parcel."""

    house: House
    clock: PlayedClock
    furniture: Furniture
    order: Order
    order_id: str
    folder: Path | None
    language: Language

    def rows(self) -> Iterator[str]:
        """What is done, a row or more for each step."""
        seen = self._seen()
        yield self._row("payment", self._say("received", _money(seen)))
        taken = self._taken(seen)
        for each in taken:
            yield self._row("reserved", f"{each.held.quantity} x {padded(each.sku, 14)} {self._from(each.held)}")
        yield from self._fetched(taken)
        yield from self._packed(seen)
        yield from self._printed()
        yield self._row("ready", ", ".join(f"{each.number} ({each.carrier})" for each in self._seen().shipments))

    def _fetched(self, taken: Sequence[Taken]) -> Iterator[str]:
        walk = route(self.furniture.layout, _stops(taken))
        yield self._row("pick", self._say("walk", " > ".join(each.bin for each in walk.stops), walk.distance_mm / 1000))
        if self.folder is not None:
            yield self._row("list", self._pick_list(walk, taken))
        self.clock.pass_by(PICKING_TIME)
        with self.house.database.write() as session:
            record_pick(session, self.house.site, self._occasion("picker"))
        with self.house.database.write() as session:
            review(session, self.house.site, self._occasion("packer"))
        yield self._row("review", self._say("all", sum(each.held.quantity for each in taken)))

    def _packed(self, seen: CaseView) -> Iterator[str]:
        lines = pieces_of(seen.parts[0].lines)
        numbers = [number for number, many in lines.items() for _ in range(many)]
        for box in self._plan(lines):
            contents = Counter(numbers[each.piece] for each in box.placements)
            with self.house.database.write() as session:
                pack(session, self.house.site, self._occasion("packer"), box.weight_g, contents, box.box.name)
            yield self._row("pack", self._say("box", box.box.name, _goods(box), box.weight_g, _fill(box)))
        do_what_is_due(self.house)

    def _plan(self, lines: Mapping[int, int]) -> tuple[Packed, ...]:
        goods = [(self.order.lines[number - 1], many) for number, many in lines.items()]
        chosen = self.order.shipping
        carriers = load_carriers(data_folder())
        terms = replace(
            house_terms(data_folder()),
            mode=None if chosen is None else chosen.mode,
            carrier=None if chosen is None else carriers.get(chosen.carrier or ""),
        )
        return plan(articles_of(goods, _no_dangerous_goods), self.furniture.boxes, terms)

    def _printed(self) -> Iterator[str]:
        for row in paper_rows(self.house, self.order_id, self.order.id, self.folder, self.language):
            yield self._row("papers", row)

    def _pick_list(self, walk: Route, taken: Sequence[Taken]) -> str:
        titles = {line.sku: line.title or "" for line in self.order.lines}
        head = PickHead(
            number=self.order.id,
            warehouse=CODE,
            made_at=self.house.clock.now(),
            policy="exact",
            distance_mm=walk.distance_mm,
            best_mm=walk.best_mm,
        )
        at = {each.bin: number for number, each in enumerate(walk.stops)}
        rows = [
            PickRow(bin=each.held.bin, sku=each.sku, title=titles.get(each.sku, ""), quantity=each.held.quantity)
            for each in sorted(taken, key=lambda one: at.get(one.held.bin, len(at)))
        ]
        faces = self.house.print_shop.typesetter
        try:
            content = faces.pdf(pick_sheet(head, rows, Scribe(faces, COUNTRY)))
        except FontMissing as missing:
            return str(missing)
        path = (self.folder or Path()) / f"{self.order.id}-pick_list.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return str(path)

    def _taken(self, seen: CaseView) -> tuple[Taken, ...]:
        with self.house.database.read() as session:
            return tuple(
                Taken(each.sku, held)
                for part in seen.parts
                for each in reservations(session, part.fulfilment.id, "held")
                for held in held_of(session, each.id)
            )

    def _seen(self) -> CaseView:
        with self.house.database.read() as session:
            return view(session, CLERK.merchant, self.order_id)

    def _occasion(self, actor: str) -> Occasion:
        return Occasion(merchant=CLERK.merchant, order_id=self.order_id, now=self.house.clock.now(), actor=actor)

    def _from(self, held: Held) -> str:
        return self._say("lot", held.bin, held.lot) if held.lot else held.bin

    def _row(self, step: str, text: str) -> str:
        return f"  {padded(self._say(step), STEP)} {text}"

    def _say(self, name: str, *values: object) -> str:
        return said(name, self.language, *values)


def run(language: Language, folder: Path | None) -> Exit:
    """Takes the orders of the demo warehouse in and carries each one to a parcel, printing what is done."""
    records = list(file_of(Options(file=demo_folder() / "orders.jsonl"))())
    clock = PlayedClock(datetime.fromisoformat(DECIDED_AT))
    with demo_house(clock) as house:
        furniture = furnish(house)
        make_ready_to_print(house)
        for kept in taken_in(house, records):
            for row in _of_order(house, clock, furniture, kept, folder, language):
                sys.stdout.write(f"{row}\n")
    if folder is None:
        sys.stdout.write(f"{said('print', language)}\n")
    return Exit.DONE


def _of_order(
    house: House, clock: PlayedClock, furniture: Furniture, kept: Kept, folder: Path | None, language: Language
) -> Iterator[str]:
    order, decision = kept.screened.record.order, kept.screened.decision
    if order is None or decision is None:
        return
    if decision.outcome != "admit":
        yield said("waits", language, order.id, decision.outcome)
        return
    to = order.shipping_address
    yield said(
        "title",
        language,
        order.id,
        f"{to.city}, {to.country}",
        "" if order.shipping is None else order.shipping.carrier,
    )
    yield from Station(house, clock, furniture, order, kept.order_id, folder, language).rows()
    yield ""


def said(name: str, language: Language, *values: object) -> str:
    """One of the texts by its name."""
    return filled(SAYINGS[name][language is Language.ZH], *values)


def _no_dangerous_goods(_: Line) -> tuple[str, ...]:
    return ()


def _stops(taken: Sequence[Taken]) -> list[Stop]:
    found = {each.held.bin: stop_of(each.held.bin) for each in taken}
    return [each for each in found.values() if each is not None]


def _goods(box: Packed) -> str:
    counted = Counter(each.article.sku for each in box.placements)
    return ", ".join(f"{many} x {sku}" for sku, many in counted.items())


def _fill(box: Packed) -> float:
    return 100 * sum(each.article.volume_mm3 for each in box.placements) / box.box.inner_volume_mm3


def _money(seen: CaseView) -> str:
    return str(Money(seen.case.total, seen.case.currency))
