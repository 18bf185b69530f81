"""Commercial invoice, and pro-forma invoice where nothing is sold: what customs read beside the form.

That one goes with a declared transaction value is said by Commission Implementing Regulation (EU) 2015/2447 of
2015-11-24, article 145; what stands in it is custom of trade: seller, buyer, goods with code, origin, quantity and
price, terms of delivery, sums.
"""

from engine.address.countries import country_name
from fulfillment.documents.amounts import figures, in_words, kilograms, money
from fulfillment.documents.copy import Copy, Json, spelled
from fulfillment.documents.declaration import Category, DeclaredLine, Shown
from fulfillment.documents.errors import PaperEmpty
from fulfillment.documents.sheet import PaperSize, Sheet

COMMERCIAL, PRO_FORMA = "Commercial invoice", "Pro-forma invoice"
STATEMENT = "We declare that this invoice is true and correct, and that the goods are of the origins shown."
REASONS = {
    Category.SALE: "Sale",
    Category.GIFT: "Gift, not sold",
    Category.SAMPLE: "Commercial sample, not for sale",
    Category.RETURN: "Returned goods",
    Category.DOCUMENTS: "Documents",
    Category.DANGEROUS: "Sale",
    Category.OTHER: "Other",
}
CHARGES = (("freight", "Freight"), ("insurance", "Insurance"), ("other", "Other charges"))


def invoice(copy: Copy) -> Sheet:
    """Raises PaperEmpty without goods."""
    declaration = copy.declaration
    if not declaration.lines:
        raise PaperEmpty
    title = PRO_FORMA if declaration.invoice.pro_forma else COMMERCIAL
    currency = declaration.currency
    data = {
        "title": title,
        "number": declaration.invoice.number,
        "day": declaration.invoice.day.isoformat(),
        "sender": copy.sender_block(),
        "consignee": copy.consignee_block(),
        "consignee_numbers": copy.importer_numbers(),
        "phone": copy.phone(),
        "facts": _facts(copy),
        "currency": currency,
        "rows": [_row(copy, line) for line in declaration.lines],
        "notes": copy.write_all(_notes(copy)),
        "totals": _totals(copy),
        "total": f"{currency} {figures(_charged(copy), currency)}",
        "words": f"In words: {in_words(_charged(copy), currency)}",
        "statement": STATEMENT,
        "signatory": copy.write(declaration.sender.signatory or declaration.sender.company),
    }
    return Sheet("invoice", PaperSize.A4, f"{title} {declaration.invoice.number}", data)


def _facts(copy: Copy) -> list[Json]:
    declaration = copy.declaration
    return copy.facts(
        ("Order", declaration.reference("order")),
        ("Terms of delivery", f"{declaration.incoterm} {country_name(declaration.destination)}"),
        ("Reason for export", declaration.reason or REASONS[declaration.category]),
        ("Sent by", " ".join(each for each in (declaration.carriage.carrier, declaration.carriage.mode) if each)),
        ("Parcel number", declaration.carriage.number),
        ("Gross weight", f"{kilograms(declaration.gross_g)} kg"),
    )


def _row(copy: Copy, line: DeclaredLine) -> Json:
    currency = copy.declaration.currency
    return {
        "what": copy.write(line.description),
        "notes": copy.write_all(_line_notes(line)),
        "hs": line.hs_code,
        "origin": line.origin,
        "quantity": str(line.quantity),
        "net": kilograms(line.net_g),
        "unit": _unit(line, currency),
        "value": figures(line.value, currency),
    }


def _unit(line: DeclaredLine, currency: str) -> str:
    # A discount spread over pieces may leave no whole unit value; a rounded one would not multiply back.
    whole, rest = divmod(line.value, line.quantity)
    return "" if rest else figures(whole, currency)


def _line_notes(line: DeclaredLine) -> tuple[str, ...]:
    named = (
        ("Material", line.material),
        ("Article", line.sku),
        ("GTIN", line.gtin),
        ("Manufacturer", line.manufacturer_id),
        ("Responsible person", line.responsible_person),
    )
    licences = tuple(f"{each.document.replace('_', ' ')} {each.number}" for each in line.licences)
    return (line.local_description, "; ".join(f"{name}: {value}" for name, value in named if value), *licences)


def _notes(copy: Copy) -> tuple[str, ...]:
    declaration = copy.declaration
    numbers = tuple(spelled(each) for each in declaration.printable(Shown.INVOICE))
    rate = declaration.basis
    converted = (
        (f"Converted at {rate.rate} {declaration.currency} for 1 {rate.order_currency}, {rate.rate_day.isoformat()}",)
        if rate.rate_day is not None
        else ()
    )
    differs = declaration.total != _charged(copy)
    declared = (f"Value for customs: {money(declaration.total, declaration.currency)}",) if differs else ()
    return (*numbers, *declared, *converted, *declaration.remarks, *declaration.packaging_marks)


def _totals(copy: Copy) -> list[Json]:
    declaration = copy.declaration
    rows: list[Json] = [{"name": "Goods", "value": figures(declaration.goods, declaration.currency)}]
    for field, name in CHARGES:
        amount = getattr(declaration.charges, field)
        if amount:
            rows.append({"name": name, "value": figures(amount, declaration.currency)})
    return rows


def _charged(copy: Copy) -> int:
    charges = copy.declaration.charges
    return copy.declaration.goods + charges.freight + charges.insurance + charges.other
