"""Declarations of orders that the desk keeps: facts of today, numbers in force, papers verified, wishes audited."""

import pytest

from api.composition.customs_eyes import CustomsEyes
from engine.bundled import data_folder
from engine.desk.desk import Desk
from engine.desk.erasing import erase
from engine.desk.errors import PersonErased
from engine.desk.intake import submit
from engine.desk.papers import Claim, hand_in, verify
from engine.desk.products import put_product
from engine.desk.registrations import Stated, add
from engine.desk.telling import handlers
from engine.order.order import Order, ShippingChoice, Totals
from engine.order.party import TaxHolder, TaxIdentifier
from engine.order.terms import Incoterm, OrderKind, TransportMode
from engine.store.database import Database
from engine.store.feed import audits
from fulfillment.documents.declaration import Consignee, Number, Sender, Shown
from fulfillment.documents.declaration_errors import CategoryRefused, DeclaredValueRefused, SenderRefused
from fulfillment.documents.declaring import Wish
from fulfillment.documents.paper_book import load_paper_book
from fulfillment.documents.preparing import REFUSED, WISHED, Asked, Prepared, prepared
from fulfillment.documents.senders import Change, KeptSender, put_sender, remove_sender, sender_for
from fulfillment.errors import NotFound
from fulfillment.store.senders import senders_of
from tests.builders import a_line, an_order
from tests.customs_files import SENDER
from tests.desks import ANALYST, MAIN, NOW, OTHER, a_desk, document, medicine_to_australia
from tests.draining import drain


@pytest.fixture
def desk(database: Database) -> Desk:
    """An empty desk."""
    return a_desk(database)


def taken_in(desk: Desk, order: Order) -> str:
    return submit(desk, MAIN, document(order)).row.order_id


def by_post(**changes: object) -> Order:
    """Two shirts to Berlin from Shenzhen, by post."""
    return an_order(shipping=ShippingChoice(mode=TransportMode.POST, incoterm=Incoterm.DAP), **changes)


def asked_of(desk: Desk, order_id: str, wish: Wish | None = None, merchant: str = "main") -> Prepared:
    asked = Asked(merchant=merchant, order_id=order_id, actor="packer", now=NOW, wish=wish)
    return prepared(desk.database, desk.ids, CustomsEyes(desk), load_paper_book(data_folder()), asked)


def keep(desk: Desk, stated: KeptSender, merchant: str = "main") -> KeptSender:
    with desk.database.write() as session:
        return put_sender(session, desk.ids, Change(merchant=merchant, actor="ana", now=NOW), stated)


def audited(desk: Desk) -> list[str]:
    drain(desk.database, handlers(desk.ids))
    with desk.database.read() as session:
        return [entry.action for entry in audits(session, 0, 100)]


def test_order_when_declared_then_facts_of_the_desk_are_in_it(desk: Desk) -> None:
    add(desk, MAIN, Stated(kind="ioss", country="EU", number="IM2760000742"))
    keep(desk, KeptSender(sender=SENDER))
    found = asked_of(desk, taken_in(desk, by_post()))
    assert found.declaration.basis.row == "ioss"
    assert [(each.kind, each.shown) for each in found.declaration.numbers] == [("IOSS", Shown.DATA)]
    assert found.declaration.sender == SENDER
    assert found.consignee.city == "Berlin"


def test_order_when_no_number_is_registered_then_tax_is_paid_on_arrival(desk: Desk) -> None:
    found = asked_of(desk, taken_in(desk, by_post()))
    assert (found.declaration.basis.row, found.declaration.total) == ("eu", 3998 + 490)


def test_order_when_no_sender_is_kept_then_nothing_is_printed(desk: Desk) -> None:
    found = asked_of(desk, taken_in(desk, by_post()))
    assert "sender_incomplete" in {each.code for each in found.checked.faults if each.stops}
    assert not found.checked.may_print


def test_order_when_an_article_is_in_the_product_file_then_its_customs_data_are_stated(desk: Desk) -> None:
    put_product(desk, MAIN, "TEE-M-BLUE", {"customs_name_en": "T-shirt, cotton", "manufacturer_id": "MK-1"})
    (line,) = asked_of(desk, taken_in(desk, by_post())).declaration.lines
    assert (line.description, line.manufacturer_id) == ("T-shirt, cotton", "MK-1")


def test_paper_when_verified_then_its_number_is_filled_in_and_never_kept(desk: Desk) -> None:
    order_id = taken_in(desk, medicine_to_australia())
    before = asked_of(desk, order_id)
    assert "licence_missing" in {each.code for each in before.checked.faults}
    row, _ = hand_in(desk, MAIN, order_id, Claim(kind="medicine_permit", number="TGA-7781", line=1))
    verify(desk, ANALYST, row.paper.id)
    after = asked_of(desk, order_id)
    (kept,), (printed,) = after.declaration.lines[0].licences, after.filled.lines[0].licences
    assert (kept.number, printed.number, printed.paper) == ("", "TGA-7781", row.paper.id)
    assert "licence_missing" not in {each.code for each in after.checked.faults}


def test_replacement_when_its_original_is_here_then_at_that_price(desk: Desk) -> None:
    taken_in(desk, by_post(id="A-900", lines=(a_line(unit_price=2500),)))
    again = by_post(
        id="A-901", kind=OrderKind.WARRANTY, original_order_id="A-900", lines=(a_line(unit_price=0),),
        totals=Totals(total=0), payment=None,
    )  # fmt: skip
    assert asked_of(desk, taken_in(desk, again)).declaration.goods == 5000


def test_consignee_when_customs_know_a_number_then_it_is_there_and_not_in_the_declaration(desk: Desk) -> None:
    numbers = (TaxIdentifier(kind="CPF", value="529.982.247-25", holder=TaxHolder.CONSIGNEE),)
    found = asked_of(desk, taken_in(desk, by_post(tax_identifiers=numbers)))
    assert [each.kind for each in found.consignee.numbers] == ["CPF"]
    assert found.declaration.numbers == ()
    assert isinstance(found.consignee, Consignee)


def test_wish_when_below_the_due_then_refused_and_in_the_audit(desk: Desk) -> None:
    order_id = taken_in(desk, by_post())
    with pytest.raises(DeclaredValueRefused):
        asked_of(desk, order_id, Wish(value=100))
    with pytest.raises(CategoryRefused):
        asked_of(desk, order_id, Wish(category="gift"))
    asked_of(desk, order_id, Wish(value=9000))
    assert [each for each in audited(desk) if each in {REFUSED, WISHED}].count(REFUSED) == 2
    assert WISHED in audited(desk)


def test_order_when_another_merchant_asks_then_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        asked_of(desk, taken_in(desk, by_post()), merchant=OTHER.merchant)


def test_order_when_its_person_was_erased_then_nothing_is_declared(desk: Desk) -> None:
    order_id = taken_in(desk, by_post())
    erase(desk, ANALYST, order_id)
    with pytest.raises(PersonErased):
        asked_of(desk, order_id)


def test_senders_when_several_fit_then_the_most_special_counts(desk: Desk) -> None:
    for entity, warehouse, company in (("", "", "All"), ("gmbh", "", "Entity"), ("", "SZX", "Store")):
        named = Sender(company=company, lines=("1 Road",), city="Town", country="CN")
        keep(desk, KeptSender(sender=named, entity=entity, warehouse=warehouse))
    with desk.database.read() as session:
        chosen = [sender_for(session, "main", *asked).sender.company for asked in _PLACES]
        nobody = sender_for(session, OTHER.merchant, "", "", "CN")
    assert chosen == ["Store", "Entity", "All"]
    assert (nobody.sender.company, nobody.sender.country) == ("", "CN")


_PLACES = (("gmbh", "SZX"), ("gmbh", "LAX"), ("ltd", "LAX"))


def test_sender_when_put_again_then_it_takes_the_place_of_the_first(desk: Desk) -> None:
    numbers = (Number(kind="CR", value="4403160000", country="CN"),)
    first, second = (keep(desk, KeptSender(sender=SENDER, numbers=each)) for each in ((), numbers))
    with desk.database.read() as session:
        kept = senders_of(session, "main")
        assert sender_for(session, "main", "", "").numbers == numbers
    assert (len(kept), first.id) == (1, second.id)


def test_sender_when_removed_then_another_merchant_cannot_and_the_audit_knows(desk: Desk) -> None:
    kept = keep(desk, KeptSender(sender=SENDER))
    with desk.database.write() as session, pytest.raises(NotFound):
        remove_sender(session, desk.ids, Change(merchant=OTHER.merchant, actor="eve", now=NOW), kept.id)
    with desk.database.write() as session:
        remove_sender(session, desk.ids, Change(merchant="main", actor="ana", now=NOW), kept.id)
    assert {"sender.kept", "sender.removed"} <= set(audited(desk))


@pytest.mark.parametrize(
    "wrong",
    [{"company": " "}, {"lines": ()}, {"city": ""}, {"country": "ZZ"}, {"phone": "x\n"}, {"postcode": "9" * 200}],
)
def test_sender_when_it_cannot_be_then_refused(desk: Desk, wrong: dict[str, object]) -> None:
    fields = {name: getattr(SENDER, name) for name in ("company", "lines", "city", "country", "postcode", "phone")}
    with pytest.raises(SenderRefused):
        keep(desk, KeptSender(sender=Sender(**(fields | wrong))))
