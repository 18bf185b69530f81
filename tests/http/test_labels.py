"""Labels over REST: one by one, as a file with a trial first, and read again."""

from engine.store.tables import LABEL
from tests.desks import an_honest_order, document
from tests.http.conftest import Service, is_problem
from tests.http.test_orders import sent

LABELS = "/v1/labels"
CSV = {"Content-Type": "text/csv"}
FILE = b"order_id,kind,source\nL-1,fraud,analyst\nL-1,scam,analyst\nL-9,fraud,analyst\n"


def kept(service: Service) -> int:
    """How many there are."""
    with service.database.read() as session:
        return len(session.rows(LABEL.select()))


def test_label_when_told_by_the_merchants_name_then_is_noted_once(service: Service) -> None:
    decision = sent(service, document(an_honest_order("L-1")))
    asked = {"merchant_order_id": "L-1", "kind": "fraud"}
    first, again = service.call("POST", LABELS, asked), service.call("POST", LABELS, asked)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["order_id"] == decision["order_id"]
    assert first.json()["id"] == again.json()["id"]


def test_label_when_no_order_or_two_are_named_then_says_so(lone_service: Service) -> None:
    assert is_problem(lone_service.call("POST", LABELS, {"kind": "fraud"}), 422, "document_rejected")
    unknown = {"kind": "fraud", "merchant_order_id": "nowhere"}
    assert is_problem(lone_service.call("POST", LABELS, unknown), 404, "not_found")
    for shop in ("one", "two"):
        sent(lone_service, document(an_honest_order("L-1")) | {"shop": shop})
    twice = {"kind": "fraud", "merchant_order_id": "L-1"}
    assert is_problem(lone_service.call("POST", LABELS, twice), 409, "several_orders")


def test_file_when_tried_then_tells_what_would_come_and_keeps_nothing(service: Service) -> None:
    sent(service, document(an_honest_order("L-1")))
    tried = service.call("POST", f"{LABELS}/file?dry_run=true", content=FILE, headers=CSV).json()
    assert (tried["added"], [each["line"] for each in tried["faults"]], kept(service)) == (1, [3, 4], 0)
    taken = service.call("POST", f"{LABELS}/file", content=FILE, headers=CSV).json()
    assert (taken["added"], kept(service)) == (1, 1)


def test_file_when_strict_and_a_row_is_faulty_then_none_is_taken(lone_service: Service) -> None:
    sent(lone_service, document(an_honest_order("L-1")))
    lone_service.call("POST", f"{LABELS}/file?strict=true", content=FILE, headers=CSV)
    assert kept(lone_service) == 0
    response = lone_service.call("POST", f"{LABELS}/file", content=b"\xff\xfe", headers=CSV)
    assert is_problem(response, 422, "unknown_format")


def test_labels_when_listed_then_by_order_and_kind_in_pages(service: Service) -> None:
    orders = [str(sent(service, document(an_honest_order(f"L-{n}")))["order_id"]) for n in range(3)]
    for each in orders:
        service.call("POST", LABELS, {"order_id": each, "kind": "legitimate"})
    service.call("POST", LABELS, {"order_id": orders[0], "kind": "fraud"})
    page = service.get(f"{LABELS}?limit=2&kind=legitimate").json()
    rest = service.get(f"{LABELS}?limit=2&kind=legitimate&cursor={page['next_cursor']}").json()
    assert [each["order_id"] for each in [*page["data"], *rest["data"]]] == orders
    assert len(service.get(f"{LABELS}?order_id={orders[0]}").json()["data"]) == 2
    assert service.get(LABELS, key="other").json()["data"] == []
