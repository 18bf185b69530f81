"""Orders after their sale, for the pages of the console that show such matters."""

from collections.abc import Mapping

from tests.claim_house import PNG
from tests.desks import an_honest_order
from tests.http.conftest import Service
from tests.http.lives import labelled, life, post


def after_sales(service: Service) -> Mapping[str, str]:
    """A damaged parcel that is claimed, and one whose claim was approved and partly paid."""
    return {"claim": a_claim(service, "A-1201"), "claim_paid": a_paid_claim(service)}


def a_claim(service: Service, number: str, kind: str = "damage") -> str:
    """A claim of an order of its own."""
    order_id = labelled(service, an_honest_order(number))
    post(service, "/v1/manifests", {"carrier": "dhl_express", "orders": [order_id]}, 201)
    since = life(service, order_id)["shipment"]["created_at"]
    claim = post(service, f"/v1/orders/{order_id}/claims", {"kind": kind, "since": since, "freight": 812}, 201)["id"]
    return str(claim)


def a_paid_claim(service: Service) -> str:
    """Proved, filed, approved, and half of it paid."""
    claim = a_claim(service, "A-1202")
    sent = {"Content-Type": "image/png"}
    assert service.call("POST", f"/v1/claims/{claim}/proofs?kind=photos", content=PNG, headers=sent).status_code == 201
    post(service, f"/v1/claims/{claim}/move", {"event": "file"})
    post(service, f"/v1/claims/{claim}/move", {"event": "approve", "approved": 1400, "reference": "C-4711"})
    paid = {"amount": 700, "currency": "EUR", "reference": "CN-2026-118", "at": service.clock.now().isoformat()}
    post(service, f"/v1/claims/{claim}/payments", paid, 201)
    return claim
