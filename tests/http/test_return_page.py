"""The page on which a customer asks to send goods back: what it offers, takes, refuses, and shows afterwards."""

import re
from dataclasses import replace

import pytest

from api.access.tries import Tries
from api.services import Services
from fulfillment.aftersales.photos import MOST_BYTES
from fulfillment.notify.texts import LANGUAGES
from tests.following import an_order_of, link_of, under_way
from tests.http.conftest import Service
from tests.http.lives import admitted, post, worked
from tests.http.test_returns import PICTURE, by_itself

WHOLE = {"pieces-1": "1", "reason": "changed_mind", "wish": "refund", "seen": "0"}
EMPTY = ("", b"", "application/octet-stream")


def arrived(service: Service) -> tuple[str, str]:
    """An order that was delivered, and the path of its page for returns."""
    order_id = under_way(service, an_order_of(), "accepted", "delivered")
    return order_id, f"{link_of(service, order_id)}/return"


def asked(service: Service, path: str, *photos: bytes, **changes: str) -> int:
    files = [(f"photo-{place}", ("p.jpg", each, "image/jpeg")) for place, each in enumerate(photos, 1)]
    sent = service.client.post(
        path, data={**WHOLE, **changes}, files=files or [("photo-1", EMPTY)], follow_redirects=False
    )
    worked(service)
    return sent.status_code


def returns(service: Service) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = service.get("/v1/returns").json()["data"]
    return listed


def shown(service: Service, path: str, language: str = "en") -> str:
    answer = service.client.get(f"{path}?lang={language}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_page_when_the_order_is_delivered_then_says_until_when_and_is_linked_from_the_order(service: Service) -> None:
    _, path = arrived(service)
    html = shown(service, path)
    assert re.search(r"You can send goods back until \d+ \w+ 20\d\d, \d\d:\d\d \(Europe/Berlin\), whatever", html)
    assert "Is a seal broken?" not in html  # nothing in it was sealed
    assert "How many of: Tee &lt;blau&gt; &amp; weiß" in html
    assert f'href="{path.split("/")[-2]}/return?lang=en"' in shown(service, path.removesuffix("/return"))


def test_request_when_sent_then_is_a_return_with_its_photos_and_a_number(service: Service) -> None:
    order_id, path = arrived(service)
    assert asked(service, path, PICTURE, PICTURE + b"2", reason="defective") == 303
    (made,) = returns(service)
    whole = service.get(f"/v1/returns/{made['id']}").json()
    assert (made["order_id"], whole["cause"], len(whole["photos"])) == (order_id, "defective", 2)
    assert f"Return {whole['number']}" in shown(service, path)
    assert "We are looking at your request." in shown(service, path)


@pytest.mark.parametrize(("told", "kept"), [("whole", "whole"), ("broken", "broken"), ("unsaid", ""), ("a horse", "")])
def test_seal_when_the_customer_says_how_it_is_then_that_is_kept(lone_service: Service, told: str, kept: str) -> None:
    _, path = arrived(lone_service)
    lone_service.call("PUT", "/v1/products/TEE-M-BLUE", {"seal": "hygiene"})
    assert "Is a seal broken?" in shown(lone_service, path)
    assert asked(lone_service, path, seal=told) == 303
    assert [each["seal"] for each in returns(lone_service)] == [kept]


def test_request_when_sent_twice_then_makes_one_return(service: Service) -> None:
    _, path = arrived(service)
    assert [asked(service, path), asked(service, path)] == [303, 303]
    assert len(returns(service)) == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"pieces-1": "0"}, "Please choose at least one piece."),
        ({"pieces-1": "9" * 5000}, "Please choose at least one piece."),
        ({"pieces-1": "9"}, "This cannot be asked for any more."),
        ({"pieces-99": "1"}, "This cannot be asked for any more."),
        ({"reason": ""}, "Please choose a reason."),
        ({"reason": "because"}, "Please choose a reason."),
        ({"wish": "a horse"}, "Please choose a reason."),
    ],
)
def test_request_when_something_is_wrong_then_says_what_and_keeps_nothing(
    lone_service: Service, changes: dict[str, str], says: str
) -> None:
    _, path = arrived(lone_service)
    sent = lone_service.client.post(f"{path}?lang=en", data={**WHOLE, **changes})
    assert (sent.status_code, says in sent.text, returns(lone_service)) == (422, True, [])


def test_photo_when_it_is_no_picture_then_nothing_of_the_request_is_kept(service: Service) -> None:
    _, path = arrived(service)
    assert asked(service, path, PICTURE, b"%PDF-1.7") == 422
    assert returns(service) == []


def test_photos_when_too_large_then_the_page_says_so(lone_service: Service) -> None:
    _, path = arrived(lone_service)
    assert asked(lone_service, path, *(b"\xff\xd8\xff" + bytes(MOST_BYTES + (30 << 10)) for _ in range(3))) == 413


def test_return_when_photos_are_awaited_then_can_be_sent_on_the_page(service: Service) -> None:
    by_itself(service)
    _, path = arrived(service)
    service.clock.move(20 * 86_400)  # the law's right to withdraw is over; before that no photos are asked for
    asked(service, path, reason="damaged_on_arrival")
    (made,) = returns(service)
    assert "Please send us photos" in shown(service, path)
    only = {"return": str(made["id"])}
    none = service.client.post(f"{path}?lang=en", data=only, files=[("photo-1", EMPTY)])
    sent = service.client.post(path, data=only, files=[("photo-1", ("p", PICTURE, "image/jpeg"))])
    worked(service)
    assert (none.status_code, sent.status_code) == (422, 200)
    assert len(service.get(f"/v1/returns/{made['id']}").json()["photos"]) == 1


def test_label_when_the_house_pays_then_is_opened_without_the_address(service: Service) -> None:
    _, path = arrived(service)
    asked(service, path)
    (made,) = returns(service)
    post(service, f"/v1/returns/{made['id']}/authorise?way=refund_back_home_house")
    label = service.client.get(f"{path.removesuffix('return')}returns/{made['id']}/label")
    assert label.headers["content-type"].startswith("image/svg+xml")
    assert "sandbox" in label.headers["content-security-policy"]
    assert str(service.get(f"/v1/returns/{made['id']}").json()["number"]) in label.text
    assert not [each for each in ("Muster", "{1}") if each in label.text]
    assert "Print the label" in shown(service, path)


def test_return_when_the_customer_pays_then_the_page_says_where_to_send_it(service: Service) -> None:
    by_itself(service)
    _, path = arrived(service)
    asked(service, path)
    assert "You pay for the way back." in shown(service, path)
    (made,) = returns(service)
    label = service.client.get(f"{path.removesuffix('return')}returns/{made['id']}/label")
    assert label.status_code == 404


def test_order_when_it_has_not_left_then_nothing_can_be_asked_and_nothing_leads_there(service: Service) -> None:
    path = link_of(service, admitted(service, an_order_of()))
    assert "Nothing of this order can be sent back now." in shown(service, f"{path}/return")
    assert "/return?lang" not in shown(service, path)
    assert asked(service, f"{path}/return") == 422


def test_order_when_it_is_on_its_way_then_only_what_never_came_can_be_told(service: Service) -> None:
    path = f"{link_of(service, under_way(service, an_order_of(), 'accepted'))}/return"
    html = shown(service, path)
    assert 'value="lost"' in html
    assert 'value="changed_mind"' not in html
    assert [asked(service, path), asked(service, path, reason="lost")] == [422, 303]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_when_a_language_is_chosen_then_is_in_it(lone_service: Service, language: str) -> None:
    _, path = arrived(lone_service)
    asked(lone_service, path, **{"pieces-1": "1"})
    html = shown(lone_service, path, language).partition("</style>")[2]
    assert f'<html lang="{language}"' in shown(lone_service, path, language)
    assert "{" not in html


def test_link_when_it_is_none_of_ours_or_asked_too_often_then_opens_nothing(lone_service: Service) -> None:
    _, path = arrived(lone_service)
    services: Services = lone_service.app.state.services
    assert lone_service.client.get("/t/x/return").status_code == 404
    assert lone_service.client.post("/t/x/return", data=WHOLE).status_code == 404
    lone_service.app.state.services = replace(services, answers=Tries(most=1, within_s=600))
    assert [asked(lone_service, path, reason="") for _ in range(2)] == [422, 429]


def test_page_when_answered_then_may_run_nothing(lone_service: Service) -> None:
    answer = lone_service.client.get(arrived(lone_service)[1])
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_other_order_when_its_return_is_named_then_it_is_not_there(service: Service) -> None:
    _, path = arrived(service)
    asked(service, path)
    (made,) = returns(service)
    other = link_of(service, admitted(service, replace(an_order_of(), id="A-3002")))
    sent = service.client.post(f"{other}/return", data={"return": made["id"]}, files=[("photo-1", ("p", PICTURE))])
    assert sent.status_code == 404
    assert service.client.get(f"{other}/returns/{made['id']}/label").status_code == 404
