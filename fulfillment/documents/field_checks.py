"""The single checks of a declaration: each says where something is missing or wrong, and what was found there.

A pointer names the place in the declaration by its fields, and `/consignee/…` what is read from the order; whoever
shows it translates it (`advance_form.pointer`). Nothing here repeats a personal value.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.order.money import Money
from fulfillment.documents.converting import Converter, StoredRates
from fulfillment.documents.customs_file import CustomsFile, GoodsLine
from fulfillment.documents.declaration import Category, Consignee, Declaration
from fulfillment.documents.declaration_errors import NoStoredRate
from fulfillment.documents.field_rows import FieldRule
from fulfillment.documents.packaging_duties import Duty
from fulfillment.documents.packaging_rows import DutyKind
from fulfillment.documents.party_numbers import EORI, OF_REGIMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One declaration with all that it is checked against."""

    declaration: Declaration
    consignee: Consignee
    file: CustomsFile
    duties: tuple[Duty, ...]
    refused_words: frozenset[str]

    def goods(self, number: int) -> GoodsLine | None:
        """The goods behind a line of the declaration: of its order line and SKU."""
        line = self.declaration.lines[number - 1]
        own = [each for each in self.file.lines if each.effective.number == line.order_line]
        return next((each for each in own if (each.effective.line.sku or "") == line.sku), None)


@dataclass(frozen=True, slots=True)
class Found:
    """A place, the code of what is wrong there, and values for its sentence. `is_hint`: it is told and lets print."""

    pointer: str
    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    is_hint: bool = False


Check = Callable[[Case, FieldRule], Iterator[Found]]


def _hs_digits(case: Case, rule: FieldRule) -> Iterator[Found]:
    if case.declaration.category is Category.DOCUMENTS:
        return
    for line in case.declaration.lines:
        at = f"/lines/{line.number - 1}/hs_code"
        if not line.hs_code:
            yield Found(at, "hs_code_missing")
        elif sum(sign.isdigit() for sign in line.hs_code) < rule.least:
            yield Found(at, "hs_code_short", {"found": line.hs_code, "least": str(rule.least)})


def _description(case: Case, _: FieldRule) -> Iterator[Found]:
    for line in case.declaration.lines:
        if not line.description:
            yield Found(f"/lines/{line.number - 1}/description", "description_missing")


def _description_english(case: Case, _: FieldRule) -> Iterator[Found]:
    for line in case.declaration.lines:
        if line.description and not line.description.isascii():
            yield Found(f"/lines/{line.number - 1}/description", "description_foreign", {"found": line.description})


def _description_clear(case: Case, _: FieldRule) -> Iterator[Found]:
    for line in case.declaration.lines:
        plain = " ".join(line.description.upper().strip(" .,;:!").split())
        goods = case.goods(line.number)
        # The engine judges the title; a customs name of the product file was written for customs.
        product = None if goods is None else goods.effective.product
        own_name = product is not None and product.customs_name_en is not None
        at = f"/lines/{line.number - 1}/description"
        if plain in case.refused_words:
            yield Found(at, "description_refused", {"found": line.description})
        elif line.description and goods is not None and goods.is_vague and not own_name:
            yield Found(at, "description_vague", {"found": line.description})


def _origin(case: Case, _: FieldRule) -> Iterator[Found]:
    for line in case.declaration.lines:
        if not line.origin:
            yield Found(f"/lines/{line.number - 1}/origin", "origin_missing")


def _weights(case: Case, _: FieldRule) -> Iterator[Found]:
    declaration = case.declaration
    for line in declaration.lines:
        if line.net_g <= 0:
            yield Found(f"/lines/{line.number - 1}/net_g", "net_weight_missing")
    if declaration.gross_g <= 0:
        yield Found("/gross_g", "gross_weight_missing")
    elif declaration.net_g > declaration.gross_g:
        yield Found("/gross_g", "net_over_gross", {"net": str(declaration.net_g), "gross": str(declaration.gross_g)})


def _value(case: Case, _: FieldRule) -> Iterator[Found]:
    for line in case.declaration.lines:
        if line.value <= 0:
            yield Found(f"/lines/{line.number - 1}/value", "value_missing")


def _max_value(case: Case, rule: FieldRule) -> Iterator[Found]:
    if rule.amount is None:
        return
    most, currency = rule.amount
    value = _converted(case.declaration.goods, case.declaration.currency, currency, case.file.rates)
    if value is not None and value > most:
        yield Found(
            "/lines", "value_over_limit", {"found": str(Money(value, currency)), "limit": str(Money(most, currency))}
        )


def _converted(amount: int, source: str, target: str, rates: StoredRates | None) -> int | None:
    try:
        return Converter(source=source, target=target, rates=rates).minor(amount)
    except NoStoredRate:
        return None


def _quantity(case: Case, _: FieldRule) -> Iterator[Found]:
    for line in case.declaration.lines:
        if line.quantity <= 0:
            yield Found(f"/lines/{line.number - 1}/quantity", "quantity_missing")


def _sender(case: Case, _: FieldRule) -> Iterator[Found]:
    sender = case.declaration.sender
    named = {"company": sender.company, "street": sender.lines, "city": sender.city, "country": sender.country}
    yield from _lacking("/sender", "sender_incomplete", named)


def _consignee(case: Case, _: FieldRule) -> Iterator[Found]:
    to = case.consignee
    named = {"name": to.name or to.company, "street": to.lines, "city": to.city, "country": to.country}
    yield from _lacking("/consignee", "consignee_incomplete", named)


def _lacking(pointer: str, code: str, named: Mapping[str, object]) -> Iterator[Found]:
    lacks = [name for name, value in named.items() if not value]
    if lacks:
        yield Found(pointer, code, {"found": ", ".join(lacks)})


def _contact(case: Case, _: FieldRule) -> Iterator[Found]:
    if not case.consignee.phone and not case.consignee.email:
        yield Found("/consignee/phone", "contact_missing")


def _consignee_ids(case: Case, _: FieldRule) -> Iterator[Found]:
    for kind in sorted(case.file.lane.ids_missing):
        yield Found("/consignee/numbers", "consignee_id_missing", {"found": kind})
    for kind in sorted(case.file.lane.ids_invalid & case.file.lane.ids_required):
        yield Found("/consignee/numbers", "consignee_id_wrong", {"found": kind})


def _regime_number(case: Case, _: FieldRule) -> Iterator[Found]:
    lane = case.file.lane
    kinds = OF_REGIMES.get(lane.regime or "", ())
    if lane.must_number and kinds and not any(each.kind in kinds for each in case.declaration.numbers):
        yield Found("/numbers", "regime_number_missing", {"found": lane.regime or ""})


def _eori(case: Case, _: FieldRule) -> Iterator[Found]:
    if not any(each.kind == EORI for each in (*case.declaration.numbers, *case.consignee.numbers)):
        yield Found("/numbers", "eori_missing")


def _product_ids(case: Case, _: FieldRule) -> Iterator[Found]:
    """A GTIN is asked only where there is one, which nobody here can know; so it is never missed."""
    for line in case.declaration.lines:
        at = f"/lines/{line.number - 1}"
        if not line.sku:
            yield Found(f"{at}/sku", "sku_missing")
        if not line.manufacturer_id:
            goods = case.goods(line.number)
            unknown = goods is None or goods.effective.product is None  # without a product file nobody can have said
            yield Found(f"{at}/manufacturer_id", "manufacturer_id_missing", is_hint=unknown)


def _responsible_person(case: Case, _: FieldRule) -> Iterator[Found]:
    for line in case.declaration.lines:
        if not line.responsible_person:
            yield Found(f"/lines/{line.number - 1}/responsible_person", "responsible_person_missing")


def _licences(case: Case, _: FieldRule) -> Iterator[Found]:
    for line in case.declaration.lines:
        at = f"/lines/{line.number - 1}/licences"
        goods = case.goods(line.number)
        for document in sorted(goods.asked if goods is not None else ()):
            yield Found(at, "licence_missing", {"found": document})
        for licence in line.licences:
            if not licence.number:
                yield Found(at, "licence_number_missing", {"found": licence.document})


def _dangerous_refused(case: Case, _: FieldRule) -> Iterator[Found]:
    for line in case.declaration.lines:
        goods = case.goods(line.number)
        if goods is not None and goods.refused:
            named = ", ".join(sorted(goods.un)) or line.description
            yield Found(f"/lines/{line.number - 1}", "dangerous_refused", {"found": named})


def _dangerous_complete(case: Case, _: FieldRule) -> Iterator[Found]:
    for at, each in enumerate(case.declaration.dangerous):
        if not (each.name and each.hazard_class):
            yield Found(f"/dangerous/{at}", "dangerous_incomplete", {"found": each.un})


def _invoice(case: Case, _: FieldRule) -> Iterator[Found]:
    if not case.declaration.invoice.number:
        yield Found("/invoice/number", "invoice_missing")


def _reason(case: Case, _: FieldRule) -> Iterator[Found]:
    if case.declaration.category is Category.OTHER and not case.declaration.reason:
        yield Found("/reason", "reason_missing")


_PACKAGING = {
    DutyKind.REGISTRATION: "packaging_unregistered",
    DutyKind.TREATMENT: "packaging_untreated",
    DutyKind.FORBIDDEN: "packaging_forbidden",
}


def _packaging(case: Case, _: FieldRule) -> Iterator[Found]:
    """Duties that stop; those that only hint are told by `completeness`."""
    for duty in case.duties:
        if duty.stops:
            yield packaging_fault(duty)


def packaging_fault(duty: Duty) -> Found:
    """What is wrong with packaging, or what it has to show."""
    named = ", ".join(duty.materials) or duty.row.id
    code = "packaging_marks" if duty.is_met is None else _PACKAGING[duty.row.kind]
    return Found("/packaging_marks", code, {"found": duty.row.mark if duty.is_met is None else named})


CHECKS: Mapping[str, Check] = {
    "hs_digits": _hs_digits,
    "description": _description,
    "description_english": _description_english,
    "description_clear": _description_clear,
    "origin": _origin,
    "weights": _weights,
    "value": _value,
    "max_value": _max_value,
    "quantity": _quantity,
    "sender": _sender,
    "consignee": _consignee,
    "contact": _contact,
    "consignee_ids": _consignee_ids,
    "regime_number": _regime_number,
    "eori": _eori,
    "product_ids": _product_ids,
    "responsible_person": _responsible_person,
    "licences": _licences,
    "dangerous_refused": _dangerous_refused,
    "dangerous_complete": _dangerous_complete,
    "invoice": _invoice,
    "reason": _reason,
    "packaging": _packaging,
}
