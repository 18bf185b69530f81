"""Agreed fees over HTTP and in the console: kept, changed, ended, and held against reports."""

import pytest

from api.access.roles import Role
from tests.http.conftest import OTHER, Service, is_problem
from tests.http.console_forms import form_sent
from tests.http.people import signed_in

PATH, PAGE = "/v1/agreed-fees", "/console/reconciliation"
FEE = {"percent": "1.4", "fixed": 25, "tolerance": 1}


def test_fee_when_kept_changed_and_ended_then_is_listed_as_it_stands(service: Service) -> None:
    shown = service.call("PUT", f"{PATH}/stripe/EUR", FEE).json()
    assert shown == {"provider": "stripe", "currency": "EUR", **FEE}
    service.call("PUT", f"{PATH}/stripe/USD", {"percent": "2.9"})
    service.call("PUT", f"{PATH}/stripe/EUR", {"percent": "1.50"})
    rows = [(each["currency"], each["percent"], each["fixed"]) for each in service.get(PATH).json()["data"]]
    assert rows == [("EUR", "1.5", 0), ("USD", "2.9", 0)]
    assert service.call("DELETE", f"{PATH}/stripe/EUR").status_code == 204
    assert [each["currency"] for each in service.get(PATH).json()["data"]] == ["USD"]


def test_fee_when_of_another_merchant_then_is_neither_seen_nor_ended(service: Service) -> None:
    service.call("PUT", f"{PATH}/stripe/EUR", FEE)
    assert service.get(PATH, key=OTHER).json()["data"] == []
    assert is_problem(service.call("DELETE", f"{PATH}/stripe/EUR", key=OTHER), 404, "not_found")


@pytest.mark.parametrize("percent", ["101", "-1", "1,4", "1.23456", "NaN"])
def test_fee_when_its_percent_is_none_then_is_refused(lone_service: Service, percent: str) -> None:
    answer = lone_service.call("PUT", f"{PATH}/stripe/EUR", {"percent": percent})
    assert is_problem(answer, 422, "document_rejected")


def test_reconciliation_page_when_a_fee_is_kept_then_shows_it_until_ended(lone_service: Service) -> None:
    ana = signed_in(lone_service, Role.ADMIN)
    fields = {"fee_of": "stripe", "currency": "eur", "percent": "1.4", "fixed": "0.25"}
    assert form_sent(ana, f"{PAGE}/fees", **fields).status_code == 303
    page = ana.get(PAGE).text
    assert [each in page for each in ("1.4 %", "EUR 0.25", "EUR 0.01")] == [True, True, True]
    form_sent(ana, f"{PAGE}/fees", key="k-2", act="end", fee_of="stripe", currency="EUR")
    assert "1.4 %" not in ana.get(PAGE).text


@pytest.mark.parametrize("wrong", [{"percent": "a lot"}, {"currency": "EUX"}])
def test_reconciliation_page_when_a_fee_cannot_be_read_then_says_why(
    lone_service: Service, wrong: dict[str, str]
) -> None:
    ana = signed_in(lone_service, Role.ADMIN)
    stated = {"fee_of": "stripe", "currency": "EUR", "percent": "1.4", "fixed": "0.25"}
    answer = form_sent(ana, f"{PAGE}/fees", **(stated | wrong))
    assert 'role="alert"' in answer.text
    assert lone_service.get(PATH).json()["data"] == []
