"""Writes what a gateway is to do into a file of the outbox folder, until a gateway is connected."""

from pathlib import Path

import orjson

from engine.clock import Clock
from engine.store.database import Database
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from fulfillment.errors import NotFound, PaymentRefused
from fulfillment.notify.files import write_file
from fulfillment.payments.exponents import to_gateway
from fulfillment.payments.instructing import VOID
from fulfillment.records import Instruction
from fulfillment.store.instructions import find_instruction, mark_instructed


class InstructionWriter:
    """Each instruction is a file named after its job, so that a repetition writes the same file again."""

    def __init__(self, database: Database, clock: Clock, folder: Path) -> None:
        self._database = database
        self._clock = clock
        self._folder = folder / "payments"

    def act(self, job: Job) -> str:
        """Writes `payments/<job id>.json`. Raises NotFound for an instruction that is not there."""
        with self._database.read() as session:
            wanted = find_instruction(session, job.merchant, str(job.payload["instruction_id"]))
        if wanted is None:
            raise NotFound("instruction", str(job.payload["instruction_id"]))
        told = {
            "instruction": wanted.id,
            "idempotency_key": wanted.id,
            "order": wanted.order_id,
            "action": wanted.action,
            "gateway": wanted.gateway,
            "authorisation": wanted.authorisation,
            "amount": wanted.amount,
            "currency": wanted.currency,
            "gateway_amount": _counted(wanted),
        }
        return write_file(self._folder / f"{job.id}.json", orjson.dumps(told, option=orjson.OPT_INDENT_2))

    def settle(self, session: WriteSession, job: Job, result: object) -> None:  # noqa: ARG002 - the row knows enough
        """Marks the instruction as sent."""
        mark_instructed(session, str(job.payload["instruction_id"]), self._clock.now())


def _counted(wanted: Instruction) -> int | None:
    """The amount as the gateway counts it; None where a promise is given up that it could not name exactly."""
    try:
        return to_gateway(wanted.gateway, wanted.amount, wanted.currency)
    except PaymentRefused:
        if wanted.action != VOID:
            raise
        return None
