"""Returns in the console: why the rules answered so, decided by people, looked at piece by piece, paid to the cent."""

from api.access.roles import Role
from tests.http.conftest import Service
from tests.http.console_forms import file_sent, form_sent
from tests.http.lives import delivered, life, post, worked
from tests.http.people import signed_in
from tests.http.test_returns import PICTURE, asked


def test_return_when_a_person_decides_then_the_page_says_why_and_what_it_rests_on(lone_service: Service) -> None:
    back = asked(lone_service, delivered(lone_service))
    browser = signed_in(lone_service, Role.SERVICE)
    assert str(back["number"]) in browser.get("/console/returns?awaits=person").text
    assert str(back["number"]) not in browser.get("/console/returns?awaits=photos").text
    page = browser.get(f"/console/returns/{back['id']}").text
    assert "The law of DE lets the customer withdraw" in page
    assert "Directive 2011/83/EU, Article 9(1)" in page
    assert "EUR 19.99" in page


def test_return_when_let_in_received_and_settled_by_forms_then_the_amount_goes_back(lone_service: Service) -> None:
    order_id = delivered(lone_service)
    back = asked(lone_service, order_id, reason="defective")
    browser, path = signed_in(lone_service, Role.SERVICE), f"/console/returns/{back['id']}"
    assert form_sent(browser, f"{path}/authorise", way="refund_back_home_house").status_code == 303
    worked(lone_service)
    form_sent(browser, f"{path}/inspect", "k-2", grade__1__wrong="1", kept__1="restock", bin__1="A-01")
    worked(lone_service)
    assert form_sent(browser, f"{path}/settle", "k-3", amount="5.00", currency="EUR").status_code == 303
    worked(lone_service)
    shown = lone_service.get(f"/v1/returns/{back['id']}").json()
    assert (shown["state"], shown["amount"], shown["pieces"][0]["kept_as"]) == ("closed", 500, "write_off")
    assert [each["amount"] for each in life(lone_service, order_id)["refunds"]] == [500]


def test_return_when_its_customer_was_erased_then_the_page_wants_an_amount_and_takes_nothing(
    lone_service: Service,
) -> None:
    order_id = delivered(lone_service)
    back = asked(lone_service, order_id)
    post(lone_service, f"/v1/returns/{back['id']}/authorise")
    lone_service.call("POST", f"/v1/orders/{order_id}/erasure", {})
    browser, path = signed_in(lone_service, Role.SERVICE), f"/console/returns/{back['id']}"
    assert form_sent(browser, f"{path}/inspect", grade__1__like_new="1").status_code == 303
    assert 'name="amount" inputmode="decimal" required' in browser.get(path).text
    assert form_sent(browser, f"{path}/settle", "k-2", amount="0", currency="EUR").status_code == 303
    assert lone_service.get(f"/v1/returns/{back['id']}").json()["state"] == "closed"


def test_return_when_nothing_is_said_of_its_goods_then_they_are_not_taken_as_missing(lone_service: Service) -> None:
    back = asked(lone_service, delivered(lone_service))
    post(lone_service, f"/v1/returns/{back['id']}/authorise")
    browser, path = signed_in(lone_service, Role.WAREHOUSE), f"/console/returns/{back['id']}/inspect"
    assert "Say what came back" in form_sent(browser, path, grade__1__damaged="").text
    assert lone_service.get(f"/v1/returns/{back['id']}").json()["state"] == "authorised"
    assert form_sent(browser, path, "k-2", empty="yes").status_code == 303
    assert lone_service.get(f"/v1/returns/{back['id']}").json()["pieces"][0]["grade"] == "missing"


def test_return_when_declined_then_cannot_be_decided_again_and_says_so(lone_service: Service) -> None:
    back = asked(lone_service, delivered(lone_service))
    browser, path = signed_in(lone_service, Role.SERVICE), f"/console/returns/{back['id']}"
    assert form_sent(browser, f"{path}/decline").status_code == 303
    assert "illegal_step" in form_sent(browser, f"{path}/decline", "k-2").text


def test_return_when_a_photo_is_added_then_is_listed(lone_service: Service) -> None:
    back = asked(lone_service, delivered(lone_service), reason="defective")
    browser, path = signed_in(lone_service, Role.SERVICE), f"/console/returns/{back['id']}"
    assert file_sent(browser, f"{path}/photos", PICTURE, key="k").status_code == 303
    assert f"/console/file/v1/returns/{back['id']}/photos/" in browser.get(path).text
    assert "photo_refused" in file_sent(browser, f"{path}/photos", b"GIF89a", key="l").text


def test_return_when_asked_on_a_customers_behalf_then_is_opened(lone_service: Service) -> None:
    order_id = delivered(lone_service)
    browser = signed_in(lone_service, Role.SERVICE)
    assert "Ask to send goods back" in browser.get(f"/console/returns/new?order={order_id}").text
    told = {"order": order_id, "reason": "defective", "wish": "replacement", "line__1": "1"}
    answer = form_sent(browser, "/console/returns/new", **told)
    back = answer.headers["location"].removeprefix("/console/returns/").removesuffix("?said=done")
    shown = lone_service.get(f"/v1/returns/{back}").json()
    assert (shown["cause"], shown["wish"], shown["lines"]) == ("defective", "replacement", {"1": 1})
    assert "return_refused" in form_sent(browser, "/console/returns/new", "k-2", **{**told, "line__1": "9"}).text


def test_goodwill_when_given_within_the_budget_then_is_booked_and_beyond_it_refused(lone_service: Service) -> None:
    order_id = delivered(lone_service)
    back = asked(lone_service, order_id)
    admin = signed_in(lone_service, Role.ADMIN, name="Root")
    assert form_sent(admin, "/console/returns/budgets/service", monthly="6.00").status_code == 303
    browser, path = signed_in(lone_service, Role.SERVICE), f"/console/returns/{back['id']}/goodwill"
    gift = {"order": order_id, "currency": "EUR", "amount": "5.00", "reason": "came late"}
    assert form_sent(browser, path, **gift).status_code == 303
    assert "budget_refused" in form_sent(browser, path, "k-2", **gift).text
    assert "EUR 1.00" in browser.get("/console/returns").text


def test_ways_when_judged_then_the_advised_one_is_among_them_and_none_is_hidden(lone_service: Service) -> None:
    back = asked(lone_service, delivered(lone_service), reason="defective")
    ways = {each["id"]: each for each in back["ways"]}  # type: ignore[attr-defined]
    assert [id_ for id_, each in ways.items() if each["is_advised"]] == ["refund_back_home_house"]
    assert ways["refund_kept"]["verdict"] == "bar"
    post(lone_service, f"/v1/returns/{back['id']}/authorise?way=refund_back_home_house")
    assert lone_service.get(f"/v1/returns/{back['id']}").json()["way"] == "refund_back_home_house"
