"""What `clearway channels` shows and does of connections."""

import sys
from collections.abc import Iterable, Mapping

import orjson

from api.cli.channel_phrases import (
    ACCOUNT,
    ADDED,
    BACKFILL,
    CHANGED,
    DELETED,
    FAILING,
    NOBODY,
    ORDERS,
    READ,
    SAID,
    SAYINGS,
    STANDS,
    STATES,
    TAKEN,
    WEBHOOKS,
    WHY,
    Words,
    said,
)
from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit
from api.cli.phrases import Language
from api.composition.house import House
from api.schemas.channels import shown_connection, shown_view
from fulfillment.channels.connecting import (
    change,
    check,
    connect,
    disconnect,
    found_connection,
    stored_names,
    switch_off,
    switch_on,
)
from fulfillment.channels.overview import ConnectionView, view_of
from fulfillment.channels.stating import Stated
from fulfillment.channels.words import ChannelName
from fulfillment.records import Connection
from fulfillment.store.channels import connections

SECONDS = "%Y-%m-%d %H:%M:%S"


def show_all(clerk: Clerk, *, as_json: bool) -> Exit:
    """All connections, oldest first."""
    with at_home() as house:
        with house.database.read() as session:
            found = connections(session, clerk.merchant)
        if as_json:
            write(as_line(shown_connection(each, stored_names(house.port, each))) for each in found)
            return Exit.DONE
    write([_line(each, clerk.language) for each in found] or [said(NOBODY, clerk.language)])
    return Exit.DONE


def show(clerk: Clerk, name: str, *, as_json: bool) -> Exit:
    """One, with how it goes."""
    with at_home() as house, house.database.read() as session:
        now = house.clock.now()
        view = view_of(house.port, session, found_connection(session, clerk.merchant, name), now)
    if as_json:
        write([as_line(shown_view(view, now))])
        return Exit.DONE
    language, found = clerk.language, view.connection
    write(
        [
            _line(found, language),
            *([said(WHY, language, why=found.why)] if found.why else []),
            *_progress(view, int((now - view.progress.read_until).total_seconds()) if view.progress else 0, language),
            *_counts(ORDERS, TAKEN, {str(name): many for name, many in view.orders.items()}, language),
            *_counts(SAYINGS, SAID, {str(name): many for name, many in view.sayings.items()}, language),
            said(WEBHOOKS, language, path=f"/v1/channels/{found.id}/webhooks"),
        ]
    )
    return Exit.DONE


def add(clerk: Clerk, channel: ChannelName, name: str, stated: Stated, *, shop: str | None, prefix: str | None) -> Exit:
    """Keeps one."""
    with at_home() as house:
        made = connect(house.port, clerk.caller, channel, name, stated, shop=shop, id_prefix=prefix)
    write([said(ADDED, clerk.language, name=made.name, id=made.id)])
    return Exit.DONE


def changed(clerk: Clerk, name: str, stated: Stated) -> Exit:
    """Changes one."""
    with at_home() as house:
        made = change(house.port, clerk.caller, _id(house, clerk, name), stated)
    write([said(CHANGED, clerk.language, name=made.name)])
    return Exit.DONE


def turned(clerk: Clerk, name: str, *, on: bool) -> Exit:
    """Switches one on or off."""
    with at_home() as house:
        made = (switch_on if on else switch_off)(house.port, clerk.caller, _id(house, clerk, name))
    write([said(STANDS, clerk.language, name=made.name, state=said(STATES[made.power], clerk.language))])
    return Exit.DONE


def checked(clerk: Clerk, name: str) -> Exit:
    """Signs in at one."""
    with at_home() as house:
        account = check(house.port, clerk.caller, _id(house, clerk, name))
    write([said(ACCOUNT, clerk.language, name=name, account=account)])
    return Exit.DONE


def deleted(clerk: Clerk, name: str) -> Exit:
    """Deletes one."""
    with at_home() as house:
        disconnect(house.port, clerk.caller, _id(house, clerk, name))
    write([said(DELETED, clerk.language, name=name)])
    return Exit.DONE


def write(lines: Iterable[str]) -> None:
    """To standard output."""
    for line in lines:
        sys.stdout.write(f"{line}\n")


def as_line(shown: object) -> str:
    """JSON on one line."""
    return orjson.dumps(shown, option=orjson.OPT_UTC_Z).decode()


def _id(house: House, clerk: Clerk, name: str) -> str:
    with house.database.read() as session:
        return found_connection(session, clerk.merchant, name).id


def _line(connection: Connection, language: Language) -> str:
    state = said(STATES[connection.power], language)
    return "  ".join([connection.name, connection.channel, state, connection.shop or "-", connection.endpoint]).rstrip()


def _progress(view: ConnectionView, behind: int, language: Language) -> list[str]:
    lines: list[str] = []
    read, backfill = view.progress, view.backfill
    if read is not None:
        until = read.read_until.strftime(SECONDS)
        lines.append(said(READ, language, until=until, behind=behind, shown=read.shown, pages=read.pages,
                          hour=view.seen_last_hour))  # fmt: skip
        if read.error:
            lines.append(said(FAILING, language, failures=read.failures, error=read.error))
    if backfill is not None and backfill.ended_at is None:
        lines.append(said(BACKFILL, language, since=backfill.since.strftime(SECONDS),
                          until=backfill.until.strftime(SECONDS), percent=backfill.done_percent, shown=backfill.shown,
                          pages=backfill.pages))  # fmt: skip
    return lines


def _counts(words: Words, named: Mapping[str, Words], counted: Mapping[str, int], language: Language) -> list[str]:
    if not counted:
        return []
    parts = [f"{said(named[each], language)} {many}" for each, many in sorted(counted.items())]
    return [said(words, language, counts=", ".join(parts))]
