"""The review station, scan by scan: every piece of a part once more before it is packed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.errors import NotFound
from fulfillment.picking.bar_codes import Articles
from fulfillment.picking.rows_to_pick import article_of
from fulfillment.picking.station_errors import ScanRefused
from fulfillment.records import Fulfilment, FulfilmentLine, ReviewScan
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine
from fulfillment.store.cases import find_fulfilment, lines_of
from fulfillment.store.walks import add_review_scan, end_review, review_scans
from fulfillment.thread import at_work


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescanned:
    """One scan, under an id that its sender gave it."""

    id: str
    item: str
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSeen:
    """A part at the station: what it should be and what was scanned of it by now, by article."""

    part: Fulfilment
    asked: Mapping[str, int]
    scanned: Mapping[str, int]
    articles: Articles

    @property
    def missing(self) -> Mapping[str, int]:
        """What is still to be scanned."""
        left = {sku: many - self.scanned.get(sku, 0) for sku, many in self.asked.items()}
        return {sku: many for sku, many in left.items() if many > 0}


def review_seen(session: ReadSession, site: Site, merchant: str, fulfilment_id: str) -> ReviewSeen:
    """How the review of a part stands. Raises NotFound."""
    part = find_fulfilment(session, merchant, fulfilment_id)
    if part is None:
        raise NotFound("fulfilment", fulfilment_id)
    asked = _asked(lines_of(session, part.id))
    found: Counter[str] = Counter()
    for each in review_scans(session, merchant, part.id):
        found[each.sku] += each.quantity * each.counts
    scanned = dict(asked) if _is_over(part) else {sku: many for sku, many in found.items() if many}
    skus = frozenset(asked)
    return ReviewSeen(
        part=part, asked=asked, scanned=scanned, articles=Articles(skus, site.desk.gtins(session, merchant, skus))
    )


def scan_review(
    session: WriteSession, site: Site, occasion: Occasion, fulfilment_id: str, scanned: Rescanned
) -> ReviewSeen:
    """Counts one scan, once; with the last piece the part is reviewed. `occasion` names the part's order.

    Raises ScanRefused for what does not belong to it or is too many, StepBlocked while the order is held, IllegalStep.
    """
    with at_work(session, site, occasion) as file:
        if any(each.id == scanned.id for each in review_scans(session, file.merchant, fulfilment_id)):
            return review_seen(session, site, file.merchant, fulfilment_id)
        file.check(Machine.FULFILMENT, Event.REVIEW, fulfilment_id)
        seen = review_seen(session, site, file.merchant, fulfilment_id)
        _keep(file, seen, scanned)
        file.touch()  # of two last pieces, one is told after the other
        seen = review_seen(session, site, file.merchant, fulfilment_id)
        if not seen.missing:
            end_review(session, file.merchant, fulfilment_id)
            file.take(Machine.FULFILMENT, Event.REVIEW, fulfilment_id)
    return review_seen(session, site, occasion.merchant, fulfilment_id)


def send_back(session: WriteSession, site: Site, occasion: Occasion, fulfilment_id: str) -> ReviewSeen:
    """What was scanned is not what should be there, and the part is picked again; its history says what differed.

    Raises ScanRefused when nothing is missing, StepBlocked, IllegalStep.
    """
    with at_work(session, site, occasion) as file:
        seen = review_seen(session, site, file.merchant, fulfilment_id)
        file.check(Machine.FULFILMENT, Event.REVIEW_FAIL, fulfilment_id)
        if not seen.missing:
            raise ScanRefused("every piece was scanned; there is nothing to pick again", {})
        end_review(session, file.merchant, fulfilment_id)
        data = {"missing": dict(seen.missing)}
        file.take(Machine.FULFILMENT, Event.REVIEW_FAIL, fulfilment_id, data=data)
    return review_seen(session, site, occasion.merchant, fulfilment_id)


def _keep(file: CaseFile, seen: ReviewSeen, scanned: Rescanned) -> None:
    sku = seen.articles.named(scanned.item)
    if sku is None:
        wanted = ", ".join(f"{many} x {seen.articles.wanted(each)}" for each, many in seen.missing.items())
        raise ScanRefused(f"`{scanned.item}` does not belong to this order; lay it aside", {"item": wanted})
    left = seen.missing.get(sku, 0)
    if not 1 <= scanned.quantity <= left:
        over = scanned.quantity - left
        said = f"`{sku}`: {over} too many; lay them aside" if over > 0 else "nobody scans less than one piece"
        raise ScanRefused(said, {"quantity": str(left)})
    add_review_scan(
        file.session,
        ReviewScan(
            merchant_id=file.merchant,
            fulfilment_id=seen.part.id,
            id=scanned.id,
            sku=sku,
            quantity=scanned.quantity,
            at=file.now,
            actor=file.occasion.actor,
        ),
    )


def _asked(lines: tuple[FulfilmentLine, ...]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for each in lines:
        found[article_of(each)] += each.quantity
    return {sku: many for sku, many in sorted(found.items()) if many}


def _is_over(part: Fulfilment) -> bool:
    return part.state in ("reviewed", "packed", "labelled", "handed_over")
