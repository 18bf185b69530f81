"""The packing plan of one part of an order: which boxes, what lies where, what it weighs and costs, what to heed.

Sizes and weights are the order line's, else the product file's; kits are packed as what they are made of.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from engine.goods.restriction import Trust
from engine.order.line import Line
from engine.store.sessions import ReadSession
from fulfillment.documents.customs_file import CustomsFile, CustomsView, GoodsLine
from fulfillment.documents.packaging_duties import FILLERS, Destination, choose_materials, packaging_duties
from fulfillment.documents.packaging_rows import DutyKind, PackagingBook, load_packaging_book
from fulfillment.documents.parcel_declaring import leaves_from
from fulfillment.errors import NotFound
from fulfillment.packing.apart import marks
from fulfillment.packing.articles import Article, Flag
from fulfillment.packing.catalogue import stock_of_boxes
from fulfillment.packing.errors import Unmeasured
from fulfillment.packing.goods_of_lines import articles_of
from fulfillment.packing.hazards import load_hazards, with_classes
from fulfillment.packing.plan import Arrangement, Box, Packed, Terms, arrange
from fulfillment.packing.terms import house_terms
from fulfillment.packing.weights import CarrierTerms, load_carriers
from fulfillment.parts import pieces_of
from fulfillment.records import Fulfilment
from fulfillment.store.cases import find_fulfilment, lines_of

BORDERLESS = frozenset({"domestic", "intra_union"})
OF_FLAG = {Flag.FRAGILE: "fragile", Flag.LIQUID: "liquid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackBook:
    """The project's data that a plan rests on."""

    terms: Terms
    hazards: Mapping[str, str]
    carriers: Mapping[str, CarrierTerms]
    packaging: PackagingBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Billed:
    """What a carrier makes of a box: dimensional weight, and the weight that it charges."""

    carrier: str
    dimensional_g: int
    billed_g: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBox:
    """One box. `contents`: number of the order's line -> pieces of it, kits as kits; `void_mm3` is left to fill."""

    packed: Packed
    contents: Mapping[int, int]
    void_mm3: int
    billed: tuple[Billed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heed:
    """What a packer has to heed, or what is not met yet. `about` names articles, materials or duties."""

    code: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackingPlan:
    """`left_out` are articles that fit in no box, with the reason; `filler` the material for the voids, if any."""

    part: Fulfilment
    carrier: str
    boxes: tuple[PlannedBox, ...]
    left_out: tuple[tuple[str, str], ...]
    warnings: tuple[Heed, ...]
    filler: str

    @property
    def cost_minor(self) -> int:
        """Of all boxes."""
        return sum(each.packed.material_minor for each in self.boxes)


@cache
def load_pack_book(data: Path) -> PackBook:
    """Reads and checks every file. Raises DataRejected, naming the place."""
    return PackBook(
        terms=house_terms(data),
        hazards=load_hazards(data),
        carriers=load_carriers(data),
        packaging=load_packaging_book(data / "packing" / "packaging_duties.yaml"),
    )


def packing_plan(
    session: ReadSession, view: CustomsView, book: PackBook, merchant: str, fulfilment_id: str
) -> PackingPlan:
    """The plan of a part, the same whenever it is asked while order, product file and boxes stay.

    Raises NotFound, PersonErased, and Unmeasured naming every article without size or weight.
    """
    part = find_fulfilment(session, merchant, fulfilment_id)
    if part is None:
        raise NotFound("fulfilment", fulfilment_id)
    file = view.file_of(session, merchant, part.order_id, leaves_from(session, merchant, part.warehouse))
    pieces = pieces_of(lines_of(session, part.id))
    placed = _pieces(file, pieces, book)
    where = _destination(file)
    terms = _terms(file, where, book)
    boxes = stock_of_boxes(session, merchant, part.warehouse)
    found = arrange([article for article, _ in placed], boxes, terms)
    numbers = [number for _, number in placed]
    per = {number: sum(1 for each in numbers if each == number) // many for number, many in pieces.items() if many}
    filler = next(iter(choose_materials(where, FILLERS, book.packaging)), "")
    return PackingPlan(
        part=part,
        carrier="" if terms.carrier is None else terms.carrier.id,
        boxes=tuple(_box(each, numbers, per, book) for each in found.packed),
        left_out=tuple((each.article.sku, str(each.reason)) for each in found.unpacked),
        warnings=tuple(_warnings(file, where, placed, found, boxes, terms, book)),
        filler=filler,
    )


def _pieces(file: CustomsFile, pieces: Mapping[int, int], book: PackBook) -> list[tuple[Article, int]]:
    """Every piece with the number of the order's line that it is of."""
    ordered = {number: line.quantity for number, line in enumerate(file.order.lines, start=1)}
    found: list[tuple[Article, int]] = []
    unmeasured: list[str] = []
    for goods in file.lines:
        number, line = goods.effective.number, goods.effective.line
        own = ordered.get(number, 0)
        many = pieces.get(number, 0) * (line.quantity // own if own else 0)
        try:
            found += [(each, number) for each in _articles(line, many, goods, book)]
        except Unmeasured as missing:
            unmeasured += missing.names
    if unmeasured:
        raise Unmeasured(list(dict.fromkeys(unmeasured)))
    return found


def _articles(line: Line, many: int, goods: GoodsLine, book: PackBook) -> tuple[Article, ...]:
    return with_classes(articles_of([(line, many)], lambda _: goods.un), book.hazards)


def _destination(file: CustomsFile) -> Destination:
    lane = file.lane
    crosses = lane.movement not in BORDERLESS
    return Destination(market=lane.market, territory=lane.territory, on=lane.on, crosses=crosses)


def _terms(file: CustomsFile, where: Destination, book: PackBook) -> Terms:
    forbidden = frozenset(
        material
        for row in book.packaging.at(where.market, where.territory, where.on)
        if row.kind is DutyKind.FORBIDDEN and row.trust is not Trust.LOW
        for material in row.materials
    )
    return replace(
        book.terms, mode=file.lane.mode or None, forbidden=forbidden, carrier=book.carriers.get(file.lane.carrier)
    )


def _box(packed: Packed, numbers: Sequence[int], per: Mapping[int, int], book: PackBook) -> PlannedBox:
    inside = Counter(numbers[each.piece] for each in packed.placements)
    goods_mm3 = sum(each.article.volume_mm3 for each in packed.placements)
    return PlannedBox(
        packed=packed,
        contents={number: many // max(per[number], 1) for number, many in sorted(inside.items())},
        void_mm3=packed.box.inner_volume_mm3 - goods_mm3,
        billed=tuple(
            Billed(
                carrier=name,
                dimensional_g=each.dimensional_g(packed.box),
                billed_g=each.billed_g(packed.box, packed.weight_g),
            )
            for name, each in sorted(book.carriers.items())
            if each.takes(packed.box) and packed.weight_g <= (each.max_g or packed.weight_g)
        ),
    )


def _warnings(
    file: CustomsFile,
    where: Destination,
    placed: Sequence[tuple[Article, int]],
    found: Arrangement,
    boxes: Sequence[Box],
    terms: Terms,
    book: PackBook,
) -> Iterator[Heed]:
    articles = [article for article, _ in placed]
    for flag, code in OF_FLAG.items():
        if named := tuple(dict.fromkeys(each.sku for each in articles if flag in each.flags)):
            yield Heed(code=code, about=named)
    if numbers := tuple(sorted({un for each in articles for un in each.un})):
        yield Heed(code="dangerous", about=numbers)
    if refused := tuple(sorted(each.effective.line.sku or "" for each in file.lines if each.refused)):
        yield Heed(code="carrier_refuses", about=refused)
    kept = _kept_apart(articles, terms)
    if kept and len(found.packed) > 1:
        yield Heed(code="kept_apart", about=kept)
    if banned := tuple(sorted({each for box in boxes for each in box.materials & terms.forbidden})):
        yield Heed(code="forbidden_material", about=banned)
    taken = [each for packed in found.packed for each in sorted(packed.box.materials)]
    for duty in packaging_duties(where, taken, file.registrations, book.packaging):
        if duty.is_met is True:
            continue
        code = {DutyKind.REGISTRATION: "epr_number_missing", DutyKind.TREATMENT: "wood_mark_missing"}.get(
            duty.row.kind, "marked_material"
        )
        yield Heed(code=code, about=(duty.row.id, *duty.materials))


def _kept_apart(articles: Sequence[Article], terms: Terms) -> tuple[str, ...]:
    marked = [marks(each) for each in {each.sku: each for each in articles}.values()]
    return tuple(
        pair.id for pair in terms.pairs if any(pair.keeps_apart(one, other) for one in marked for other in marked)
    )
