"""Connections over REST: what is kept and never shown, the door for webhooks, and whose they are."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest

from api.access.roles import SCOPES, Role
from api.services import Services
from engine.desk.premises import keep_shop
from engine.store.premises import Shop
from fulfillment.channels.accounts import Accounts
from fulfillment.channels.handlers import channel_handlers
from fulfillment.channels.protocol import Account
from fulfillment.channels.words import ChannelName, Topic
from fulfillment.records import Saying
from fulfillment.store.sayings import add_saying, mark_refused
from tests.builders import PLACED_AT
from tests.desks import MAIN, an_honest_order, document
from tests.http.conftest import Service, is_problem
from tests.http.test_shops import bound_key
from tests.scripted_channel import ChannelHouse, Nowhere, ScriptedChannel

ASKED = {
    "channel": "shopify",
    "name": "shop",
    "endpoint": "https://shop.example",
    "secrets": {"token": "hush-hush"},
    "since": PLACED_AT.isoformat(),
}
GOOD = {"x-signature": "good", "content-type": "text/plain"}


@pytest.fixture
def channel(service: Service) -> ScriptedChannel:
    """The one that every connection of the service leads to."""
    return scripted(service)


def scripted(service: Service) -> ScriptedChannel:
    made, services = ScriptedChannel(), service.app.state.services

    def maker(account: Account, *_: object) -> ScriptedChannel:
        made.account = account
        return made

    makers = dict.fromkeys(ChannelName, maker)
    accounts = Accounts(services.desk.seal, Nowhere(), service.clock, makers, lambda _: None)  # type: ignore[arg-type]
    service.app.state.services = replace(services, accounts=accounts)
    return made


def worked(service: Service, channel: ScriptedChannel) -> ChannelHouse:
    """The jobs of channels, done one after the other."""
    services: Services = service.app.state.services
    house = ChannelHouse(service.database, services.desk, services.port, channel, service.clock,  # type: ignore[arg-type]
                         channel_handlers(services.port, lambda: 0.5), {})  # fmt: skip
    house.run()
    return house


def connected(service: Service, **more: object) -> dict[str, object]:
    made = service.call("POST", "/v1/channels", {**ASKED, **more})
    assert made.status_code == 201, made.text
    shown: dict[str, object] = service.call("POST", f"/v1/channels/{made.json()['id']}/on").json()
    return shown


def test_connection_when_added_then_is_shown_without_secrets(service: Service, channel: ScriptedChannel) -> None:
    shown = connected(service)
    assert (shown["state"], shown["stored"], shown["id_prefix"]) == ("on", ["token"], "shop-")
    assert channel.account is not None
    assert channel.account.secrets == {"token": "hush-hush"}
    for path in ("/v1/channels", f"/v1/channels/{shown['id']}", "/v1/audit", "/v1/events"):
        answer = service.get(path)
        assert answer.status_code == 200, path
        assert "hush-hush" not in answer.text


def test_connection_when_changed_then_only_from_the_version_seen(lone_service: Service) -> None:
    scripted(lone_service)
    shown = connected(lone_service)
    path = f"/v1/channels/{shown['id']}"
    tag = lone_service.get(path).headers["etag"]
    changed = lone_service.call("PATCH", path, {"every_s": 300}, headers={"If-Match": tag})
    assert (changed.status_code, changed.json()["every_s"]) == (200, 300)
    late = lone_service.call("PATCH", path, {"every_s": 60}, headers={"If-Match": tag})
    assert is_problem(late, 412, "version_changed")
    assert lone_service.call("POST", f"{path}/check").json() == {"account": "seller 1234"}
    assert is_problem(lone_service.call("DELETE", path), 409, "channel_connection_busy")
    assert lone_service.call("POST", f"{path}/off").json()["state"] == "off"
    assert lone_service.call("DELETE", path).status_code == 204


def test_orders_when_read_then_are_shown_with_progress_counts_and_faults(lone_service: Service) -> None:
    channel = scripted(lone_service)
    now = lone_service.clock.now()
    channel.show("R-1", now - timedelta(hours=2), placed_at=PLACED_AT)
    channel.show("R-2", now - timedelta(hours=2), placed_at=PLACED_AT, body={"currency": "EURO"})
    shown = connected(lone_service)
    path = f"/v1/channels/{shown['id']}"
    worked(lone_service, channel)
    read = lone_service.get(path).json()
    assert read["orders"] == {"decided": 1, "refused": 1}
    assert read["progress"]["behind_s"] == 30
    (refused,) = lone_service.get(f"{path}/orders?taken=refused").json()["data"]
    assert {each["code"] for each in refused["faults"]} >= {"missing"}
    blind = lone_service.make_key(scopes=sorted(SCOPES[Role.VIEWER])).id
    (hidden,) = lone_service.get(f"{path}/orders?taken=refused", key=blind).json()["data"]
    assert {each["detail"] for each in hidden["faults"]} == {""}
    assert lone_service.call("POST", f"{path}/retry", {}).json() == {"begun": 1}
    assert is_problem(lone_service.call("POST", f"{path}/retry", {"ref": "R-9"}), 404, "not_found")
    assert lone_service.call("POST", f"{path}/counts", {"days": 1}).json() == {"begun": 2}
    worked(lone_service, channel)
    counts = lone_service.get(f"{path}/counts").json()["data"]
    assert sum(each["listed"] for each in counts) == 2


def test_backfill_when_begun_then_is_shown_and_can_end(lone_service: Service) -> None:
    scripted(lone_service)
    path = f"/v1/channels/{connected(lone_service)['id']}"
    begun = lone_service.call("POST", f"{path}/backfill", {"since": "2026-11-01T00:00:00Z"})
    assert (begun.status_code, begun.json()["done_percent"]) == (202, 0)
    other = lone_service.call("POST", f"{path}/backfill", {"since": "2026-10-01T00:00:00Z"})
    assert is_problem(other, 409, "channel_backfill_refused")
    assert lone_service.call("DELETE", f"{path}/backfill").status_code == 204
    assert lone_service.get(path).json()["backfill"]["ended_at"] is not None


def test_webhook_when_it_comes_then_the_signature_is_the_key(service: Service, channel: ScriptedChannel) -> None:
    shown = connected(service)
    channel.show("R-1", service.clock.now(), placed_at=PLACED_AT)
    path = str(shown["webhook_path"])
    body = orjson.dumps({"delivery": "d-1", "refs": ["R-1"]})
    for _ in range(2):
        assert service.call("POST", path, content=body, key=None, headers=GOOD).status_code == 200
    forged = service.call("POST", path, content=body, key=None, headers={"x-signature": "bad"})
    assert is_problem(forged, 401, "channel_knock_refused")
    house = worked(service, channel)
    assert house.decisions() == 1
    large = service.call("POST", path, content=b"x" * ((1 << 20) + 1), key=None, headers=GOOD)
    assert is_problem(large, 413, "body_too_large")


def test_challenge_when_asked_then_is_answered(lone_service: Service) -> None:
    scripted(lone_service)
    path = str(connected(lone_service)["webhook_path"])
    assert is_problem(lone_service.get(path, key=None), 401, "channel_knock_refused")
    body = orjson.dumps({"delivery": "", "reply": '{"challengeResponse":"x"}'})
    answered = lone_service.call("POST", path, content=body, key=None, headers=GOOD)
    assert (answered.status_code, answered.json()) == (200, {"challengeResponse": "x"})
    nobody = lone_service.call("POST", "/v1/channels/chn_x/webhooks", content=body, key=None, headers=GOOD)
    assert is_problem(nobody, 404, "not_found")


def test_pushed_document_when_the_connection_is_off_then_is_sent_again_later(lone_service: Service) -> None:
    scripted(lone_service)
    shown = connected(lone_service, every_s=0)
    lone_service.call("POST", f"/v1/channels/{shown['id']}/off")
    body = orjson.dumps({"delivery": "d", "refs": ["R-1"], "document": document(an_honest_order("R-1"))})
    refused = lone_service.call("POST", str(shown["webhook_path"]), content=body, key=None, headers=GOOD)
    assert is_problem(refused, 409, "channel_connection_off")
    assert refused.headers["retry-after"] == "600"


def test_forged_webhooks_when_many_then_are_not_looked_at_for_a_while(lone_service: Service) -> None:
    scripted(lone_service)
    path = str(connected(lone_service)["webhook_path"])
    codes = {lone_service.call("POST", path, content=b"{}", key=None, headers={"x-signature": "bad"}).status_code
             for _ in range(70)}  # fmt: skip
    assert codes <= {401, 429}


def test_callers_when_bound_to_shops_then_reach_their_connections_alone(lone_service: Service) -> None:
    scripted(lone_service)
    now = lone_service.clock.now()
    for code in ("berlin", "paris"):
        keep_shop(lone_service.database, lone_service.ids, MAIN,
                  Shop(merchant="main", code=code, name=code, changed_at=now, changed_by="ann"))  # fmt: skip
    mine, theirs = connected(lone_service, shop="berlin"), connected(lone_service, name="other", shop="paris")
    whole = connected(lone_service, name="whole")
    key = bound_key(lone_service, "berlin")
    assert [each["id"] for each in lone_service.get("/v1/channels", key=key).json()["data"]] == [mine["id"]]
    assert lone_service.get(f"/v1/channels/{mine['id']}", key=key).status_code == 200
    for other in (theirs, whole):
        assert is_problem(lone_service.get(f"/v1/channels/{other['id']}/orders", key=key), 404, "not_found")
    refused = lone_service.call("POST", "/v1/channels", {**ASKED, "name": "new", "shop": "paris"}, key=key)
    assert is_problem(refused, 403, "other_shop")


def test_connection_when_it_cannot_be_kept_then_says_why(lone_service: Service) -> None:
    scripted(lone_service)
    for wrong in ({"endpoint": "http://shop.example"}, {"shop": "nowhere"}, {"credentials": {"token": "PATH"}}):
        answer = lone_service.call("POST", "/v1/channels", {**ASKED, **wrong})
        assert is_problem(answer, 422, "channel_connection_refused"), answer.text


def test_saying_when_refused_then_can_be_said_again_or_closed(lone_service: Service) -> None:
    scripted(lone_service)
    connection, now = str(connected(lone_service)["id"]), lone_service.clock.now()
    saying = Saying(id="say_" + "0" * 32, merchant_id="main", connection_id=connection, order_id=None,
                    topic=Topic.STOCK, about="1", facts={"skus": ["TEA"]}, created_at=now)  # fmt: skip
    path = f"/v1/channel-sayings/{saying.id}"
    with lone_service.database.write() as session:
        add_saying(session, saying)
        mark_refused(session, saying, "no such article", now)
    assert lone_service.get("/v1/channel-sayings?state=refused").json()["data"][0]["error"] == "no such article"
    assert lone_service.call("POST", f"{path}/retry").json()["state"] == "waiting"
    assert is_problem(lone_service.call("POST", f"{path}/retry"), 409, "channel_saying_ended")
    closed = lone_service.call("POST", f"{path}/close", {"reason": "entered by hand"}).json()
    assert (closed["state"], lone_service.get(path).json()["state"]) == ("dropped", "dropped")
    assert is_problem(lone_service.call("POST", f"{path}/close", {"reason": "again"}), 409, "channel_saying_ended")
