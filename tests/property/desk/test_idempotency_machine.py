"""Idempotency as a machine: whatever is sent, repeated, reused or sent at once, the service does as a model says."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Thread
from typing import Any

import pytest
from httpx2 import Response
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from engine.desk.submitting import submission_handlers
from engine.store.tables import DECISION, HOLD
from tests.databases import SqliteFiles
from tests.desks import an_honest_order, an_unpaid_order, document
from tests.draining import drain
from tests.http.conftest import a_service

KEYS = st.sampled_from(["k-1", "k-2", "k-3"])
ORDERS = st.sampled_from(["A-1", "A-2", "H-1"])
NOTES = st.sampled_from(["", "at the door"])
MAYBE = st.none() | KEYS


class Idempotency(RuleBasedStateMachine):
    """The model: which key led to which body and which decision; which order stands as which document."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(TemporaryDirectory()))
        database = self.stack.enter_context(SqliteFiles(folder).fresh())
        self.service = self.stack.enter_context(a_service(database))
        self.keyed: dict[str, tuple[Mapping[str, Any], str]] = {}
        self.standing: dict[str, tuple[str, str]] = {}
        self.decided: set[str] = set()
        self.held: dict[str, tuple[str, str]] = {}
        self.base = self.service.call("POST", "/v1/orders", document(an_honest_order("H-0"))).json()
        self.decided.add(self.base["id"])

    def teardown(self) -> None:
        self.stack.close()

    @rule(ref=ORDERS, note=NOTES, key=MAYBE)
    def send(self, ref: str, note: str, key: str | None) -> None:
        """One order, with a key or without."""
        body = self._body(ref, note)
        headers = {} if key is None else {"Idempotency-Key": key}
        self._judge(self.service.call("POST", "/v1/orders", body, headers=headers), body, note, key)

    @rule(ref=ORDERS, note=NOTES, key=KEYS)
    def send_at_once(self, ref: str, note: str, key: str) -> None:
        """The same request three times, together."""
        body, together = self._body(ref, note), Barrier(3)
        answers: list[Response] = []

        def call() -> None:
            together.wait()
            answers.append(self.service.call("POST", "/v1/orders", body, headers={"Idempotency-Key": key}))

        threads = [Thread(target=call) for _ in range(3)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        for answer in sorted(answers, key=lambda each: -each.status_code):
            self._judge(answer, body, note, key)

    @rule(ref=ORDERS, note=NOTES)
    def send_in_a_batch(self, ref: str, note: str) -> None:
        """In a batch, twice."""
        body = self._body(ref, note)
        done = self.service.call("POST", "/v1/orders/batch", {"items": [{"order": body}, {"order": body}]}).json()
        first, again = (each["decision"]["id"] for each in done["data"])
        assert first == again
        self._stands(ref, note, first)

    @rule(ref=ORDERS, note=NOTES)
    def send_for_later(self, ref: str, note: str) -> None:
        """Taken in, and decided by a worker at once."""
        taken = self.service.call("POST", "/v1/orders", self._body(ref, note), headers={"Prefer": "respond-async"})
        drain(self.service.database, submission_handlers(self.service.app.state.services.desk))
        self._stands(ref, note, self.service.get(taken.headers["Location"]).json()["decision_id"])

    @rule(key=KEYS, why=st.sampled_from(["rang", "wrote"]))
    def hold(self, key: str, why: str) -> None:
        """A POST whose key nothing else keeps."""
        path = f"/v1/orders/{self.base['order_id']}/holds"
        answer = self.service.call("POST", path, {"reason": why}, headers={"Idempotency-Key": key})
        if key not in self.held:
            assert answer.status_code == 201
            self.held[key] = (why, answer.json()["id"])
        elif self.held[key][0] != why:
            assert answer.status_code == 422
        else:
            assert (answer.json()["id"], answer.headers["Idempotent-Replayed"]) == (self.held[key][1], "true")

    @invariant()
    def nothing_was_done_twice(self) -> None:
        with self.service.database.read() as session:
            assert {row.id for row in session.rows(DECISION.select())} == self.decided
            by_hand = [row for row in session.rows(HOLD.select()) if row.source == "person"]
        assert {row.id for row in by_hand} == {id_ for _, id_ in self.held.values()}

    def _judge(self, answer: Response, body: Mapping[str, Any], note: str, key: str | None) -> None:
        if key in self.keyed and self.keyed[key][0] != body:
            assert answer.status_code == 422
            return
        assert answer.status_code in {200, 201}, answer.text
        decision = answer.json()["id"]
        if key in self.keyed:
            assert (decision, answer.headers["Idempotent-Replayed"]) == (self.keyed[key][1], "true")
            return
        self._stands(str(body["id"]), note, decision)
        if key is not None:
            self.keyed[key] = (body, decision)

    def _stands(self, ref: str, note: str, decision: str) -> None:
        """The order as it stands is answered; another document makes a new decision."""
        before = self.standing.get(ref)
        if before is not None and before[0] == note:
            assert decision == before[1]
        else:
            assert decision not in self.decided
        self.decided.add(decision)
        self.standing[ref] = (note, decision)

    @staticmethod
    def _body(ref: str, note: str) -> dict[str, Any]:
        order = an_unpaid_order(ref) if ref.startswith("H") else an_honest_order(ref)
        return document(order) | ({"buyer_note": note} if note else {})


TestIdempotency = Idempotency.TestCase
TestIdempotency.settings = settings(max_examples=5, stateful_step_count=10, deadline=None)


@pytest.mark.proof
def test_service_when_asked_again_for_long_then_does_as_a_model_says() -> None:
    run_state_machine_as_test(Idempotency, settings=settings(max_examples=20, stateful_step_count=20, deadline=None))
