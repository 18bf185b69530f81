"""Parts of orders weighed up as one consignment: what speaks against it, and the receipt of the decision."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from engine.bundled import data_folder
from engine.desk.judging import JudgedTogether
from engine.store.sessions import ReadSession
from fulfillment.consigning.refusals import Candidate, Refusal, refusals_of, refusals_together
from fulfillment.packing.apart import Apart, load_apart
from fulfillment.parts import INSIDE
from fulfillment.records import Fulfilment
from fulfillment.site import Site
from fulfillment.states import Work
from fulfillment.store.consignments import membership
from fulfillment.store.warehouse import parcels_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """`judged` is None where the rules were not asked, since plain facts speak against it already."""

    refusals: tuple[Refusal, ...]
    judged: JudgedTogether | None = None

    @property
    def is_fine(self) -> bool:
        """They may share a parcel."""
        return not self.refusals and self.judged is not None

    @property
    def outcome(self) -> str:
        """Of the rules; empty where they were not asked."""
        return "" if self.judged is None else self.judged.outcome

    @property
    def edition(self) -> str:
        """Of the rules; empty where they were not asked."""
        return "" if self.judged is None else self.judged.edition

    def data(self) -> Mapping[str, object]:
        """Kept with the consignment: every reason, and what the decision rests on."""
        reasons = [{"code": each.code, "about": list(each.about)} for each in self.refusals]
        if self.judged is None:
            return {"reasons": reasons}
        return {
            "reasons": reasons,
            "rules": list(self.judged.reasons),
            "receipt": {
                "edition": self.judged.edition,
                "engine": self.judged.engine,
                "decided_at": self.judged.decided_at.isoformat(),
                "versions": {each.order_id: each.version for each in self.judged.orders},
                "facts": {name: _plain(value) for name, value in self.judged.facts.items()},
            },
        }


def weigh(session: ReadSession, site: Site, merchant: str, candidates: Sequence[Candidate]) -> Weighed:
    """All that speaks against these parts in one parcel; the rules are asked where plain facts allow it."""
    window = timedelta(hours=site.desk.merge_terms(session, merchant).window_hours)
    plain = refusals_of(candidates, window)
    if plain:
        return Weighed(refusals=plain)
    try:
        judged = site.desk.judge_together(session, merchant, [each.order_id for each in candidates])
    except ValueError:
        return Weighed(refusals=(Refusal("too_many_lines"),))
    mode = judged.facts.get("shipment.mode")
    pairs = _kept_apart().on(mode if isinstance(mode, str) else None)
    return Weighed(refusals=refusals_together(judged, pairs), judged=judged)


def candidate(session: ReadSession, site: Site, part: Fulfilment, own: str = "") -> Candidate:
    """A part with how its order stands; `own` is the consignment that it may be in. Raises PersonErased."""
    member = membership(session, part.merchant_id, part.id)
    standing = site.desk.standing(session, part.order_id)
    boxed = any(each.state == "closed" for each in parcels_of(session, part.id))
    return Candidate(
        order_id=part.order_id,
        fulfilment_id=part.id,
        warehouse=part.warehouse,
        order=site.desk.order_of(session, part.order_id),
        version=standing.version,
        is_clear=standing.is_clear,
        is_free=member is None or member.consignment_id == own,
        is_loose=part.state in INSIDE and part.state not in (Work.PACKED, Work.LABELLED) and not boxed,
    )


def digest_of(candidates: Sequence[Candidate]) -> str:
    """Of the parts and the versions of their orders: the same question is asked once."""
    told = sorted((each.fulfilment_id, each.version, each.is_clear) for each in candidates)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


@cache
def _kept_apart() -> Apart:
    """The project's own, read once a process."""
    return load_apart(data_folder())


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value
