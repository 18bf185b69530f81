"""At the end each carrier bills every parcel that it had, some twice or too dear, and a few that are not ours."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from sqlalchemy import func, select

from fulfillment.freight.expected import Expectations
from fulfillment.freight.kinds import FreightDiffers
from fulfillment.freight.rated import Rated
from fulfillment.freight.sources import Sources
from fulfillment.store.tables import FREIGHT_CASE, FREIGHT_LINE, SHIPMENT
from fulfillment.tracking.vocabulary import is_under_way
from tests.freight_bills import a_bill, a_row, importing
from tests.money_house import ToldLaws
from tests.parcel_days.orders import luck
from tests.parcel_days.town import CustomsOfDays, Town
from tests.shipping_goods import DATA

TWICE, DEAR, NOT_OURS, TOO_MUCH = 0.02, 0.02, 5, 20_000  # shares, lines a carrier, and fen


@dataclass
class Billed:
    """What was put into the bills: lines, what they come to in fen, and differences by kind."""

    lines: int = 0
    amount: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def bill(town: Town, seed: int) -> Billed:
    """Takes the bills of all carriers in, each twice; answers what does not hold."""
    sources = Sources(view=CustomsOfDays(town), data=DATA, laws=ToldLaws())
    told, dice = Billed(), luck(seed, "bills")
    rows: dict[str, list[str]] = defaultdict(list)
    with town.database.read() as session:
        parcels = session.rows(select(SHIPMENT).where(SHIPMENT.c.state.not_in(("labelled", "voided"))))
        for each in parcels:
            found = Expectations(sources, town.merchant, {}).of(session, each.number, "")
            if found is None or not isinstance(found.rated, Rated) or not is_under_way(each.status):
                continue
            due, is_dear = found.rated.base, dice.random() < DEAR
            _row(told, rows[each.carrier], each.number, due + TOO_MUCH * is_dear)
            told.planted["dear"] += is_dear
            if not is_dear and dice.random() < TWICE:
                _row(told, rows[each.carrier], each.number, due, "B-2")
                told.planted[FreightDiffers.TWICE] += 1
        for carrier in sorted(rows):
            for number in range(NOT_OURS):
                _row(told, rows[carrier], f"ZZ{carrier}{number:06}", 4200)
                told.planted[FreightDiffers.NOT_OURS] += 1
    for carrier in sorted(rows):
        first, again = (importing(town, sources).take(a_bill(*rows[carrier], carrier=carrier)) for _ in range(2))
        if first.is_known or not again.is_known or first.file.fresh != len(rows[carrier]):
            told.wrong.append(f"{carrier}: {first.file} {again.is_known}")
    return _held_against(town, told)


def _row(told: Billed, rows: list[str], number: str, fen: int, name: str = "B-1") -> None:
    rows.append(a_row(number, name, weight="", freight=f"{fen / 100:.2f}", registration="", on="2027-01-24"))
    told.lines += 1
    told.amount += fen


def _held_against(town: Town, told: Billed) -> Billed:
    with town.database.read() as session:
        lines = session.rows(select(func.count().label("many"), func.sum(FREIGHT_LINE.c.amount).label("all")))[0]
        cases = session.rows(select(FREIGHT_CASE.c.kind, FREIGHT_CASE.c.line_id))
    sure = (FreightDiffers.TWICE, FreightDiffers.NOT_OURS)
    found = Counter(each.kind for each in cases)
    # What a line asks too much is split by weight, zone and rate.
    dear = len({each.line_id for each in cases if each.kind not in sure})
    kept = (lines.many, lines.all, *(found[kind] for kind in sure), dear)
    wanted = (told.lines, told.amount, *(told.planted[kind] for kind in sure), told.planted["dear"])
    if kept != wanted:
        told.wrong.append(f"bills {wanted} kept {kept} {dict(found)}")
    return told
