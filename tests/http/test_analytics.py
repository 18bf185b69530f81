"""Figures of a period over HTTP: outcomes, waiting, chargebacks and money, of the shops that the caller may see."""

import csv
from io import StringIO
from typing import Any

from api.access.keyring import KeyWanted
from api.access.scopes import Scope
from engine.store.bindings import Binding
from tests.desks import an_honest_order, an_unpaid_order, document, medicine_to_australia
from tests.http.conftest import OTHER, Service, is_problem
from tests.http.lives import admitted, post, worked
from tests.http.test_orders import sent
from tests.http.test_payments import disputed

NOVEMBER = "since=2026-11-01&until=2026-11-30"
LATER_S = 130 * 24 * 3600
Row = dict[str, Any]


def figures(service: Service, query: str = "", key: str = "main") -> Row:
    found: Row = service.get(f"/v1/analytics?{NOVEMBER}{query}", key=key).json()
    return found


def behind(service: Service, query: str, key: str = "main") -> list[Row]:
    found: list[Row] = service.get(f"/v1/analytics/orders?{NOVEMBER}{query}", key=key).json()["data"]
    return found


def released(service: Service) -> None:
    """An order that was held, and that a person let go two hours later."""
    decision = sent(service, document(an_unpaid_order()))
    worked(service)
    service.clock.move(7200)
    hold = service.get(f"/v1/orders/{decision['order_id']}/holds").json()["data"][0]
    post(service, f"/v1/holds/{hold['id']}/release", {"reason": "paid by wire", "reason_code": "payment_seen"})


def test_orders_when_decided_then_are_counted_at_first_and_as_they_stand(service: Service) -> None:
    sent(service, document(an_honest_order("A-1")))
    released(service)
    total = figures(service)["total"]
    assert (total["orders"], total["first"], total["now"]) == (2, {"admit": 1, "hold": 1}, {"admit": 2})
    assert (total["at_once_basis_points"], total["decided_basis_points"]) == (5000, 10_000)
    assert total["approved_basis_points"] == 10_000


def test_hold_when_a_person_releases_it_then_its_time_is_measured(service: Service) -> None:
    released(service)
    total = figures(service)["total"]
    assert total["held"] == {"orders": 1, "still": 0, "done": 1, "p50_s": 7200, "p90_s": 7200, "p99_s": 7200}
    assert total["held_basis_points"] == 10_000


def test_hold_when_it_is_open_then_has_no_time_yet(service: Service) -> None:
    sent(service, document(an_unpaid_order()))
    held = figures(service)["total"]["held"]
    assert (held["orders"], held["still"], held["done"], held["p50_s"]) == (1, 1, 0, None)


def test_question_when_asked_then_is_counted_until_it_is_over(service: Service) -> None:
    order = sent(service, document(medicine_to_australia()))["order_id"]
    asked = service.call("POST", "/v1/customer-requests", {"order_id": order, "asks": ["phone"]}).json()
    assert figures(service)["total"]["asked"]["still"] == 1
    service.call("POST", f"/v1/customer-requests/{asked['id']}/cancel", {"reason": "not needed"})
    total = figures(service)["total"]
    assert (total["asked"]["orders"], total["asked"]["done"], total["answered_basis_points"]) == (1, 0, 0)


def test_chargeback_when_the_order_is_young_then_has_no_share_until_it_is_old(service: Service) -> None:
    _, dispute = disputed(service)
    young = figures(service)
    assert (young["young"], young["total"]["charged_back"], young["total"]["charged_basis_points"]) == (1, 1, None)
    post(service, f"/v1/disputes/{dispute}/decide", {"outcome": "lost"})
    service.clock.move(LATER_S)
    old = figures(service)
    (sums,) = old["total"]["money"]
    assert (old["young"], old["total"]["old"], old["total"]["charged_basis_points"]) == (0, 1, 10_000)
    assert sums["disputed"] == sums["lost"] > 0
    assert (sums["won"], sums["open"]) == (0, 0)


def test_rows_when_asked_by_anything_then_all_tables_have_the_same_total(service: Service) -> None:
    admitted(service, an_honest_order("A-1"))
    released(service)
    tables = [figures(service, f"&by={over}") for over in ("day", "week", "shop", "channel", "country")]
    assert all(each["total"] == tables[0]["total"] for each in tables)
    both = figures(service, "&by=country&also=day")
    assert (both["rows"], both["also"]["rows"], tables[0]["also"]) == (tables[4]["rows"], tables[0]["rows"], None)
    assert both["total"] == tables[0]["total"]
    assert [tables[0]["rows"][0]["key"], tables[1]["rows"][0]["key"]] == ["2026-11-22", "2026-11-16"]


def test_figures_when_filtered_then_are_of_those_orders_alone(service: Service) -> None:
    sent(service, document(an_honest_order("A-1")))
    (country,) = [each["key"] for each in figures(service, "&by=country")["rows"]]
    assert figures(service, f"&country={country}")["total"]["orders"] == 1
    for query in ("&country=ZZ", "&shop=nowhere", "&channel=nothing"):
        assert figures(service, query)["total"]["orders"] == 0


def test_figures_when_the_caller_is_of_another_shop_or_merchant_then_sees_none(service: Service) -> None:
    disputed(service)
    wanted = KeyWanted(name="fr", merchant="main", scopes=frozenset({Scope.ORDERS_READ}),
                       binding=Binding(shops=frozenset({"shop-fr"}), legal_entities=frozenset()))  # fmt: skip
    key, token = service.keyring.create(wanted, service.ids)
    service.tokens[key.id] = token.text
    for whose in (key.id, OTHER):
        total = figures(service, key=whose)["total"]
        assert (total["orders"], total["charged_back"], total["money"]) == (0, 0, [])


def test_figures_when_asked_as_a_table_then_each_currency_has_its_columns(service: Service) -> None:
    disputed(service)
    text = service.get(f"/v1/analytics.csv?by=country&{NOVEMBER}").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["country"] for row in rows][-1] == "(total)"
    assert rows[0]["disputed_EUR"] == rows[0]["open_EUR"] != "0.00"
    assert rows[0]["charged_percent"] == ""


def test_period_when_it_is_none_or_too_long_then_refused(service: Service) -> None:
    for days in ("since=2026-12-01&until=2026-11-01", "since=2024-01-01&until=2026-11-01"):
        assert is_problem(service.get(f"/v1/analytics?{days}"), 422, "parameter_rejected")


def test_orders_when_behind_a_figure_then_are_as_many_as_it_counts(service: Service) -> None:
    sent(service, document(an_honest_order("A-1")))
    released(service)
    sent(service, document(an_unpaid_order("A-3")))
    total = figures(service)["total"]
    counted = {
        "all": total["orders"], "admitted": total["now"]["admit"], "waiting": total["now"]["hold"], "cancelled": 0,
        "held": total["held"]["orders"], "still_held": total["held"]["still"], "released": total["held"]["done"],
        "asked": total["asked"]["orders"], "fraud": total["labelled_fraud"], "charged_back": total["charged_back"],
    }  # fmt: skip
    found = {which: behind(service, f"&which={which}") for which in counted}
    assert {which: len(orders) for which, orders in found.items()} == counted
    assert counted["held"] == 2


def test_orders_when_behind_a_figure_then_pages_go_back_in_time(service: Service) -> None:
    for number in range(3):
        sent(service, document(an_honest_order(f"A-{number}")))
        service.clock.move(60)
    first = service.get(f"/v1/analytics/orders?{NOVEMBER}&limit=2").json()
    rest = service.get(f"/v1/analytics/orders?{NOVEMBER}&cursor={first['next_cursor']}").json()
    assert [each["merchant_order_id"] for each in (*first["data"], *rest["data"])] == ["A-2", "A-1", "A-0"]


def test_orders_when_charged_back_then_are_found_by_their_own_merchant_alone(service: Service) -> None:
    order_id, _ = disputed(service)
    assert [each["order_id"] for each in behind(service, "&which=charged_back")] == [order_id]
    assert behind(service, "&which=charged_back", OTHER) == []
