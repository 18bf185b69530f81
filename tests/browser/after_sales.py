"""Orders after their sale, for the pages of the console that show such matters."""

from base64 import b64encode
from collections.abc import Mapping

from tests.claim_house import PNG
from tests.desks import an_honest_order
from tests.http.conftest import Service
from tests.http.lives import delivered, labelled, life, post
from tests.http.test_inbox import told
from tests.http.test_order_events import tell
from tests.http.test_returns import PICTURE


def after_sales(service: Service) -> Mapping[str, str]:
    """A damaged parcel that is claimed, and one whose claim was approved and partly paid."""
    claims = {"claim": a_claim(service, "A-1201"), "claim_paid": a_paid_claim(service)}
    return {**claims, **some_returns(service), **some_messages(service)}


def some_messages(service: Service) -> Mapping[str, str]:
    """One about a parcel on its way, in French, one of no known order, a claim at a marketplace, and a dispute."""
    order_id = delivered(service, an_honest_order("A-1206"))
    files = [{"content": b64encode(PNG).decode()}]
    case = told(service, id="m-1201", order=order_id, language="fr", files=files)["case_id"]
    told(service, id="m-1202", order="nobody's", text="It is broken, where is my refund?")
    claimed = {"kind": "a_to_z", "reference": "A2Z-1201", "order": order_id}
    claim = service.call("POST", "/v1/cases", claimed).json()["id"]
    about = {"dispute": "dp_1201", "reason_code": "13.1", "scheme": "visa", "amount": 3998, "currency": "EUR"}
    tell(service, order_id, "chargeback.opened", "e-1201", **about)
    return {"inbox_case": str(case), "case_claim": str(claim)}


def some_returns(service: Service) -> Mapping[str, str]:
    """One to be decided, one with a label, one looked at that waits for its amount."""
    assert service.call("PUT", "/v1/goodwill-budgets/service", {"monthly": 50000}).status_code == 200
    asked = a_return(service, "A-1203", "defective")
    labelled_ = a_return(service, "A-1204", "damaged_on_arrival")
    post(service, f"/v1/returns/{labelled_}/authorise?way=refund_back_home_house")
    looked = a_return(service, "A-1205", "changed_mind")
    post(service, f"/v1/returns/{looked}/authorise?way=refund_back_home_buyer")
    post(service, f"/v1/returns/{looked}/inspect", {"pieces": [{"line": 1, "grade": "wrong", "quantity": 1}]})
    return {"return": asked, "return_labelled": labelled_, "return_looked": looked}


def a_return(service: Service, number: str, reason: str) -> str:
    """Asked for after delivery, with a photo."""
    order_id = delivered(service, an_honest_order(number))
    body = {"lines": [{"line": 1, "quantity": 1}], "reason": reason}
    back = post(service, f"/v1/orders/{order_id}/returns", body, 201)["id"]
    sent = {"Content-Type": "image/jpeg"}
    assert service.call("POST", f"/v1/returns/{back}/photos", content=PICTURE, headers=sent).status_code == 201
    return str(back)


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
