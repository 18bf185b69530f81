"""If-Match and Idempotency-Key, over the wire."""

import pytest

from engine.ids import Prefix, TimeOrderedIds
from tests.http.conftest import Service, is_problem
from tests.http.probe import VERSION

PATH = f"/v1/probes/{TimeOrderedIds().new(Prefix.ORDER)}"
BODY = {"said": "hello"}


def test_etag_when_sent_back_then_the_change_is_made(lone_service: Service) -> None:
    tag = lone_service.get(PATH).headers["etag"]
    assert tag == f'"{VERSION}"'
    assert lone_service.call("PUT", PATH, headers={"If-Match": tag}).status_code == 204


@pytest.mark.parametrize("header", ["*", '"3"', '"1", "3"', ' "3" ,W/"3"'])
def test_if_match_when_it_names_the_version_then_goes_on(lone_service: Service, header: str) -> None:
    assert lone_service.call("PUT", PATH, headers={"If-Match": header}).status_code == 204


@pytest.mark.parametrize("header", ['"2"', 'W/"3"', '"abc"', '"2","4"', '""', '"3x"'])
def test_if_match_when_it_names_others_then_412(lone_service: Service, header: str) -> None:
    assert is_problem(lone_service.call("PUT", PATH, headers={"If-Match": header}), 412, "version_passed")
    assert is_problem(lone_service.call("DELETE", PATH, headers={"If-Match": header}), 412, "version_passed")


@pytest.mark.parametrize("header", ["3", "", '"3', '"3" "4"', "*, *", '"3",', '"' + "3" * 2000 + '"'])
def test_if_match_when_malformed_then_400(lone_service: Service, header: str) -> None:
    assert is_problem(lone_service.call("PUT", PATH, headers={"If-Match": header}), 400, "if_match_not_valid")


def test_if_match_when_missing_then_428_where_it_must_be_sent(lone_service: Service) -> None:
    assert is_problem(lone_service.call("PUT", PATH), 428, "if_match_missing")
    assert lone_service.call("DELETE", PATH).status_code == 204


@pytest.mark.parametrize(
    ("header", "key"),
    [("abc", "abc"), ('"abc"', "abc"), (r'"a\"b\\c"', r'a"b\c'), ("k" * 255, "k" * 255), ("a,b", "a,b")],
)
def test_idempotency_key_when_bare_or_quoted_then_is_the_same(lone_service: Service, header: str, key: str) -> None:
    response = lone_service.call("POST", "/v1/probes", BODY, headers={"Idempotency-Key": header})
    assert (response.status_code, response.json()["key"]) == (201, key)


@pytest.mark.parametrize("header", ["", '""', "a b", '"abc', "k" * 256, '"a b"', r'"a\b"'])
def test_idempotency_key_when_malformed_then_400(lone_service: Service, header: str) -> None:
    response = lone_service.call("POST", "/v1/probes", BODY, headers={"Idempotency-Key": header})
    assert is_problem(response, 400, "idempotency_key_not_valid"), response.text


def test_idempotency_key_when_missing_then_400_where_it_must_be_sent(lone_service: Service) -> None:
    assert is_problem(lone_service.call("POST", "/v1/probes", BODY), 400, "idempotency_key_missing")


def test_fingerprint_when_the_bytes_differ_then_differs(lone_service: Service) -> None:
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    made = [
        lone_service.call("POST", "/v1/probes", content=content, headers=headers).json()["fingerprint"]
        for content in (b'{"said":"x"}', b'{"said":"x"}', b'{"said": "x"}')
    ]
    assert made[0] == made[1] != made[2]
