"""What `clearway stock` shows: places, the ledger, back-orders, and the ways out of a shortage."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import orjson

from api.cli.clerk import Clerk, at_home, order_id_of, told_if_new
from api.cli.columns import padded
from api.cli.failing import Exit
from api.cli.phrases import Language
from api.cli.stock_phrases import COST, NO_DAY, NOTHING_SHORT, PART, SHIPS_BY, WAYS, said
from api.schemas.stock import shown_backorder, shown_movement, shown_option, shown_place
from engine.order.currency import exponent
from fulfillment.inventory.shortage import Option, shortage_options
from fulfillment.records import Movement, Place, Reservation
from fulfillment.records.stock import NEVER
from fulfillment.store.places import movements_after, places_after
from fulfillment.store.stock import wanted_by_age

AT_ONCE = 1000
SKU, CODE, WORD = 24, 12, 12
T = TypeVar("T")


def show_places(merchant: str, sku: str | None, warehouse: str | None, *, as_json: bool) -> Exit:
    """What lies where."""
    with at_home() as house, house.database.read() as session:

        def part(last: Place | None) -> Sequence[Place]:
            after = None if last is None else (last.sku, last.warehouse, last.bin, last.lot)
            return places_after(session, merchant, AT_ONCE, after, sku, warehouse)

        _write(_all(part), as_json, shown_place, _place)
    return Exit.DONE


def show_ledger(merchant: str, sku: str | None, warehouse: str | None, *, as_json: bool) -> Exit:
    """All movements."""
    with at_home() as house, house.database.read() as session:

        def part(last: Movement | None) -> Sequence[Movement]:
            return movements_after(session, merchant, AT_ONCE, "" if last is None else last.id, sku, warehouse)

        _write(_all(part), as_json, shown_movement, _movement)
    return Exit.DONE


def show_backorders(merchant: str, sku: str | None, *, as_json: bool) -> Exit:
    """What orders wait for."""
    with at_home() as house, house.database.read() as session:

        def part(last: Reservation | None) -> Sequence[Reservation]:
            return wanted_by_age(session, merchant, AT_ONCE, "" if last is None else last.id, sku)

        _write(_all(part), as_json, shown_backorder, _backorder)
    return Exit.DONE


def show_options(clerk: Clerk, order: str, language: Language, *, as_json: bool) -> Exit:
    """The ways out."""
    with at_home() as house, house.database.read() as session:
        order_id = order_id_of(session, clerk, order)
        with told_if_new(session, clerk, order_id):
            found = shortage_options(session, house.site, clerk.merchant, order_id, house.clock.now())
    if not found and not as_json:
        sys.stdout.write(f"{said(NOTHING_SHORT, language)}\n")
    _write(found, as_json, shown_option, lambda option: _option(option, language))
    return Exit.DONE


def _all(part: Callable[[T | None], Sequence[T]]) -> Iterator[T]:
    last = None
    while found := part(last):
        yield from found
        last = found[-1]


def _write(rows: Iterable[T], as_json: bool, show: Callable[[T], object], line: Callable[[T], str]) -> None:  # noqa: FBT001
    for each in rows:
        text = orjson.dumps(show(each), option=orjson.OPT_UTC_Z).decode() if as_json else line(each).rstrip()
        sys.stdout.write(f"{text}\n")


def _place(place: Place) -> str:
    where = " ".join((padded(place.sku, SKU), padded(place.warehouse, CODE), padded(place.bin, CODE),
                      padded(place.lot, CODE)))  # fmt: skip
    until = "" if place.expires_on == NEVER else place.expires_on
    return f"{where} {padded(until, CODE)} {place.on_hand:>7} {place.reserved:>7} {place.blocked}"


def _movement(one: Movement) -> str:
    where = " ".join((padded(one.sku, SKU), padded(one.warehouse, CODE), padded(one.bin, CODE), padded(one.lot, CODE)))
    return f"{one.at:%Y-%m-%d %H:%M} {where} {one.pieces:>+7} {padded(one.reason, WORD)} {one.reference} {one.actor}"


def _backorder(wanted: Reservation) -> str:
    since = f"{wanted.created_at:%Y-%m-%d %H:%M}"
    return f"{since} {wanted.order_id} {padded(wanted.sku, SKU)} {wanted.quantity:>7} {wanted.warehouse}"


def _option(option: Option, language: Language) -> str:
    leaves = said(NO_DAY, language) if option.ships_by is None else f"{option.ships_by:%Y-%m-%d %H:%M} UTC"
    digits = exponent(option.currency)
    cost = f"{option.cost / 10**digits:.{digits}f} {option.currency}"
    way = f"{option.kind} {option.target}".strip()
    when = "" if option.kind == "cancel" else f"; {said(SHIPS_BY, language)} {leaves}"
    words = said(WAYS[option.kind], language)
    return f"{said(PART, language)} {option.number}, {way}: {words}; {said(COST, language)} {cost}{when}"
