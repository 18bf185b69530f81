"""Writes instructions about refunds into files of an outbox folder, until a gateway is connected.

It acts outside the transaction and may act twice, so the file is named by the job: a repeat writes the same file with
the same content.
"""

from pathlib import Path
from typing import Protocol

import orjson

from engine.clock import Clock
from engine.store.database import Database
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from fulfillment.errors import NotFound
from fulfillment.notify.files import write_file
from fulfillment.store.money import find_refund, mark_sent


class OutsideWork(Protocol):
    """Acts on the outside without a transaction, then settles what came of it in one."""

    def act(self, job: Job) -> object: ...

    def settle(self, session: WriteSession, job: Job, result: object) -> None: ...


class RefundWriter:
    """Writes each refund as an instruction for the gateway, until one is connected. The result is the path."""

    def __init__(self, database: Database, clock: Clock, folder: Path) -> None:
        self._database = database
        self._clock = clock
        self._folder = folder / "refunds"

    def act(self, job: Job) -> str:
        """Writes `refunds/<job id>.json`. Raises NotFound for a refund that is not there."""
        with self._database.read() as session:
            refund = find_refund(session, job.merchant, str(job.payload["refund_id"]))
        if refund is None:
            raise NotFound("refund", str(job.payload["refund_id"]))
        told = {
            "refund": refund.id,
            "order": refund.order_id,
            "amount": refund.amount,
            "currency": refund.currency,
            "reason": refund.reason,
        }
        return write_file(self._folder / f"{job.id}.json", orjson.dumps(told, option=orjson.OPT_INDENT_2))

    def settle(self, session: WriteSession, job: Job, result: object) -> None:  # noqa: ARG002
        """Marks the refund as sent."""
        mark_sent(session, str(job.payload["refund_id"]), self._clock.now())
