"""What `clearway transfer` does and shows."""

import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit, Wrong, fail
from api.cli.transfer_phrases import CARTON, COME, COSTS, KEPT, STATES, said
from api.composition.articles import article_facts, cost_keeper, worth_of
from api.composition.house import House
from api.schemas.moving import shown_transfer, shown_whole
from engine.order.money import Money
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Transfer
from fulfillment.repeating import repeated
from fulfillment.store.transfers import carton_lines, cartons_of, landed_by, transfer_lines, transfers_after
from fulfillment.transfers.arriving import receive_carton
from fulfillment.transfers.landing import close_transfer
from fulfillment.transfers.leaving import CartonTold, kept_goods, pack_transfer, ship_transfer
from fulfillment.transfers.papers import TransferPaper, transfer_sheets
from fulfillment.transfers.planning import (
    Costs,
    LineWanted,
    TransferWanted,
    cancel_transfer,
    plan_transfer,
    tell_costs,
    transfer_of,
)

COLUMNS = ("carton", "weight_g", "length_mm", "width_mm", "height_mm", "sku", "lot", "pieces")
MOST = 1000
Goods = dict[tuple[str, str], int]
Act = Callable[[WriteSession, House], Transfer]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a transfer is planned with, but for its lines."""

    origin: str
    destination: str
    currency: str
    importer: str
    reference: str
    incoterm: str
    spread_by: str


def planned(clerk: Clerk, told: Plan, lines: Sequence[str]) -> Exit:
    """Plans a transfer."""
    goods = [(sku, pieces) for sku, pieces in map(_pair, lines)]

    def act(session: WriteSession, house: House) -> Transfer:
        wanted = TransferWanted(origin=told.origin, destination=told.destination, currency=told.currency,
                                lines=_lines(session, clerk.merchant, goods, told.currency), importer=told.importer,
                                incoterm=told.incoterm, reference=told.reference, spread_by=told.spread_by)  # fmt: skip
        return plan_transfer(session, house.ids, clerk.merchant, wanted, house.clock.now(), clerk.name)

    return _done(clerk, act)


def packed(clerk: Clerk, id_: str, file: Path) -> Exit:
    """Tells the cartons of a file."""
    cartons = _cartons(file)
    return _done(clerk, lambda session, _: pack_transfer(session, clerk.merchant, id_, cartons))


def sent(clerk: Clerk, id_: str, carrier: str, tracking: str) -> Exit:
    """Tells that it left."""
    return _done(clerk, lambda session, house: ship_transfer(
        session, house.ids, clerk.merchant, id_, house.clock.now(), clerk.name, carrier=carrier, tracking=tracking
    ))  # fmt: skip


def opened(clerk: Clerk, id_: str, carton: int, found: Sequence[str], bin_: str) -> Exit:
    """Tells what was in a carton."""
    told: Goods | None = dict(_lot_pair(each) for each in found) if found else None
    return _done(clerk, lambda session, house: receive_carton(
        session, house.ids, clerk.merchant, id_, carton, told, house.clock.now(), clerk.name, bin_=bin_
    ))  # fmt: skip


def costed(clerk: Clerk, id_: str, freight: int, duty: int, tax: int) -> Exit:
    """Tells what the way cost."""
    told = Costs(freight=freight, duty=duty, tax=tax)
    return _done(clerk, lambda session, _: tell_costs(session, clerk.merchant, id_, told))


def closed(clerk: Clerk, id_: str) -> Exit:
    """Closes it, and shows what a piece cost."""
    with at_home() as house:
        keep, now = cost_keeper(house.desk, clerk.caller), house.clock.now()
        ended, costs = repeated(house.database, lambda session: close_transfer(session, clerk.merchant, id_, now, keep))
    sys.stdout.write(_row(clerk, ended))
    for each in costs:
        unit = Money(each.unit, each.currency)
        sys.stdout.write(f"  {each.sku} {each.warehouse}: {said(COSTS, clerk.language)} {unit}\n")
    return Exit.DONE


def cancelled(clerk: Clerk, id_: str) -> Exit:
    """Cancels it."""
    return _done(clerk, lambda session, house: cancel_transfer(
        session, house.ids, clerk.merchant, id_, house.clock.now()
    ))  # fmt: skip


def listed(clerk: Clerk, *, as_json: bool) -> Exit:
    """All of them, oldest first."""
    after = ""
    with at_home() as house:
        while True:
            with house.database.read() as session:
                part = transfers_after(session, clerk.merchant, MOST, after)
            for each in part:
                row = f"{orjson.dumps(shown_transfer(each)).decode()}\n" if as_json else _row(clerk, each)
                sys.stdout.write(row)
            if len(part) < MOST:
                return Exit.DONE
            after = part[-1].id


def shown(clerk: Clerk, id_: str, *, as_json: bool) -> Exit:
    """One with all that belongs to it."""
    with at_home() as house, house.database.read() as session:
        found = transfer_of(session, clerk.merchant, id_)
        if as_json:
            parts = (transfer_lines(session, id_), dict(kept_goods(session, id_)), cartons_of(session, id_),
                     carton_lines(session, id_), landed_by(session, id_))  # fmt: skip
            sys.stdout.write(f"{orjson.dumps(shown_whole(found, *parts)).decode()}\n")
        else:
            sys.stdout.writelines([_row(clerk, found), *_parts(clerk, session, id_)])
    return Exit.DONE


def printed(clerk: Clerk, id_: str, paper: str, out: Path) -> Exit:
    """Prints a paper."""
    with at_home() as house:
        setter = house.print_shop.typesetter
        with house.database.read() as session:
            sheets = transfer_sheets(session, clerk.merchant, id_, TransferPaper(paper), article_facts, setter)
        out.write_bytes(setter.pdf(*sheets))
    return Exit.DONE


def _done(clerk: Clerk, act: Act) -> Exit:
    with at_home() as house:
        found = repeated(house.database, lambda session: act(session, house))
    sys.stdout.write(_row(clerk, found))
    return Exit.DONE


def _row(clerk: Clerk, one: Transfer) -> str:
    return f"{one.id}  {one.origin} → {one.destination}  {said(STATES[one.state], clerk.language)}  {one.reference}\n"


def _parts(clerk: Clerk, session: ReadSession, id_: str) -> Iterable[str]:
    for (sku, lot), many in sorted(kept_goods(session, id_).items()):
        yield f"  {said(KEPT, clerk.language)}: {sku} {lot} × {many}\n"
    for each in carton_lines(session, id_):
        come = f"{said(COME, clerk.language)} {each.received}/{each.quantity}"
        yield f"  {said(CARTON, clerk.language)} {each.carton}: {each.sku} {each.lot} {come}\n"
    for cost in landed_by(session, id_):
        yield f"  {cost.sku}: {said(COSTS, clerk.language)} {Money(cost.unit, cost.currency)}\n"


def _lines(
    session: ReadSession, merchant: str, goods: Sequence[tuple[str, int]], currency: str
) -> tuple[LineWanted, ...]:
    known, lines = worth_of(session, merchant, [sku for sku, _ in goods]), []
    for sku, pieces in goods:
        product = known.get(sku)
        worth = None if product is None else product.declared_value
        unit = worth.minor if worth is not None and worth.currency == currency else 0
        grams = 0 if product is None else product.weight_g or 0
        lines.append(LineWanted(sku=sku, pieces=pieces, value=unit * pieces, piece_g=int(grams)))
    return tuple(lines)


def _cartons(file: Path) -> list[CartonTold]:
    sizes: dict[str, tuple[int, ...]] = {}
    inside: dict[str, Goods] = {}
    with file.open(encoding="utf-8-sig", newline="") as rows:
        reader = csv.DictReader(rows)
        if not set(COLUMNS) <= {*(reader.fieldnames or ())}:
            fail(Wrong.FILE, f"{file}: the first row must name {', '.join(COLUMNS)}", Exit.NOTHING_READ)
        for number, row in enumerate(reader, start=2):
            try:
                name = str(row["carton"]).strip()
                size = tuple(int(row[column]) for column in COLUMNS[1:5])
                goods, pieces = (str(row["sku"]).strip(), str(row["lot"] or "").strip()), int(row["pieces"])
            except (TypeError, ValueError):
                fail(Wrong.FILE, f"{file}:{number}: sizes, weight and pieces are whole numbers", Exit.NOTHING_READ)
            if sizes.setdefault(name, size) != size:
                fail(Wrong.FILE, f"{file}:{number}: carton {name} has another size or weight above", Exit.NOTHING_READ)
            held = inside.setdefault(name, {})
            held[goods] = held.get(goods, 0) + pieces
    return [CartonTold(weight_g=sizes[name][0], length_mm=sizes[name][1], width_mm=sizes[name][2],
                       height_mm=sizes[name][3], contents=contents) for name, contents in inside.items()]  # fmt: skip


def _pair(text: str) -> tuple[str, int]:
    sku, _, pieces = text.rpartition("=")
    if not sku or not (pieces.isascii() and pieces.isdigit()):
        fail(Wrong.REFUSED, f"`{text}` is no article with pieces; write it as in TEA-GREEN=40", Exit.NOTHING_READ)
    return sku, int(pieces)


def _lot_pair(text: str) -> tuple[tuple[str, str], int]:
    named, pieces = _pair(text)
    sku, _, lot = named.partition("@")
    return (sku, lot), pieces
