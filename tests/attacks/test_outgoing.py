"""Somebody names an address that leads into our own house: by numbers, names, rebinding, or a redirect."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from api.access.errors import ProviderDown
from api.access.providers import Provider, ProviderTerms
from api.telemetry import to_collector
from engine.clock import SystemClock
from engine.errors import TargetRefused
from engine.outgoing.client import Client
from engine.outgoing.lists import ListAddress, fetch
from engine.outgoing.target import Opening, aim, looked_at
from engine.outgoing.webhooks import Outcome, send
from engine.under_way import Work
from tests.http.conftest import Service
from tests.web_peer import Answer, a_peer, to_loopback

PUBLIC, CLIENT = "93.184.216.34", "c"
# Ways to write loopback, metadata services and private networks.
INWARD = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "0.0.0.0"),  # noqa: S104 - refused here
    *("169.254.169.254", "2852039166", "0xa9fea9fe", "168.63.129.16", "192.0.0.192", "100.100.100.200", "10.1"),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]"),
    *("[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fec0::1]", "[fe80::1]", "[fd00:ec2::254]"),
    *("[3fff::1]", "[5f00::1]", "[ff02::1]", "192.88.99.1", "255.255.255.255", "224.0.0.1"),
]


@pytest.mark.parametrize("host", INWARD)
def test_address_when_it_leads_inward_then_is_refused_before_it_is_kept_and_when_called(host: str) -> None:
    with pytest.raises(TargetRefused):
        looked_at(f"https://{host}/hook")
    with pytest.raises(TargetRefused):
        aim(f"https://{host}/hook")


@pytest.mark.parametrize("host", ["2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001:81b::200e"])
def test_address_when_public_then_is_let_through(host: str) -> None:
    assert aim(f"https://[{host}]/").address == host


@pytest.mark.parametrize(
    "url",
    [
        *(f"https://{host}/hook" for host in INWARD[:8]),
        *("http://hooks.example/", "ftp://hooks.example/", "file:///etc/passwd", "gopher://127.0.0.1:70/", "//x/"),
        *("https://me:secret@hooks.example/", "https://127.0.0.1#@hooks.example/", "https://hooks.example:99999/"),
        *("javascript:alert(1)", "https:///hook", "https://hooks.example\r\nHost: 127.0.0.1/", " "),
    ],
)
def test_endpoint_when_its_address_is_no_place_to_send_to_then_is_not_kept(lone_service: Service, url: str) -> None:
    answer = lone_service.call("POST", "/v1/webhook-endpoints", {"url": url, "types": ["*"]})
    assert 400 <= answer.status_code < 500, answer.text
    assert lone_service.get("/v1/webhook-endpoints").json()["data"] == []


def test_endpoint_when_its_address_is_public_then_is_kept(lone_service: Service) -> None:
    asked = {"url": "https://hooks.example/hook", "types": ["*"]}
    assert lone_service.call("POST", "/v1/webhook-endpoints", asked).status_code == 201


def test_name_when_it_means_another_address_the_second_time_then_the_first_one_is_called() -> None:
    """DNS rebinding: judged and called is one and the same answer of the resolver."""
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    target = aim("https://hooks.example/", lookup=rebinding)
    assert (target.pinned, asked) == (f"https://{PUBLIC}:443/", ["hooks.example"])


def test_webhook_when_its_name_leads_inward_at_sending_then_nothing_is_sent() -> None:
    with a_peer(lambda _: Answer()) as peer:
        sent = send(Client(lookup=to_loopback), SystemClock(), peer.url("/hook"), {}, b"{}")
        assert (sent.outcome, peer.asked) == (Outcome.FAILED, [])


@pytest.mark.parametrize("place", ["http://169.254.169.254/latest", "http://127.0.0.1:1/", "file:///etc/passwd"])
def test_webhook_when_the_receiver_redirects_inward_then_is_not_followed(place: str) -> None:
    with a_peer(lambda _: Answer(307, headers={"location": place})) as peer:
        client = Client([Opening.parse(peer.opening)], lookup=to_loopback)
        sent = send(client, SystemClock(), peer.url("/hook"), {}, b"{}")
        assert (sent.outcome, sent.status, len(peer.asked)) == (Outcome.FAILED, 307, 1)


def test_list_when_its_place_redirects_inward_then_is_refused() -> None:
    with a_peer(lambda _: Answer(302, headers={"location": "http://127.0.0.1:1/sdn.xml"})) as peer:
        client = Client([Opening.parse(peer.opening)], lookup=to_loopback)
        with pytest.raises(TargetRefused):
            fetch(client, ListAddress(name="un", urls=(peer.url("/sdn.xml"),)))


def test_provider_when_it_names_places_inside_then_they_are_not_called(tmp_path: Path) -> None:
    """What an identity provider publishes says where codes and secrets are sent."""
    issuer: list[str] = []
    published = b'{"issuer":"%s","authorization_endpoint":"%s/a","token_endpoint":"%s/t","jwks_uri":"%s/k"}'

    def answer(_: object) -> Answer:
        inside = b"https://127.0.0.1:9"
        return Answer(body=published % (issuer[0].encode(), issuer[0].encode(), inside, inside))

    with a_peer(answer, tmp_path) as peer:
        issuer.append(peer.url("").rstrip("/"))
        client = Client([Opening.parse(peer.opening)], lookup=to_loopback, trust=peer.trust)
        terms = ProviderTerms(issuer=issuer[0], client_id=CLIENT, client_secret=CLIENT, role_claim="groups", roles={})
        provider = Provider(terms, client)
        _, pending = provider.begin("https://clearway.example/login/callback")
        with pytest.raises(ProviderDown) as refused:
            provider.finish(pending, "code", "https://clearway.example/login/callback", SystemClock().now())
        assert isinstance(refused.value.__cause__, TargetRefused)


def test_traces_when_their_collector_lies_inside_then_are_not_sent() -> None:
    with a_peer(lambda _: Answer()) as peer:
        telemetry = to_collector(peer.url(""), Client(lookup=to_loopback))
        with telemetry.request("GET", []) as span:
            span.name("/v1/orders", 200, Work())
        telemetry.close()
        assert peer.asked == []
