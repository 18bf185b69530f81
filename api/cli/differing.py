"""What `clearway differences` shows and does."""

import sys
from datetime import datetime

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit
from api.cli.transfer_phrases import DAYS, FOUND, STATES, said
from api.schemas.moving import shown_difference
from engine.counted import filled
from fulfillment.inventory.differences import adjust_difference, age, explain_difference
from fulfillment.records import StockDifference
from fulfillment.repeating import repeated
from fulfillment.store.differences import differences_after


def listed(clerk: Clerk, *, as_json: bool, every: bool) -> Exit:
    """Open ones, or all."""
    with at_home() as house, house.database.read() as session:
        now = house.clock.now()
        found = differences_after(session, clerk.merchant, state=None if every else "open")
    for each in found:
        row = orjson.dumps(shown_difference(each, now)).decode() if as_json else _row(clerk, each, now)
        sys.stdout.write(f"{row}\n")
    return Exit.DONE


def adjusted(clerk: Clerk, id_: str, remark: str) -> Exit:
    """The books take over what was found."""
    with at_home() as house:
        now = house.clock.now()
        ended = repeated(
            house.database,
            lambda session: adjust_difference(session, house.ids, clerk.merchant, id_, clerk.name, now, remark),
        )
    sys.stdout.write(f"{_row(clerk, ended, now)}\n")
    return Exit.DONE


def explained(clerk: Clerk, id_: str, remark: str) -> Exit:
    """The books were right."""
    with at_home() as house:
        now = house.clock.now()
        ended = repeated(
            house.database, lambda session: explain_difference(session, clerk.merchant, id_, clerk.name, now, remark)
        )
    sys.stdout.write(f"{_row(clerk, ended, now)}\n")
    return Exit.DONE


def _row(clerk: Clerk, one: StockDifference, now: datetime) -> str:
    numbers = said(FOUND, clerk.language).format(found=one.found, expected=one.expected)
    days = filled(said(DAYS, clerk.language), days=age(one, now).days)
    goods = f"{one.sku} {one.warehouse} {one.lot}".rstrip()
    return f"{one.id}  {goods}  {one.pieces:+}  {numbers}  {said(STATES[one.state], clerk.language)}  {days}"
