"""The audit over HTTP: each merchant's own entries, and whether the chain is whole."""

from datetime import timedelta
from urllib.parse import quote

from sqlalchemy import update

from engine.desk.audit_sealing import seal_audit
from engine.desk.telling import handlers
from engine.store.tables import AUDIT
from tests.desks import an_honest_order, document
from tests.draining import drain
from tests.http.conftest import Service, is_problem
from tests.http.test_orders import sent
from tests.tampering import without_triggers


def told(service: Service) -> str:
    """Something is in the audit: an order of the main merchant, whose id is answered."""
    decision = sent(service, document(an_honest_order()))
    drain(service.database, handlers(service.ids))
    return str(decision["order_id"])


def test_audit_when_read_then_shows_who_did_what(service: Service) -> None:
    order_id = told(service)
    page = service.get(f"/v1/audit?subject={order_id}&actor=tests&action=order").json()
    assert [(each["action"], each["subject"]) for each in page["data"]] == [("order.submitted", order_id)]
    assert service.get("/v1/audit?action=ord").json()["data"] == []


def test_audit_when_another_merchant_reads_then_sees_nothing_of_it(service: Service) -> None:
    told(service)
    assert service.get("/v1/audit", key="other").json()["data"] == []


def test_audit_when_there_is_more_than_a_page_then_goes_on_behind_it(lone_service: Service) -> None:
    for number in range(3):
        sent(lone_service, document(an_honest_order(f"A-{number}")))
    drain(lone_service.database, handlers(lone_service.ids))
    first = lone_service.get("/v1/audit?limit=2").json()
    rest = lone_service.get(f"/v1/audit?limit=2&cursor={first['next_cursor']}").json()
    assert [each["number"] for each in (*first["data"], *rest["data"])] == [3, 2, 1]


def test_verify_when_an_entry_was_changed_then_names_it(lone_service: Service) -> None:
    told(lone_service)
    assert lone_service.get("/v1/audit/verify").json()["whole"]
    with lone_service.database.write() as session:
        without_triggers(session)
        session.run(update(AUDIT).values(actor="nobody"))
    found = lone_service.get("/v1/audit/verify").json()
    assert (found["whole"], found["first_broken"]) == (False, 1)


def test_audit_when_the_key_may_not_read_it_then_403(lone_service: Service) -> None:
    key = lone_service.make_key(scopes=[])
    assert is_problem(lone_service.get("/v1/audit", key=key.id), 403, "scope_missing")


def test_audit_when_asked_by_time_then_leaves_out_the_rest(service: Service) -> None:
    told(service)
    now = service.clock.now()
    before, after = (quote((now + timedelta(seconds=each)).isoformat()) for each in (-1, 1))
    assert len(service.get(f"/v1/audit?since={before}&until={after}").json()["data"]) == 1
    assert service.get(f"/v1/audit?since={after}").json()["data"] == []
    assert service.get(f"/v1/audit?until={before}").json()["data"] == []


def test_audit_when_exported_then_no_cell_is_a_formula_and_filters_count(service: Service) -> None:
    order_id = told(service)
    rows = service.get("/v1/audit/export?action=order").text.splitlines()
    assert rows[0] == "number,at,actor,action,subject,data,digest"
    assert [order_id in each for each in rows[1:]] == [True]
    assert service.get("/v1/audit/export?action=hold").text.splitlines() == rows[:1]
    assert len(service.get("/v1/audit/export", key="other").text.splitlines()) == 1


def test_anchor_when_the_audit_was_sealed_then_is_its_signed_end(service: Service) -> None:
    assert is_problem(service.get("/v1/audit/anchor"), 404, "not_found")
    told(service)
    with service.database.write() as session:
        sealed = seal_audit(service.app.state.services.desk.seal, session, service.clock.now())
    assert sealed is not None
    found = service.get("/v1/audit/anchor").json()
    assert (found["seq"], found["digest"], found["signature"]) == (1, sealed.digest, sealed.signature)
