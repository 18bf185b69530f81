"""What `clearway order` and `clearway hold` show and do."""

import sys

import orjson

from api.cli.clerk import Clerk, NotTakenOver, at_home, order_id_of, told_if_new
from api.cli.columns import padded
from api.cli.failing import Exit
from api.cli.life_page import hold_rows, moment_text, standing_rows, timeline_rows
from api.cli.life_phrases import saying
from api.cli.listing import Listing
from api.cli.phrases import PHRASES, Language
from api.composition.house import House
from api.schemas.life import shown_entries
from api.schemas.shown import shown_line
from engine.desk import holding
from engine.desk.deciding import Decided
from engine.desk.labelling import label
from engine.desk.reading import current_decision, decided_again, order_file
from engine.order.money import Money
from engine.store.decision_rows import Listed, listed
from engine.store.sessions import ReadSession
from fulfillment.overview import overview
from fulfillment.timeline import timeline, view

REF, OUTCOME, COUNTRY = 24, 14, 3


def show(clerk: Clerk, named: str, language: Language) -> Exit:
    """The decision, the holds, and how the order stands."""
    with at_home() as house, house.database.read() as session:
        order_id = order_id_of(session, clerk, named)
        current = current_decision(session, clerk.merchant, order_id)
        decided = decided_again(house.desk, session, clerk.merchant, current.id)
        rows = [*_decision(decided, language), "", *_standing(house, session, clerk, order_id, language)]
    _print(*rows)
    return Exit.DONE


def _standing(house: House, session: ReadSession, clerk: Clerk, order_id: str, language: Language) -> list[str]:
    holds = order_file(house.desk, session, clerk.merchant, order_id).holds
    try:
        with told_if_new(session, clerk, order_id):
            seen = overview(session, house.site, clerk.merchant, order_id)
    except NotTakenOver:
        named = f"  {padded(saying('id', language), 14)} {order_id}"
        return [named, *hold_rows(holds, language), f"  {saying('untaken', language)}"]
    return list(standing_rows(seen, holds, language))


def show_life(clerk: Clerk, named: str, language: Language, *, as_json: bool) -> Exit:
    """The timeline."""
    with at_home() as house, house.database.read() as session:
        order_id = order_id_of(session, clerk, named)
        with told_if_new(session, clerk, order_id):
            entries = timeline(session, clerk.merchant, order_id)
            seen = view(session, clerk.merchant, order_id)
    if as_json:
        _print(*(orjson.dumps(each, option=orjson.OPT_UTC_Z).decode() for each in shown_entries(entries)))
    else:
        _print(saying("timeline", language, named), *timeline_rows(entries, seen.case.currency, language, seen))
    return Exit.DONE


def list_all(
    clerk: Clerk, outcome: str | None, limit: int, after: str | None, language: Language, *, as_json: bool
) -> Exit:
    """Orders by their current decision."""
    with at_home() as house, house.database.read() as session:
        rows = listed(session, clerk.merchant, limit + 1, before=after, outcome=outcome)
    if as_json:
        _print(*(orjson.dumps(shown_line(each), option=orjson.OPT_UTC_Z).decode() for each in rows[:limit]))
        return Exit.DONE
    _print(*(_line(each, language) for each in rows[:limit]))
    if len(rows) > limit:
        _print(f"… --after {rows[limit - 1].decision}")
    return Exit.DONE


def place(clerk: Clerk, named: str, reason: str) -> Exit:
    """Holds an order by hand."""
    with at_home() as house:
        with house.database.read() as session:
            order_id = order_id_of(session, clerk, named)
        held = holding.place(house.desk, clerk.caller, order_id, reason)
    _print(held.id)
    return Exit.DONE


def give_label(clerk: Clerk, named: str, kind: str, source: str, note: str) -> Exit:
    """Keeps what an order turned out to be."""
    with at_home() as house:
        with house.database.read() as session:
            order_id = order_id_of(session, clerk, named)
        given = label(house.desk, clerk.caller, order_id, kind, source=source, note=note)
    _print(given.id)
    return Exit.DONE


def release(clerk: Clerk, hold: str, reason: str, language: Language) -> Exit:
    """Releases a hold, and shows the decision that follows."""
    with at_home() as house:
        decided = holding.release(house.desk, clerk.caller, hold, reason)
    _print(*_decision(decided, language), *hold_rows(decided.holds, language))
    return Exit.DONE


def _decision(decided: Decided, language: Language) -> list[str]:
    listing = Listing(decided.loaded.admission.book, language)
    return list(listing.order(decided.decision, decided.locale, detailed=True))


def _line(row: Listed, language: Language) -> str:
    outcome = PHRASES[language].outcomes.get(row.outcome, row.outcome)
    place = f"{padded(row.country or '', COUNTRY)} {Money(row.total, row.currency)}"
    codes = PHRASES[language].joiner.join(row.reasons)
    name = padded(row.ref, REF)
    return f"{row.order_id}  {name} {padded(outcome, OUTCOME)} {moment_text(row.decided_at)}  {place}  {codes}".rstrip()


def _print(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
