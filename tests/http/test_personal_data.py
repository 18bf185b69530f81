"""A person's data over HTTP: whole, streamed, and only for who may see everything."""

from api.access.scopes import Scope
from tests.desks import an_honest_order, document
from tests.http.conftest import Service, is_problem
from tests.http.test_orders import sent


def test_personal_data_when_asked_then_has_all_orders_of_the_person(service: Service) -> None:
    first, second = (str(sent(service, document(an_honest_order(name)))["order_id"]) for name in ("A-1", "A-2"))
    found = service.get(f"/v1/orders/{first}/personal-data").json()["orders"]
    assert [each["order_id"] for each in found] == sorted((first, second))
    assert found[0]["documents"][0]["document"]["shipping_address"]["name"] == "Erika Muster"


def test_personal_data_when_the_key_is_of_a_storefront_then_403(lone_service: Service) -> None:
    order_id = sent(lone_service, document(an_honest_order()))["order_id"]
    key = lone_service.make_key(scopes=[Scope.ORDERS_READ])
    assert is_problem(lone_service.get(f"/v1/orders/{order_id}/personal-data", key=key.id), 403, "scope_missing")
