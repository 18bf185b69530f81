"""Work that outlives a process: jobs of the outbox, and chunks of bulk runs."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint, text

from engine.store.tables.naming import METADATA, at, code, key, maybe_at, maybe_code, merchant, one_of, prose, small

READY, RUNNING = text("state = 'ready'"), text("state = 'running'")
DONE, DEAD = text("state = 'done'"), text("state = 'dead'")
UNFINISHED = text("state IN ('ready', 'running')")
UNDER_WAY = text("kind = 'rescreen' AND state IN ('planning', 'running', 'paused')")
WAITING = text("kind = 'rescreen' AND state = 'waiting'")

JOB = Table(
    "job",
    METADATA,
    key("id"),
    merchant(),
    code("kind"),
    code("aggregate"),  # jobs of one aggregate that are due run one after the other, in the order of their ids
    maybe_code("dedup"),  # a second job with the same words is not added
    prose("payload"),
    small("priority", 100),
    code("state"),
    at("run_after"),
    maybe_at("lease_until"),
    maybe_code("owner"),
    small("fence"),
    small("attempts"),
    prose("last_error"),
    at("created_at"),
    maybe_at("finished_at"),
    one_of("state", "ready", "running", "done", "dead"),
    UniqueConstraint("merchant_id", "dedup"),
    Index("ix_job_ready", "priority", "run_after", "id", postgresql_where=READY, sqlite_where=READY),
    Index("ix_job_running", "lease_until", postgresql_where=RUNNING, sqlite_where=RUNNING),
    Index("ix_job_busy", "merchant_id", "aggregate", postgresql_where=RUNNING, sqlite_where=RUNNING),
    Index("ix_job_unfinished", "merchant_id", "aggregate", "id", postgresql_where=UNFINISHED, sqlite_where=UNFINISHED),
    Index("ix_job_done", "finished_at", postgresql_where=DONE, sqlite_where=DONE),
    Index("ix_job_dead", "merchant_id", "id", postgresql_where=DEAD, sqlite_where=DEAD),
)

BULK_RUN = Table(
    "bulk_run",
    METADATA,
    key("id"),
    merchant(),
    code("kind"),
    prose("params"),
    code("state"),
    small("chunks"),
    small("total"),
    prose("report"),
    at("created_at"),
    code("created_by"),
    maybe_at("finished_at"),
    one_of("state", "waiting", "planning", "running", "paused", "cancelled", "done", "stopped"),
    # Of the runs that decide anew one is under way for a merchant, and one more waits for its turn.
    Index("uq_bulk_run_under_way", "merchant_id", unique=True, postgresql_where=UNDER_WAY, sqlite_where=UNDER_WAY),
    Index("uq_bulk_run_waiting", "merchant_id", unique=True, postgresql_where=WAITING, sqlite_where=WAITING),
    Index("ix_bulk_run_listing", "merchant_id", "kind", "id"),
)

BULK_CHUNK = Table(
    "bulk_chunk",
    METADATA,
    code("run_id"),
    small("number"),
    merchant(),
    prose("ids"),  # a JSON list of order ids
    code("state"),
    maybe_at("lease_until"),
    maybe_code("owner"),
    small("fence"),
    small("attempts"),
    prose("counters"),
    prose("last_error"),
    PrimaryKeyConstraint("run_id", "number"),
    one_of("state", "ready", "running", "done", "dead"),
)
