"""Waves, pick lists, the review station and the page over HTTP."""

import re

import pytest

from api.routes.wave_examples import SOME_TERMS
from api.station import CONTENT_POLICY, SCRIPTS, STYLE
from tests.desks import an_honest_order
from tests.http.conftest import Service, is_problem
from tests.http.lives import Shown, admitted, life, post
from tests.printed import words

ORDER = an_honest_order()
SKU = str(ORDER.lines[0].sku)
MANY = ORDER.lines[0].quantity
GTIN = "4006381333931"
NUMBERS = iter(range(10**6))


def here() -> str:
    assert ORDER.ship_from is not None
    return str(ORDER.ship_from.warehouse)


def a_list(service: Service) -> Shown:
    """The list of a released wave of one order, whose goods lie in a bin."""
    post(service, "/v1/warehouses", {"code": here(), "country": "CN"})
    post(service, "/v1/bins", {"warehouse": here(), "code": "01-03"})
    post(service, "/v1/stock/receipts", {"sku": SKU, "warehouse": here(), "bin": "01-03", "pieces": 50})
    assert service.call("PUT", f"/v1/products/{SKU}", {"gtin": GTIN}).status_code in (200, 201)
    assert service.call("PUT", f"/v1/warehouses/{here()}/picking", SOME_TERMS).status_code == 200
    admitted(service, ORDER)
    (wave,) = post(service, "/v1/waves", {"warehouse": here()}, 201)["data"]
    released = post(service, f"/v1/waves/{wave['id']}/release")
    found: Shown = service.get(f"/v1/pick-lists/{released['lists'][0]['id']}").json()
    return found


def scan(service: Service, listed: Shown, **told: object) -> Shown:
    return post(service, f"/v1/pick-lists/{listed['id']}/scans", {"id": f"scan-{next(NUMBERS):06}", **told})


def test_pick_terms_when_set_then_are_kept(service: Service) -> None:
    path = "/v1/warehouses/HAM-1/picking"
    assert service.get(path).json()["in_waves"] is False
    assert service.call("PUT", path, SOME_TERMS).json() == {"warehouse": "HAM-1", **SOME_TERMS}
    assert service.get(path).json() == {"warehouse": "HAM-1", **SOME_TERMS}
    crooked = dict(SOME_TERMS) | {"layout": {"aisles": 2, "cells": 9, "aisle_distance_mm": 1, "cell_mm": 1,
                                       "cross_aisles": [0, 5]}}  # fmt: skip
    assert is_problem(service.call("PUT", path, crooked), 422, "route_refused")


def test_wave_when_planned_released_and_scanned_then_the_order_is_picked(service: Service) -> None:
    listed = a_list(service)
    assert (listed["pieces"], listed["stops"][0]["bin"], listed["stops"][0]["gtin"]) == (MANY, "01-03", GTIN)
    assert listed["distance_mm"] == listed["best_mm"] > 0
    after = scan(service, listed, bin="01-03", item=GTIN, quantity=MANY)
    assert (after["outcome"], after["state"], after["picked"]) == ("found", "done", MANY)
    wave = service.get(f"/v1/waves/{listed['wave_id']}").json()
    assert (wave["state"], wave["parts"][0]["state"]) == ("done", "done")
    assert life(service, wave["parts"][0]["order_id"])["fulfilment"]["state"] == "picked"
    assert service.get("/v1/waves?state=done").json()["data"][0]["id"] == wave["id"]
    assert service.get("/v1/pick-lists?state=open").json()["data"] == []


def test_scan_when_it_is_the_wrong_one_then_the_problem_says_what_is_expected(service: Service) -> None:
    listed = a_list(service)
    path = f"/v1/pick-lists/{listed['id']}/scans"
    refused = service.call("POST", path, {"id": "scan-wrong", "bin": "01-03", "item": "OTHER"})
    assert is_problem(refused, 422, "scan_refused")
    assert {"pointer": "", "code": "expected_item", "detail": f"{SKU} ({GTIN})"} in refused.json()["errors"]


def test_scan_when_the_order_is_held_then_the_problem_says_why(service: Service) -> None:
    listed = a_list(service)
    order_id = listed["stops"][0]["order_id"]
    assert service.call("POST", f"/v1/orders/{order_id}/holds", {"reason": "the buyer rang"}).status_code == 201
    path = f"/v1/pick-lists/{listed['id']}/scans"
    refused = service.call("POST", path, {"id": "scan-held", "bin": "01-03", "item": SKU})
    assert is_problem(refused, 409, "step_blocked")
    assert "kept_by" in {each["code"] for each in refused.json()["errors"]}


def test_review_when_scanned_then_says_what_differs_and_ends_with_the_last_piece(service: Service) -> None:
    listed = a_list(service)
    scan(service, listed, bin="01-03", item=SKU, quantity=MANY)
    (part,) = service.get("/v1/fulfilments?state=picked").json()["data"]
    path = f"/v1/fulfilments/{part['id']}/reviews"
    assert service.get(path).json()["lines"] == [{"sku": SKU, "gtin": GTIN, "quantity": MANY, "scanned": 0}]
    over = service.call("POST", f"{path}/scans", {"id": "scan-over", "item": SKU, "quantity": MANY + 1})
    assert is_problem(over, 422, "scan_refused")
    post(service, f"{path}/send-back")
    assert service.get(path).json()["state"] == "picking"
    post(service, f"/v1/orders/{part['order_id']}/picks", {})
    seen = post(service, f"{path}/scans", {"id": "scan-all-0", "item": GTIN, "quantity": MANY})
    assert (seen["state"], seen["is_complete"]) == ("reviewed", True)


def test_lists_when_printed_then_are_a_pdf(service: Service) -> None:
    listed = a_list(service)
    for path in (f"/v1/pick-lists/{listed['id']}/sheet.pdf", f"/v1/waves/{listed['wave_id']}/lists.pdf"):
        printed = service.get(path)
        assert (printed.headers["content-type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
        in_chinese = [service.get(path, headers={"Accept-Language": "zh-CN"}), service.get(f"{path}?language=zh")]
        assert {"拣货单" in words(each.content) for each in in_chinese} == {True}


def test_lists_when_the_wave_has_none_then_nothing_is_printed(lone_service: Service) -> None:
    post(lone_service, "/v1/warehouses", {"code": here(), "country": "CN"})
    admitted(lone_service, ORDER)
    (wave,) = post(lone_service, "/v1/waves", {"warehouse": here()}, 201)["data"]
    assert is_problem(lone_service.get(f"/v1/waves/{wave['id']}/lists.pdf"), 422, "paper_empty")


def test_wave_when_cancelled_then_may_not_be_released(service: Service) -> None:
    listed = a_list(service)
    path = f"/v1/waves/{listed['wave_id']}"
    assert post(service, f"{path}/cancel")["state"] == "cancelled"
    assert is_problem(service.call("POST", f"{path}/release"), 409, "wave_refused")


def test_page_when_read_then_loads_nothing_but_its_own_files(lone_service: Service) -> None:
    page = lone_service.get("/warehouse", key=None)
    assert page.headers["content-security-policy"] == CONTENT_POLICY
    assert "unsafe" not in CONTENT_POLICY
    named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert {f"/warehouse/{name}" for name in ("station.css", "station.js")} == set(named)
    for name in (STYLE, *SCRIPTS):
        file = lone_service.get(f"/warehouse/{name}", key=None)
        assert (file.status_code, "http" in file.text) == (200, False)
    assert is_problem(lone_service.get("/warehouse/page.py", key=None), 404, "not_found")


@pytest.mark.parametrize("word", ["en", "zh"])
def test_words_when_listed_then_every_language_has_all(lone_service: Service, word: str) -> None:
    text = lone_service.get("/warehouse/words.js", key=None).text
    part = text.partition(f"  {word}: {{")[2].partition("\n  },")[0]
    names = re.findall(r"(?:^|\s)([a-z_]+): \"", part)
    assert len(names) == len(set(names)) >= 45
    assert sorted(names) == sorted(
        re.findall(r"(?:^|\s)([a-z_]+): \"", text.partition("en: {")[2].partition("\n  },")[0])
    )
