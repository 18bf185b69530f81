"""No body says more than it may: made from the description, so that no route is forgotten."""

from api.describing import Document
from tests.http.conftest import Service
from tests.http.owned_things import ids_of
from tests.http.routes import PLACE, operations

UNKNOWN = "zz_not_a_member"
# Whose bodies are documents of others (gateways, sellers' own files), read as these write them.
FOREIGN = ("/v1/payments/{gateway}/events", "/v1/products/imports", "/compat/")


def of_objects(document: Document) -> list[tuple[str, str, dict[str, object], str]]:
    """Operations whose example body is a JSON object, with its media type."""
    found = []
    for method, path, operation in operations(document):
        for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
            if isinstance(content.get("example"), dict) and not path.startswith(FOREIGN):
                found.append((method, path, content["example"], media_type))
    return found


def test_bodies_when_they_hold_a_member_that_nobody_knows_then_all_are_refused(lone_service: Service) -> None:
    ids = ids_of(lone_service)
    document = lone_service.get("/openapi.json", key=None).json()
    tried = 0
    for method, path, example, media_type in of_objects(document):
        filled = PLACE.sub(lambda found: ids.get(found[1], f"{found[1]}-x"), path)
        headers = {"Content-Type": media_type, "If-Match": '"1"'}  # which some ask for before they read anything
        answer = lone_service.call(method, filled, example | {UNKNOWN: True}, headers=headers)
        if answer.status_code == 404 and not set(PLACE.findall(path)) <= ids.keys():
            continue  # there is nothing to be changed
        assert answer.status_code == 422, (method, path, answer.status_code, answer.text)
        assert UNKNOWN in answer.text, (method, path, answer.text)
        tried += 1
    assert tried >= 60
