"""No route shows or changes what another merchant has: made from the description, so that no route is forgotten."""

from tests.http.conftest import Service, is_problem
from tests.http.owned_things import ids_of
from tests.http.routes import PLACE, operations, tried_on

MAKES = {("PUT", "/v1/column-profiles/{profile_name}")}  # one of the caller's own, under whatever name
# Fulfilment's ids have a test of their own; a SKU, channel, warehouse or service is the merchant's own name, which
# others may use for theirs. So are drafts and settings; editions and lists of `main` are everybody's who has none of
# their own, and kinds of notices anybody's.
EXEMPT = {
    "event",
    "draft", "edition", "rule", "list_name", "setting", "kind_name", "photo", "role",
    "shipment_id", "file", "number", "return_id", "claim_id", "sku", "dispute_id", "gateway", "channel", "warehouse",
    "service",
    "proof_id", "provider", "currency",
}  # fmt: skip
LISTINGS = (
    "/v1/orders",
    "/v1/events",
    "/v1/reviews",
    "/v1/queue-views",
    "/v1/products",
    "/v1/product-tasks",
    "/v1/takedowns",
    "/v1/customer-requests",
    "/v1/rescreens",
    "/v1/marks",
    "/v1/rules/drafts",
    "/v1/rules/proposals?state=all",
    "/v1/rules/editions",
    "/v1/rules/runs",
    "/v1/senders",
    "/v1/shipping-rates",
    "/v1/consignments",
    "/v1/notices",
    "/v1/boxes",
    "/v1/users",
    "/v1/webhook-endpoints",
    "/v1/jobs/dead",
    "/v1/audit",
)


def test_routes_when_the_ids_are_another_merchants_then_all_answer_404(service: Service) -> None:
    ids = ids_of(service)
    tried = 0
    for method, path, operation in operations(service.get("/openapi.json", key=None).json()):
        names = PLACE.findall(path)
        if not names or not set(names) <= ids.keys() or (method, path) in MAKES:
            continue
        filled = PLACE.sub(lambda found: ids[found[1]], path)
        response = tried_on(service, method, filled, operation, "other")
        assert response.status_code == 404, (method, path, response.status_code, response.text)
        assert is_problem(response, 404, "not_found")
        tried += 1
    assert tried >= 12


def test_listings_when_another_merchant_asks_then_are_empty(service: Service) -> None:
    """All of them in one house, which takes long to fill."""
    ids_of(service)
    answers = {path: service.get(path, key="other").json() for path in LISTINGS}
    assert {path: answer.get("data", answer) for path, answer in answers.items() if answer.get("data") != []} == {}


def test_routes_when_the_key_lacks_the_scope_then_all_answer_403(lone_service: Service) -> None:
    ids = ids_of(lone_service)
    key = lone_service.make_key(scopes=[])
    for method, path, operation in operations(lone_service.get("/openapi.json", key=None).json()):
        filled = PLACE.sub(lambda found: ids.get(found[1], found[0]), path)
        response = tried_on(lone_service, method, filled, operation, key.id)
        assert response.status_code == 403, (method, path, response.text)


def test_ids_when_paths_name_them_then_this_test_knows_them(lone_service: Service) -> None:
    """A route with an id of a new kind must be added to `ids_of`, or it would not be tried."""
    known = ids_of(lone_service).keys()
    named = {
        name
        for _, path, _ in operations(lone_service.get("/openapi.json", key=None).json())
        for name in PLACE.findall(path)
    }
    assert named <= known | EXEMPT
