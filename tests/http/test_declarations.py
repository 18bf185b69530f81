"""Declarations and senders over HTTP."""

import orjson
import pytest
from jsonschema import Draft202012Validator

from api.access.scopes import Scope
from api.schemas.senders import STATED
from fulfillment.documents.advance_schema import advance_schema
from tests.builders import an_order
from tests.desks import document
from tests.http.conftest import Service, is_problem
from tests.http.test_orders import sent

PARCEL = {"gross_g": 420, "materials": ["corrugated_board"]}


def an_id(service: Service) -> str:
    return str(sent(service, document(an_order()))["order_id"])


def test_declaration_when_asked_then_shows_faults_and_nothing_personal(lone_service: Service) -> None:
    lone_service.call("PUT", "/v1/senders", STATED)
    response = lone_service.call("POST", f"/v1/orders/{an_id(lone_service)}/declaration", PARCEL)
    found = response.json()
    assert (response.status_code, found["form"]) == (200, "CN22")
    assert found["declaration"]["totals"]["goods_value"] == 3998
    assert "Muster" not in response.text
    assert {"pointer", "code", "message", "remedy", "rule", "stops"} == set(found["faults"][0])


def test_advance_data_when_made_then_fits_the_schema_and_names_the_addressee(lone_service: Service) -> None:
    response = lone_service.call("POST", f"/v1/orders/{an_id(lone_service)}/advance-data", PARCEL)
    tree = orjson.loads(response.content)
    assert list(Draft202012Validator(advance_schema()).iter_errors(tree)) == []
    assert tree["addressee"]["name"] == "Erika Muster"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"value": 1}, "declared_value_refused"),
        ({"category": "gift"}, "declared_category_refused"),
        ({"pieces": {"9": 1}}, "nothing_to_declare"),
    ],
)
def test_declaration_when_it_cannot_be_so_then_422(lone_service: Service, asked: dict[str, object], code: str) -> None:
    response = lone_service.call("POST", f"/v1/orders/{an_id(lone_service)}/declaration", asked)
    assert is_problem(response, 422, code)


def test_declaration_when_another_merchant_asks_then_404(lone_service: Service) -> None:
    path = f"/v1/orders/{an_id(lone_service)}/declaration"
    assert is_problem(lone_service.call("POST", path, PARCEL, key="other"), 404, "not_found")


def test_sender_when_put_then_listed_until_removed(service: Service) -> None:
    kept = service.call("PUT", "/v1/senders", STATED).json()
    assert service.get("/v1/senders").json()["data"] == [kept]
    assert service.call("DELETE", f"/v1/senders/{kept['id']}").status_code == 204
    assert service.get("/v1/senders").json()["data"] == []
    assert is_problem(service.call("DELETE", f"/v1/senders/{kept['id']}"), 404, "not_found")


def test_sender_when_its_country_is_none_then_422(lone_service: Service) -> None:
    assert is_problem(lone_service.call("PUT", "/v1/senders", {**STATED, "country": "ZZ"}), 422, "sender_refused")


def test_sender_when_the_key_may_only_read_then_403(lone_service: Service) -> None:
    key = lone_service.make_key(scopes=[Scope.ORDERS_READ])
    assert lone_service.call("GET", "/v1/senders", key=key.id).status_code == 200
    assert is_problem(lone_service.call("PUT", "/v1/senders", STATED, key=key.id), 403, "scope_missing")
