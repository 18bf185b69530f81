"""What rules of returns are told: the facts of a return, of the person, and of each way to settle it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from engine.bundled import data_folder
from engine.facts.customer import customer_type
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from fulfillment.aftersales.amounts import paid_for_pieces
from fulfillment.aftersales.causes import family_of
from fulfillment.aftersales.comebacks import settled_before
from fulfillment.aftersales.law import SEALED, return_law
from fulfillment.aftersales.past import past_of
from fulfillment.aftersales.sealed_goods import exceptions_of, seal_of
from fulfillment.aftersales.ways import Way
from fulfillment.casefile import CaseFile
from fulfillment.desk_view import ReturnTerms
from fulfillment.records import ReturnCase
from fulfillment.shipping.goods_class import ClassTerms, GoodsClass, classes_of, load_classes
from fulfillment.states import Event, Machine, Stage, Voyage
from fulfillment.store.aftersales import count_photos

REQUESTED, INSPECTED = "requested", "inspected"
ARRIVED = frozenset({Stage.DELIVERED, Stage.COMPLETED})
WRONG, MISSING, DAMAGED, OPENED = "wrong", "missing", "damaged", "opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is judged: a return at a stage, with the ways that are open, and how many pieces came back in which
    grade."""

    stage: str
    terms: ReturnTerms
    value: int | None
    ways: Sequence[Way] = ()
    graded: Mapping[str, int] = field(default_factory=dict)


def sheet_of(file: CaseFile, case: ReturnCase, asked: Asked) -> Sheet:
    """All facts that are known; what is not known is left out."""
    where = file.order.shipping_address
    seals = file.site.desk.seals(file.session, file.order)
    excepted = exceptions_of(case, seals, where.country)
    photos = count_photos(file.session, file.merchant, case.id).get(REQUESTED, 0)
    stated: dict[str, Value | None] = {
        "return.stage": asked.stage,
        "return.reason": case.cause,
        "return.family": family_of(case.cause).value,
        "return.wish": case.wish,
        "return.buyer": customer_type(file.order),
        "return.delivered": file.case.stage in ARRIVED,
        **_days(file, asked.terms),
        "return.law_excepted": bool(excepted - SEALED),
        "return.law_exceptions": excepted,
        "return.seal": seal_of(case, seals, where.country),
        "return.country": where.country,
        "return.channel": file.order.channel,
        "return.shop": file.order.shop,
        "return.value_eur_minor": asked.value,
        "return.pieces": sum(case.lines.values()),
        "return.goods": _goods(file, case),
        "return.photos": photos,
        **past_of(file, case).facts(),
    }
    if asked.stage == INSPECTED:
        told = Counter(asked.graded)
        stated |= {f"return.{grade}_pieces": told[grade] for grade in (WRONG, MISSING, DAMAGED, OPENED)}
    whole = {name: value for name, value in stated.items() if value is not None}
    return Sheet(whole, tuple(way.facts(asked.value) for way in asked.ways))


def value_of(file: CaseFile, case: ReturnCase) -> int | None:
    """What was paid for the pieces, in euro cents; None without a rate."""
    lines = {int(number): many for number, many in case.lines.items()}
    paid = paid_for_pieces(file.order, lines, settled_before(file, case.id))
    return file.site.desk.in_euro(file.merchant, paid, file.case.currency)


def delivered_at(file: CaseFile) -> datetime | None:
    """When the last parcel arrived: as the carrier said, else when it was told that the order has."""
    told = [each.status_at for each in file.shipments() if each.state == Voyage.DELIVERED and each.status_at]
    if told:
        return max(told)
    steps = [each.at for each in file.history() if (each.machine, each.event) == (Machine.ORDER, Event.DELIVER)]
    return steps[-1] if steps else None


def _days(file: CaseFile, terms: ReturnTerms) -> dict[str, Value | None]:
    arrived = delivered_at(file)
    if arrived is None:
        return {}
    since = max(0, (file.now - arrived).days)
    row = return_law().row_for(file.order.shipping_address.country)
    return {
        "return.days_since_delivery": since,
        "return.shop_days_left": terms.shop_days - since,
        # Where a law gives no such right at all, nothing is left of it.
        "return.law_days_left": None if row is None or not row.days else row.days_left(arrived, file.now),
    }


def _goods(file: CaseFile, case: ReturnCase) -> frozenset[str]:
    lines = [file.order.lines[int(number) - 1] for number in case.lines]
    return frozenset(each.value for each in classes_of(lines, _classes()))


@cache
def _classes() -> Mapping[GoodsClass, ClassTerms]:
    return load_classes(data_folder())
