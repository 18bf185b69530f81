"""The description: valid OpenAPI 3.1, complete, and what the service really does (schemathesis)."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from api.compat.minfraud_errors import MEDIA_TYPE as MINFRAUD
from api.describing import TAGS, Document, Tag
from engine import __version__
from tests.databases import SqliteFiles
from tests.http.conftest import Service
from tests.http.mail_bodies import send_mail_as_bytes
from tests.http.rule_desk import a_rule_desk

# Examples of each of some hundred operations. Most of the time goes into making them up.
FEW = 3 if settings().max_examples < settings.get_profile("search").max_examples else 12


@pytest.fixture(scope="module")
def described(sqlite_files: SqliteFiles) -> Iterator[Service]:
    """One service for all tests here: nothing in them changes it."""
    with sqlite_files.fresh() as database, a_rule_desk(database) as desk:
        yield desk.service


@pytest.fixture(scope="module")
def document(described: Service) -> Document:
    """Its description."""
    found: Document = described.get("/openapi.json", key=None).json()
    return found


@pytest.fixture(scope="module")
def operations(document: Document) -> list[Document]:
    """All operations."""
    return [each for item in document["paths"].values() for each in item.values()]


def test_document_when_validated_then_is_openapi_31(document: Document) -> None:
    OPENAPI_31_VALIDATOR.validate(document)
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["version"] == __version__


def test_operations_when_described_then_each_has_id_tag_and_text(operations: list[Document]) -> None:
    ids = [each["operationId"] for each in operations]
    assert len(ids) == len(set(ids)) > 0
    for each in operations:
        assert each["summary"]
        assert each["description"]
        assert set(each["tags"]) <= set(TAGS)


def test_operations_when_they_answer_then_success_has_a_model_and_all_else_is_a_problem(
    operations: list[Document],
) -> None:
    for each in operations:
        for status, response in each["responses"].items():
            assert response["description"]
            if status.startswith("2"):
                assert status == "204" or all(
                    "schema" in held and "example" in held for held in response["content"].values()
                ), each["operationId"]
            else:
                # What speaks the words of another service has its errors too.
                media = MINFRAUD if "drop-in" in each["tags"] else "application/problem+json"
                assert list(response["content"]) == [media], each["operationId"]


def test_operations_when_they_need_a_key_then_say_which_scope_and_how_they_refuse(operations: list[Document]) -> None:
    for each in [each for each in operations if "security" in each]:
        assert [len(scopes) for need in each["security"] for scopes in need.values()] == [1, 1]  # by key, or by session
        assert {"400", "401", "403", "500", "503"} <= set(each["responses"])


def test_schemas_when_named_then_no_two_share_a_name(document: Document) -> None:
    """The framework would set the module before such names."""
    assert [name for name in document["components"]["schemas"] if "__" in name] == []


def test_document_when_read_then_names_no_validation_error_of_the_framework(document: Document) -> None:
    assert "HTTPValidationError" not in str(document)


def sends_nothing(case: "schemathesis.Case[Any]") -> bool:
    """Whether all that a case would say in its query is empty, and it says nothing elsewhere."""
    is_bare = not case.path_parameters and isinstance(case.body, schemathesis.core.NotSet)
    return is_bare and all(value in ([], {}, None) for value in (case.query or {}).values())


@pytest.fixture
def schema(described: Service) -> BaseSchema:
    """The description, as it is tried; anew each time, since what is made up of it is kept with it: 100 MB a tag."""
    send_mail_as_bytes()
    return schemathesis.openapi.from_asgi("/openapi.json", described.app)


@pytest.mark.parametrize("tag", list(TAGS))
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_service_when_called_as_described_or_not_then_answers_as_described(
    described: Service, schema: BaseSchema, mode: GenerationMode, tag: Tag
) -> None:
    headers = {"Authorization": f"Bearer {described.tokens['*']}"}
    for found in schema.include(tag=tag.value).get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if mode.is_negative and not operation.body and not list(operation.iter_parameters()):
            continue  # there is nothing that could be sent wrongly

        @settings(max_examples=FEW, suppress_health_check=list(HealthCheck), database=None)
        @given(operation.as_strategy(generation_mode=mode))
        def call(case: "schemathesis.Case[Any]") -> None:
            # No schema tells which cursors we wrote, or which version is the present one. An empty list in a query is
            # not sent at all, so there is nothing wrong to be noticed.
            unsent = [negative_data_rejection] if sends_nothing(case) else []
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance, *unsent])

        call()
