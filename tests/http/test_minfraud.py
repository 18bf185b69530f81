"""The drop-in, exercised by MaxMind's own Python client over a loopback server; what is asserted is our meaning."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from uuid import UUID

import minfraud.webservice
import pytest
import uvicorn
from minfraud.errors import AuthenticationError, InvalidRequestError, PermissionRequiredError
from minfraud.webservice import Client

from api.access.scopes import Scope
from api.compat.minfraud_answer import ACTIONS, BANDS, risk_score
from api.composition.serving import listen
from engine.store.tables import DECISION
from tests.databases import SqliteFiles
from tests.http.conftest import Service, a_service

HONEST: dict[str, Any] = {
    "event": {"transaction_id": "M-1", "time": "2026-11-22T09:20:00+00:00", "type": "purchase"},
    "account": {"user_id": "u-7"},
    "email": {"address": "ann.example@example.com"},
    "device": {"ip_address": "81.2.69.160", "user_agent": "Mozilla/5.0", "accept_language": "en-US,en;q=0.8"},
    "billing": {"first_name": "Ann", "last_name": "Example", "address": "1 Main St", "city": "Boston", "region": "MA",
                "country": "US", "postal": "02118", "phone_number": "617-555-0123", "phone_country_code": "1"},
    "shipping": {"first_name": "Ann", "last_name": "Example", "address": "1 Main St", "city": "Boston",
                 "region": "MA", "country": "US", "postal": "02118", "delivery_speed": "standard"},
    "payment": {"method": "card", "processor": "stripe", "was_authorized": True},
    "credit_card": {"issuer_id_number": "411111", "last_digits": "1111", "country": "US", "cvv_result": "M",
                    "avs_result": "Y", "token": "tok_abc"},
    "order": {"amount": 25.50, "currency": "USD"},
    "shopping_cart": [{"category": "shirts", "item_id": "TEE", "quantity": 1, "price": 25.50}],
}  # fmt: skip


@contextmanager
def _served(service: Service) -> Iterator[int]:
    """The application on a free port of this machine."""
    with listen("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(service.app, log_config=None, lifespan="off"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def house(sqlite_files: SqliteFiles) -> Iterator[tuple[Service, int]]:
    """One service for all tests here, and its port."""
    with sqlite_files.fresh() as database, a_service(database) as service, _served(service) as port:
        yield service, port


def client(house: tuple[Service, int], key: str = "main", door: str = "compat", account: object = 42) -> Client:
    """Their client, of whom only the host was changed."""
    service, port = house
    return Client(account, service.tokens.get(key, key), host=f"127.0.0.1:{port}/{door}")  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minfraud.webservice, "_SCHEME", "http")


def decisions(service: Service) -> int:
    """How many are kept."""
    with service.database.read() as session:
        return len(session.rows(DECISION.select()))


def test_score_when_honest_then_is_accepted_in_its_band_and_nothing_is_kept(house: tuple[Service, int]) -> None:
    before = decisions(house[0])
    with client(house) as their:
        score = their.score(HONEST)
    low, high = BANDS["admit"]
    assert (score.disposition.action, low <= score.risk_score <= high) == ("accept", True)
    assert UUID(score.id).version == 7
    assert (score.warnings, decisions(house[0])) == ([], before)


def test_score_when_the_law_forbids_it_then_is_rejected_with_our_reason(house: tuple[Service, int]) -> None:
    embargoed = {**HONEST, "shipping": {**HONEST["shipping"], "country": "KP", "city": "Pyongyang", "region": "1"}}
    with client(house) as their:
        score = their.score(embargoed)
    assert (score.disposition.action, score.risk_score >= BANDS["cancel"][0]) == ("reject", True)
    assert score.disposition.reason == "custom_rule"
    assert score.disposition.rule_label


def test_score_when_nothing_says_whether_it_was_authorised_then_assumes_so_and_says_it(
    house: tuple[Service, int],
) -> None:
    asked = {**HONEST, "payment": {"method": "card"}}
    with client(house) as their:
        score = their.score(asked)
    assert score.disposition.action == "accept"
    assert [(each.code, each.input_pointer) for each in score.warnings] == [
        ("INPUT_ASSUMED", "/payment/was_authorized")
    ]


def test_score_when_the_payment_was_declined_then_waits(house: tuple[Service, int]) -> None:
    with client(house) as their:
        score = their.score({**HONEST, "payment": {"method": "card", "was_authorized": False}})
    assert score.disposition.action in {"manual_review", "reject"}


def test_score_when_inputs_cannot_be_used_then_warns_with_their_places(house: tuple[Service, int]) -> None:
    odd = {**HONEST, "colour": "red", "device": {"ip_address": "nowhere"}}
    with client(house) as their:
        score = their.score(odd, validate=False)
    told = {(each.code, each.input_pointer) for each in score.warnings}
    assert {("INPUT_UNKNOWN", "/colour"), ("INPUT_INVALID", "/device/ip_address")} <= told


def test_score_when_only_an_address_of_the_network_is_sent_then_still_answers(house: tuple[Service, int]) -> None:
    with client(house) as their:
        score = their.score({"device": {"ip_address": "81.2.69.160"}})
    assert score.disposition.action != "accept"


def test_insights_when_asked_then_says_what_we_know_and_leaves_the_rest_out(house: tuple[Service, int]) -> None:
    with client(house) as their:
        insights = their.insights(HONEST)
        factors = their.factors(HONEST)
    assert insights.credit_card.country == "US"
    assert insights.credit_card.is_issued_in_billing_address_country is True
    assert insights.shipping_address.is_postal_in_city is True
    assert (insights.ip_address.risk, insights.email.first_seen, factors.subscores.device) == (None, None, None)


def test_order_when_sent_to_the_keeping_door_then_is_kept_once(house: tuple[Service, int]) -> None:
    before = decisions(house[0])
    with client(house, door="compat/orders") as their:
        first, again = their.score(HONEST), their.score(HONEST)
    assert (first.id, decisions(house[0])) == (again.id, before + 1)
    kept = house[0].get(f"/v1/decisions/dec_{UUID(first.id).hex}").json()
    assert (kept["merchant_order_id"], kept["outcome"]) == ("M-1", "admit")


def test_key_when_it_is_of_the_whole_installation_then_the_account_names_the_merchant(
    house: tuple[Service, int],
) -> None:
    with client(house, key="*", door="compat/orders", account="other") as their:
        score = their.score({**HONEST, "event": {"transaction_id": "M-other"}})
    place = f"/v1/decisions/dec_{UUID(score.id).hex}"
    assert (house[0].get(place, key="other").status_code, house[0].get(place).status_code) == (200, 404)


def test_key_when_wrong_or_without_scope_then_their_errors(house: tuple[Service, int]) -> None:
    with client(house, key="nonsense") as their, pytest.raises(AuthenticationError):
        their.score(HONEST)
    poor = house[0].make_key(scopes=[Scope.ORDERS_READ])
    with client(house, key=poor.id) as their, pytest.raises(PermissionRequiredError):
        their.score(HONEST)


def test_request_when_our_reader_refuses_it_then_is_their_invalid_request(house: tuple[Service, int]) -> None:
    card = {**HONEST, "billing": {**HONEST["billing"], "address": "4111 1111 1111 1111"}}
    with client(house) as their, pytest.raises(InvalidRequestError) as told:
        their.score(card)
    assert told.value.args[1:3] == ("ORDER_REJECTED", 422)


@pytest.mark.parametrize("outcome", list(BANDS))
def test_risk_score_when_our_score_grows_then_stays_in_its_band_and_never_falls(outcome: str) -> None:
    found = [risk_score(outcome, score) for score in range(0, 200, 5)]
    low, high = BANDS[outcome]
    assert found == sorted(found)
    assert low <= min(found) <= max(found) <= high
    assert ACTIONS[outcome] in {"accept", "manual_review", "reject"}
