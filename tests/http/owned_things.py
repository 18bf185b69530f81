"""One thing of each kind that a merchant has, made as the merchant makes it, for tests that try every route."""

from dataclasses import replace

from api.routes.access_examples import A_KEY_STATED, A_PERSON_STATED
from api.routes.marks import BY_HAND
from api.routes.papers import CLAIM
from api.routes.queue_views import STATED as A_VIEW
from api.routes.takedowns import NOTICES
from api.schemas.registrations import STATED
from api.schemas.senders import STATED as A_SENDER
from api.schemas.service_choices import COUNTED
from api.schemas.webhooks import ENDPOINT_ASKED
from engine.desk.telling import handlers
from tests.builders import a_line, an_order
from tests.desks import an_honest_order, an_unpaid_order, document, medicine_to_australia
from tests.draining import drain
from tests.http.carrier_ids import a_carrier
from tests.http.conftest import Service
from tests.http.lives import admitted
from tests.http.stored_things import (
    a_case,
    a_connection,
    a_consignment,
    a_dead_job,
    a_notice,
    a_source,
    a_suggestion,
    of_a_rule_book,
)
from tests.http.test_orders import sent
from tests.small_models import registered

TABLE = {"Content-Type": "text/csv"}


def ids_of(service: Service) -> dict[str, str]:
    """Ids of the main merchant by the names that paths have for them: one thing of each kind."""
    wave = a_wave(service)  # before notices and marks keep every order from being picked
    held = a_held_order(service)
    medicine = str(sent(service, document(medicine_to_australia()))["order_id"])
    return {
        **wave,
        **held,
        **asked_of(service, medicine),
        **reports(service),
        **handed_in(service),
        **configured(service),
        **a_delivery(service),
        **of_a_rule_book(service),
        **a_connection(service),
        **a_source(service, held["order_id"]),
        **a_case(service, held["order_id"]),
        **a_carrier(service, held["order_id"]),
        **a_transfer(service),
        "notice_id": a_notice(service, held["order_id"]),
        "kind": "delivered",
        "task_id": a_task(service),
        "run_id": service.call("POST", "/v1/rescreens", {}).json()["id"],
        "version": registered(service.app.state.services.desk).version,
        "count_id": a_count(service),
        "consignment_id": a_consignment(service),
        "what_if_id": service.call("POST", "/v1/shipping-what-ifs", COUNTED).json()["id"],
        "suggestion_id": a_suggestion(service),
        "job_id": a_dead_job(service),
    }


def a_held_order(service: Service) -> dict[str, str]:
    """An order of the main merchant that waits for a person, with all that this opens."""
    decision = sent(service, document(an_unpaid_order()))
    drain(service.database, handlers(service.ids))
    order_id = str(decision["order_id"])
    return {
        "order_id": order_id,
        "decision_id": str(decision["id"]),
        "hold_id": service.get(f"/v1/orders/{order_id}/holds").json()["data"][0]["id"],
        "review_id": service.get("/v1/reviews").json()["data"][0]["id"],
    }


def asked_of(service: Service, order_id: str) -> dict[str, str]:
    """A paper and a question of an order, and what the main merchant knows of articles and buyers."""
    paper = service.call("POST", f"/v1/orders/{order_id}/papers", CLAIM).json()
    notices = service.call("POST", "/v1/takedowns", NOTICES).json()
    asked = service.call("POST", "/v1/customer-requests", {"order_id": order_id, "asks": ["phone"]}).json()
    marked = service.call("POST", "/v1/marks", BY_HAND).json()
    return {
        "paper_id": paper["paper"]["id"],
        "takedown_id": notices["added"][0]["id"],
        "customer_request_id": asked["id"],
        "mark_id": marked["marks"][0]["id"],
    }


def reports(service: Service) -> dict[str, str]:
    """A gateway's report and a carrier's bill of the main merchant, each with something to see to."""
    report = b"at,kind,currency,gross\n2026-11-22,penalty,EUR,-3.00\n"
    taken = service.call("POST", "/v1/settlements?provider=generic", content=report, headers=TABLE).json()
    bill = b"tracking_number,currency,freight\nXX1,EUR,5\n"
    billed = service.call("POST", "/v1/freight-bills", content=bill, headers=TABLE).json()
    return {
        "settlement_id": taken["settlement"]["id"],
        "settlement_case_id": service.get("/v1/settlement-cases").json()["data"][0]["id"],
        "freight_bill_id": billed["bill"]["id"],
        "freight_difference_id": service.get("/v1/freight-differences").json()["data"][0]["id"],
    }


def handed_in(service: Service) -> dict[str, str]:
    """Orders of the main merchant that are decided later: one, many, and a file of them."""
    later = {"Prefer": "respond-async"}
    submission = service.call("POST", "/v1/orders", document(an_unpaid_order("A-later")), headers=later).json()
    order = {"order": document(an_unpaid_order("A-many"))}
    batch = service.call("POST", "/v1/orders/batch", {"items": [order]}, headers=later).json()
    sheet = service.call("POST", "/v1/order-files", content=b"a,b\n1,2\n", headers=TABLE).json()
    return {"submission_id": submission["id"], "batch_id": batch["id"], "order_file_id": sheet["id"]}


def configured(service: Service) -> dict[str, str]:
    """What the main merchant sets up: numbers, senders, profiles, views, people and keys."""
    columns = {"extends": "erp_cn", "columns": {"/id": ["x"]}}
    return {
        "registration_id": service.call("POST", "/v1/registrations", STATED).json()["id"],
        "sender_id": service.call("PUT", "/v1/senders", A_SENDER).json()["id"],
        "profile_name": service.call("PUT", "/v1/column-profiles/my-erp", columns).json()["name"],
        "queue_view_id": service.call("POST", "/v1/queue-views", A_VIEW).json()["id"],
        "user_id": service.call("POST", "/v1/users", A_PERSON_STATED).json()["user"]["id"],
        "key_id": service.call("POST", "/v1/keys", A_KEY_STATED).json()["key"]["id"],
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
