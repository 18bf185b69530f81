"""Signs of life of workers: one row each, written every few seconds, so that others can say whether anybody works."""

from sqlalchemy import Table

from engine.store.tables.naming import METADATA, at, key, merchant

WORKER_BEAT = Table("worker_beat", METADATA, key("owner"), merchant(), at("started_at"), at("at"))
