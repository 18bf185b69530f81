"""What people need to see to decide a return: the ways that are open, the money at stake, and the law of the place."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from engine.desk.errors import PersonErased
from engine.domains.returns import RETURNS
from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.aftersales.amounts import paid_for_pieces, tax_within
from fulfillment.aftersales.comebacks import SETTLED
from fulfillment.aftersales.judging import FACTS
from fulfillment.aftersales.law import LawRow, Source, return_law
from fulfillment.aftersales.reasons import judgement_of
from fulfillment.aftersales.ways import choose, way_of_facts
from fulfillment.records import ReturnCase
from fulfillment.site import Site
from fulfillment.store.aftersales import returns_of
from fulfillment.store.cases import find_case


@dataclass(frozen=True, slots=True, kw_only=True)
class WaySeen:
    """A way to settle it as the policy judged it. `cost` is the house's in euro cents, None where unknown; `verdict`
    empty where nothing was said against it; `is_advised`: the one that would be taken."""

    id: str
    remedy: str
    goods: str
    payer: str
    cost: int | None
    verdict: str
    is_advised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnMoney:
    """Minor units of `currency`. `paid`: what was paid for the pieces, the delivery aside; `paid_tax`: the tax in it
    that the order states, both None once the customer was erased; `amount` went back, with `tax` in it, `withheld` was
    kept."""

    currency: str
    paid: int | None
    paid_tax: int | None
    amount: int
    withheld: int
    tax: int


def ways_seen(case: ReturnCase) -> tuple[WaySeen, ...]:
    """All ways in the order in which they were judged; none where no policy has spoken of ways."""
    if not case.judgement:
        return ()
    facts = case.judgement.get(FACTS)
    listed = facts.get(f"{RETURNS.part}s") if isinstance(facts, Mapping) else None
    ways = [way_of_facts(each) for each in listed] if isinstance(listed, list) else []
    said = judgement_of(case.judgement)
    advised = choose(ways, said)
    worst = [RETURNS.worst(*(each.verdict for each in said.of_part(number))) for number in range(1, len(ways) + 1)]
    return tuple(
        WaySeen(id=way.id, remedy=way.remedy, goods=way.goods, payer=way.payer, cost=way.cost,
                verdict="" if verdict == RETURNS.neutral else verdict, is_advised=way is advised)
        for way, verdict in zip(ways, worst, strict=True)
    )  # fmt: skip


def money_of(site: Site, session: ReadSession, case: ReturnCase) -> ReturnMoney:
    """What is at stake: pieces that were settled before have had their share already."""
    order, kept, paid = _readable(site, session, case), find_case(session, case.merchant_id, case.order_id), None
    before: Counter[int] = Counter()
    for each in returns_of(session, case.merchant_id, case.order_id):
        if each.id != case.id and each.state in SETTLED and each.created_at <= case.created_at:
            before.update({int(number): many for number, many in each.lines.items()})
    if order is not None:
        paid = paid_for_pieces(order, {int(number): many for number, many in case.lines.items()}, before)
    return ReturnMoney(
        currency="" if kept is None else kept.currency,
        paid=paid,
        paid_tax=None if order is None or paid is None else tax_within(order, paid),
        amount=case.amount,
        withheld=case.withheld,
        tax=case.tax,
    )


def law_seen(site: Site, session: ReadSession, case: ReturnCase) -> tuple[LawRow, tuple[Source, ...]] | None:
    """What the law of the destination gives, with the pages that it was read from; None where nothing was read, or the
    customer was erased."""
    table, order = return_law(), _readable(site, session, case)
    row = None if order is None else table.row_for(order.shipping_address.country)
    return None if row is None else (row, tuple(table.sources[each] for each in row.sources))


def _readable(site: Site, session: ReadSession, case: ReturnCase) -> Order | None:
    try:
        return site.desk.order_of(session, case.order_id)
    except PersonErased:
        return None
