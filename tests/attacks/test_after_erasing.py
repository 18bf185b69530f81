"""A person is erased, and everything that was ever kept of them is looked for: through all ways in, in all tables."""

import orjson

from engine.desk.customer_requests import EXPIRE, REMIND
from engine.desk.erasing import erase
from engine.desk.request_jobs import request_handlers
from engine.desk.submitting import submission_handlers
from engine.desk.telling import handlers
from tests.desks import MAIN
from tests.draining import drain
from tests.http.conftest import Service
from tests.integration.desk.test_canary import CANARY, canaries, seen_in


def worked(service: Service) -> None:
    desk = service.app.state.services.desk
    due = {**handlers(desk.ids), **request_handlers(desk), **submission_handlers(desk)}
    drain(service.database, {kind: each for kind, each in due.items() if kind not in {REMIND, EXPIRE}})


def test_person_when_erased_then_no_row_holds_a_word_whatever_way_it_came(service: Service) -> None:
    desk, order = service.app.state.services.desk, canaries()
    made = service.call("POST", "/v1/orders", order, headers={"Idempotency-Key": '"k-1"'})
    assert made.status_code == 201, made.text
    id_ = made.json()["order_id"]
    worked(service)
    later, hold, once = {"Prefer": "respond-async"}, {"reason": f"ring {CANARY}"}, {"Idempotency-Key": '"k-2"'}
    asks = {"order_id": id_, "asks": ["phone"]}
    answers = (
        service.call("POST", "/v1/orders", order, headers=later),
        service.call("POST", "/v1/orders/batch", {"items": [{"order": order}]}, headers=later),
        service.call("POST", f"/v1/orders/{id_}/holds", hold, headers=once),
        service.call("POST", f"/v1/orders/{id_}/labels", {"kind": "legitimate", "source": "shop", "note": CANARY}),
        service.call("POST", "/v1/customer-requests", asks),
        service.call("POST", "/v1/evaluations", order),
    )
    assert [each.text for each in answers if each.status_code >= 300] == []
    worked(service)
    erase(desk, MAIN, id_)
    worked(service)
    assert seen_in(service.database) == set()
    shown = service.get(f"/v1/orders/{id_}").text + service.get(f"/v1/orders/{id_}/personal-data").text
    assert CANARY.lower() not in shown.lower()
    assert orjson.loads(service.get(f"/v1/orders/{id_}/personal-data").content)["orders"][0]["erased"]
    replayed = service.call("POST", "/v1/orders", order, headers={"Idempotency-Key": '"k-1"'})
    assert CANARY.lower() not in replayed.text.lower()
