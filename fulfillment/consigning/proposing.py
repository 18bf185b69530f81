"""Consignments are proposed: by a person who names orders, or for all that wait in a merchant's warehouses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from engine.errors import ClearwayError
from engine.ids import Prefix
from engine.store.sessions import WriteSession
from fulfillment.consigning.errors import MergeRefused
from fulfillment.consigning.judging import Weighed, candidate, digest_of, weigh
from fulfillment.consigning.recipient import address_key, is_same_buyer
from fulfillment.consigning.refusals import Candidate
from fulfillment.consigning.stages import ACCEPTED, PROPOSED, REFUSED
from fulfillment.errors import NotFound
from fulfillment.parts import part_named
from fulfillment.records import Consignment, ConsignmentMember
from fulfillment.site import Site
from fulfillment.states import Work
from fulfillment.store.cases import fulfilments_of
from fulfillment.store.consignments import add_consignment, consignment_of_digest, open_parts

LOOSE = (Work.PLANNED, Work.BACKORDERED, Work.RESERVED, Work.PICKING, Work.PICKED, Work.REVIEWED)
MOST_TOGETHER = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who wants orders merged, for whom, and when."""

    merchant: str
    name: str
    now: datetime


def propose_orders(
    session: WriteSession, site: Site, who: Asker, named: Sequence[tuple[str, str | None]]
) -> Consignment:
    """A consignment of these orders, each with the part that is meant where it has several.

    Raises NotFound, PartNeeded, and MergeRefused with every reason; nothing is kept then.
    """
    parts = []
    for order_id, part in named:
        found = fulfilments_of(session, who.merchant, order_id)
        if not found:
            raise NotFound("order", order_id)
        parts.append(part_named(found, part, order_id))
    candidates = [candidate(session, site, each) for each in parts]
    known = consignment_of_digest(session, who.merchant, digest_of(candidates))
    if known is not None and known.state == PROPOSED:
        return known
    weighed = weigh(session, site, who.merchant, candidates)
    if not weighed.is_fine:
        raise MergeRefused(weighed.refusals)
    return _kept(session, site, who, candidates, weighed)


def propose_all(session: WriteSession, site: Site, who: Asker) -> tuple[Consignment, ...]:
    """New consignments of all that may share a parcel, and refused ones with the reason where nothing may; what was
    proposed or refused before is not again. Nothing where the merchant's window is 0."""
    if not site.desk.merge_terms(session, who.merchant).window_hours:
        return ()
    found = []
    for group in _groups(_waiting(session, site, who.merchant)):
        made = _propose(session, site, who, group)
        found += [made] if made is not None else []
    return tuple(found)


def _waiting(session: WriteSession, site: Site, merchant: str) -> Iterator[Candidate]:
    for part in open_parts(session, merchant, LOOSE):
        try:
            yield candidate(session, site, part)
        except ClearwayError:
            continue  # its person was erased: nobody is compared with it


def _groups(candidates: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    """Parts of one warehouse for one address and buyer, oldest order first."""
    placed = sorted(candidates, key=lambda each: (each.warehouse, address_key(each.order.shipping_address),
                                                  each.order.placed_at, each.fulfilment_id))  # fmt: skip
    for _, same in groupby(placed, key=lambda each: (each.warehouse, address_key(each.order.shipping_address))):
        rest = list(same)
        while rest:
            mine = [each for each in rest if is_same_buyer(rest[0].order, each.order)] or rest[:1]
            rest = [each for each in rest if each not in mine]
            if len({each.order_id for each in mine}) > 1:
                yield mine[:MOST_TOGETHER]


def _propose(session: WriteSession, site: Site, who: Asker, group: Sequence[Candidate]) -> Consignment | None:
    """As many of a group as may share a parcel, taken from the oldest on."""
    if consignment_of_digest(session, who.merchant, digest_of(group)) is not None:
        return None
    whole = weigh(session, site, who.merchant, group)
    chosen, weighed = list(group), whole
    if not whole.is_fine:
        chosen, weighed = _as_many_as_may(session, site, who.merchant, group)
    if not weighed.is_fine:
        chosen, weighed = list(group), whole
    if consignment_of_digest(session, who.merchant, digest_of(chosen)) is not None:
        return None
    return _kept(session, site, who, chosen, weighed)


def _as_many_as_may(
    session: WriteSession, site: Site, merchant: str, group: Sequence[Candidate]
) -> tuple[list[Candidate], Weighed]:
    best, found = [], Weighed(refusals=())
    clear = [each for each in group if each.is_clear and each.is_loose]
    best = clear[:1]
    for each in clear[1:]:
        weighed = weigh(session, site, merchant, [*best, each])
        if weighed.is_fine:
            best, found = [*best, each], weighed
    return best, found


def _kept(
    session: WriteSession, site: Site, who: Asker, candidates: Sequence[Candidate], weighed: Weighed
) -> Consignment:
    known = consignment_of_digest(session, who.merchant, digest_of(candidates))
    by_itself = site.desk.merge_terms(session, who.merchant).by_itself
    state = REFUSED if not weighed.is_fine else ACCEPTED if by_itself else PROPOSED
    id_ = site.ids.new(Prefix.CONSIGNMENT)
    # Undone once, the same orders may be proposed by a person again.
    digest = digest_of(candidates) if known is None else f"{digest_of(candidates)}:{id_[-24:]}"
    made = Consignment(
        id=id_,
        merchant_id=who.merchant,
        warehouse=candidates[0].warehouse,
        state=state,
        digest=digest,
        outcome=weighed.outcome,
        data=weighed.data(),
        edition=weighed.edition,
        created_at=who.now,
        created_by=who.name,
        decided_at=None if state == PROPOSED else who.now,
        decided_by="" if state == PROPOSED else who.name,
    )
    members = [
        ConsignmentMember(
            consignment_id=made.id,
            fulfilment_id=each.fulfilment_id,
            merchant_id=who.merchant,
            order_id=each.order_id,
            order_version=each.version,
            slot=None if state == REFUSED else each.fulfilment_id,
        )
        for each in candidates
    ]
    add_consignment(session, made, members)
    return made
