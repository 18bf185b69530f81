"""What buyers write of parcels, or claim at a marketplace, opens the case against the carrier, once and with proof."""

from base64 import b64encode

import pytest

from tests.claim_house import PNG
from tests.desks import an_honest_order
from tests.http.conftest import Service
from tests.http.lives import Shown, delivered, worked
from tests.http.test_claims import gone
from tests.http.test_inbox import told

BROKEN = "The lamp arrived broken, the box was crushed."
NEVER = "I have not received my parcel."


def claims(service: Service) -> list[Shown]:
    worked(service)
    found: list[Shown] = service.get("/v1/claims").json()["data"]
    return found


def proofs(service: Service, claim: Shown) -> list[str]:
    return sorted(each["kind"] for each in service.get(f"/v1/claims/{claim['id']}").json()["proofs"])


def steps(service: Service, order_id: str) -> list[str]:
    return [str(each["event"]) for each in service.get(f"/v1/orders/{order_id}/timeline").json()["data"]]


def test_message_when_goods_came_broken_then_opens_the_case_with_words_and_pictures(service: Service) -> None:
    order_id = delivered(service)
    told(service, order=an_honest_order().id, text=BROKEN,
         files=[{"content": b64encode(PNG).decode()}])  # fmt: skip
    (claim,) = claims(service)
    assert (claim["order_id"], claim["kind"]) == (order_id, "damage")
    assert proofs(service, claim) == ["photos", "statement"]


def test_message_when_another_follows_then_adds_to_the_case_that_is_open(lone_service: Service) -> None:
    delivered(lone_service)
    told(lone_service, order=an_honest_order().id, text=BROKEN)
    told(lone_service, id="m-2", order=an_honest_order().id, text=f"{BROKEN} Here is more: it is damaged on top.")
    (claim,) = claims(lone_service)
    assert proofs(lone_service, claim) == ["statement", "statement"]


def test_message_when_a_delivered_parcel_never_came_then_opens_a_loss(lone_service: Service) -> None:
    delivered(lone_service)
    told(lone_service, order=an_honest_order().id, text=NEVER)
    (claim,) = claims(lone_service)
    assert (claim["kind"], proofs(lone_service, claim)) == ("loss", ["non_delivery"])


def test_message_when_the_parcel_is_within_its_days_then_opens_nothing_and_says_so(lone_service: Service) -> None:
    order_id = gone(lone_service)
    told(lone_service, order=an_honest_order().id, text=NEVER)
    assert (claims(lone_service), steps(lone_service, order_id).count("claim_not_opened")) == ([], 1)


def test_message_when_its_order_is_found_later_then_opens_the_case(lone_service: Service) -> None:
    order_id = delivered(lone_service)
    taken = told(lone_service, order="nobody's", text=BROKEN)
    assert claims(lone_service) == []
    lone_service.call("POST", f"/v1/cases/{taken['case_id']}/order", {"order": order_id})
    assert [each["kind"] for each in claims(lone_service)] == ["damage"]


@pytest.mark.parametrize("kind", ["a_to_z", "ebay_not_received"])
def test_claim_at_a_marketplace_when_the_parcel_did_not_come_then_opens_a_loss_once(
    lone_service: Service, kind: str
) -> None:
    order_id = gone(lone_service)
    body = {"kind": kind, "reference": "C-1", "order": order_id, "category": "not_received",
            "at": "2026-11-20T10:00:00Z"}  # fmt: skip
    for status in (201, 200):
        assert lone_service.call("POST", "/v1/cases", body).status_code == status
    assert [each["kind"] for each in claims(lone_service)] == ["loss"]


def test_message_when_it_asks_for_something_else_then_opens_nothing(lone_service: Service) -> None:
    order_id = delivered(lone_service)
    told(lone_service, order=an_honest_order().id)
    assert (claims(lone_service), "claim_not_opened" in steps(lone_service, order_id)) == ([], False)
