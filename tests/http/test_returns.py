"""Returns over HTTP: judged by the policy in force, looked at, settled; sent again by the door of all orders."""

from tests.http.conftest import Service, is_problem
from tests.http.lives import delivered, life, post

PICTURE = b"\xff\xd8\xff\xe0 a picture"


def by_itself(service: Service) -> None:
    assert service.call("PUT", "/v1/settings/returns_by_themselves", {"value": 1}).status_code == 200


def asked(service: Service, order_id: str, **more: object) -> dict[str, object]:
    body = {"lines": [{"line": 1, "quantity": 1}], "reason": "changed_mind", **more}
    back = post(service, f"/v1/orders/{order_id}/returns", body, 201)
    shown: dict[str, object] = service.get(f"/v1/returns/{back['id']}").json()
    return shown


def photographed(service: Service, back: dict[str, object]) -> dict[str, object]:
    sent = service.client.post(
        f"/v1/returns/{back['id']}/photos",
        content=PICTURE,
        headers={"Content-Type": "image/jpeg", "Authorization": f"Bearer {next(iter(service.tokens.values()))}"},
    )
    assert sent.status_code == 201, sent.text
    shown: dict[str, object] = sent.json()
    return shown


def test_return_when_people_decide_then_the_policy_says_why_it_should_be_let_in(lone_service: Service) -> None:
    shown = asked(lone_service, delivered(lone_service))
    assert (shown["state"], shown["awaits"], shown["outcome"]) == ("requested", "person", "grant")
    reasons = {each["code"]: each["text"] for each in shown["reasons"]}  # type: ignore[attr-defined]
    assert "law of DE" in reasons["RET_WITHDRAWAL"]
    listed = lone_service.get("/v1/returns?awaits=person").json()["data"]
    assert [each["id"] for each in listed] == [shown["id"]]
    assert lone_service.get("/v1/returns?state=closed").json()["data"] == []


def test_return_when_the_policy_decides_then_goes_all_the_way(lone_service: Service) -> None:
    by_itself(lone_service)
    shown = asked(lone_service, delivered(lone_service))
    assert (shown["state"], shown["way"]) == ("authorised", "refund_back_home_buyer")
    declared = lone_service.get(f"/v1/returns/{shown['id']}/declaration").json()
    assert (declared["category"], declared["lines"][0]["pieces"]) == ("return", 1)
    assert post(lone_service, f"/v1/returns/{shown['id']}/send")["state"] == "in_transit"
    looked = {"pieces": [{"line": 1, "grade": "wrong", "quantity": 1}]}
    assert post(lone_service, f"/v1/returns/{shown['id']}/inspect", looked)["awaits"] == "person"
    ended = post(lone_service, f"/v1/returns/{shown['id']}/settle", {"amount": 100})
    assert (ended["state"], ended["amount"]) == ("closed", 100)


def test_return_when_a_label_is_sent_then_is_printed_with_the_customer_as_sender(lone_service: Service) -> None:
    back = asked(lone_service, delivered(lone_service))
    way = "refund_back_home_house"
    assert post(lone_service, f"/v1/returns/{back['id']}/authorise?way={way}")["state"] == "label_sent"
    drawn = lone_service.get(f"/v1/returns/{back['id']}/label")
    assert str(back["number"]) in drawn.text
    assert "Berlin" in drawn.text
    refused = lone_service.call("POST", f"/v1/returns/{back['id']}/authorise?way=by_pigeon")
    assert is_problem(refused, 409, "return_refused")


def test_photo_when_sent_then_is_read_by_who_may_see_people(lone_service: Service) -> None:
    back = asked(lone_service, delivered(lone_service), reason="defective")
    photo = photographed(lone_service, back)
    assert lone_service.get(str(photo["link"])).content == PICTURE
    shown = lone_service.get(f"/v1/returns/{back['id']}").json()
    assert [each["id"] for each in shown["photos"]] == [photo["id"]]


def test_goods_when_sent_again_then_the_new_order_is_decided_by_the_same_rules(lone_service: Service) -> None:
    order_id = delivered(lone_service)
    back = asked(lone_service, order_id, reason="missing_part", wish="replacement")
    ended = post(lone_service, f"/v1/returns/{back['id']}/authorise?way=replacement_kept")
    again = lone_service.get(f"/v1/orders/{ended['resent']}").json()
    assert ended["state"] == "closed"
    # On the same day it looks like the first order placed twice: it waits like any other order that does.
    assert again["outcome"] == "ask_customer"
    assert life(lone_service, str(ended["resent"]))["stage"] == "screened"


def test_gift_when_over_the_budget_then_is_refused(lone_service: Service) -> None:
    order_id = delivered(lone_service)
    gift = {"amount": 500, "reason": "came late", "reference": "g-1"}
    refused = lone_service.call("POST", f"/v1/orders/{order_id}/goodwill", gift)
    assert is_problem(refused, 409, "budget_refused")
    assert lone_service.call("PUT", "/v1/goodwill-budgets/program", {"monthly": 600}).status_code == 200
    given = post(lone_service, f"/v1/orders/{order_id}/goodwill", gift, 201)
    assert post(lone_service, f"/v1/orders/{order_id}/goodwill", gift, 201) == given
    (budget,) = lone_service.get("/v1/goodwill-budgets").json()["data"]
    assert (budget["role"], budget["left"]) == ("program", 100)


def test_label_when_a_carrier_tells_of_its_number_then_the_return_is_on_its_way_and_here(service: Service) -> None:
    back = asked(service, delivered(service))
    post(service, f"/v1/returns/{back['id']}/authorise?way=refund_back_home_house")
    number = service.get(f"/v1/returns/{back['id']}").json()["label"]
    states = []
    for word in ("accepted", "delivered"):
        event = {"status": word, "at": service.clock.now().isoformat()}
        post(service, f"/v1/shipments/{number}/tracking", {"events": [event]})
        states.append(service.get(f"/v1/returns/{back['id']}").json()["state"])
    assert states == ["in_transit", "received"]


def test_return_when_its_customer_was_erased_then_a_person_sees_it_and_ends_it_with_an_amount(
    lone_service: Service,
) -> None:
    order_id = delivered(lone_service)
    by_itself(lone_service)
    back = asked(lone_service, order_id)
    assert lone_service.call("POST", f"/v1/orders/{order_id}/erasure", {}).status_code == 200
    post(lone_service, f"/v1/returns/{back['id']}/receive", {"grade": "like_new"})
    seen = lone_service.get(f"/v1/returns/{back['id']}").json()
    told = (seen["awaits"], seen["money"]["paid"], seen["money"]["currency"], seen["law"])
    assert told == ("person", None, "EUR", None)
    assert is_problem(lone_service.call("POST", f"/v1/returns/{back['id']}/settle", {}), 409, "person_erased")
    assert post(lone_service, f"/v1/returns/{back['id']}/settle", {"amount": 0})["state"] == "closed"
