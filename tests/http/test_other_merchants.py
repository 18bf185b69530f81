"""No route shows or changes what another merchant has: made from the description, so that no route is forgotten."""

import re
from base64 import b64encode
from dataclasses import replace

from httpx2 import Response
from sqlalchemy import text

from api.describing import Document
from api.routes.access_examples import A_KEY_STATED, A_PERSON_STATED
from api.routes.marks import BY_HAND
from api.routes.papers import CLAIM
from api.routes.queue_views import STATED as A_VIEW
from api.routes.takedowns import NOTICES
from api.schemas.registrations import STATED
from api.schemas.senders import STATED as A_SENDER
from api.schemas.service_choices import COUNTED
from api.schemas.webhooks import ENDPOINT_ASKED
from engine.desk.backtesting import Plan
from engine.desk.desk import Caller, Desk
from engine.desk.rule_running import ask_for
from engine.desk.telling import handlers
from engine.ids import Prefix
from engine.store.chunks import NewRun, plan_run
from engine.store.editions import NewActivation, activate
from engine.store.guard_trips import TripRow, add_trip
from engine.store.outbox import NewJob, enqueue
from engine.store.proposals import Proposal, add_proposal
from fulfillment.channels.words import ChannelName, Topic
from fulfillment.records import Connection, Consignment, Notice, ParcelWatch, Saying
from fulfillment.store.channels import add_connection
from fulfillment.store.consignments import add_consignment
from fulfillment.store.learning import add_suggestion
from fulfillment.store.notices import add_notice
from fulfillment.store.sayings import add_saying
from fulfillment.store.watches import add_watch
from tests.builders import a_line, an_order
from tests.desks import an_honest_order, an_unpaid_order, document, medicine_to_australia
from tests.draining import drain
from tests.http.carrier_ids import a_carrier
from tests.http.conftest import Service, is_problem
from tests.http.lives import admitted
from tests.http.test_orders import sent
from tests.lives_learnt import suggested
from tests.small_models import registered

OF_TESTS = ("/v1/probes", "/v1/breaks")
PLACE = re.compile(r"\{(\w+)\}")
MAKES = {("PUT", "/v1/column-profiles/{profile_name}")}  # one of the caller's own, under whatever name


def ids_of(service: Service) -> dict[str, str]:
    """Ids of the main merchant by the names that paths have for them."""
    wave = a_wave(service)  # before notices and marks keep every order from being picked
    decision = sent(service, document(an_unpaid_order()))
    drain(service.database, handlers(service.ids))
    hold = service.get(f"/v1/orders/{decision['order_id']}/holds").json()["data"][0]
    review = service.get("/v1/reviews").json()["data"][0]
    medicine = sent(service, document(medicine_to_australia()))
    paper = service.call("POST", f"/v1/orders/{medicine['order_id']}/papers", CLAIM).json()
    registration = service.call("POST", "/v1/registrations", STATED).json()
    sender = service.call("PUT", "/v1/senders", A_SENDER).json()
    notices = service.call("POST", "/v1/takedowns", NOTICES).json()
    asked = service.call("POST", "/v1/customer-requests", {"order_id": medicine["order_id"], "asks": ["phone"]}).json()
    marked = service.call("POST", "/v1/marks", BY_HAND).json()
    report = b"at,kind,currency,gross\n2026-11-22,penalty,EUR,-3.00\n"
    taken = service.call(
        "POST", "/v1/settlements?provider=generic", content=report, headers={"Content-Type": "text/csv"}
    ).json()
    billed = service.call(
        "POST", "/v1/freight-bills", content=b"tracking_number,currency,freight\nXX1,EUR,5\n",
        headers={"Content-Type": "text/csv"},
    ).json()  # fmt: skip
    later = {"Prefer": "respond-async"}
    submission = service.call("POST", "/v1/orders", document(an_unpaid_order("A-later")), headers=later).json()
    order = {"order": document(an_unpaid_order("A-many"))}
    batch = service.call("POST", "/v1/orders/batch", {"items": [order]}, headers=later).json()
    sheet = service.call("POST", "/v1/order-files", content=b"a,b\n1,2\n", headers={"Content-Type": "text/csv"}).json()
    columns = {"extends": "erp_cn", "columns": {"/id": ["x"]}}
    profile = service.call("PUT", "/v1/column-profiles/my-erp", columns).json()
    view = service.call("POST", "/v1/queue-views", A_VIEW).json()
    return {
        "order_file_id": sheet["id"],
        "profile_name": profile["name"],
        "queue_view_id": view["id"],
        "submission_id": submission["id"],
        "batch_id": batch["id"],
        "settlement_id": taken["settlement"]["id"],
        "settlement_case_id": service.get("/v1/settlement-cases").json()["data"][0]["id"],
        "freight_bill_id": billed["bill"]["id"],
        "freight_difference_id": service.get("/v1/freight-differences").json()["data"][0]["id"],
        "order_id": str(decision["order_id"]),
        "notice_id": a_notice(service, str(decision["order_id"])),
        "kind": "delivered",
        "decision_id": str(decision["id"]),
        "hold_id": hold["id"],
        "review_id": review["id"],
        "task_id": a_task(service),
        "paper_id": paper["paper"]["id"],
        "registration_id": registration["id"],
        "sender_id": sender["id"],
        "customer_request_id": asked["id"],
        "takedown_id": notices["added"][0]["id"],
        "run_id": service.call("POST", "/v1/rescreens", {}).json()["id"],
        "version": registered(service.app.state.services.desk).version,
        "mark_id": marked["marks"][0]["id"],
        "count_id": a_count(service),
        **wave,
        **a_transfer(service),
        "consignment_id": a_consignment(service),
        "what_if_id": service.call("POST", "/v1/shipping-what-ifs", COUNTED).json()["id"],
        "user_id": service.call("POST", "/v1/users", A_PERSON_STATED).json()["user"]["id"],
        "key_id": service.call("POST", "/v1/keys", A_KEY_STATED).json()["key"]["id"],
        **a_delivery(service),
        **of_a_rule_book(service),
        **a_connection(service),
        **a_source(service, str(decision["order_id"])),
        **a_case(service, str(decision["order_id"])),
        **a_carrier(service, str(decision["order_id"])),
        "suggestion_id": a_suggestion(service),
        "job_id": a_dead_job(service),
    }


def a_dead_job(service: Service) -> str:
    """A job of the main merchant that was given up."""
    with service.database.write() as session:
        enqueue(session, service.ids, [NewJob(kind="tests.dies", merchant="main", aggregate="a")], service.clock.now())
        session.run(
            text(
                "UPDATE job SET state = 'dead', finished_at = created_at, last_error = 'gone' WHERE kind = 'tests.dies'"
            ),
            {},
        )
    return str(service.get("/v1/jobs/dead").json()["data"][0]["id"])


def a_suggestion(service: Service) -> str:
    """Something that figures of the main merchant suggest."""
    made = suggested(service.ids.new(Prefix.SUGGESTION), service.clock.now())
    with service.database.write() as session:
        add_suggestion(session, made)
    return made.id


def a_notice(service: Service, order_id: str) -> str:
    """A notice of an order of the main merchant that nobody took."""
    made = Notice(
        id=service.ids.new(Prefix.NOTICE),
        merchant_id="main",
        order_id=order_id,
        kind="delivered",
        about="1",
        audience="customer",
        created_at=service.clock.now(),
        state="refused",
    )
    with service.database.write() as session:
        add_notice(session, made)
    return made.id


def a_source(service: Service, order_id: str) -> dict[str, str]:
    """A source of tracking of the main merchant, and something to see to of an order."""
    asked = {"kind": "own", "name": "line-1", "secrets": {"webhook_secret": "whsec_" + "a" * 32}}
    desk: Desk = service.app.state.services.desk
    now = service.clock.now()
    watch = ParcelWatch(
        id=desk.ids.new(Prefix.PARCEL_WATCH),
        merchant_id="main",
        order_id=order_id,
        subject=order_id,
        kind="ship_by_near",
        since=now,
        due=now,
        opened_at=now,
    )
    with service.database.write() as session:
        add_watch(session, watch)
    return {"source_id": service.call("POST", "/v1/tracking-sources", asked).json()["id"], "watch_id": watch.id}


def a_case(service: Service, order_id: str) -> dict[str, str]:
    """A case of the main merchant, with a file in it."""
    files = [{"content": b64encode(b"%PDF-1.7").decode()}]
    told = {"id": "m-1", "text": "Where is my parcel?", "order": order_id, "files": files}
    case = service.call("POST", "/v1/messages", told).json()["case_id"]
    (message,) = service.get(f"/v1/cases/{case}").json()["messages"]
    return {"case_id": case, "message_file_id": message["files"][0]["id"]}


def a_connection(service: Service) -> dict[str, str]:
    """A connection of the main merchant to the first shop of the builders, and something it is told."""
    desk: Desk = service.app.state.services.desk
    now = service.clock.now()
    made = Connection(
        id=desk.ids.new(Prefix.CONNECTION),
        merchant_id="main",
        channel=ChannelName.SHOPIFY,
        name="shopify",
        shop="shop-de",
        endpoint="https://shop.example",
        id_prefix="shopify-",
        since=now,
        created_at=now,
        created_by="ana",
        changed_at=now,
    )
    said = Saying(
        id=desk.ids.new(Prefix.SAYING),
        merchant_id="main",
        connection_id=made.id,
        order_id=None,
        topic=Topic.STOCK,
        about="1",
        facts={},
        created_at=now,
    )
    with service.database.write() as session:
        add_connection(session, made)
        add_saying(session, said)
    return {"connection_id": made.id, "saying_id": said.id}


def of_a_rule_book(service: Service) -> dict[str, str]:
    """A proposal, an activation, a run, a backtest and a trip of the main merchant."""
    desk: Desk = service.app.state.services.desk
    who, now = Caller(merchant="main", name="ana"), service.clock.now()
    proposal = Proposal(
        id=service.ids.new(Prefix.PROPOSAL),
        merchant="main",
        edition="e" * 64,
        against=None,
        proposed_by="ana",
        proposed_at=now,
    )
    activation = NewActivation(
        id=service.ids.new(Prefix.ACTIVATION),
        merchant="main",
        edition="e" * 64,
        kind="emergency",
        proposed_by="ana",
        by="ana",
        at=now,
        note="tests",
    )
    trip = TripRow(
        id=service.ids.new(Prefix.TRIP),
        merchant="main",
        subject="FRD-001",
        measure="hold",
        counted=1,
        orders=2,
        limit_percent=5,
        asked="alarm",
        done="alarm",
        edition="e" * 64,
        note="",
        tripped_at=now,
    )
    plan = Plan(candidate="e" * 64, against="e" * 64)
    planned = NewRun(kind="backtest", merchant="main", created_by="ana", params=plan.params())
    with service.database.write() as session:
        add_proposal(session, proposal)
        activate(session, activation, None)
        add_trip(session, trip)
        backtest = plan_run(session, service.ids, planned, [], now)
    run = ask_for(desk, who, "tests", "softer", {})
    return {
        "proposal_id": proposal.id,
        "activation_id": activation.id,
        "trip_id": trip.id,
        "backtest_id": backtest,
        "rule_run_id": run.id,
    }


def a_delivery(service: Service) -> dict[str, str]:
    """An endpoint of the main merchant, and a delivery to it."""
    endpoint = service.call("POST", "/v1/webhook-endpoints", ENDPOINT_ASKED).json()["id"]
    delivery = service.call("POST", f"/v1/webhook-endpoints/{endpoint}/ping").json()
    return {"endpoint_id": endpoint, "delivery_id": delivery["id"]}


def a_wave(service: Service) -> dict[str, str]:
    """A wave of the main merchant with a pick list and a part of an order."""
    order = replace(an_honest_order(), id="A-wave")
    assert order.ship_from is not None
    admitted(service, order)
    (wave,) = service.call("POST", "/v1/waves", {"warehouse": order.ship_from.warehouse}).json()["data"]
    released = service.call("POST", f"/v1/waves/{wave['id']}/release").json()
    part, listed = released["parts"][0], released["lists"][0]
    return {"wave_id": wave["id"], "pick_list_id": listed["id"], "fulfilment_id": part["fulfilment_id"]}


def a_consignment(service: Service) -> str:
    """A consignment of the main merchant that waits for somebody."""
    made = Consignment(
        id=service.ids.new(Prefix.CONSIGNMENT),
        merchant_id="main",
        warehouse="SZX-1",
        state="proposed",
        digest="d",
        outcome="admit",
        created_at=service.clock.now(),
        created_by="tests",
    )
    with service.database.write() as session:
        add_consignment(session, made, [])
    return made.id


def a_count(service: Service) -> str:
    """A count of the main merchant."""
    service.call("POST", "/v1/stock", {"sku": "TEE-M", "pieces": 3})
    return str(service.call("POST", "/v1/stock/counts", {}).json()["id"])


def a_transfer(service: Service) -> dict[str, str]:
    """A transfer of the main merchant, and a difference."""
    for code in ("SZX-1", "HAM-1"):
        service.call("POST", "/v1/warehouses", {"code": code, "country": "DE"})
    service.call("POST", "/v1/stock", {"sku": "TEE-M", "warehouse": "SZX-1", "pieces": 3})
    lines = [{"sku": "TEE-M", "pieces": 1, "value": 100}]
    plan = {"origin": "SZX-1", "destination": "HAM-1", "currency": "EUR", "lines": lines}
    transfer = service.call("POST", "/v1/transfers", plan).json()
    at = service.clock.now().isoformat()
    levels = {"id": "s-1", "warehouse": "SZX-1", "at": at, "levels": [{"sku": "TEE-M", "on_hand": 1}]}
    service.call("POST", "/v1/wms/stock-levels", levels)
    difference = service.get("/v1/stock/differences").json()["data"][0]
    return {"transfer_id": transfer["id"], "difference_id": difference["id"]}


def a_task(service: Service) -> str:
    """What is wanting of an article of the main merchant."""
    service.call("PUT", "/v1/products/PB-BARE", {"battery": {"kind": "lithium_ion", "watt_hours": 20}})
    line = a_line(sku="PB-BARE", title="Power bank", hs_code="850760")
    sent(service, document(an_order(id="A-task", lines=(line,))))
    drain(service.database, handlers(service.ids))
    return str(service.get("/v1/product-tasks").json()["data"][0]["id"])


def operations(document: Document) -> list[tuple[str, str, Document]]:
    """Method, path and description of all operations that want a key."""
    return [
        (method.upper(), path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if "security" in operation and not path.startswith(OF_TESTS)
    ]


def tried_on(service: Service, method: str, path: str, operation: Document, key: str) -> Response:
    """The operation with its own example, or with some file where it takes one."""
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        if "example" in content:
            return service.call(method, path, content["example"], key=key)
        return service.call(method, path, content=b"%PDF-1.7", headers={"Content-Type": media_type}, key=key)
    return service.call(method, path, key=key)


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
