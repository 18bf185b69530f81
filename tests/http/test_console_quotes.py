"""The console's quotes over HTTP: for parcels that nobody ordered, and for an order, whose service is then named."""

from api.access.roles import Role
from tests.desks import an_honest_order
from tests.http.conftest import Service
from tests.http.console_forms import form_sent
from tests.http.lives import admitted
from tests.http.people import signed_in

PARCEL = "from=CN&to=us&weight.1=480&goods.1=battery_inside&value=42&currency=USD"


def test_parcel_when_quoted_then_every_service_is_priced_or_says_why_not(lone_service: Service) -> None:
    page = signed_in(lone_service, Role.VIEWER).get(f"/console/quotes?{PARCEL}").text
    assert ("would be chosen" in page, "does not serve this lane (from CN to US)" in page) == (True, True)
    assert "Send it by this" not in page


def test_parcel_when_something_is_typed_wrongly_then_page_says_so_and_keeps_it(lone_service: Service) -> None:
    answer = signed_in(lone_service, Role.VIEWER).get(f"/console/quotes?{PARCEL}&rows=2&weight.2=none&to=U")
    assert (answer.status_code, 'role="alert"' in answer.text, "/parcels/1/weight_g" in answer.text) == (
        200,
        True,
        True,
    )
    assert 'name="weight.1" min="1" max="100000000" required value="480"' in answer.text


def test_order_when_named_by_the_merchants_number_then_is_quoted_and_a_service_named(lone_service: Service) -> None:
    order_id = admitted(lone_service, an_honest_order("A-77"))
    packer = signed_in(lone_service, Role.WAREHOUSE)
    assert "Send it by this" in packer.get("/console/quotes?order=A-77").text
    sent = form_sent(packer, f"/console/quotes/{order_id}/name", service="intl-express", reason_code="faster")
    assert (sent.status_code, sent.headers["location"]) == (303, f"/console/quotes?order={order_id}&said=named")
    kept = lone_service.get(f"/v1/orders/{order_id}/services").json()["data"]
    assert [each["service"] for each in kept if each["kind"] == "named"] == ["intl-express"]
    refused = form_sent(packer, f"/console/quotes/{order_id}/name", "k-2", service="de-domestic", reason_code="faster")
    assert ("service_refused" in refused.text, "A-77" in refused.text) == (True, True)
    assert "No order of yours has this number" in packer.get("/console/quotes?order=A-78").text
