"""A person names another service for a part, before it has its label."""

from dataclasses import dataclass

from engine.desk.auditing import audited
from engine.ids import Prefix
from engine.store.outbox import enqueue
from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.errors import IllegalStep
from fulfillment.records import Fulfilment, ServiceChoice
from fulfillment.shipping.chosen_row import BY_PERSON
from fulfillment.shipping.desk import ShippingDesk
from fulfillment.shipping.errors import ApproverNeeded, ServiceRefused
from fulfillment.shipping.named import Named
from fulfillment.shipping.named_because import NamedBecause
from fulfillment.shipping.part_choice import CHOSEN, NAMED, look_as_named
from fulfillment.shipping.waits import barred_because, policy_words, why_not
from fulfillment.site import Occasion, Site
from fulfillment.states import Work
from fulfillment.store.service_choices import add_choice
from fulfillment.thread import at_work

BEFORE = frozenset({Work.PLANNED, Work.BACKORDERED, Work.RESERVED, Work.PICKING, Work.PICKED, Work.REVIEWED,
                    Work.PACKED})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`service` empty: the choice is free again. `may_pass_bar`: who asks is an approver."""

    service: str
    because: NamedBecause
    may_pass_bar: bool = False


def name_service(
    session: WriteSession, site: Site, occasion: Occasion, part: str | None, wanted: Wanted
) -> ServiceChoice:
    """The part goes by this service, whatever its merchant needs, as long as it can and the house lets it.

    Raises NotFound, PartNeeded, IllegalStep once it has its label, ServiceRefused for one that cannot take it, whoever
    asks, and ApproverNeeded for one that the house bars.
    """
    with at_work(session, site, occasion) as file:
        fulfilment = file.fulfilment(part)
        if fulfilment.state not in BEFORE:
            raise IllegalStep("fulfilment", fulfilment.state, "name_service", [])
        desk = site.shipping
        if desk is None:
            raise ServiceRefused(wanted.service, ["no services are chosen in this house"])
        over_bar = bool(wanted.service) and _passes_bar(file, desk, fulfilment, wanted)
        row = _named_row(file, desk, fulfilment, wanted, over_bar=over_bar)
        add_choice(session, row)
        told = {"part": fulfilment.id, "service": wanted.service, "because": str(wanted.because), "over_bar": over_bar}
        file.note("service_named", dedup=f"service_named:{row.id}", data=told)
        job = audited(occasion.actor, file.merchant, "shipping.service_named", file.order_id, told, file.now)
        enqueue(session, site.ids, [job], file.now)
        file.next_step()
    return row


def _passes_bar(file: CaseFile, desk: ShippingDesk, part: Fulfilment, wanted: Wanted) -> bool:
    """Whether it is barred, and may be named all the same."""
    named = Named(services=frozenset({wanted.service}), words=wanted.service, by_person=True, over_bar=True)
    if wanted.service not in desk.data_of(file.session, file.merchant).services:
        raise ServiceRefused(wanted.service, ["there is none of this id"]).seeing("services")
    found = look_as_named(file.session, file.site, desk, part, file.now, named)
    if found.offer is None:
        raise ServiceRefused(wanted.service, why_not(found, wanted.service, "en"))
    if wanted.service not in found.judged.barred:
        return False
    if not wanted.may_pass_bar:
        words = policy_words(file.site.desk, file.merchant, found)
        raise ApproverNeeded(wanted.service, barred_because(found, wanted.service, "en", words))
    return True


def _named_row(
    file: CaseFile, desk: ShippingDesk, part: Fulfilment, wanted: Wanted, *, over_bar: bool
) -> ServiceChoice:
    service = desk.data_of(file.session, file.merchant).services.get(wanted.service)
    return ServiceChoice(
        id=file.ids.new(Prefix.SERVICE_CHOICE),
        merchant_id=file.merchant,
        order_id=file.order_id,
        fulfilment_id=part.id,
        order_version=file.standing.version,
        kind=NAMED,
        state=CHOSEN,
        service=wanted.service,
        carrier="" if service is None else service.carrier,
        price_minor=0,
        currency="",
        terms="",
        decided_by=BY_PERSON,
        shop=file.order.shop or "",
        origin="",
        country="",
        edition="",
        made_at=file.now,
        made_by=file.occasion.actor,
        data={"because": str(wanted.because), "over_bar": over_bar},
    )
