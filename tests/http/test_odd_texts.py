"""What JSON and URLs can say and a database cannot keep is refused at the door, alike on both databases."""

import pytest

from tests.desks import an_honest_order, document
from tests.http.conftest import Service, is_problem
from tests.http.test_orders import sent

NUL = "a\0b"
JSON = {"Content-Type": "application/json"}
SURROGATE = b'{"\\ud800": "4111111111111111"}'
EDGES = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")


@pytest.mark.parametrize(("path", "body", "pointer"), [
    ("/v1/orders/{order}/holds", {"reason": NUL}, "/reason"),
    ("/v1/orders/{order}/labels", {"kind": "fraud", "source": NUL}, "/source"),
    ("/v1/decisions/{decision}/replay", {"edition": NUL}, "/edition"),
    ("/v1/decisions/{decision}/replay", {"edition": "f" * 129}, "/edition"),
    ("/v1/reviews/next", {"queue": NUL}, "/queue"),
])  # fmt: skip
def test_body_when_a_text_cannot_be_kept_then_says_where(
    service: Service, path: str, body: dict[str, str], pointer: str
) -> None:
    decision = sent(service, document(an_honest_order()))
    response = service.call("POST", path.format(order=decision["order_id"], decision=decision["id"]), body)
    assert is_problem(response, 422, "document_rejected"), response.text
    assert [each["pointer"] for each in response.json()["errors"]] == [pointer]


@pytest.mark.parametrize("moment", EDGES)
def test_hold_when_its_end_is_beyond_all_years_then_is_refused_and_the_order_stays_readable(
    service: Service, moment: str
) -> None:
    order = sent(service, document(an_honest_order()))["order_id"]
    response = service.call("POST", f"/v1/orders/{order}/holds", {"reason": "wait", "expires_at": moment})
    assert is_problem(response, 422, "document_rejected"), response.text
    assert service.get(f"/v1/orders/{order}").status_code == 200


@pytest.mark.parametrize("query", ["orders?shop=%00", "orders?merchant_order_id=a%00", "reviews?queue=%00"])
def test_parameter_when_it_cannot_be_kept_then_is_refused(service: Service, query: str) -> None:
    assert is_problem(service.get(f"/v1/{query}"), 422, "parameter_rejected")


def test_order_when_a_field_name_is_no_text_then_the_faults_can_still_be_told(service: Service) -> None:
    order = sent(service, document(an_honest_order()))["order_id"]
    for method, path in (("POST", "/v1/orders"), ("PATCH", f"/v1/orders/{order}")):
        assert is_problem(service.call(method, path, content=SURROGATE, headers=JSON), 422, "order_rejected")
