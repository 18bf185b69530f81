"""What `clearway channels` shows and does of orders, counts and sayings."""

import random
import sys
from dataclasses import asdict
from datetime import datetime
from threading import Event

from api.cli.channel_book import SECONDS, as_line, write
from api.cli.channel_phrases import (
    AGAIN,
    BACKFILL,
    BACKFILLED,
    BEGUN,
    CLOSED,
    COUNTED,
    COUNTING,
    LATER,
    NONE,
    NOTHING,
    PARTLY,
    SAID,
    TAKEN,
    Words,
    said,
)
from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit
from api.composition.house import House
from api.schemas.channels import shown_channel_order, shown_count, shown_saying
from engine.store.worker import Worker
from fulfillment.channels.backfilling import begin_backfill
from fulfillment.channels.connecting import found_connection
from fulfillment.channels.counting import begin_count
from fulfillment.channels.fetching import retry
from fulfillment.channels.handlers import channel_handlers
from fulfillment.channels.said import close_saying, retry_saying
from fulfillment.channels.taking import faults_of
from fulfillment.channels.words import SayingState, Taken
from fulfillment.jobs import CHANNEL_BACKFILL
from fulfillment.records import Backfill
from fulfillment.store.channels import backfill_of, channel_orders, day_counts
from fulfillment.store.sayings import sayings

PAUSE_S = 0.5
PATIENCE = 240  # pauses without a page, until the rest is left to a worker


def show_orders(clerk: Clerk, name: str, taken: str | None, most: int, *, as_json: bool) -> Exit:
    """What became of orders, with what is wrong with those that could not be read."""
    with at_home() as house:
        with house.database.read() as session:
            found = found_connection(session, clerk.merchant, name)
            wanted = None if taken is None else Taken(taken)
            rows = channel_orders(session, clerk.merchant, found.id, most, taken=wanted)
        told = [(row, faults_of(house.port, row)) for row in rows]
    if as_json:
        write(as_line(shown_channel_order(row, [asdict(each) for each in faults])) for row, faults in told)
        return Exit.DONE
    lines = []
    for row, faults in told:
        lines.append("  ".join([row.ref, said(TAKEN[row.taken], clerk.language), row.order_id or "-"]))
        lines += [f"    {each.pointer or '/'}: {each.detail}" for each in faults]
    write(lines or [said(NOTHING, clerk.language)])
    return Exit.DONE


def retried(clerk: Clerk, name: str, ref: str | None) -> Exit:
    """Has refused orders read again."""
    with at_home() as house:
        with house.database.read() as session:
            found = found_connection(session, clerk.merchant, name)
        many = retry(house.port, found, ref)
    write([said(BEGUN, clerk.language, many=many)])
    return Exit.DONE


def read(clerk: Clerk, name: str, since: datetime, until: datetime | None, *, quiet: bool) -> Exit:
    """Reads a time once more, in this process and beside other workers, and shows how far it is."""
    with at_home() as house:
        with house.database.read() as session:
            found = found_connection(session, clerk.merchant, name)
        begun = begin_backfill(house.port, clerk.caller, found, since, until)
        ended = _worked(house, clerk, begun, quiet=quiet)
    if ended is None:
        write([said(LATER, clerk.language)])
        return Exit.SOME_BAD
    write([_told(BACKFILLED, clerk, ended)])
    return Exit.DONE


def count(clerk: Clerk, name: str, days: int | None) -> Exit:
    """Begins a count."""
    with at_home() as house, house.database.write() as session:
        found = found_connection(session, clerk.merchant, name)
        many = begin_count(house.port, session, found, f"asked {house.clock.now().isoformat()}", days)
    write([said(COUNTING, clerk.language, many=many)])
    return Exit.DONE


def show_counts(clerk: Clerk, name: str, most: int, *, as_json: bool) -> Exit:
    """The newest days."""
    with at_home() as house, house.database.read() as session:
        found = found_connection(session, clerk.merchant, name)
        rows = day_counts(session, clerk.merchant, found.id, most)
    if as_json:
        write(as_line(shown_count(each)) for each in rows)
        return Exit.DONE
    lines = []
    for each in rows:
        missing = ", ".join(each.missing) or said(NONE, clerk.language)
        line = said(COUNTED, clerk.language, day=each.day, listed=each.listed, known=each.known, missing=missing)
        lines.append(line if each.is_whole else f"{line} ({said(PARTLY, clerk.language)})")
    write(lines or [said(NOTHING, clerk.language)])
    return Exit.DONE


def show_sayings(clerk: Clerk, name: str | None, state: str | None, most: int, *, as_json: bool) -> Exit:
    """What channels were told."""
    with at_home() as house, house.database.read() as session:
        of_one = None if name is None else found_connection(session, clerk.merchant, name).id
        stands = None if state is None else SayingState(state)
        rows = sayings(session, clerk.merchant, most, connection_id=of_one, state=stands)
    if as_json:
        write(as_line(shown_saying(each)) for each in rows)
        return Exit.DONE
    lines = [
        "  ".join(
            [each.id, each.topic, said(SAID[each.state], clerk.language), each.order_id or "-", each.error]
        ).rstrip()
        for each in rows
    ]
    write(lines or [said(NOTHING, clerk.language)])
    return Exit.DONE


def closed(clerk: Clerk, saying_id: str, reason: str) -> Exit:
    """Says it no more."""
    with at_home() as house:
        close_saying(house.port, clerk.caller, saying_id, reason)
    write([said(CLOSED, clerk.language, id=saying_id)])
    return Exit.DONE


def said_again(clerk: Clerk, saying_id: str) -> Exit:
    """Says it once more."""
    with at_home() as house:
        retry_saying(house.port, clerk.caller, saying_id)
    write([said(AGAIN, clerk.language, id=saying_id)])
    return Exit.DONE


def _worked(house: House, clerk: Clerk, begun: Backfill, *, quiet: bool) -> Backfill | None:
    """Works on the backfill until it ends; None where nothing came of it for a while, or somebody began another."""
    luck = random.SystemRandom().random
    handler = channel_handlers(house.port, luck)[CHANNEL_BACKFILL]
    worker = Worker(house.database, {CHANNEL_BACKFILL: handler}, f"channels read {begun.connection_id}", luck=luck)
    waited, pause = 0, Event()
    now, pages = begun, begun.pages
    while waited < PATIENCE:
        if not worker.run_outside_once():
            waited += 1
            pause.wait(PAUSE_S)
        with house.database.read() as session:
            now = backfill_of(session, begun.connection_id) or now
        if now.ended_at is not None or now.since != begun.since:
            return now if now.since == begun.since else None
        if now.pages != pages:
            waited, pages = 0, now.pages
            if not quiet:
                sys.stderr.write(f"{_told(BACKFILL, clerk, now)}\n")
    return None


def _told(words: Words, clerk: Clerk, backfill: Backfill) -> str:
    return said(
        words,
        clerk.language,
        since=backfill.since.strftime(SECONDS),
        until=backfill.until.strftime(SECONDS),
        percent=backfill.done_percent,
        shown=backfill.shown,
        pages=backfill.pages,
    )
