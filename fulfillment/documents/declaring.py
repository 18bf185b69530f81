"""The declaration of one parcel, made of the order, the product file, what lies in the box, and the numbers in force.

Only the pieces in the parcel are declared, kits as what lies in them. Values are those of `declared_value`; where an
order is packed into several parcels, their shares add up to the order's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.customs.identifiers import cleaned
from engine.order.order import Order
from engine.products.effective import EffectiveLine
from fulfillment.documents.category import category_of, reason_of
from fulfillment.documents.converting import Converter
from fulfillment.documents.customs_file import Contents, CustomsFile, GoodsLine
from fulfillment.documents.declaration import (
    Carriage,
    Category,
    Charges,
    Declaration,
    DeclaredLine,
    Invoice,
    Number,
    Sender,
    ValueBasis,
)
from fulfillment.documents.declaration_errors import NothingToDeclare
from fulfillment.documents.declared_value import Amounts, amounts, currency_of, wished, worths
from fulfillment.documents.dg_lines import dangerous_lines
from fulfillment.documents.dg_rows import DgBook
from fulfillment.documents.field_rows import FieldBook
from fulfillment.documents.packaging_duties import FILLERS, Destination, Duty, choose_materials, codes, packaging_duties
from fulfillment.documents.packaging_rows import PackagingBook
from fulfillment.documents.party_numbers import printed_registrations, seller_numbers
from fulfillment.documents.spreading import portion
from fulfillment.documents.value_rows import Place, ValueRow, ValueTable

FREE = "Free of charge; value stated for customs purposes only."
_BORDERLESS = frozenset({"domestic", "intra_union"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperBook:
    """The project's data that papers rest on."""

    values: ValueTable
    packaging: PackagingBook
    dangerous: DgBook
    fields: FieldBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody would like to see declared: a total in minor units of the declared currency, a category."""

    value: int | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Who sends the parcel, with the numbers of the profile, and what else is said of it.

    `tax_in_prices`: tax within the prices, minor units of the order's currency; `treated`: raw wood bears its mark.
    """

    sender: Sender
    numbers: tuple[Number, ...] = ()
    invoice: Invoice | None = None
    tax_in_prices: int = 0
    treated: bool = False
    comes_back: bool = False


@dataclass(frozen=True, slots=True)
class _Packed:
    """One effective line's pieces in this parcel: which line, how many, how many went before, of how many."""

    at: int
    goods: GoodsLine
    pieces: int
    before: int

    def share(self, amount: int) -> int:
        """What of an amount for all pieces falls on these."""
        return portion(amount, self.before, self.pieces, self.goods.effective.line.quantity)


def declare(file: CustomsFile, contents: Contents, way: Way, book: PaperBook, wish: Wish | None = None) -> Declaration:
    """The declaration of a parcel.

    Raises NothingToDeclare, NoStoredRate, and for a wish DeclaredValueRefused and CategoryRefused.
    """
    every = _packed(file, contents)
    packed = [each for each in every if each.pieces > 0]
    if not packed:
        raise NothingToDeclare
    wanted = wish or Wish()
    category = category_of(file.order, wanted.category, comes_back=way.comes_back)
    row = book.values.row_for(_place(file))
    convert = Converter(source=file.order.currency, target=currency_of(row, file.order.currency), rates=file.rates)
    told = wished(_amounts(file, every, way, row, convert), wanted.value, row)
    duties = duties_of(file, contents, way, book)
    numbered = tuple((number, each.goods, each.pieces) for number, each in enumerate(packed, start=1))
    return Declaration(
        number=contents.number,
        category=category,
        reason=reason_of(file.order, category),
        invoice=way.invoice or _invoice(file, contents, category),
        currency=told.currency,
        destination=file.order.shipping_address.country or "",
        lines=_lines(packed, told),
        gross_g=contents.gross_g,
        sender=way.sender,
        carriage=_carriage(file, contents),
        basis=ValueBasis(row=row.id, order_currency=convert.source, rate=convert.rate, rate_day=convert.day),
        incoterm=_incoterm(file.order),
        language=_language(file.order),
        charges=told.charges,
        numbers=(*seller_numbers(file, way.sender, way.numbers), *_printed(duties, file.lane.market)),
        references=_references(file, contents),
        dangerous=dangerous_lines(numbered, file.lane.mode, book.dangerous),
        packaging_marks=_marks(duties, contents, book.packaging),
        remarks=(FREE,) if category in {Category.SAMPLE, Category.GIFT, Category.OTHER} else (),
    )


def cushioned(file: CustomsFile, contents: Contents, book: PaperBook) -> Contents:
    """With the filler that packing plans name for this destination, where the box is one of the merchant's."""
    if not contents.is_cushioned:
        return contents
    filler = choose_materials(_destination(file), FILLERS, book.packaging)[:1]
    return replace(contents, materials=tuple(dict.fromkeys((*contents.materials, *filler))), is_cushioned=False)


def duties_of(file: CustomsFile, contents: Contents, way: Way, book: PaperBook) -> tuple[Duty, ...]:
    """What the destination asks of this parcel's packaging."""
    where = _destination(file)
    return packaging_duties(where, contents.materials, file.registrations, book.packaging, treated=way.treated)


def _destination(file: CustomsFile) -> Destination:
    lane = file.lane
    crosses = lane.movement not in _BORDERLESS
    return Destination(market=lane.market, territory=lane.territory, on=lane.on, crosses=crosses)


def _packed(file: CustomsFile, contents: Contents) -> list[_Packed]:
    """All effective lines with their pieces here and before, by the order's lines; of some there are none here."""
    ordered = {number: line.quantity for number, line in enumerate(file.order.lines, start=1)}
    found = []
    for at, goods in enumerate(file.lines):
        each = goods.effective
        own = ordered.get(each.number, 0)
        per = each.line.quantity // own if own else 0
        pieces, before = (kept.get(each.number, 0) * per for kept in (contents.pieces, contents.before))
        found.append(_Packed(at, goods, pieces, before))
    return sorted(found, key=lambda each: (each.goods.effective.number, each.at))


def _amounts(file: CustomsFile, every: Sequence[_Packed], way: Way, row: ValueRow, convert: Converter) -> Amounts:
    worth = worths(file, way.tax_in_prices)
    mine = [each.share(worth[each.at]) for each in every]
    earlier = sum(portion(worth[each.at], 0, each.before, each.goods.effective.line.quantity) for each in every)
    freight = portion(file.order.totals.shipping or 0, earlier, sum(mine), sum(worth))
    here = [value for each, value in zip(every, mine, strict=True) if each.pieces > 0]
    return amounts(here, Charges(freight=freight), row, convert)


def _lines(packed: Sequence[_Packed], told: Amounts) -> tuple[DeclaredLine, ...]:
    valued = enumerate(zip(packed, told.lines, strict=True), start=1)
    return tuple(_line(number, each, value) for number, (each, value) in valued)


def _line(number: int, packed: _Packed, value: int) -> DeclaredLine:
    each = packed.goods.effective
    line, product = each.line, each.product
    local = None if product is None else product.customs_name_zh
    return DeclaredLine(
        number=number,
        order_line=each.number,
        description=description_of(each),
        local_description=local or "",
        local_language="zh" if local else "",
        quantity=packed.pieces,
        net_g=(line.weight_g or 0) * packed.pieces,
        value=value,
        hs_code=cleaned(line.hs_code or ""),
        origin=line.origin or "",
        sku=line.sku or "",
        gtin=(None if product is None else product.gtin) or "",
        manufacturer_id=(None if product is None else product.manufacturer_id) or "",
        responsible_person=(None if product is None else product.responsible_person) or "",
        material=(None if product is None else product.material) or "",
        licences=packed.goods.licences,
    )


def description_of(each: EffectiveLine) -> str:
    """The name for customs of the product file, else the title, else the description, in one line."""
    named = None if each.product is None else each.product.customs_name_en
    return " ".join((named or each.line.title or each.line.description or "").split())


def _place(file: CustomsFile) -> Place:
    lane = file.lane
    return Place(country=lane.market, territory=lane.territory, regime=lane.regime, mode=lane.mode, on=lane.on)


def _invoice(file: CustomsFile, contents: Contents, category: Category) -> Invoice:
    return Invoice(number=f"INV-{contents.number}", day=file.lane.on, pro_forma=category is not Category.SALE)


def _carriage(file: CustomsFile, contents: Contents) -> Carriage:
    return Carriage(mode=file.lane.mode, carrier=file.lane.carrier, service=contents.service, number=contents.tracking)


def _incoterm(order: Order) -> str:
    chosen = order.shipping
    return "DAP" if chosen is None or chosen.incoterm is None else chosen.incoterm.value


def _language(order: Order) -> str:
    """Of the buyer; English where nobody said."""
    locale = None if order.customer is None else order.customer.locale
    return (locale or "en").replace("_", "-").split("-")[0].lower()


def _references(file: CustomsFile, contents: Contents) -> tuple[tuple[str, str], ...]:
    named: Mapping[str, str | None] = {
        "order": file.order.id,
        "order_id": file.order_id,
        "fulfilment": contents.fulfilment_id,
        "parcel": contents.number,
        "original_order": file.order.original_order_id,
    }
    return tuple((kind, value) for kind, value in named.items() if value)


def _printed(duties: Sequence[Duty], market: str) -> tuple[Number, ...]:
    marks = [mark for duty in duties if duty.row.registrations for mark in duty.marks]
    return printed_registrations(dict.fromkeys(marks), market)


def _marks(duties: Sequence[Duty], contents: Contents, book: PackagingBook) -> tuple[str, ...]:
    """Signs and material codes that packaging or papers show at this destination."""
    signs = [mark for duty in duties if not duty.row.registrations for mark in duty.marks]
    shows_codes = any(duty.row.kind == "codes" for duty in duties)
    return tuple(dict.fromkeys([*signs, *(codes(contents.materials, book) if shows_codes else ())]))
