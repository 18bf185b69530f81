"""PostgreSQL ends and comes back under load: clear refusals meanwhile, and nothing that was answered is lost."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.careful_shop import Shop
from tests.databases import PostgresServer
from tests.integration.faults.test_draining import wait_for_a_worker
from tests.integration.faults.test_killed_service import check, drained
from tests.service_processes import Api, a_service

UNDER_LOAD_S, AWAY_S = 4.0, 3.0
TOLD = {(201, ""), (200, ""), (503, "store_unreachable"), (503, "store_busy")}


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of its own, which waits for the disk at each commit: what it has answered survives its crash."""
    made = PostgresServer(settings=("max_connections = 100",))
    yield made
    made.close()


@pytest.mark.proof
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
def test_database_when_it_ends_under_load_and_comes_back_then_requests_are_refused_and_nothing_is_lost(
    server: PostgresServer, tmp_path: Path, how: signal.Signals
) -> None:
    """SIGQUIT ends all processes of the database at once, so that it recovers when it starts: a crash."""
    with server.fresh() as database, a_service(tmp_path, database.url) as (api, _):
        wait_for_a_worker(database)  # one that finds no database at its start ends, and its supervisor begins it again
        shop = Shop(api)
        with shop.sending():
            time.sleep(UNDER_LOAD_S)
            server.stop(how)
            time.sleep(AWAY_S)
            away = look(api)
            server.start()
            back = seconds_until_ready(api)
            time.sleep(UNDER_LOAD_S)
        drained(database)
        print(f"{how.name}: ready {back:.1f} s after its start, {dict(shop.answers)}")
        assert away == (200, 503)
        assert shop.answers.keys() <= TOLD
        assert shop.answers[503, "store_unreachable"] > 0
        assert shop.untimed == 0
        check(database, shop.outcomes.total(), shop.outcomes)


def look(api: Api) -> tuple[int, int]:
    """Whether it is alive, and whether it is ready."""
    with httpx2.Client(trust_env=False, timeout=30) as client:
        return client.get(f"{api.origin}/healthz").status_code, client.get(f"{api.origin}/readyz").status_code


def seconds_until_ready(api: Api) -> float:
    """How long it takes."""
    began = time.monotonic()
    api.wait_until_ready()
    return time.monotonic() - began
