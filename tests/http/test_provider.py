"""Sign-in by an identity provider, against one that really runs, also when it lies."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from api.access.errors import ProviderDown
from api.access.people import Granter, PersonChange, change
from api.access.providers import provider_of
from api.access.roles import Role
from api.services import Services
from engine.errors import SettingUnusable
from engine.outgoing.client import Client
from engine.settings import Settings
from engine.store.database import Database
from tests.http.conftest import NOW, Service, a_service
from tests.http.people import HERE, Browser, a_browser, a_person, door_of
from tests.identity_provider import SECRET, IdentityProvider, an_identity_provider
from tests.impatient import Impatient
from tests.web_peer import SLOW, Answer, Answering, SlowAtFirst

BEGIN, BACK = "/login/provider", "/login/callback"


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[IdentityProvider]:
    with an_identity_provider(tmp_path, NOW) as made:
        yield made


@pytest.fixture
def ours(sqlite_file: Database, theirs: IdentityProvider) -> Iterator[Service]:
    with a_service(sqlite_file, provider=theirs.provider()) as service:
        at_home(service)
        yield service


def at_home(service: Service) -> None:
    services: Services = service.app.state.services
    service.app.state.services = replace(services, door=replace(services.door, origin=HERE))


def sent_back(browser: Browser, theirs: IdentityProvider, **other: str) -> "tuple[int, str]":
    """The whole way: to the provider, and back with what it gave."""
    away = browser.get(BEGIN)
    assert away.status_code == 303, away.text
    brought = theirs.visit(away.headers["location"]) | other
    answer = browser.client.get(f"{BACK}?{urlencode(brought)}", follow_redirects=False)
    return answer.status_code, answer.text


def test_person_when_vouched_for_then_comes_in_with_the_roles_of_the_claim(
    ours: Service, theirs: IdentityProvider
) -> None:
    browser = a_browser(ours)
    assert sent_back(browser, theirs)[0] == 303
    seen = browser.get("/v1/session").json()
    assert (seen["name"], seen["roles"], seen["merchant"]) == ("Ana", ["analyst"], "main")


def test_browser_when_sent_away_then_with_all_that_guards_the_way_back(ours: Service, theirs: IdentityProvider) -> None:
    away = a_browser(ours).get(BEGIN)
    theirs.visit(away.headers["location"])
    asked = theirs.asked
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert {len(asked[each]) >= 43 for each in ("state", "nonce", "code_challenge")} == {True}
    assert asked["redirect_uri"] == f"{HERE}{BACK}"
    cookie = away.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert asked["state"] not in cookie
    assert SECRET not in away.headers["location"]


@pytest.mark.parametrize(
    "other", [{"state": "another"}, {"code": "another"}, {"code": ""}, {"iss": "https://evil.example"}]
)
def test_way_back_when_tampered_with_then_is_refused(
    ours: Service, theirs: IdentityProvider, other: dict[str, str]
) -> None:
    browser = a_browser(ours)
    status, page = sent_back(browser, theirs, **other)
    assert (status, 'role="alert"' in page) == (403, True)
    assert browser.get("/v1/session").status_code == 401


def test_way_back_when_of_another_browser_then_is_refused(ours: Service, theirs: IdentityProvider) -> None:
    """Else somebody could be signed in as whoever sent them a link."""
    mallory, victim = a_browser(ours), a_browser(ours)
    brought = theirs.visit(mallory.get(BEGIN).headers["location"])
    assert victim.client.get(f"{BACK}?{urlencode(brought)}", follow_redirects=False).status_code == 403
    assert victim.get("/v1/session").status_code == 401


def test_way_back_when_taken_twice_or_too_late_then_is_refused(ours: Service, theirs: IdentityProvider) -> None:
    browser = a_browser(ours)
    brought = theirs.visit(browser.get(BEGIN).headers["location"])
    ours.clock.move(601)
    assert browser.client.get(f"{BACK}?{urlencode(brought)}", follow_redirects=False).status_code == 403
    theirs.now = ours.clock.now()
    again = a_browser(ours)
    assert sent_back(again, theirs)[0] == 303
    assert again.client.get(f"{BACK}?{urlencode(brought)}", follow_redirects=False).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["clearway", "another"]},
        {"aud": ["clearway", "another"], "azp": "another"},
        {"exp": 1},
        {"exp": "tomorrow"},
        {"iat": 4_000_000_000},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": ""},
        {"sub": 1},
        {"groups": ["chess"]},
        {"groups": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": None},
    ],
)
def test_token_when_its_claims_are_not_for_us_then_is_refused(
    ours: Service, theirs: IdentityProvider, claims: dict[str, object]
) -> None:
    theirs.claims = claims
    assert sent_back(a_browser(ours), theirs)[0] == 403


@pytest.mark.parametrize("how", ["stranger", "hmac_of_client_secret", "rsa_is_fine"])
def test_token_when_another_key_signed_it_then_is_refused(ours: Service, theirs: IdentityProvider, how: str) -> None:
    match how:
        case "stranger":
            theirs.key = ECKey.generate_key("P-256", {"kid": "k1"})
        case "hmac_of_client_secret":
            theirs.key, theirs.algorithm = OctKey.import_key(SECRET), "HS256"
        case _:
            theirs.key, theirs.algorithm = RSAKey.generate_key(2048, {"kid": "r1"}), "RS256"
            theirs.published.append(theirs.key)
    assert sent_back(a_browser(ours), theirs)[0] == (303 if how == "rsa_is_fine" else 403)


def test_provider_when_it_publishes_another_issuer_then_nobody_is_sent_there(
    ours: Service, theirs: IdentityProvider
) -> None:
    theirs.issuer = "https://evil.example"
    page = a_browser(ours).get(BEGIN)
    assert (page.status_code, "location" in page.headers) == (403, False)


def test_roles_when_the_claim_changes_then_the_next_login_has_others_and_sessions_end(
    ours: Service, theirs: IdentityProvider
) -> None:
    first, second = a_browser(ours), a_browser(ours)
    sent_back(first, theirs)
    theirs.claims, theirs.used = {"groups": ["it"]}, False
    sent_back(second, theirs)
    assert second.get("/v1/session").json()["roles"] == ["admin"]
    assert first.get("/v1/session").status_code == 401


def test_person_when_shut_out_here_then_does_not_come_in(ours: Service, theirs: IdentityProvider) -> None:
    browser = a_browser(ours)
    sent_back(browser, theirs)
    user = browser.get("/v1/session").json()["user_id"]
    change(door_of(ours), Granter(merchant="main"), user, PersonChange(active=False))
    theirs.used = False
    assert sent_back(a_browser(ours), theirs)[0] == 403


def test_person_when_invited_before_then_is_the_same_and_a_namesake_another(
    ours: Service, theirs: IdentityProvider
) -> None:
    invited = a_person(ours, Role.VIEWER)
    browser = a_browser(ours)
    sent_back(browser, theirs)
    assert browser.get("/v1/session").json()["user_id"] == invited.id
    theirs.claims, theirs.used = {"sub": "other", "email": "ana2@shop.example"}, False
    namesake = a_browser(ours)
    sent_back(namesake, theirs)
    assert namesake.get("/v1/session").json()["name"] == "Ana 2"


def test_person_when_the_address_is_anothers_subject_then_is_refused(ours: Service, theirs: IdentityProvider) -> None:
    sent_back(a_browser(ours), theirs)
    theirs.claims, theirs.used = {"sub": "other"}, False
    assert sent_back(a_browser(ours), theirs)[0] == 403


def test_pages_when_there_is_no_provider_then_offer_none(lone_service: Service) -> None:
    browser = a_browser(lone_service)
    assert BEGIN not in browser.get("/login").text
    assert browser.get(BEGIN).status_code == 404
    assert browser.get(f"{BACK}?code=x&state=y").status_code == 404


@pytest.mark.parametrize(
    "settings",
    [
        {"oidc_issuer": "https://id.example"},
        {"oidc_issuer": "https://id.example", "oidc_client_id": "c", "oidc_client_secret": "s"},
        {
            "oidc_issuer": "https://id.example",
            "oidc_client_id": "c",
            "oidc_client_secret": "s",
            "origin": HERE,
            "oidc_roles": "it=king",
        },
    ],
)
def test_settings_when_not_complete_then_are_told(settings: dict[str, str]) -> None:
    with pytest.raises(SettingUnusable):
        provider_of(Settings.model_validate(settings), Client())


@pytest.mark.parametrize("how", [Answer(503), Answer(cut=True), Answer(body=b'{"iss'), Answer(body=b"[]")])
@pytest.mark.parametrize("path", ["/.well-known", "/keys", "/token"])
def test_provider_when_it_does_not_answer_as_it_must_then_nobody_comes_in_until_it_does(
    sqlite_file: Database, tmp_path: Path, path: str, how: Answer
) -> None:
    with (
        an_identity_provider(tmp_path, NOW, lambda answering: SlowAtFirst(answering, how, 1, path).answer) as theirs,
        a_service(sqlite_file, provider=theirs.provider()) as service,
    ):
        at_home(service)
        if path == "/.well-known":
            assert a_browser(service).get(BEGIN).status_code in (403, 502)
        else:
            assert sent_back(a_browser(service), theirs)[0] in (403, 502)
        theirs.used = False
        assert sent_back(a_browser(service), theirs)[0] == 303


@pytest.mark.parametrize("how", SLOW)
@pytest.mark.parametrize("path", ["/.well-known", "/keys", "/token"])
def test_provider_when_it_takes_its_time_then_the_person_is_told_and_comes_in_later(
    sqlite_file: Database, tmp_path: Path, path: str, how: str
) -> None:
    struck: list[SlowAtFirst] = []

    def strike(answering: Answering) -> Answering:
        struck.append(SlowAtFirst(answering, SLOW[how], 1, path))
        return struck[0].answer

    with an_identity_provider(tmp_path, NOW, strike) as theirs:
        assert theirs.peer is not None
        client = Impatient(theirs.peer)
        with a_service(sqlite_file, provider=theirs.provider(client)) as service:
            at_home(service)
            away = a_browser(service).get(BEGIN)
            status, page = away.status_code, away.text
            if path != "/.well-known":
                status, page = sent_back(a_browser(service), theirs)
            assert (status, "<form" in page, "does not answer" in page) == (502, True, True)
            theirs.used = False
            assert sent_back(a_browser(service), theirs)[0] == 303
    assert (struck[0].slow, client.hurry.is_bounded) == (1, True)


def test_provider_when_it_was_slow_in_vain_then_rests_and_whoever_comes_is_told_at_once(tmp_path: Path) -> None:
    struck: list[SlowAtFirst] = []

    def strike(answering: Answering) -> Answering:
        struck.append(SlowAtFirst(answering, SLOW["silent"]))
        return struck[0].answer

    times = iter((0.0, 0.0, 5.0, 6.0, 6.0))  # it took five seconds; somebody comes a second later, and in a minute
    with an_identity_provider(tmp_path, NOW, strike) as theirs:
        assert theirs.peer is not None
        made = theirs.provider(Impatient(theirs.peer), lambda: next(times, 60.0))
        for _ in range(2):
            with pytest.raises(ProviderDown):
                made.begin(BACK)
        assert len(theirs.peer.asked) == 1
        assert made.begin(BACK)[0].startswith(theirs.origin)
