"""Settings over HTTP."""

import pytest

from api.access.scopes import Scope
from engine.desk.preferences import PREFERENCES
from tests.http.conftest import Service, is_problem

PATH = "/v1/settings/review_lock_minutes"


def test_settings_when_listed_then_each_has_bounds_and_meaning(lone_service: Service) -> None:
    data = lone_service.get("/v1/settings").json()["data"]
    assert [each["name"] for each in data] == sorted(PREFERENCES)
    assert all(each["least"] <= each["value"] <= each["most"] and each["meaning"] for each in data)


def test_setting_when_set_then_counts_and_has_another_tag(service: Service) -> None:
    before = service.get(PATH)
    done = service.call("PUT", PATH, {"value": 20}, headers={"If-Match": before.headers["etag"]})
    assert (done.status_code, done.json()["value"]) == (200, 20)
    assert service.get(PATH).headers["etag"] == done.headers["etag"] != before.headers["etag"]


def test_setting_when_somebody_else_set_it_then_412(lone_service: Service) -> None:
    tag = lone_service.get(PATH).headers["etag"]
    lone_service.call("PUT", PATH, {"value": 20})
    late = lone_service.call("PUT", PATH, {"value": 30}, headers={"If-Match": tag})
    assert is_problem(late, 412, "version_passed")


@pytest.mark.parametrize("value", [0, 1441])
def test_setting_when_out_of_bounds_then_422(lone_service: Service, value: int) -> None:
    assert is_problem(lone_service.call("PUT", PATH, {"value": value}), 422, "setting_rejected")


def test_setting_when_the_key_is_no_admins_then_only_read(lone_service: Service) -> None:
    key = lone_service.make_key(scopes=[Scope.RULES_READ])
    assert lone_service.call("GET", PATH, key=key.id).status_code == 200
    assert is_problem(lone_service.call("PUT", PATH, {"value": 20}, key=key.id), 403, "scope_missing")


def test_setting_when_of_another_merchant_then_untouched(lone_service: Service) -> None:
    lone_service.call("PUT", PATH, {"value": 20}, key="other")
    assert lone_service.get(PATH).json()["value"] == 15
