"""What must hold of a database after a day, whatever broke during it: counted in rows, and asked of the audit."""

import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import bindparam, text

from engine.store.database import Database
from engine.store.feed import first_broken
from tests.service_processes import ROOT, settings

SETTLES_WITHIN_S = 400.0

# Each counts what must not be there.
NEVER = {
    "orders without exactly one current decision": (
        "SELECT count(*) FROM (SELECT v.order_id FROM order_version v LEFT JOIN decision d ON d.order_id = v.order_id"
        " AND d.superseded_by IS NULL GROUP BY v.order_id HAVING count(DISTINCT d.id) <> 1) AS found"
    ),
    "current decisions that are not the last": (
        "SELECT count(*) FROM decision d WHERE d.superseded_by IS NULL AND EXISTS"
        " (SELECT 1 FROM decision l WHERE l.order_id = d.order_id AND l.number > d.number)"
    ),
    "orders of one name": (
        "SELECT count(*) FROM (SELECT ref FROM order_version GROUP BY merchant_id, ref"
        " HAVING count(DISTINCT order_id) <> 1) AS found"
    ),
    "versions without a decision": (
        "SELECT count(*) FROM order_version v WHERE NOT EXISTS"
        " (SELECT 1 FROM decision d WHERE d.order_id = v.order_id AND d.version = v.version)"
    ),
    "decisions not told once": (
        "SELECT count(*) FROM decision d WHERE 1 <> (SELECT count(*) FROM event e WHERE e.order_id = d.order_id"
        " AND e.type LIKE 'decision.%' AND e.data LIKE '%\"decision_id\":\"' || d.id || '\"%')"
    ),
    "decisions not in the audit once": (
        "SELECT count(*) FROM decision d WHERE 1 <> (SELECT count(*) FROM audit a WHERE a.action LIKE 'order.%'"
        " AND a.data LIKE '%\"decision_id\":\"' || d.id || '\"%')"
    ),
    "events of nothing": (
        "SELECT count(*) FROM event e WHERE e.order_id <> '' AND NOT EXISTS"
        " (SELECT 1 FROM decision d WHERE d.order_id = e.order_id)"
    ),
    "numbers left out of the feed": "SELECT coalesce(max(seq), 0) - count(*) FROM event",
    "orders whose events are not numbered through": (
        "SELECT count(*) FROM (SELECT order_id FROM event WHERE order_id <> '' GROUP BY order_id"
        " HAVING max(order_seq) <> count(*) OR min(order_seq) <> 1) AS found"
    ),
    "events not delivered once to each endpoint": (
        "SELECT count(*) FROM event e WHERE e.order_id <> '' AND (SELECT count(*) FROM webhook_endpoint) <>"
        " (SELECT count(*) FROM webhook_delivery w WHERE w.event_id = e.id AND w.state = 'delivered')"
    ),
    "orders without a case": (
        "SELECT count(*) FROM decision d WHERE d.superseded_by IS NULL AND 1 <>"
        " (SELECT count(*) FROM lifecycle_case c WHERE c.order_id = d.order_id)"
    ),
    "orders admitted at once without one fulfilment": (
        "SELECT count(*) FROM decision d WHERE d.superseded_by IS NULL AND d.outcome = 'admit' AND NOT EXISTS"
        " (SELECT 1 FROM waiver w WHERE w.order_id = d.order_id) AND 1 <>"
        " (SELECT count(*) FROM fulfilment f WHERE f.order_id = d.order_id)"
    ),
    "orders with several fulfilments": (
        "SELECT count(*) FROM (SELECT order_id FROM fulfilment GROUP BY order_id HAVING count(*) > 1) AS found"
    ),
    "holds of what is admitted": (
        "SELECT count(*) FROM hold h JOIN decision d ON d.order_id = h.order_id AND d.superseded_by IS NULL"
        " WHERE h.state = 'open' AND d.outcome = 'admit'"
    ),
    "submissions without an answer": (
        "SELECT count(*) FROM submission WHERE state = 'pending' OR (state = 'decided' AND decision_id IS NULL)"
    ),
    "dead jobs": "SELECT count(*) FROM job WHERE state = 'dead'",
}
WAITING = text(
    # What failed once waits a moment before it is tried again, and is not done either.
    "SELECT count(*) FROM job WHERE state = 'running' OR (state = 'ready' AND (run_after <= :now OR attempts > 0))"
)
UNDELIVERED = text("SELECT count(*) FROM webhook_delivery WHERE state = 'pending'")
SEND_NOW = (
    text("UPDATE job SET run_after = :now WHERE state = 'ready' AND kind = 'webhook.deliver' AND run_after > :now"),
    text("UPDATE webhook_endpoint SET rests_until = NULL WHERE rests_until >= :now OR rests_until < :now"),
)


def settled(database: Database, most_s: float = SETTLES_WITHIN_S) -> float:
    """Waits until nothing is to be done any more; answers how many seconds it took. Deliveries that failed need not
    wait for their time."""
    began = time.monotonic()
    left = -1
    while time.monotonic() - began < most_s:
        with database.write() as session:
            now = session.now()
            for each in SEND_NOW:
                session.run(each.bindparams(bindparam("now", now)))
            left = session.number(WAITING, {"now": now}) + session.number(UNDELIVERED)
        if left == 0:
            return time.monotonic() - began
        time.sleep(0.5)
    raise AssertionError(f"{left} jobs and deliveries are not done")


def never(database: Database) -> dict[str, int]:
    """What is there that must not be; empty when all is well."""
    with database.read() as session:
        found = {name: session.number(text(sql)) for name, sql in NEVER.items()}
        broken = first_broken(session)
    if broken is not None:
        found["entry of the audit that does not fit"] = broken
    return {name: count for name, count in found.items() if count}


def counted(database: Database) -> dict[str, int]:
    """How much there is, to be printed."""
    tables = ("order_version", "decision", "fulfilment", "event", "webhook_delivery", "webhook_attempt", "submission")
    with database.read() as session:
        return {each: session.number(text(f"SELECT count(*) FROM {each}")) for each in tables}  # noqa: S608


def audit_is_whole(folder: Path, database_url: str) -> bool:
    """What `clearway audit verify` says."""
    command = [sys.executable, "-m", "api", "audit", "verify"]
    done = subprocess.run(command, cwd=ROOT, env=settings(folder, database_url), capture_output=True, check=False)
    return done.returncode == 0
