"""Work on rule books that takes a while, asked for over HTTP: tests of a draft, proposals, publishing now or later."""

from sqlalchemy import Index, Table

from engine.store.tables.naming import METADATA, at, code, key, maybe_at, maybe_code, merchant, one_of, prose

RULE_RUN = Table(
    "rule_run",
    METADATA,
    key("id"),
    merchant(),
    code("kind"),
    code("subject"),  # the draft, proposal or edition that it is about
    prose("asked"),  # JSON
    code("state"),
    code("asked_by"),
    maybe_code("asker"),  # the person or key behind the name, where the door knew it
    at("asked_at"),
    maybe_at("due_at"),
    maybe_at("finished_at"),
    prose("answer"),  # JSON: what came of it, or why it was refused
    one_of("kind", "tests", "propose", "publish", "backtest"),
    one_of("state", "waiting", "running", "done", "refused", "cancelled"),
    Index("ix_rule_run_merchant", "merchant_id", "id"),
)
