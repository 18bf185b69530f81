"""Lines as rules see them: joined, unknown, off sale, opened."""

from engine.order.line import Line
from engine.products.catalogue import Catalogue
from engine.products.effective import Standing, effective_lines
from engine.products.product import Component, DeclaredValue, Product, ProductStatus
from tests.builders import an_order


def line(sku: str | None, quantity: int = 1, price: int = 1000) -> Line:
    return Line(sku=sku, quantity=quantity, unit_price=price)


def catalogue(*products: Product, **names: str) -> Catalogue:
    return Catalogue(products={each.sku: each for each in products}, names=names)


def standings(*lines: Line, file: Catalogue | None) -> list[Standing]:
    return [each.standing for each in effective_lines(an_order(lines=lines), file, "DE")]


def test_lines_when_there_is_no_file_then_say_so() -> None:
    assert standings(line("A"), line(None), file=None) == [Standing.NO_PRODUCT_FILE] * 2


def test_lines_when_there_is_a_file_then_each_stands_to_it() -> None:
    file = catalogue(Product(sku="A"), Product(sku="OLD", status=ProductStatus.DELISTED))
    found = standings(line("A"), line("OLD"), line("B"), line(None), file=file)
    assert found == [Standing.JOINED, Standing.DELISTED, Standing.UNKNOWN_SKU, Standing.UNKNOWN_SKU]


def test_line_when_a_channel_names_it_otherwise_then_bears_the_sellers_sku() -> None:
    found = effective_lines(an_order(lines=(line("B0XYZ"),)), catalogue(Product(sku="A"), B0XYZ="A"), "DE")
    assert [each.line.sku for each in found] == ["A"]


def test_kit_when_opened_then_shares_its_price_by_declared_value() -> None:
    kit = Product(sku="KIT", components=(Component(sku="A", quantity=2), Component(sku="B")))
    a = Product(sku="A", declared_value=DeclaredValue(minor=100, currency="EUR"))
    b = Product(sku="B", declared_value=DeclaredValue(minor=300, currency="EUR"))
    found = effective_lines(an_order(lines=(line("KIT", 3, 1000), line("A"))), catalogue(kit, a, b), "DE")
    assert [(each.line.sku, each.number, each.line.quantity, each.line.unit_price) for each in found] == [
        ("A", 1, 6, 200), ("A", 2, 1, 1000), ("B", 1, 3, 600),
    ]  # fmt: skip


def test_kit_when_it_is_off_sale_then_so_is_what_lies_in_it() -> None:
    kit = Product(sku="KIT", status=ProductStatus.DELISTED, components=(Component(sku="A"), Component(sku="B")))
    assert standings(line("KIT"), file=catalogue(kit, Product(sku="A"))) == [Standing.DELISTED] * 2
