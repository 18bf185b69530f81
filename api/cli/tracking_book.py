"""What `clearway tracking` shows and does of sources."""

from collections.abc import Sequence
from pathlib import Path

from api.cli.channel_book import as_line, write
from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit
from api.cli.file_content import content_of
from api.cli.tracking_phrases import (
    ACCOUNT,
    ADDED,
    CHANGED,
    DELETED,
    FAILING,
    NOBODY,
    STANDS,
    STATES,
    TAKEN,
    WEBHOOKS,
    WHY,
    said,
)
from api.schemas.tracking import shown_source
from fulfillment.channels.stating import Stated
from fulfillment.records import TrackingSource
from fulfillment.store.tracking import sources
from fulfillment.tracking.sources.connecting import (
    Asked,
    add,
    change,
    check,
    found_source,
    remove,
    stored_names,
    switch_off,
    switch_on,
)
from fulfillment.tracking.sources.hearing import take_file
from fulfillment.tracking.sources.words import SourceKind

MOST_BYTES = 8 << 20


def show_sources(clerk: Clerk, *, as_json: bool) -> Exit:
    """All sources, oldest first, with what is wrong with each."""
    with at_home() as house, house.database.read() as session:
        found = sources(session, clerk.merchant)
        if as_json:
            write(as_line(shown_source(each, stored_names(house.port, each))) for each in found)
            return Exit.DONE
    write([line for each in found for line in _lines(clerk, each)] or [said(NOBODY, clerk.language)])
    return Exit.DONE


def add_source(clerk: Clerk, kind: SourceKind, name: str, asked: Asked) -> Exit:
    """Keeps one, switched off."""
    with at_home() as house:
        made = add(house.port, clerk.caller, kind, name, asked)
    write([said(ADDED, clerk.language, name=made.name, id=made.id)])
    return Exit.DONE


def change_source(clerk: Clerk, name: str, asked: Asked) -> Exit:
    """Changes one."""
    with at_home() as house:
        made = change(house.port, clerk.caller, name, asked)
    write([said(CHANGED, clerk.language, name=made.name)])
    return Exit.DONE


def turn_source(clerk: Clerk, name: str, *, on: bool) -> Exit:
    """Switches one on or off."""
    with at_home() as house:
        made = (switch_on if on else switch_off)(house.port, clerk.caller, name)
    write([said(STANDS, clerk.language, name=made.name, state=said(STATES[made.power], clerk.language))])
    return Exit.DONE


def check_source(clerk: Clerk, name: str) -> Exit:
    """Signs in at one."""
    with at_home() as house:
        account = check(house.port, clerk.caller, name)
    write([said(ACCOUNT, clerk.language, name=name, account=account)])
    return Exit.DONE


def delete_source(clerk: Clerk, name: str) -> Exit:
    """Deletes one that is off."""
    with at_home() as house:
        remove(house.port, clerk.caller, name)
    write([said(DELETED, clerk.language, name=name)])
    return Exit.DONE


def send_file(clerk: Clerk, name: str, file: Path) -> Exit:
    """Takes a file of events in."""
    with at_home() as house:
        with house.database.read() as session:
            source = found_source(session, clerk.merchant, name)
        noted = take_file(house.port, source, content_of(file, MOST_BYTES))
    write([said(TAKEN, clerk.language, events=noted.events, parcels=noted.parcels)])
    return Exit.DONE


def asked_of(given: Stated, carriers: Sequence[str] | None) -> Asked:
    """Options as use cases take them."""
    return Asked(
        endpoint=given.endpoint,
        settings=given.settings,
        carriers=None if carriers is None else tuple(carriers),
        every_s=given.every_s,
        named=given.named,
        secrets=given.secrets,
    )


def _lines(clerk: Clerk, source: TrackingSource) -> list[str]:
    language = clerk.language
    carriers = ",".join(source.carriers) or "*"
    lines = ["  ".join([source.name, source.kind, said(STATES[source.power], language), carriers])]
    if source.why:
        lines.append("  " + said(WHY, language, why=source.why))
    if source.error:
        lines.append("  " + said(FAILING, language, failures=source.failures, error=source.error))
    return [*lines, "  " + said(WEBHOOKS, language, path=f"/v1/tracking-sources/{source.id}/webhooks")]
