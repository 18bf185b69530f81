"""Callers bound to shops, on every route: made from the application's routes, so that none is forgotten."""

import re
from dataclasses import replace

import pytest
from httpx2 import Response

from api.access.keyring import KeyWanted
from api.access.reach import Reach, leads_to_shop
from api.access.scopes import Scope
from api.describing import Document
from api.services import Services
from engine.desk.desk import Caller
from engine.desk.preferences import prefer
from engine.desk.premises import KNOWN_ONLY
from engine.desk.submitting import submission_handlers
from engine.desk.telling import handlers
from engine.store.bindings import Binding
from tests.builders import an_order
from tests.desks import an_honest_order, an_unpaid_order, document
from tests.draining import drain
from tests.http.conftest import Service, is_problem
from tests.http.lives import admitted, delivered, life, post
from tests.http.owned_things import ids_of
from tests.http.routes import PLACE, guarded_routes, tried_on
from tests.http.test_orders import ORDERS, sent
from tests.statements import counted

HERE, THERE = "shop-de", "shop-fr"  # orders of the builders are of the first
OF_ORDERS = {"shipment_id", "return_id", "claim_id", "proof_id", "dispute_id"}  # tried below, and in `test_reach`
OF_THE_MERCHANT = {
    "queue_view_id", "provider", "currency",
    "task_id", "registration_id", "takedown_id", "version", "mark_id", "count_id", "wave_id", "pick_list_id",
    "transfer_id", "difference_id", "consignment_id", "settlement_id", "settlement_case_id", "sender_id", "user_id",
    "freight_bill_id", "freight_difference_id", "suggestion_id",
    "key_id", "run_id", "activation_id", "proposal_id", "rule_run_id", "backtest_id", "trip_id", "endpoint_id",
    "delivery_id", "source_id", "event", "draft", "edition", "setting", "list_name", "sku", "channel", "warehouse",
    "gateway", "file", "script", "token", "profile_name", "kind", "kind_name", "what_if_id",
    "photo", "job_id", "role", "rule", "name", "carrier_id", "pickup_id", "service", "manifest_id",
}  # fmt: skip
ENTITY = {"code": "ACME-FR", "name": "Acme SARL", "country": "FR"}


def bound_key(service: Service, *shops: str, entities: tuple[str, ...] = (), scopes: tuple[Scope, ...] = ()) -> str:
    """A key that may do everything, in some shops."""
    wanted = KeyWanted(
        name=f"of {shops or entities}",
        merchant="main",
        scopes=frozenset(scopes or set(Scope)),
        binding=Binding(shops=frozenset(shops), legal_entities=frozenset(entities)),
    )
    key, token = service.keyring.create(wanted, service.ids)
    service.tokens[key.id] = token.text
    return key.id


def test_routes_when_orders_are_another_shops_then_answer_like_nothing(service: Service) -> None:
    ids = ids_of(service)
    key = bound_key(service, THERE)
    described = service.get("/openapi.json", key=None).json()
    tried = 0
    for each in guarded_routes(service.app):
        names = PLACE.findall(each.path)
        if each.reach in {None, Reach.OPEN, Reach.NARROWED}:
            continue
        path = PLACE.sub(lambda found: ids.get(found[1], f"{found[1]}-x"), each.path)
        operation: Document = described["paths"][each.path][each.method.lower()]
        answer = tried_on(service, each.method, path, operation, key)
        leads = any(leads_to_shop(name, ids.get(name, f"{name}-x")) is not None for name in names)
        code = "not_found" if leads and each.reach is Reach.BY_ID else "shop_bound"
        assert is_problem(answer, 404 if code == "not_found" else 403, code), (each, answer.status_code, answer.text)
        tried += leads
    assert tried >= 25


def test_ids_when_paths_name_them_then_lead_to_a_shop_or_are_the_merchants(lone_service: Service) -> None:
    """A route with an id of a new kind is added to `api.access.reach`, or here when it is of no order."""
    ids = ids_of(lone_service)
    asked = [each.path for each in guarded_routes(lone_service.app) if not each.path.startswith("/console/")]
    named = {name for path in asked for name in PLACE.findall(path)}
    known = {name for name in named if leads_to_shop(name, ids.get(name, "")) is not None}
    assert named - known - OF_ORDERS <= OF_THE_MERCHANT


def test_routes_when_orders_are_the_callers_shops_then_answer_as_to_others(lone_service: Service) -> None:
    ids = ids_of(lone_service)
    key = bound_key(lone_service, HERE, THERE)
    seen = 0
    for each in guarded_routes(lone_service.app):
        names = PLACE.findall(each.path)
        if each.method != "GET" or each.reach is not Reach.BY_ID or not names or not set(names) <= ids.keys():
            continue
        if not any(leads_to_shop(name, ids[name]) for name in names):
            continue
        path = PLACE.sub(lambda found: ids[found[1]], each.path)
        mine, anybodys = lone_service.get(path, key=key), lone_service.get(path)
        assert (mine.status_code, code_in(mine)) == (anybodys.status_code, code_in(anybodys)), path
        seen += mine.status_code == 200
    assert seen >= 6


def code_in(answer: Response) -> object:
    """The code of a problem; nothing of what is none, or no JSON."""
    return answer.json().get("code") if "json" in answer.headers["content-type"] else None


def test_parts_of_fulfilment_when_another_shops_then_answer_404(lone_service: Service) -> None:
    order_id = delivered(lone_service)
    asked = {"lines": [{"line": 1, "quantity": 1}], "reason": "no"}
    back = post(lone_service, f"/v1/orders/{order_id}/returns", asked, 201)["id"]
    shipment = life(lone_service, order_id)["shipment"]
    here, there = bound_key(lone_service, HERE), bound_key(lone_service, THERE)
    scans = {"events": [{"status": "lost", "at": "2026-11-27T10:00:00Z"}]}
    for method, path, body in (
        ("GET", f"/v1/shipments/{shipment['id']}/label", None),
        ("POST", f"/v1/shipments/{shipment['number']}/tracking", scans),
        ("POST", f"/v1/returns/{back}/authorise", None),
    ):
        assert is_problem(lone_service.call(method, path, body, key=there), 404, "not_found"), path
        assert lone_service.call(method, path, body, key=here).status_code == 200, path


LISTINGS = (
    "/v1/orders",
    "/v1/events",
    "/v1/reviews",
    "/v1/papers",
    "/v1/party-verdicts",
    "/v1/disputes",
    "/v1/claims",
    "/v1/holds?state=any",
    "/v1/customer-requests",
    "/v1/labels",
    "/v1/cases",
    "/v1/deadlines",
)


def test_listings_when_bound_then_hold_the_callers_shops_alone(service: Service) -> None:
    """All of them in one house, which takes long to fill."""
    service.call("POST", f"/v1/orders/{ids_of(service)['order_id']}/labels", {"kind": "fraud"})
    of_here, of_there = bound_key(service, HERE), bound_key(service, THERE)
    for path in LISTINGS:
        here = service.get(path, key=of_here).json()["data"]
        there = service.get(path, key=of_there).json()["data"]
        everybodys = service.get(path).json()["data"]
        assert there == [], path
        assert [each for each in everybodys if each.get("order_id", "x") is not None] == here, path


def test_next_review_when_bound_then_is_of_the_callers_shops(service: Service) -> None:
    sent(service, document(an_unpaid_order()))
    drain(service.database, handlers(service.ids))
    assert service.call("POST", "/v1/reviews/next", {}, key=bound_key(service, THERE)).status_code == 204
    assert service.call("POST", "/v1/reviews/next", {}, key=bound_key(service, HERE)).status_code == 200


def test_order_when_sent_for_another_shop_then_is_refused(service: Service) -> None:
    key = bound_key(service, THERE)
    assert is_problem(service.call("POST", ORDERS, document(an_honest_order()), key=key), 403, "other_shop")
    nowhere = document(replace(an_honest_order(), shop=None))
    two = bound_key(service, HERE, THERE)
    assert is_problem(service.call("POST", ORDERS, nowhere, key=two), 403, "other_shop")
    assert is_problem(service.call("POST", "/v1/evaluations", document(an_order()), key=key), 403, "other_shop")


def test_batch_when_an_item_is_another_shops_then_that_one_alone_is_refused(service: Service) -> None:
    nowhere = document(replace(an_honest_order(), id="A-2", shop=None))
    key = bound_key(service, THERE)
    body = {"items": [{"order": document(an_honest_order())}, {"order": nowhere}]}
    done = service.call("POST", "/v1/orders/batch", body, key=key).json()["data"]
    assert [each["status"] for each in done] == [403, 201]
    assert done[0]["problem"]["code"] == "other_shop"
    assert service.get(f"/v1/orders/{done[1]['decision']['order_id']}").json()["shop"] == THERE


def test_batch_when_decided_later_then_is_the_senders_shops_and_nobody_elses(service: Service) -> None:
    nowhere = document(replace(an_honest_order(), id="A-2", shop=None))
    here, there = bound_key(service, HERE), bound_key(service, THERE)
    body = {"items": [{"order": document(an_honest_order())}, {"order": nowhere}]}
    taken = service.call("POST", "/v1/orders/batch", body, key=there, headers={"Prefer": "respond-async"}).json()
    drain(service.database, {**submission_handlers(service.app.state.services.desk), **handlers(service.ids)})
    refused, decided = service.get(taken["links"]["items"], key=there).json()["data"]
    assert refused["problem"]["code"] == "other_shop"
    assert service.get("/v1/orders?merchant_order_id=A-2", key=there).json()["data"][0]["shop"] == THERE
    for path in (taken["links"]["self"], taken["links"]["items"], decided["links"]["self"], refused["links"]["self"]):
        assert service.get(path, key=there).status_code == 200
        assert is_problem(service.get(path, key=here), 404, "not_found"), path


def test_what_names_an_order_in_its_body_when_another_shops_then_finds_none(lone_service: Service) -> None:
    order = sent(lone_service, document(an_honest_order()))["order_id"]
    here, there = bound_key(lone_service, HERE), bound_key(lone_service, THERE)
    for path, body in (
        ("/v1/customer-requests", {"order_id": order, "asks": ["phone"]}),
        ("/v1/labels", {"order_id": order, "kind": "fraud"}),
        ("/v1/labels", {"merchant_order_id": an_honest_order().id, "kind": "legitimate"}),
    ):
        assert is_problem(lone_service.call("POST", path, body, key=there), 404, "not_found"), path
        assert lone_service.call("POST", path, body, key=here).status_code == 201, path


def test_labels_of_a_file_when_another_shops_then_are_faulty(lone_service: Service) -> None:
    order = sent(lone_service, document(an_honest_order()))["order_id"]
    content = f"order_id,kind,source\n{order},fraud,analyst\n".encode()
    told = {"Content-Type": "text/csv"}
    taken = [
        lone_service.call("POST", "/v1/labels/file", content=content, headers=told, key=bound_key(lone_service, shop))
        for shop in (THERE, HERE)
    ]
    assert [each.json()["added"] for each in taken] == [0, 1]


def test_answer_when_kept_for_somebody_then_is_not_shown_to_another_shop(lone_service: Service) -> None:
    sent(lone_service, document(an_unpaid_order()))
    drain(lone_service.database, handlers(lone_service.ids))
    again = {"Idempotency-Key": "k-1"}
    keys = [bound_key(lone_service, shop) for shop in (HERE, THERE)]
    mine, theirs = (lone_service.call("POST", "/v1/reviews/next", {}, key=each, headers=again) for each in keys)
    assert mine.status_code == 200
    assert is_problem(theirs, 422, "idempotency_key_reused")


def test_request_when_repeated_by_another_shop_then_is_not_answered(lone_service: Service) -> None:
    nowhere = document(replace(an_honest_order(), shop=None))
    for headers in ({"Idempotency-Key": "k-1"}, {"Idempotency-Key": "k-2", "Prefer": "respond-async"}):
        keys = [bound_key(lone_service, shop) for shop in (HERE, THERE)]
        mine, theirs = (lone_service.call("POST", ORDERS, nowhere, key=each, headers=headers) for each in keys)
        assert mine.status_code in {201, 202}
        assert is_problem(theirs, 422, "idempotency_key_reused"), theirs.text


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_names_when_they_look_like_an_id_then_open_nothing(lone_service: Service, method: str) -> None:
    order = sent(lone_service, document(an_honest_order()))["order_id"]
    key = bound_key(lone_service, HERE)
    body = {"country_of_origin": "CN"} if method == "PUT" else None
    assert is_problem(lone_service.call(method, f"/v1/products/{order}", body, key=key), 403, "shop_bound")


def test_order_when_it_names_no_shop_then_is_of_the_only_one_that_the_key_has(service: Service) -> None:
    body = document(replace(an_honest_order(), shop=None))
    decision = service.call("POST", ORDERS, body, key=bound_key(service, THERE)).json()
    assert service.get(f"/v1/orders/{decision['order_id']}").json()["shop"] == THERE


def test_shops_of_a_legal_entity_when_they_change_then_so_does_what_its_key_reaches(service: Service) -> None:
    service.call("PUT", "/v1/legal-entities", ENTITY)
    key = bound_key(service, entities=("ACME-FR",))
    order = sent(service, document(an_honest_order()))["order_id"]
    assert service.get(f"/v1/orders/{order}", key=key).status_code == 404
    service.call("PUT", "/v1/shops", {"code": HERE, "name": "Germany", "legal_entity": "ACME-FR"})
    service.clock.move(5)
    assert service.get(f"/v1/orders/{order}", key=key).status_code == 200
    assert [each["code"] for each in service.get("/v1/shops", key=key).json()["data"]] == [HERE]


def test_unknown_shops_when_refused_by_setting_then_only_registered_ones_come_in(service: Service) -> None:
    services: Services = service.app.state.services
    assert sent(service, document(an_honest_order()))
    prefer(services.desk, Caller(merchant="main", name="tests"), KNOWN_ONLY, 1)
    other = document(replace(an_honest_order(), id="A-2"))
    assert is_problem(service.call("POST", ORDERS, other), 422, "shop_unknown")
    service.call("PUT", "/v1/shops", {"code": HERE, "name": "Germany"})
    assert service.call("POST", ORDERS, other).status_code == 201
    service.call("PUT", "/v1/shops", {"code": HERE, "name": "Germany", "active": False})
    assert is_problem(service.call("POST", ORDERS, document(replace(an_honest_order(), id="A-3"))), 422, "shop_unknown")


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/v1/shops", {"code": "x", "name": "X", "legal_entity": "NONE"}, "shop_refused"),
        ("/v1/shops", {"code": " x", "name": "X"}, "document_rejected"),
        ("/v1/shops", {"code": "x", "name": "X", "merchant": "other"}, "document_rejected"),
        ("/v1/legal-entities", {"code": "x", "name": "X", "country": "France"}, "document_rejected"),
    ],
)
def test_shop_when_it_cannot_be_then_is_not_kept(
    lone_service: Service, path: str, body: dict[str, str], code: str
) -> None:
    assert is_problem(lone_service.call("PUT", path, body), 422, code)
    assert lone_service.get(path).json()["data"] == []


def test_shops_when_another_merchant_asks_then_are_not_shown(lone_service: Service) -> None:
    lone_service.call("PUT", "/v1/legal-entities", ENTITY)
    lone_service.call("PUT", "/v1/shops", {"code": "fr", "name": "France", "legal_entity": "ACME-FR"})
    for path in ("/v1/shops", "/v1/legal-entities"):
        assert lone_service.get(path, key="other").json()["data"] == []
    theirs = {"code": "fr", "name": "F", "legal_entity": "ACME-FR"}
    refused = lone_service.call("PUT", "/v1/shops", theirs, key="other")
    assert is_problem(refused, 422, "shop_refused")


def test_order_when_read_then_only_bound_callers_cost_a_statement_more(lone_service: Service) -> None:
    order = sent(lone_service, document(an_honest_order()))["order_id"]
    key = bound_key(lone_service, HERE)
    path = f"/v1/orders/{order}"
    for each in (key, "main"):
        lone_service.get(path, key=each)
    with counted(lone_service.database) as of_bound:
        lone_service.get(path, key=key)
    with counted(lone_service.database) as of_all:
        lone_service.get(path)
    assert len(of_bound.data) == len(of_all.data) + 1


def test_known_shops_when_nobody_asked_for_them_then_cost_no_statement_of_an_order(lone_service: Service) -> None:
    admitted(lone_service)
    with counted(lone_service.database) as seen:
        sent(lone_service, document(replace(an_honest_order(), id="A-2")))
    assert not [each for each in seen.data if re.search(r"FROM (shop|setting)\b", each)]
