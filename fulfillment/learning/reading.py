"""What one order's life taught, read from the books as they stand: the outcome, its lines in parcels, and its facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.desk.errors import PersonErased
from engine.store.rule_hits import NO_RULE, first_hits
from engine.store.sessions import ReadSession
from fulfillment.desk_view import DeskView
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.errors import FulfilmentError
from fulfillment.freight.parcels import SentParcel, sent_parcels
from fulfillment.freight.sources import Sources
from fulfillment.learning.happening import LOST, Told, facts_of, is_case
from fulfillment.learning.reasons import Family, load_reasons
from fulfillment.learning.stakes import known, with_stakes
from fulfillment.lifecycle import ENDED
from fulfillment.parts import has_left, pieces_of
from fulfillment.profit.actual import profits_of
from fulfillment.profit.figure import OrderProfit, Part
from fulfillment.records import Case, Entry, OrderOutcome, OutcomeFact, OutcomePart
from fulfillment.shipping.own_services import service_of_parcel
from fulfillment.shipping.part_choice import PACKED
from fulfillment.shipping.quoting import DEFAULT_ORIGIN
from fulfillment.shipping.service import Service
from fulfillment.states import Machine, Stage, Voyage, Work
from fulfillment.store.aftersales import returns_of
from fulfillment.store.cases import find_case, fulfilments_of, history, lines_of
from fulfillment.store.claims import claims_of
from fulfillment.store.disputes import disputes_of
from fulfillment.store.learning import outcomes_for
from fulfillment.store.service_choices import choices_of_order
from fulfillment.store.shipments import shipments_of, tracked
from fulfillment.tracking.priors import load_priors, stated_of

CURRENCY = "EUR"  # in which outcomes of all orders are kept, at the desk's reference rates
HELD = frozenset({"hold", "ask_customer"})
WASTED = LOST | {Voyage.RETURNED, Voyage.RETURNING}
DAY = timedelta(days=1)
HEADING = 4  # digits of an HS code that name the kind of goods


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """All that an order's life taught."""

    outcome: OrderOutcome
    parts: tuple[OutcomePart, ...] = ()
    facts: tuple[OutcomeFact, ...] = ()


def life_of(
    session: ReadSession, desk: DeskView, sources: Sources, merchant: str, order_id: str, now: datetime
) -> Life | None:
    """Of an order whose life ended, else None. Of one that nobody can read any more, only how it ended."""
    case = find_case(session, merchant, order_id)
    if case is None or case.stage not in ENDED:
        return None
    entries = history(session, merchant, order_id)
    bare = _bare(session, case, entries, now)
    try:
        return _read(session, desk, sources, bare, entries, now)
    except (PersonErased, FulfilmentError) as unreadable:
        return Life(outcome=replace(bare, data={**bare.data, "unreadable": unreadable.code}))


def _bare(session: ReadSession, case: Case, entries: Sequence[Entry], now: datetime) -> OrderOutcome:
    """How it ended, without what only the order's document tells."""
    hits = first_hits(session, case.merchant_id, case.order_id)
    ends = (each.at for each in entries if each.machine == Machine.ORDER and each.target in ENDED)
    return OrderOutcome(
        order_id=case.order_id,
        merchant_id=case.merchant_id,
        stage=case.stage,
        is_sent=False,
        is_held=any(rule == NO_RULE and outcome in HELD for rule, _, outcome in hits),
        is_released=False,
        shop="",
        channel="",
        currency=CURRENCY,
        ended_at=min(ends, default=case.changed_at),
        learnt_at=now,
        looked_at=now,
        case_version=case.version,
        data={
            "rules": {rule: verdict for rule, status, verdict in hits if rule != NO_RULE and status == "live"},
            "policies": _policies(session, case.merchant_id, case.order_id),
        },
    )


def _read(
    session: ReadSession, desk: DeskView, sources: Sources, bare: OrderOutcome, entries: Sequence[Entry], now: datetime
) -> Life:
    merchant, order_id = bare.merchant_id, bare.order_id
    file = sources.view.file_of(session, merchant, order_id)
    parcels = sent_parcels(session, merchant, file, sources.data)
    parts = (*_in_parcels(file, parcels), *_delegated(session, merchant, file, bare.stage))
    outcome = replace(
        bare,
        shop=file.order.shop or "",
        channel=file.order.channel,
        is_sent=bool(parts),
        is_released=bare.is_held and bool(parts),
    )
    if not parts:
        return Life(outcome=outcome)
    profit = profits_of(session, sources, merchant, order_id, currency=CURRENCY).actual
    parts = _in_euro(parts, file, profit)
    facts = facts_of(_told(session, outcome, entries), load_reasons(), now)
    again = outcomes_for(session, merchant, order_id)
    gone_by = {each.shipment.id: service_of_parcel(session, each.shipment) for each in parcels}
    facts = (*facts, *_further(outcome, facts, profit, again, now), *_slow(outcome, parts, gone_by, now))
    wasted = {each.shipment.id for each in parcels if each.shipment.state in WASTED}
    original = _original(session, desk, merchant, file)
    return Life(
        outcome=replace(outcome, again_for=original, again_cost=max(0, -profit.known_minor) if original else 0),
        parts=with_stakes(parts, facts, profit, sum(each.again_cost for each in again), wasted),
        facts=facts,
    )


def _told(session: ReadSession, outcome: OrderOutcome, entries: Sequence[Entry]) -> Told:
    merchant, order_id = outcome.merchant_id, outcome.order_id
    shipments = [each for each in shipments_of(session, merchant, order_id) if has_left(each)]
    return Told(
        merchant=merchant,
        order_id=order_id,
        ended_at=outcome.ended_at,
        returns=returns_of(session, merchant, order_id),
        shipments=shipments,
        events=[event for each in shipments for event in tracked(session, each.id)],
        claims=claims_of(session, merchant, order_id),
        disputes=disputes_of(session, merchant, order_id),
        warned=[each.at for each in entries if each.event == "fraud_warned"],
    )


def _further(
    outcome: OrderOutcome, facts: Sequence[OutcomeFact], profit: OrderProfit, again: Sequence[OrderOutcome],
    now: datetime,
) -> Iterator[OutcomeFact]:  # fmt: skip
    """Goods that were sent again, and money that was given back although nothing else is known to have happened."""
    stub = OutcomeFact(order_id=outcome.order_id, key="", merchant_id=outcome.merchant_id, family=Family.NONE,
                       cause="sent_again", at=now, learnt_at=now)  # fmt: skip
    for each in again:
        yield replace(stub, key=f"again:{each.order_id}", at=each.ended_at)
    if known(profit, Part.REFUND) < 0 and not any(is_case(each) for each in facts):
        yield replace(stub, key="money_back", family=Family.OTHER, cause="money_back", at=outcome.ended_at)


def _slow(
    outcome: OrderOutcome, parts: Sequence[OutcomePart], gone_by: Mapping[str, Service | None], now: datetime
) -> Iterator[OutcomeFact]:
    """A fact for each delivered parcel that took longer than its service stated for the country when it got its label.
    `gone_by`: shipment -> that service."""
    priors = load_priors()
    for each in {part.shipment_id: part for part in parts if part.days >= 0}.values():
        service = gone_by.get(each.shipment_id)
        if service is not None and each.days > stated_of(priors, service, each.country).promised_days:
            yield OutcomeFact(
                order_id=outcome.order_id, key=f"slow:{each.shipment_id}", merchant_id=outcome.merchant_id,
                family=Family.NONE, cause="measured_late", at=outcome.ended_at, learnt_at=now,
                shipment_id=each.shipment_id,
            )  # fmt: skip


def _policies(session: ReadSession, merchant: str, order_id: str) -> Mapping[str, str]:
    """Rules of the shipping and returns books that spoke of an order: by the choice that each part went by, and by what
    was said last of each return."""
    went = {each.fulfilment_id: each.data for each in choices_of_order(session, merchant, order_id)
            if each.kind == PACKED}  # fmt: skip
    judged = [each.get("judgement") for each in went.values()]
    judged += [each.judgement for each in returns_of(session, merchant, order_id)]
    found: dict[str, str] = {}
    for each in (one for one in judged if isinstance(one, Mapping)):
        findings = each.get("findings")
        for one in findings if isinstance(findings, list) else []:
            found[f"{each['policy']} {one['rule']}"] = str(one["verdict"])
    return dict(sorted(found.items()))


def _original(session: ReadSession, desk: DeskView, merchant: str, file: CustomsFile) -> str:
    """The order whose goods this one sends again; "" for none, and where several are called so."""
    name = file.order.original_order_id
    if not name:
        return ""
    found = desk.orders_by_names(session, merchant, [name]).get(name, frozenset()) - {file.order_id}
    return next(iter(found)) if len(found) == 1 else ""


def _in_parcels(file: CustomsFile, parcels: Sequence[SentParcel]) -> Iterator[OutcomePart]:
    for each in parcels:
        if has_left(each.shipment):
            shown = _part(file, "", each.origin, each.warehouse)
            shown = replace(shown, shipment_id=each.shipment.id, carrier=each.shipment.carrier,
                            service_id=each.shipment.service_id, box="" if each.box is None else each.box.name,
                            days=_days(each))  # fmt: skip
            yield from _lines(file, shown, each.pieces)


def _delegated(session: ReadSession, merchant: str, file: CustomsFile, stage: str) -> Iterator[OutcomePart]:
    """What a marketplace sends by itself; nothing of what was called off before."""
    if stage not in (Stage.COMPLETED, Stage.RETURNED):
        return
    origin = DEFAULT_ORIGIN if file.order.ship_from is None else file.order.ship_from.country
    for each in fulfilments_of(session, merchant, file.order_id):
        if each.state == Work.DELEGATED:
            stub = _part(file, file.order.channel, origin, each.warehouse)
            yield from _lines(file, stub, pieces_of(lines_of(session, each.id)))


def _part(file: CustomsFile, carrier: str, origin: str, warehouse: str) -> OutcomePart:
    return OutcomePart(
        order_id=file.order_id, line=0, shipment_id="", merchant_id=file.order.merchant, sku="", supplier="", goods="",
        carrier=carrier, service_id="", origin=origin, country=file.order.shipping_address.country or "",
        warehouse=warehouse, box="", pieces=0, value=0,
    )  # fmt: skip


def _lines(file: CustomsFile, part: OutcomePart, pieces: Mapping[int, int]) -> Iterator[OutcomePart]:
    """One for each line in the parcel; its value as sold, in the order's own currency."""
    for number, many in sorted(pieces.items()):
        line = file.order.lines[number - 1]
        lines = [each.effective for each in file.lines if each.effective.number == number]
        product = next((each.product for each in lines if each.product is not None), None)
        code = next((each.line.hs_code for each in lines if each.line.hs_code), None)
        yield replace(
            part,
            line=number,
            sku=line.sku or "",
            supplier="" if product is None else product.manufacturer_id or "",
            goods=(code or "")[:HEADING],
            pieces=many,
            value=max(0, (line.unit_price * line.quantity - line.discount) * many // max(line.quantity, 1)),
        )


def _in_euro(parts: Sequence[OutcomePart], file: CustomsFile, profit: OrderProfit) -> tuple[OutcomePart, ...]:
    """Values exchanged as the order's revenue was; where no rate is stored, nothing is guessed."""
    if file.order.currency == CURRENCY:
        return tuple(parts)
    sold = next((each for each in profit.figures if each.part is Part.REVENUE), None)
    if sold is None or sold.minor is None or sold.original is None or not sold.original.minor:
        return tuple(replace(each, value=0) for each in parts)
    return tuple(replace(each, value=each.value * sold.minor // sold.original.minor) for each in parts)


def _days(sent: SentParcel) -> int:
    shipment = sent.shipment
    if shipment.state != Voyage.DELIVERED or shipment.status_at is None or sent.handed_over_at is None:
        return -1
    return max(0, (shipment.status_at - sent.handed_over_at) // DAY)
