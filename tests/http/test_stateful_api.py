"""The whole API used as its description says that one answer leads to the next call (schemathesis, with states).

Links between operations are inferred from the description by schemathesis, and added where it finds none; a worker does
what follows after each call. However calls follow each other: no 5xx, no answer that is not described, every problem as
RFC 9457 has it, nothing to be read once it is deleted, and nothing missing once it is made.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import FlakyStrategyDefinition
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.checks import CheckFunction
from schemathesis.core.transport import Response as Answered
from schemathesis.generation.stateful.state_machine import APIStateMachine
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from api.describing import Document
from engine.store.database import Database
from tests.desks import a_power_bank_by_post, a_vague_address, an_honest_order, an_unpaid_order, document
from tests.http.conftest import Service
from tests.http.lives import admitted, delivered, labelled, worked
from tests.http.mail_bodies import send_mail_as_bytes
from tests.http.routes import OF_TESTS
from tests.http.rule_desk import a_rule_desk
from tests.http.test_orders import sent

ID = re.compile(r"[a-z]+_[0-9a-f]{32}")
HISTORIES = 2  # of a round; the first is the simplest one
LEFT_OUT = frozenset({"Clearway-Merchant", "cursor"})  # nobody guesses these
KINDS = (an_honest_order, an_unpaid_order, a_vague_address, a_power_bank_by_post)
ORDERS = [document(kind(f"T-{number}")) for number, kind in enumerate(KINDS)]
METHODS = ("get", "post", "put", "patch", "delete")


def linked(described: Document) -> Document:
    """The description, with links from every list of things to every operation on one of them, by their examples; and
    with these examples among the bodies, since few that are made at random mean anything."""
    described["paths"] = {path: item for path, item in described["paths"].items() if not path.startswith(OF_TESTS)}
    lists = dict(_listed(described))
    for path, item in described["paths"].items():
        for method in METHODS:
            operation = item.get(method, {})
            _with_sense(operation)
            named = {each["name"]: _prefix(each) for each in operation.get("parameters", []) if each["in"] == "path"}
            for name, prefix in named.items():
                for answer in lists.get(prefix, ()):
                    link = {"operationId": operation["operationId"], "parameters": {name: "$response.body#/data/0/id"}}
                    answer.setdefault("links", {})[f"{method} {path} {name}"] = link
    return described


def _with_sense(operation: Document) -> None:
    told = operation.get("parameters", [])
    operation |= {"parameters": [each for each in told if each["name"] not in LEFT_OUT]} if told else {}
    for content in operation.get("requestBody", {}).get("content", {}).values():
        examples = ORDERS if operation["operationId"] == "submit_order" else [content.get("example")]
        content["schema"] = {"anyOf": [{"enum": examples}, content["schema"]]} if examples[0] else content["schema"]


def _listed(described: Document) -> Iterator[tuple[str, list[Document]]]:
    """By prefix, answers of lists whose things are called so."""
    found: dict[str, list[Document]] = {}
    for path, item in described["paths"].items():
        answer = item.get("get", {}).get("responses", {}).get("200", {})
        held: Document = next(iter(answer.get("content", {}).values()), {})
        example = held.get("example")
        rows = example.get("data") if isinstance(example, dict) and "{" not in path else None
        first = rows[0].get("id") if isinstance(rows, list) and rows and isinstance(rows[0], dict) else None
        if isinstance(first, str) and ID.fullmatch(first):
            found.setdefault(first.partition("_")[0], []).append(answer)
    yield from found.items()


def _prefix(parameter: Document) -> str:
    pattern = str(parameter["schema"].get("pattern", ""))
    return pattern.removeprefix("^").partition("_")[0]


@contextmanager
def a_used_service(database: Database, *, is_busy: bool) -> Iterator[Service]:
    """Lists have something in them; perhaps orders in several stages of their lives."""
    with a_rule_desk(database) as desk:
        service = desk.service
        if is_busy:
            _keep_busy(service)
        else:
            sent(service, document(an_unpaid_order("S-1")))
            worked(service)
        yield service


def _keep_busy(service: Service) -> None:
    service.call("POST", "/v1/webhook-endpoints", {"url": "https://shop.example/hooks", "types": ["model.*"]})
    service.call("POST", "/v1/stock", {"sku": "TEE-M-BLUE", "warehouse": "SZX-1", "pieces": 50})
    admitted(service, an_honest_order("S-1"))
    labelled(service, an_honest_order("S-2"))
    back = {"lines": [{"line": 1, "quantity": 1}], "reason": "too small"}
    service.call("POST", f"/v1/orders/{delivered(service, an_honest_order('S-3'))}/returns", back)
    for order in (an_unpaid_order("S-4"), a_vague_address("S-5")):
        held = sent(service, document(order))["order_id"]
        service.call("POST", f"/v1/orders/{held}/holds", {"reason": "rang"})
        service.call("POST", f"/v1/orders/{held}/refunds", {"reference": "r", "amount": 1, "reason": "late"})
    service.call("POST", "/v1/rescreens", {"dry_run": True})
    worked(service)


def machine(service: Service, answers: Counter[tuple[str, int]]) -> type[APIStateMachine]:
    """Calls as they follow from each other, with the key of the whole installation."""
    send_mail_as_bytes()
    schema = schemathesis.openapi.from_dict(linked(service.get("/openapi.json", key=None).json()))
    schema.app = service.app
    made: type[APIStateMachine] = schema.as_state_machine()
    headers = {"Authorization": f"Bearer {service.tokens['main']}"}

    class Used(made):  # type: ignore[misc,valid-type]
        def get_call_kwargs(self, case: "schemathesis.Case[Any]") -> Mapping[str, Any]:
            return {"headers": headers}

        def after_call(self, response: Answered, case: "schemathesis.Case[Any]") -> None:
            super().after_call(response, case)
            answers[case.operation.label, response.status_code] += 1
            if case.method != "GET" and response.status_code < 400:
                worked(service)

        def validate_response(
            self,
            response: Answered,
            case: "schemathesis.Case[Any]",
            additional_checks: "list[CheckFunction] | None" = None,
            **kwargs: object,
        ) -> None:
            # No schema tells which state a thing is in, nor which cursors we wrote.
            without: list[CheckFunction] = [positive_data_acceptance, negative_data_rejection]
            case.validate_response(
                response,
                additional_checks=additional_checks,
                excluded_checks=without,
                transport_kwargs=kwargs,
                recorder=self.recorder,
            )

    return Used


def use(database: Database, rounds: int, steps: int, *, is_busy: bool) -> Counter[tuple[str, int]]:
    """Uses the API so often; answers how often which operation answered what.

    What was done stays, so that no history can be told again from the same beginning: hypothesis notices where it
    would, and the round ends.
    """
    answers: Counter[tuple[str, int]] = Counter()
    quiet = settings(
        max_examples=HISTORIES,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    with a_used_service(database, is_busy=is_busy) as service:
        made = machine(service, answers)
        for number in range(rounds):
            with suppress(FlakyStrategyDefinition):
                run_state_machine_as_test(seed(number)(made), settings=quiet)
    return answers


def test_api_when_used_as_one_call_leads_to_the_next_then_answers_as_described(sqlite_file: Database) -> None:
    assert use(sqlite_file, 1, 20, is_busy=False).total() > 10


@pytest.mark.proof
def test_api_when_used_for_long_then_answers_as_described_on_both_databases(database: Database) -> None:
    answers = use(database, 20, 40, is_busy=True)
    called = {label for label, status in answers if status < 300}
    print(f"{answers.total()} calls, {len(called)} operations succeeded", Counter(s for _, s in answers.elements()))
    assert len(called) > 60
