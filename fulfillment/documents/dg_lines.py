"""The dangerous goods of a parcel as papers state them: UN number, name, packing instruction, marks and papers."""

from collections.abc import Iterator, Sequence

from engine.goods.restriction import Trust
from engine.products.product import Product
from fulfillment.documents.customs_file import GoodsLine
from fulfillment.documents.declaration import DangerousLine
from fulfillment.documents.dg_rows import DgBook

IN_EQUIPMENT = "in_equipment"
BY_AIR = frozenset({"air", "courier", "post"})
Packed = Sequence[tuple[int, GoodsLine, int]]


def weak_rows(packed: Packed, mode: str, book: DgBook) -> tuple[str, ...]:
    """Ids of the rows of low confidence that marks and papers of these goods rest on, each once, in order."""
    batteries = sum(_batteries(line, pieces) for _, line, pieces in packed)
    asked = (book.asked(un, _packing(line), mode, line.band, batteries) for _, line, _ in packed for un in line.un)
    return tuple(dict.fromkeys(each.id for each in asked if each is not None and each.trust is Trust.LOW))


def dangerous_lines(packed: Packed, mode: str, book: DgBook) -> tuple[DangerousLine, ...]:
    """Each line's UN numbers, in order. `packed` are a declaration's line number, its goods and the pieces packed."""
    batteries = sum(_batteries(line, pieces) for _, line, pieces in packed)
    return tuple(
        stated for number, line, pieces in packed for stated in _of_line(number, line, pieces, mode, batteries, book)
    )


def _of_line(
    number: int, line: GoodsLine, pieces: int, mode: str, batteries: int, book: DgBook
) -> Iterator[DangerousLine]:
    packing = _packing(line)
    for un, hazard_class in sorted(line.un.items()):
        name = book.name_of(un, packing)
        asked = book.asked(un, packing, mode, line.band, batteries)
        own = _own_instruction(line.effective.product)
        stated = "" if name is None else (name.air if mode in BY_AIR else name.ground)
        yield DangerousLine(
            line=number,
            un=un,
            hazard_class=hazard_class,
            name="" if name is None else name.name,
            quantity=pieces,
            packing_instruction=own or stated,
            section="" if asked is None else asked.section,
            net_quantity=_net(line, pieces),
            marks=() if asked is None else asked.marks,
            papers=() if asked is None else asked.papers,
        )


def _packing(line: GoodsLine) -> str:
    battery = line.effective.line.battery
    return IN_EQUIPMENT if battery is None or battery.packing is None else battery.packing.value


def _batteries(line: GoodsLine, pieces: int) -> int:
    battery = line.effective.line.battery
    return 0 if battery is None else pieces * (battery.count or 1)


def _own_instruction(product: Product | None) -> str:
    battery = None if product is None else product.battery
    return "" if battery is None or battery.packing_instruction is None else battery.packing_instruction


def _net(line: GoodsLine, pieces: int) -> str:
    """How much of it, as the note states it: watt hours, grams of lithium, or millilitres, of all pieces."""
    goods, battery = line.effective.line, line.effective.line.battery
    if battery is not None and battery.watt_hours is not None:
        return f"{battery.watt_hours * (battery.count or 1) * pieces:g} Wh"
    if battery is not None and battery.lithium_g is not None:
        return f"{battery.lithium_g * (battery.count or 1) * pieces:g} g Li"
    return "" if goods.liquid_ml is None else f"{goods.liquid_ml * pieces:g} ml"
