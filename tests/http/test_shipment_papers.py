"""Papers of a parcel over HTTP: listed, refused while something is missing, printed, kept without personal values."""

import pytest
from sqlalchemy import select

from engine.order.order import Order
from fulfillment.store.tables import DOCUMENT
from tests.builders import an_address, an_order
from tests.http.conftest import OTHER, Service, is_problem
from tests.http.lives import labelled, life, post
from tests.printed import pages, words

SENDER = {
    "company": "Harbour Lights Trading Co., Ltd.",
    "lines": ["88 Example Road"],
    "city": "Shenzhen",
    "country": "CN",
    "postcode": "518000",
    "signatory": "Export desk",
    "numbers": [{"kind": "EORI", "value": "DE123456789012345", "country": "DE"}],
}


def parcel(service: Service, order: Order | None = None, *, sender: bool = True) -> str:
    """A parcel with its label, whose sender is known; answers the shipment's id."""
    if sender:
        service.call("PUT", "/v1/senders", SENDER)
    order_id = labelled(service, order)
    return str(life(service, order_id)["shipment"]["id"])


def test_papers_when_the_sender_is_unknown_then_are_listed_with_what_is_missing(lone_service: Service) -> None:
    shipment = parcel(lone_service, sender=False)
    shown = lone_service.get(f"/v1/shipments/{shipment}/papers").json()
    assert not shown["printable"]
    assert "sender_incomplete" in [each["code"] for each in shown["faults"] if each["stops"]]


def test_papers_when_something_is_missing_then_none_is_printed_and_all_is_named(lone_service: Service) -> None:
    shipment = parcel(lone_service, sender=False)
    response = lone_service.get(f"/v1/shipments/{shipment}/papers/invoice.pdf")
    assert is_problem(response, 422, "paper_incomplete")
    assert {each["code"] for each in response.json()["errors"]} == {"sender_incomplete", "eori_missing"}


def test_papers_when_complete_then_all_that_are_needed_come_as_one_file(service: Service) -> None:
    shipment = parcel(service)
    shown = service.get(f"/v1/shipments/{shipment}/papers").json()
    response = service.get(f"/v1/shipments/{shipment}/papers.pdf")
    assert shown["printable"]
    assert response.headers["content-type"] == "application/pdf"
    assert pages(response.content) == sum(each["needed"] for each in shown["papers"])


@pytest.mark.parametrize(
    ("file", "media_type", "begins"),
    [
        ("cn23.pdf", "application/pdf", b"%PDF"),
        ("label.pdf", "application/pdf", b"%PDF"),
        ("label-4x6.pdf", "application/pdf", b"%PDF"),
        ("label.zpl", "application/vnd.zebra.zpl", b"^XA"),
        ("declaration.json", "application/json", b"{"),
        ("declaration.xml", "application/xml", b"<?xml"),
    ],
)
def test_paper_when_asked_by_its_suffix_then_has_that_form(
    lone_service: Service, file: str, media_type: str, begins: bytes
) -> None:
    response = lone_service.get(f"/v1/shipments/{parcel(lone_service)}/papers/{file}")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == media_type
    assert response.content.startswith(begins)
    assert response.headers["cache-control"] == "no-store"


def test_papers_when_printed_again_then_are_the_same_bytes(lone_service: Service) -> None:
    path = f"/v1/shipments/{parcel(lone_service)}/papers.pdf"
    first = lone_service.get(path).content
    lone_service.clock.move(86_400)
    assert lone_service.get(path).content == first


def test_papers_when_the_product_file_changes_later_then_a_reprint_says_what_was_declared(
    lone_service: Service,
) -> None:
    path = f"/v1/shipments/{parcel(lone_service)}/papers/invoice.pdf"
    first = lone_service.get(path).content
    lone_service.call("PUT", "/v1/products/TEE-M-BLUE", {"customs_name_en": "Something else", "hs6": "610990"})
    assert lone_service.get(path).content == first


def test_papers_when_printed_then_what_is_kept_holds_nothing_personal(service: Service) -> None:
    shipment = parcel(service)
    told = words(service.get(f"/v1/shipments/{shipment}/papers.pdf").content)
    with service.database.read() as session:
        kept = [str(row[0]) for row in session.rows(select(DOCUMENT.c.content))]
    assert "Erika Muster" in told
    assert len(kept) == 2  # the drawing of the label, and the declaration
    assert not any(each in content for content in kept for each in ("Erika", "Chausseestr", "10115"))


def test_papers_when_the_order_is_held_then_none_is_printed(lone_service: Service) -> None:
    lone_service.call("PUT", "/v1/senders", SENDER)
    order_id = labelled(lone_service)
    shipment = life(lone_service, order_id)["shipment"]["id"]
    post(lone_service, f"/v1/orders/{order_id}/holds", {"reason": "the buyer rang"}, 201)
    response = lone_service.get(f"/v1/shipments/{shipment}/papers/label.pdf")
    assert is_problem(response, 409, "paper_withheld")
    (kept,) = response.json()["errors"]
    assert (kept["code"], kept["detail"].split(":")[0]) == ("kept_by", "HELD_BY_HAND")
    assert lone_service.get(f"/v1/shipments/{shipment}/papers").json()["clear"] is False


def test_paper_when_nothing_dangerous_is_in_the_parcel_then_there_is_no_note_of_it(lone_service: Service) -> None:
    response = lone_service.get(f"/v1/shipments/{parcel(lone_service)}/papers/dangerous_goods_note.pdf")
    assert is_problem(response, 422, "paper_not_called_for")


def test_zpl_when_the_name_has_letters_that_no_printer_font_draws_then_says_which(lone_service: Service) -> None:
    address = an_address(
        name="見本 花子", line1="丸の内1-1", city="千代田区", state="東京都", postcode="100-0005", country="JP",
        phone="+81 3 5550 0100",
    )  # fmt: skip
    response = lone_service.get(
        f"/v1/shipments/{parcel(lone_service, an_order(shipping_address=address))}/papers/label.zpl"
    )
    assert is_problem(response, 422, "letters_missing")


@pytest.mark.parametrize("file", ["cn24.pdf", "invoice.zpl", "label", "papers.pdf"])
def test_paper_when_there_is_none_of_that_name_then_404(lone_service: Service, file: str) -> None:
    assert is_problem(lone_service.get(f"/v1/shipments/{parcel(lone_service)}/papers/{file}"), 404, "not_found")


@pytest.mark.parametrize("path", ["papers", "papers.pdf", "papers/label.zpl"])
def test_papers_when_they_are_another_merchants_then_404(lone_service: Service, path: str) -> None:
    shipment = parcel(lone_service)
    assert is_problem(lone_service.get(f"/v1/shipments/{shipment}/{path}", key=OTHER), 404, "not_found")
