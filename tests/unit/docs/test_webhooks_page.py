"""The page on webhooks: its receiver runs and takes what Clearway sends, and what it names exists."""

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
import pytest
from typer.main import get_command

from api.cli.main import app
from engine.clock import SystemClock
from engine.desk.preferences import PREFERENCES
from engine.desk.webhooks import DISABLED_EVENT
from engine.outgoing.webhooks import BOUNDS, GONE, THROTTLING
from engine.webhooks.schedule import FIRST_REST, MOST_REST, PATIENCE
from engine.webhooks.signing import new_secret, signed
from tests.service_processes import a_free_port

PAGE = (Path(__file__).parents[3] / "docs" / "how-to-receive-webhooks.md").read_text(encoding="utf-8")
COMMANDS = get_command(app).commands["webhooks"].commands  # type: ignore[attr-defined]


@contextmanager
def the_receiver(folder: Path, secret: str) -> Iterator[str]:
    """The page's own receiver, as a process of its own; ended by its id."""
    file, port = folder / "receiver.py", a_free_port()
    file.write_text(PAGE.partition("```python\n")[2].partition("```")[0], encoding="utf-8")
    settings = {"CLEARWAY_WEBHOOK_SECRET": secret, "PORT": str(port), "KEPT": str(folder / "kept.sqlite")}
    process = subprocess.Popen([sys.executable, str(file)], env={**os.environ, **settings}, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(20)


def posted(url: str, headers: Mapping[str, str], body: bytes) -> int:
    """Answers the status, once the receiver listens."""
    for _ in range(200):
        try:
            return httpx2.post(url, content=body, headers=dict(headers), trust_env=False).status_code
        except httpx2.ConnectError:
            time.sleep(0.1)
    raise TimeoutError


def message(sequence: int, type_: str = "order.admitted") -> bytes:
    return f'{{"type":"{type_}","data":{{"order_id":"ord_1","sequence":{sequence}}}}}'.encode()


def test_receiver_when_messages_come_then_it_verifies_knows_and_orders_them(tmp_path: Path) -> None:
    secret = new_secret()
    now = int(SystemClock().now().timestamp())
    with the_receiver(tmp_path, secret) as url:
        later, earlier = message(5), message(4, "order.hold_placed")
        for id_, body in (("msg_2", later), ("msg_2", later), ("msg_1", earlier)):
            assert posted(url, signed([secret], id_, now, body), body) == 204
        assert posted(url, signed([new_secret()], "msg_3", now, later), later) == 400
    with closing(sqlite3.connect(tmp_path / "kept.sqlite")) as kept:
        assert kept.execute("SELECT * FROM latest").fetchall() == [("ord_1", 5, "order.admitted")]
        assert kept.execute("SELECT count(*) FROM message").fetchone() == (2,)


def test_commands_and_options_when_named_then_exist() -> None:
    assert set(re.findall(r"clearway webhooks ([a-z]+)", PAGE)) <= set(COMMANDS)
    options = {name for each in COMMANDS.values() for param in each.params for name in param.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z]+", PAGE)) <= options


@pytest.mark.parametrize(
    "said",
    [
        f"within {BOUNDS.whole_s:g} seconds",
        f"| {GONE} |",
        f"| {', '.join(str(each) for each in sorted(THROTTLING))} |",
        f"`{DISABLED_EVENT}`",
        f"for {PREFERENCES['keep_deliveries_days'].usual} days",
        f"at most {MOST_REST.seconds // 60} minutes",
        {10: "ten seconds first"}[FIRST_REST.seconds],
        {3: "After three failures in a row"}[PATIENCE],
    ],
)
def test_page_when_it_says_what_the_code_does_then_it_is_so(said: str) -> None:
    assert said in PAGE
