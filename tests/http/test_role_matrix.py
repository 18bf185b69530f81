"""Every route with every role and every scope: made from the application's routes, so that none is forgotten."""

import pytest
from httpx2 import Response

from api.access.holder import Grant
from api.access.roles import SCOPES, TELLERS, Role, covers, scopes_of
from api.access.scopes import OF_A_STOREFRONT, Scope
from api.describing import Document
from fulfillment.lifecycle import TRANSITIONS
from fulfillment.machines.roles import may_tell
from fulfillment.states import Role as Teller
from tests.http.conftest import Service, is_problem
from tests.http.routes import PLACE, Guarded, guarded_routes, tried_on

CONSOLE = "/console"  # its pages ask who is signed in, and the API what they may
# Whoever may call without a key: what the service says of itself, pages that ask for one, and the door.
PUBLIC = {
    "/", "/healthz", "/readyz", "/openapi.json", "/docs",
    "/warehouse", "/warehouse/station.css", "/warehouse/{script}",
    "/login", "/logout", "/login/password", "/login/provider", "/login/callback", "/welcome/{token}",
    "/v1/session", "/v1/session/password",
    "/v1/channels/{connection_id}/webhooks",  # the signature is the key
    "/v1/tracking-sources/{source_id}/webhooks",  # and here
    "/r/{token}", "/v1/r/{token}", "/t/{token}",
    "/t/{token}/return",
    "/t/{token}/returns/{return_id}/label",  # the link that a customer was sent is all that lets them in
}  # fmt: skip


def of(service: Service) -> list[Guarded]:
    return [each for each in guarded_routes(service.app) if each.scope is not None]


def called(service: Service, each: Guarded, document: Document, key: str) -> Response:
    """The route with ids that are nothing's."""
    path = PLACE.sub(lambda found: f"{found[1]}-x", each.path)
    described = document["paths"].get(each.path, {}).get(each.method.lower(), {})
    return tried_on(service, each.method, path, described, key)


def lacks_scope(answer: Response) -> bool:
    """Whether it was refused for its scope: as a problem, or in the words of minFraud."""
    told = answer.json()
    if "status" in told:
        return is_problem(answer, 403, "scope_missing")
    return answer.status_code == 403 and told["code"] == "PERMISSION_REQUIRED" and "needs the scope" in told["error"]


def test_routes_when_they_ask_for_no_scope_then_are_on_the_list(lone_service: Service) -> None:
    asks_nothing = {each.path for each in guarded_routes(lone_service.app) if each.scope is None}
    assert {path for path in asks_nothing if not path.startswith(CONSOLE)} - {"/metrics"} <= PUBLIC


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.ADMIN])
def test_routes_when_a_role_has_not_the_scope_then_all_answer_403(lone_service: Service, role: Role) -> None:
    key = lone_service.make_key(scopes=sorted(SCOPES[role])).id
    document = lone_service.get("/openapi.json", key=None).json()
    refused = [each for each in of(lone_service) if each.scope not in SCOPES[role]]
    assert refused
    for each in refused:
        answer = called(lone_service, each, document, key)
        assert lacks_scope(answer), (role, each, answer.status_code, answer.text)


def test_routes_when_a_key_has_every_scope_but_theirs_then_all_answer_403(lone_service: Service) -> None:
    document = lone_service.get("/openapi.json", key=None).json()
    keys = {
        scope: lone_service.make_key(scopes=[each for each in Scope if each not in {scope, Scope.ADMIN}]).id
        for scope in {each.scope for each in of(lone_service)}
    }
    for each in of(lone_service):
        answer = called(lone_service, each, document, keys[each.scope])
        expected = each.scope is Scope.ADMIN or lacks_scope(answer)
        assert expected, (each, answer.status_code, answer.text)
        assert answer.status_code == 403


def test_routes_when_a_key_has_their_scope_alone_then_none_answers_401_or_403(lone_service: Service) -> None:
    document = lone_service.get("/openapi.json", key=None).json()
    keys = {
        scope: lone_service.make_key(scopes=[scope]).id for scope in {each.scope for each in of(lone_service)} if scope
    }
    for each in of(lone_service):
        assert each.scope is not None
        answer = called(lone_service, each, document, keys[each.scope])
        # What hands on more than the caller has is refused for that, see test_key_routes and test_people.
        handed_on = answer.status_code == 403 and answer.json()["code"] == "grant_too_wide"
        assert answer.status_code not in {401, 403} or handed_on, (each, answer.text)


@pytest.mark.parametrize("held", list(Scope))
def test_grant_when_of_one_scope_then_gives_that_alone_but_admin_all(held: Scope) -> None:
    given = {wanted for wanted in Scope if Grant(scopes=frozenset({held})).gives(wanted)}
    assert given == (set(Scope) if held is Scope.ADMIN else {held})


def test_roles_when_read_then_only_approvers_and_admins_publish() -> None:
    publishing = {role for role in Role if Grant(scopes=frozenset(SCOPES[role])).gives(Scope.RULES_APPROVE)}
    assert publishing == {Role.APPROVER, Role.ADMIN}


def test_keys_of_services_when_read_then_cannot_touch_rules_people_or_keys() -> None:
    forbidden = {Scope.RULES_WRITE, Scope.RULES_APPROVE, Scope.PEOPLE_WRITE, Scope.KEYS_WRITE, Scope.ADMIN}
    assert not forbidden & OF_A_STOREFRONT
    assert not forbidden & SCOPES[Role.SERVICE]


def test_personal_values_when_roles_are_read_then_viewers_operators_and_warehouses_see_none() -> None:
    blind = {role for role in Role if not Grant(scopes=frozenset(SCOPES[role])).gives(Scope.PERSONAL_READ)}
    assert blind == {Role.VIEWER, Role.OPERATOR, Role.WAREHOUSE}


@pytest.mark.parametrize("role", list(Role))
def test_roles_when_handed_on_then_only_by_those_who_have_as_much(role: Role) -> None:
    may = {each for each in Role if covers(SCOPES[role], scopes_of([each]))}
    expected = set(Role) if role is Role.ADMIN else {each for each in Role if SCOPES[each] <= SCOPES[role]}
    assert may == expected


@pytest.mark.parametrize("role", list(Role))
def test_steps_when_told_by_a_role_then_the_machines_say_which(role: Role) -> None:
    for row in TRANSITIONS:
        told = may_tell(row.who, TELLERS[role])
        assert told == (Teller.SYSTEM in row.who or bool(TELLERS[role] & set(row.who)))
