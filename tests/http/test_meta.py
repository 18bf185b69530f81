"""Health, readiness, and the page of documentation."""

import json
import re
import shlex
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

from api.composition.house import store_checks
from api.docs_page import curl
from api.services import Check
from engine.store.database import Database
from tests.http.conftest import Service, a_service, is_problem


def test_readiness_when_all_is_well_then_names_what_was_looked_at(service: Service) -> None:
    found = service.get("/readyz", key=None).json()
    assert found == {"status": "ready", "checks": ["database", "migrations"], "warnings": []}
    assert service.get("/readyz", key=None).status_code == 200


def test_readiness_when_a_check_fails_then_503_says_which(sqlite_file: Database) -> None:
    checks = [Check("database", lambda: None), Check("edition", lambda: "no edition is in force")]
    with a_service(sqlite_file, checks=checks) as service:
        response = service.get("/readyz", key=None)
        assert is_problem(response, 503, "not_ready")
        assert response.json()["detail"] == "edition: no edition is in force"
        assert service.get("/healthz", key=None).json() == {"status": "alive"}


def test_readiness_when_a_check_that_does_not_block_fails_then_it_is_a_warning(sqlite_file: Database) -> None:
    with a_service(sqlite_file, checks=[Check("worker", lambda: "nobody works", blocks=False)]) as service:
        response = service.get("/readyz", key=None)
    assert response.status_code == 200
    assert response.json()["warnings"] == [{"check": "worker", "detail": "nobody works"}]


def test_readiness_when_the_tables_are_missing_then_503(tmp_path: Path, sqlite_file: Database) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    with a_service(sqlite_file, checks=store_checks(empty)) as service:
        response = service.get("/readyz", key=None)
    empty.close()
    assert is_problem(response, 503, "not_ready")
    assert "engine_0001" in response.json()["detail"]


def test_readiness_when_the_database_is_gone_then_503_without_its_address(sqlite_file: Database) -> None:
    gone = Database("sqlite:////nowhere/at/all.sqlite")
    with a_service(sqlite_file, checks=store_checks(gone)) as service:
        response = service.get("/readyz", key=None)
    gone.close()
    assert is_problem(response, 503, "store_unreachable")
    assert "nowhere" not in response.text


def test_docs_when_shown_then_list_every_operation_and_load_nothing(lone_service: Service) -> None:
    response = lone_service.get("/docs", key=None)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert not re.findall(r"<script|<link|<img|<iframe|url\(|@import|\son\w+=|style=", response.text)
    assert not [each for each in re.findall(r'(?:href|src)="([^"]*)"', response.text) if each[0] not in "/#"]
    document = lone_service.get("/openapi.json", key=None).json()
    operations = [each for item in document["paths"].values() for each in item.values()]
    assert response.text.count("<pre>curl ") == len(operations)
    assert all(f'id="{each["operationId"]}"' in response.text for each in operations)


def test_docs_when_shown_then_its_style_is_the_one_the_policy_names(lone_service: Service) -> None:
    response = lone_service.get("/docs", key=None)
    style = re.search(r"<style>(.*?)</style>", response.text, re.DOTALL)
    assert style is not None
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in response.headers["content-security-policy"]


def test_docs_when_asked_under_a_strange_name_then_it_is_shown_as_text(lone_service: Service) -> None:
    response = lone_service.get("/docs", key=None, headers={"Host": 'x"><script>alert(1)</script>'})
    assert "<script" not in response.text


def test_docs_when_a_route_needs_headers_and_a_body_then_its_line_sends_them(lone_service: Service) -> None:
    text = lone_service.get("/docs", key=None).text
    line = next(each for each in text.split("<pre>") if "/v1/probes -X POST" in each)
    for part in ("$CLEARWAY_KEY", "Idempotency-Key: ", "Content-Type: application/json", "said"):
        assert part in line


def test_docs_when_shown_then_each_operation_has_its_parameters_and_answers(lone_service: Service) -> None:
    document = lone_service.get("/openapi.json", key=None).json()
    text = lone_service.get("/docs", key=None).text
    for operation in (each for item in document["paths"].values() for each in item.values()):
        article = text.split(f'id="{operation["operationId"]}"')[1].split("</article>")[0]
        for parameter in operation.get("parameters", []):
            assert parameter["in"] == "path" or f"<code>{parameter['name']}</code>" in article
        for status in operation["responses"]:
            assert f"<code>{status}</code>" in article


def test_docs_when_shown_then_its_prose_is_set_and_its_lines_fit(lone_service: Service) -> None:
    text = lone_service.get("/docs", key=None).text
    assert "<em>unknown</em>" in text
    assert "Newest decision first.</p>" in text
    blocks = [unescape(block.split("</pre>")[0]) for block in text.split("<pre>")[1:]]
    assert max(len(line) for block in blocks for line in block.split("\n")) <= 140


def test_docs_when_a_line_is_pasted_into_a_shell_then_its_body_is_the_example(lone_service: Service) -> None:
    document = lone_service.get("/openapi.json", key=None).json()
    operation = document["paths"]["/v1/orders"]["post"]
    line = curl("POST", "/v1/orders", operation, "http://127.0.0.1")
    words = shlex.split(line.replace("\\\n", ""))
    example = operation["requestBody"]["content"]["application/json"]["example"]
    assert json.loads(words[words.index("-d") + 1]) == example
