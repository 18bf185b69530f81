"""`clearway rescreen --cluster`: only over TLS; a worker that is killed costs its chunk, and totals stay the same."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from api.composition.cluster import ClusterRefused, cluster_of
from api.composition.secret import installation_secret
from engine.bundled import data_folder
from engine.settings import Settings
from engine.store.opening import open_database
from tests.benchmarks.held_orders import multiplied
from tests.candidates import with_draft
from tests.clusters import ROOT, kill_after, tls_cluster
from tests.databases import PostgresServer
from tests.desks import publish
from tests.histories import a_house, keep
from tests.synthetic.planted import planted_orders

ORDERS = 1_600
SEED = 7


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://10.0.0.1:8786", "is not encrypted"),
        ("10.0.0.1:8786", "is not encrypted"),
        ("tls://scheduler", "names no host and port"),
        ("tls://scheduler:8786", "CLEARWAY_CLUSTER_CA is not set"),
    ],
)
def test_cluster_when_it_is_not_safe_then_is_refused(address: str, said: str) -> None:
    with pytest.raises(ClusterRefused, match=said):
        cluster_of(address, Settings())


def test_cluster_when_a_certificate_is_missing_then_is_refused(tmp_path: Path) -> None:
    settings = Settings(cluster_ca=tmp_path / "ca.pem", cluster_cert=tmp_path / "c.pem", cluster_key=tmp_path / "k.pem")
    with pytest.raises(ClusterRefused, match="there is no file"):
        cluster_of("tls://127.0.0.1:1", settings)


def rescreened(*options: str) -> dict[str, object]:
    ran = subprocess.run(
        [sys.executable, "-m", "api", "rescreen", "--all", "--dry-run", "--format", "json", *options],
        cwd=ROOT,
        env={**os.environ},
        capture_output=True,
        check=False,
        timeout=400,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    told: dict[str, object] = orjson.loads(ran.stdout)
    return told


@pytest.mark.proof
def test_cluster_when_a_worker_is_killed_then_totals_are_those_of_one_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer
) -> None:
    with postgres.fresh() as database:
        monkeypatch.setenv("CLEARWAY_DATABASE_URL", database.url)
        monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
        settings = Settings()
        desk, clock = a_house(open_database(settings.database), installation_secret(settings))
        keep(desk, clock, sorted((each.order for each in planted_orders(80, SEED)), key=lambda each: each.placed_at))
        multiplied(desk, ORDERS)
        rules = with_draft(tmp_path / "rules", "PAY-002")
        publish(desk.editions, rules, data_folder(), "tests")
        here = rescreened("--processes", "2")
        with tls_cluster(tmp_path, {}) as cluster:
            for name, file in cluster.files.items():
                monkeypatch.setenv(name, file)
            first, _ = cluster.start_worker({}), cluster.start_worker({})
            kill_after(first, 8)
            there = rescreened("--cluster", cluster.address)
            assert first.wait(30) != 0
        desk.database.close()
    assert (there["orders"], there["counts"], there["outcomes"]) == (here["orders"], here["counts"], here["outcomes"])
    assert here["looked_at"] == ORDERS
