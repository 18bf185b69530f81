"""Causes and suggestions over HTTP: learnt at night, summed up, and set aside by people."""

import csv
from io import StringIO

from api.access.keyring import KeyWanted
from api.access.scopes import Scope
from api.composition.money_sources import money_sources
from api.services import Services
from engine.ids import Prefix
from engine.store.bindings import Binding
from fulfillment.learning.cut import Cut
from fulfillment.learning.nights import LearningWork
from fulfillment.store.learning import add_suggestion
from tests.http.conftest import Service, is_problem
from tests.http.lives import admitted, delivered, post, worked
from tests.lives_learnt import suggested

WINTER = "since=2026-11-01&until=2027-03-31"


def learnt(service: Service) -> None:
    """As a worker does each night."""
    services: Services = service.app.state.services
    sources = money_sources(services.desk)
    LearningWork(database=service.database, site=services.site, sources=sources, clock=service.clock).whole("main")


def returned(service: Service) -> str:
    """An order that came back, since it was not as described."""
    order_id = delivered(service)
    asked = {"lines": [{"line": 1, "quantity": 2}], "reason": "not as described"}
    back = post(service, f"/v1/orders/{order_id}/returns", asked, 201)
    post(service, f"/v1/returns/{back['id']}/authorise")
    post(service, f"/v1/returns/{back['id']}/receive", {"grade": "used"})
    learnt(service)
    return order_id


def a_suggestion(service: Service) -> str:
    made = suggested(service.ids.new(Prefix.SUGGESTION), service.clock.now())
    with service.database.write() as session:
        add_suggestion(session, made)
    return made.id


def test_order_when_it_came_back_then_its_article_has_a_case_with_money(service: Service) -> None:
    order_id = returned(service)
    table = service.get(f"/v1/causes?by=sku&{WINTER}").json()
    (row,) = [each for each in table["rows"] if each["cases"]]
    assert (row["causes"], row["families"]) == ({"not_as_described": 1}, {"quality": 1})
    assert row["some_orders"] == [order_id]
    assert row["refund"] == row["at_stake"] > 0


def test_causes_when_asked_by_anything_then_all_tables_have_the_same_total(service: Service) -> None:
    returned(service)
    totals = [service.get(f"/v1/causes?by={over}&{WINTER}").json()["total"] for over in Cut]
    assert all(each == totals[0] for each in totals)
    assert totals[0]["orders"] == 1


def test_causes_when_asked_as_table_or_page_then_they_come(service: Service) -> None:
    returned(service)
    rows = list(csv.DictReader(StringIO(service.get(f"/v1/causes.csv?by=lane&{WINTER}").text.removeprefix("\ufeff"))))
    assert [row["cases"] for row in rows] == ["1", "1"]
    for lang in ("en", "zh"):
        assert "<svg" in service.get(f"/v1/causes.html?lang={lang}&{WINTER}").text


def test_causes_when_the_caller_is_of_another_shop_then_sees_none_of_them_and_no_suggestion(service: Service) -> None:
    returned(service)
    id_ = a_suggestion(service)
    wanted = KeyWanted(name="fr", merchant="main", scopes=frozenset({Scope.ORDERS_READ}),
                       binding=Binding(shops=frozenset({"shop-fr"}), legal_entities=frozenset()))  # fmt: skip
    key, token = service.keyring.create(wanted, service.ids)
    service.tokens[key.id] = token.text
    assert service.get(f"/v1/causes?{WINTER}", key=key.id).json()["total"]["orders"] == 0
    assert id_ not in service.get(f"/v1/causes.html?{WINTER}", key=key.id).text
    assert service.get("/v1/suggestions", key=key.id).status_code == 403


def test_order_when_it_is_still_on_its_way_then_nothing_is_learnt(service: Service) -> None:
    admitted(service)
    learnt(service)
    assert service.get(f"/v1/causes?{WINTER}").json()["total"]["orders"] == 0


def test_suggestion_when_dismissed_then_it_is_audited_and_not_listed_any_more(service: Service) -> None:
    id_ = a_suggestion(service)
    assert "SVC-010" in service.get("/v1/suggestions?lang=zh").json()["data"][0]["text"]
    done = post(service, f"/v1/suggestions/{id_}/dismiss", {"why": "a strike"})
    assert (done["state"], done["why_dismissed"]) == ("dismissed", "a strike")
    assert service.get("/v1/suggestions").json()["data"] == []
    worked(service)
    assert "suggestion.dismissed" in service.get("/v1/audit").text
    again = service.call("POST", f"/v1/suggestions/{id_}/dismiss", {"why": "again"})
    assert is_problem(again, 409, "suggestion_not_open")


def test_period_when_it_is_none_then_refused(service: Service) -> None:
    assert is_problem(service.get("/v1/causes?since=2026-12-01&until=2026-11-01"), 422, "parameter_rejected")
