"""`python -m tests.benchmarks.webhook_speed`: what a dead receiver costs the others.

A thousand events for a healthy receiver, by itself and beside one that takes connections and never answers; everything
on this machine, with a worker that has as many threads as the service's. Printed: seconds until the healthy one has
all, and how many calls the dead one was given meanwhile.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from api.worker import WEBHOOK_THREADS, WEBHOOKS
from engine.outgoing.target import Opening
from engine.store.database import Database
from engine.store.feed import NewEvent, add_events
from engine.store.handling import Pace
from tests.databases import PostgresServer, SqliteFiles
from tests.webhook_site import Site, a_receiver, a_site

EVENTS = 1_000
MOST_S = 240.0


@contextmanager
def a_dead_receiver() -> Iterator[int]:
    """Listens, takes what comes and says nothing; answers the port."""
    server = socket.create_server(("127.0.0.1", 0), backlog=64)
    try:
        yield server.getsockname()[1]
    finally:
        server.close()


def fill(site: Site, events: int) -> None:
    """Events of as many orders."""
    at = site.desk.clock.now()
    for number in range(events):
        event = NewEvent(
            id=f"evt_{number}", merchant="main", type="order.admitted", order_id=f"ord_{number}", data={}, at=at
        )
        with site.database.write() as session:
            add_events(session, [event])


def measure(database: Database, events: int, *, dead: bool) -> dict[str, object]:
    """Seconds until the healthy receiver has all events."""
    with a_receiver() as receiver, a_dead_receiver() as port:
        assert receiver.peer is not None
        site = a_site(database, [receiver.peer], pace=Pace(lanes={WEBHOOKS: WEBHOOK_THREADS}))
        opening = Opening.parse(f"127.0.0.1/32:{port}")
        site.work._client._openings += (opening,)
        site.openings += (opening,)
        healthy = site.endpoint(receiver.url)
        broken = site.endpoint(f"http://dead.example:{port}/hooks") if dead else None
        fill(site, events)
        stop = threading.Event()
        thread = threading.Thread(target=site.worker.run_until, args=(stop,), daemon=True)
        began = time.monotonic()
        thread.start()
        try:
            while len(site.deliveries(healthy.endpoint.id, "delivered")) < events:
                if time.monotonic() - began > MOST_S:
                    raise TimeoutError
                time.sleep(0.1)
            took = time.monotonic() - began
        finally:
            stop.set()
            thread.join(60)
        calls = 0 if broken is None else sum(each.attempts for each in site.deliveries(broken.endpoint.id))
        return {"seconds": round(took, 1), "a_second": round(events / took), "calls_to_the_dead": calls}


def main() -> None:
    """Prints one line each."""
    server = PostgresServer()
    try:
        with TemporaryDirectory() as folder:
            for name, source in (("sqlite", SqliteFiles(Path(folder))), ("postgresql", server)):
                for dead in (False, True):
                    with source.fresh() as database:
                        print(name, "beside a dead one" if dead else "alone", measure(database, EVENTS, dead=dead))
    finally:
        server.close()


if __name__ == "__main__":
    main()
