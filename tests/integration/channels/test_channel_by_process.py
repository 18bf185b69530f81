"""A channel as a user connects it: the service and a worker as processes, the command line, the door over HTTP, and
credentials in the environment, which no log and no file shows."""

import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from engine.clock import SystemClock
from tests.channel_servers.base import post
from tests.channel_servers.shopify import DOMAIN, ShopifyServer
from tests.service_processes import ROOT, a_service, settings

TOKEN, HOOK = "shpat_canary_of_the_token", "shpss_canary_of_the_webhook"
COMES_WITHIN_S = 120.0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the command line of an installation, whose words are kept."""

    environment: Mapping[str, str]
    said: list[str]

    def asks(self, *words: str) -> str:
        """What a command answers. It must succeed."""
        done = subprocess.run(
            [sys.executable, "-m", "api", *words], cwd=ROOT, env=dict(self.environment),
            capture_output=True, text=True, check=False, timeout=90,
        )  # fmt: skip
        self.said.append(done.stdout + done.stderr)
        assert done.returncode == 0, done.stderr
        return done.stdout


def waited_for(person: Person, refs: set[str]) -> None:
    """Until the connection has decided these."""
    until = time.monotonic() + COMES_WITHIN_S
    while time.monotonic() < until:
        if all(ref in person.asks("channels", "orders", "shop-de", "--taken", "decided") for ref in refs):
            return
        time.sleep(0.5)
    raise AssertionError(f"{refs} were not decided")


@pytest.mark.proof
def test_channel_when_connected_as_users_do_then_orders_come_by_webhook_and_by_poll_and_no_secret_is_shown(
    tmp_path: Path,
) -> None:
    shop = ShopifyServer(token=TOKEN, hook_secret=HOOK)
    with shop.running():
        assert shop.peer is not None
        more = {
            "CLEARWAY_OUTGOING_OPEN": shop.peer.opening,
            "CLEARWAY_CHANNEL_SHOP_TOKEN": TOKEN,
            "CLEARWAY_CHANNEL_SHOP_HOOK": HOOK,
        }
        with a_service(tmp_path, "", more) as (api, _):
            person = Person(settings(tmp_path, "") | more, [])
            since = (SystemClock().now() - timedelta(hours=1)).isoformat()
            person.asks(
                "channels", "add", "shopify", "shop-de", "--endpoint", f"http://127.0.0.1:{shop.peer.port}",
                "--set", f"shop_domain={DOMAIN}", "--set", "location=77", "--from", "CN", "--every", "15",
                "--since", since, "--credential", "access_token=CLEARWAY_CHANNEL_SHOP_TOKEN",
                "--credential", "webhook_secret=CLEARWAY_CHANNEL_SHOP_HOOK",
            )  # fmt: skip
            assert "Clearway Sample Shop" in person.asks("channels", "check", "shop-de")
            person.asks("channels", "on", "shop-de")
            shown = orjson.loads(person.asks("channels", "show", "shop-de", "--json"))
            polled = str(shop.place().number)
            shop.waiting.clear()
            shop.hook_url = f"{api.origin}/v1/channels/{shown['id']}/webhooks"
            woken = str(shop.place().number)
            shop.faults.twice = True
            (knock,) = shop.waiting
            assert shop.deliver() == [200, 200]
            assert post(replace(knock, body=knock.body + b" ")) == 401
            waited_for(person, {woken, polled})
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    everything = b"".join(kept) + "".join(person.said).encode()
    assert TOKEN.encode() not in everything
    assert HOOK.encode() not in everything
