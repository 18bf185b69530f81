"""The choice of a service for one part of an order: forecast when it is planned, made when it is packed, kept as a row.

A part that waits for a person stays where it is, packed, and its order stands in the queue of who can end that; other
parts go on. It is looked at again whenever something about it changes, and once a day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.desk.part_holds import PartOf, PartWait
from engine.ids import Prefix
from engine.store.sessions import ReadSession
from fulfillment.casefile import CaseFile
from fulfillment.consigning.leading import wake_followers
from fulfillment.packing.errors import Unmeasured
from fulfillment.records import Fulfilment, ServiceChoice
from fulfillment.shipping.chosen_row import chosen_id, service_of, with_chosen
from fulfillment.shipping.desk import ShippingDesk
from fulfillment.shipping.dispatch import Dispatch
from fulfillment.shipping.dispatching import Sent, sent_of_part
from fulfillment.shipping.kept import kept
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.named import NOTHING_NAMED, Named, named_by
from fulfillment.shipping.own_rates import rate_book
from fulfillment.shipping.selecting import Ground, Judge, Selected, select
from fulfillment.shipping.struck import Struck, struck_of
from fulfillment.shipping.waits import LOST, NAMED_CANNOT, REFUSED, label_lost, refused, unmeasured, waits_of
from fulfillment.shipping.waking import look_tomorrow, wake_orders
from fulfillment.shipping.wishing import OwnWishes, wishes_of
from fulfillment.site import Site
from fulfillment.store.consignments import membership
from fulfillment.store.service_choices import add_choice, choices_of_part

FORECAST, PACKED, NAMED = "forecast", "packed", "named"
CHOSEN, WAITS, NONE = "chosen", "waits", "none"
SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A part that was looked at: among which services, how it is sent, what would take it, and what carriers have
    refused of it."""

    data: ShippingData
    sent: Sent
    own: OwnWishes
    selected: Selected
    struck: Struck


def choose_for_label(file: CaseFile, fulfilment_id: str) -> ServiceChoice | None:
    """The choice for a packed part, entered where it is another than before. One whose state is not `chosen` gets no
    label. None where nobody chooses in this house."""
    desk, part = file.site.shipping, file.fulfilment(fulfilment_id)
    if desk is None:
        return None
    try:
        found = look(file.session, file.site, desk, part, file.now)
    except Unmeasured as error:
        return _unmeasured(file, part, error)
    waits = waits_of(file.site.desk, file.merchant, found.selected)
    wanted = (*_not_released(file, found, waits), *_refused(file, part, found))
    subject = _named_part(file.merchant, file.order_id, found.sent.subject)
    settled = file.site.desk.settle_part(file.session, subject, wanted, file.now)
    # What was refused, or lost its label, keeps its service, so that people can have the same booking tried again.
    left = tuple(each for each in settled if each.reason not in (REFUSED, LOST))
    if left:
        look_tomorrow(file.session, file.ids, file.merchant, file.order_id, file.now)
    row = _entered(file, _row(file, part, found, PACKED, left))
    if row.state == CHOSEN:
        _note_fallen_back(file, row, found.selected.dispatch.struck)
        others = [each for each in found.sent.orders if each != file.order_id]
        wake_orders(file.session, file.ids, file.merchant, others, file.now, why=row.id)
    return row


def _refused(file: CaseFile, part: Fulfilment, found: Looked) -> tuple[PartWait, ...]:
    """What people have before them: the chosen service was to be booked, and its carrier refused, or booked it and the
    label was lost."""
    selected, struck = found.selected, found.struck
    service = service_of(chosen_id(selected), file.order.shipping)
    if not service or service not in (struck.waiting, struck.lost):
        return ()
    wait = label_lost(service) if service == struck.lost else refused(service, struck.refused[service])
    wake_followers(file.session, file.ids, file.occasion, part.id, f"refused:{wait.fingerprint}")
    return (wait,)


def _note_fallen_back(file: CaseFile, row: ServiceChoice, struck: Mapping[str, str]) -> None:
    if struck and row.service and row.service not in struck:
        told = {"part": row.fulfilment_id, "service": row.service, "refused": dict(sorted(struck.items()))}
        named = f"service_fallen_back:{row.fulfilment_id}:{row.order_version}:{','.join(sorted(struck))}:{row.service}"
        file.note("service_fallen_back", dedup=named, data=told)


def forecast(file: CaseFile, fulfilment_id: str) -> ServiceChoice | None:
    """What would be chosen for a part that is not packed yet; None where nothing can be said."""
    desk, part = file.site.shipping, file.fulfilment(fulfilment_id)
    if desk is None:
        return None
    try:
        found = look(file.session, file.site, desk, part, file.now)
    except Unmeasured:
        return None
    waits = waits_of(file.site.desk, file.merchant, found.selected)
    return _entered(file, _row(file, part, found, FORECAST, waits))


def end_waits(file: CaseFile, fulfilment_id: str) -> None:
    """A part that is unpacked or ended waits for no service, in a box of its own or in a shared one."""
    if file.site.shipping is None:
        return
    member = membership(file.session, file.merchant, fulfilment_id)
    for subject in (fulfilment_id, *(() if member is None else (member.consignment_id,))):
        file.site.desk.settle_part(file.session, _named_part(file.merchant, file.order_id, subject), (), file.now)


def look(session: ReadSession, site: Site, desk: ShippingDesk, part: Fulfilment, now: datetime) -> Looked:
    """What takes a part as it stands, with what people have released. Raises NotFound, PersonErased, Unmeasured."""
    merchant = part.merchant_id
    data = desk.data_of(session, merchant)
    sent = sent_of_part(session, desk, data, part, now)
    own = wishes_of(session, data, merchant, sent.says.shop)
    ground, judge = _ground(session, desk, data, merchant, sent, own), _judge(site, merchant, sent, now)
    named = _named(session, data, merchant, sent)
    version = site.desk.standing(session, part.order_id).version
    told = struck_of(session, part, version)
    struck = Struck() if named.by_person else told
    selected = _without(struck, sent.dispatch, lambda each: select(ground, judge, each, sent.says, named))
    if named.services is not None and not selected.is_settled:
        cannot = [each for each in waits_of(site.desk, merchant, selected) if each.reason == NAMED_CANNOT]
        if released(session, site, merchant, sent) & {each.place for each in cannot}:
            selected = select(ground, judge, sent.dispatch, sent.says, NOTHING_NAMED)
    return Looked(data=data, sent=sent, own=own, selected=selected, struck=told)


def _without(struck: Struck, dispatch: Dispatch, choose: Callable[[Dispatch], Selected]) -> Selected:
    """The choice without services whose carriers have refused the part; where that leaves none, or too many have
    refused, the last one stays, whose booking people have before them."""
    found = choose(replace(dispatch, struck=struck.refused)) if struck.leads_on else None
    if found is not None and found.is_settled:
        return found
    return choose(replace(dispatch, struck=struck.before))


def look_as_named(
    session: ReadSession, site: Site, desk: ShippingDesk, part: Fulfilment, now: datetime, named: Named
) -> Selected:
    """What takes a part if just this were named. Raises as `look`."""
    merchant = part.merchant_id
    data = desk.data_of(session, merchant)
    sent = sent_of_part(session, desk, data, part, now)
    own = wishes_of(session, data, merchant, sent.says.shop)
    ground = _ground(session, desk, data, merchant, sent, own)
    return select(ground, _judge(site, merchant, sent, now), sent.dispatch, sent.says, named)


def released(session: ReadSession, site: Site, merchant: str, sent: Sent) -> frozenset[tuple[str, str, str]]:
    """What people have let go of: of a shared box, at any of its orders."""
    parts = (_named_part(merchant, order_id, sent.subject) for order_id in sent.orders)
    return frozenset().union(*(site.desk.released_of_part(session, each) for each in parts))


def _not_released(file: CaseFile, found: Looked, waits: tuple[PartWait, ...]) -> tuple[PartWait, ...]:
    free = released(file.session, file.site, file.merchant, found.sent)
    return tuple(each for each in waits if not each.waivable or each.place not in free)


def _named_part(merchant: str, order_id: str, subject: str) -> PartOf:
    return PartOf(merchant=merchant, order_id=order_id, subject=subject)


def _ground(
    session: ReadSession, desk: ShippingDesk, data: ShippingData, merchant: str, sent: Sent, own: OwnWishes
) -> Ground:
    dispatch = sent.dispatch
    return Ground(
        data=data,
        book=rate_book(session, merchant, data, dispatch.on),
        rates=desk.laws.reference_rates(merchant),
        wishes=own.wishes,
        currency=own.currency,
        splits=own.splits,
        seen=desk.lanes.of_lane(session, merchant, dispatch.origin, dispatch.country),
    )


def _judge(site: Site, merchant: str, sent: Sent, now: datetime) -> Judge:
    placed = sent.order.placed_at
    return lambda sheet: site.desk.judge_policy(merchant, "shipping", sheet, now, sent.subject, placed)


def _named(session: ReadSession, data: ShippingData, merchant: str, sent: Sent) -> Named:
    """What a person named last for what is sent, else what its order names."""
    every = (each for part in sent.parts for each in choices_of_part(session, merchant, part))
    rows = sorted((each for each in every if each.kind == NAMED), key=lambda each: each.id)
    if rows and rows[-1].service:
        last = rows[-1]
        over_bar = last.data.get("over_bar") is True
        services = frozenset({last.service})
        return Named(services=services, words=last.service, by_person=True, over_bar=over_bar)
    return NOTHING_NAMED if rows else named_by(sent.order.shipping, data.services)


def _unmeasured(file: CaseFile, part: Fulfilment, error: Unmeasured) -> ServiceChoice:
    wait = unmeasured(error.names)
    file.site.desk.settle_part(file.session, _named_part(file.merchant, file.order_id, part.id), [wait], file.now)
    look_tomorrow(file.session, file.ids, file.merchant, file.order_id, file.now)
    row = _blank(file, part, PACKED)
    return _entered(file, replace(row, state=WAITS, data={"waits": [_told(wait)]}))


def _row(file: CaseFile, part: Fulfilment, found: Looked, kind: str, waits: tuple[PartWait, ...]) -> ServiceChoice:
    selected, row = found.selected, _blank(file, part, kind)
    state = WAITS if waits else CHOSEN if selected.is_settled else NONE
    data = {**kept(selected, found.own, found.data.services), "subject": found.sent.subject,
            "waits": [_told(each) for each in waits]}  # fmt: skip
    row = replace(
        row,
        state=state,
        data=data,
        edition=_edition(selected),
        shop=found.sent.says.shop,
        origin=selected.dispatch.origin,
        country=selected.dispatch.country,
    )
    return with_chosen(row, selected)


def _edition(selected: Selected) -> str:
    judgement = selected.judged.judgement
    return "" if judgement is None else judgement.edition


def _blank(file: CaseFile, part: Fulfilment, kind: str) -> ServiceChoice:
    return ServiceChoice(
        id=file.ids.new(Prefix.SERVICE_CHOICE), merchant_id=file.merchant, order_id=file.order_id,
        fulfilment_id=part.id, order_version=file.standing.version, kind=kind, state=NONE, service="", carrier="",
        price_minor=0, currency="", terms="", decided_by="", shop="", origin="", country="", edition="",
        made_at=file.now, made_by=SYSTEM, data={},
    )  # fmt: skip


def _told(wait: PartWait) -> dict[str, object]:
    return {"rule": wait.rule, "reason": wait.reason, "acts": wait.acts, "waivable": wait.waivable,
            "texts": dict(wait.texts)}  # fmt: skip


def _entered(file: CaseFile, row: ServiceChoice) -> ServiceChoice:
    """A choice that is the same as the last one of its part is not entered again."""
    rows = [each for each in choices_of_part(file.session, row.merchant_id, row.fulfilment_id) if each.kind != NAMED]
    if rows and _same(rows[-1], row):
        return rows[-1]
    file.touch()  # of two who look at it at once, one looks again
    add_choice(file.session, row)
    return row


def _same(one: ServiceChoice, other: ServiceChoice) -> bool:
    """But for the moment: a judgement has one, too."""
    alike = replace(one, id=other.id, made_at=other.made_at, data={})
    return alike == replace(other, data={}) and _still(one) == _still(other)


def _still(row: ServiceChoice) -> dict[str, object]:
    return {name: value for name, value in row.data.items() if name in {"dispatch", "waits", "candidates", "named"}}
