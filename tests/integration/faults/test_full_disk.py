"""The disk is full: requests are refused clearly, nothing is half written, and all goes on once there is room.

The disk is a small one in memory (tmpfs), with a file on it that takes all room but a little: the whole SQLite file
lies there, or the tables of PostgreSQL. Only root may mount such a disk; who may not skips this.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage
from tempfile import mkdtemp

import httpx2
import pytest
from sqlalchemy import text

from engine.store.database import Database
from tests.careful_shop import Shop
from tests.databases import PostgresServer, SqliteFiles
from tests.desks import an_honest_order, document
from tests.integration.faults.test_killed_service import check, drained
from tests.service_processes import a_service

SIZE = 96 << 20
LEFT = {"sqlite": 2 << 20, "postgresql": 256 << 10}  # tables have room in their last pages, and fill one by one
MOST_ORDERS = 3000
FULL = (503, "store_unreachable")
HALVES = text(
    "SELECT count(*) FROM order_version v WHERE NOT EXISTS"
    " (SELECT 1 FROM decision d WHERE d.order_id = v.order_id AND d.version = v.version)"
)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 96 MiB, where a server that is another user finds it too."""
    place = Path(mkdtemp(prefix="clearway-disk-"))
    place.chmod(0o755)
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0777", "tmpfs", str(place)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)
        place.rmdir()


@pytest.fixture(params=["sqlite", "postgresql"])
def cramped(request: pytest.FixtureRequest, sqlite_files: SqliteFiles, small_disk: Path) -> Iterator[Database]:
    """A database on it."""
    if request.param == "sqlite":
        with sqlite_files.fresh(small_disk) as database:
            yield database
        return
    server = PostgresServer(settings=("max_connections = 100",))
    try:
        with server.fresh_at(small_disk) as database:
            yield database
    finally:
        server.close()


def fill(disk: Path, left_over: int) -> Path:
    """Leaves little room."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        left = disk_usage(disk).free - left_over
        while left > 0:
            left -= file.write(b"\0" * min(left, 1 << 18))
    return ballast


@pytest.mark.proof
def test_disk_when_full_then_orders_are_refused_whole_and_taken_once_there_is_room(
    cramped: Database, small_disk: Path, tmp_path: Path
) -> None:
    house = tmp_path / "house"
    house.mkdir()
    with a_service(house, cramped.url, {"CLEARWAY_DISK_LEAST_MB": "1"}) as (api, _):
        shop = Shop(api)
        ballast = fill(small_disk, LEFT[cramped.engine.dialect.name])
        with httpx2.Client(trust_env=False, timeout=60) as client:
            taken = 0
            while shop.tried(client, document(an_honest_order(f"F-{taken}")), f"f-{taken}"):
                taken += 1
                assert taken < MOST_ORDERS
            for number in range(20):
                shop.tried(client, document(an_honest_order(f"G-{number}")), f"g-{number}")
            alive = client.get(f"{api.origin}/healthz").status_code
            headers = {"Authorization": f"Bearer {api.token}"}
            read = client.get(f"{api.origin}/v1/orders", params={"limit": 1}, headers=headers).status_code
            ballast.unlink()
            api.wait_until_ready()
            assert all(
                shop.tried(client, document(an_honest_order(name)), name.lower())
                for name in (f"F-{taken}", *(f"G-{number}" for number in range(20)))
            )
        drained(cramped)
    print(f"{cramped.engine.dialect.name}: {taken} orders until it was full, {dict(shop.answers)}")
    assert {each for each in shop.answers if each[0] not in {200, 201}} == {FULL}
    assert (alive, read, shop.untimed) == (200, 200, 0)
    with cramped.read() as session:
        assert session.number(HALVES) == 0
        orders = session.number(text("SELECT count(DISTINCT ref) FROM order_version"))
    shop.outcomes["admit"] = orders
    check(cramped, taken + 21, shop.outcomes)
