"""Waves are planned: what a warehouse has reserved is gathered by when it must leave, with whom, and where it lies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.ids import Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.carriers.on_label import DEFAULT_CARRIER
from fulfillment.errors import NotFound
from fulfillment.inventory.shipping_day import ships_by
from fulfillment.picking.rows_to_pick import places_held
from fulfillment.picking.shelving import Shelving, shelving_of
from fulfillment.picking.station_errors import WaveRefused
from fulfillment.picking.terms import cut_offs_of
from fulfillment.records import Fulfilment, PickTerms, Warehouse, Wave, WavePart
from fulfillment.records.waves import METHODS
from fulfillment.site import Site
from fulfillment.store.service_choices import forecast_carrier
from fulfillment.store.warehouses import find_warehouse
from fulfillment.store.waves import add_wave, gatherable, pick_terms

USUAL_MOST, LARGEST = 200, 1000
NOWHERE = "XX"  # the country of a warehouse that nobody has described


@dataclass(frozen=True, slots=True, kw_only=True)
class WavesWanted:
    """What to gather. Empty words are no limit; with `by_zone`, orders of different zones are in different waves.

    `most` orders are in one wave, from 1 to 1,000; an empty `method` is the warehouse's own.
    """

    warehouse: str
    carrier: str = ""
    zone: str = ""
    method: str = ""
    by_zone: bool = False
    most: int = USUAL_MOST


@dataclass(frozen=True, slots=True, order=True)
class _Group:
    leaves_at: datetime
    carrier: str
    zone: str


def plan_waves(
    session: WriteSession, site: Site, merchant: str, wanted: WavesWanted, now: datetime, by: str
) -> tuple[Wave, ...]:
    """The waves of all that is reserved, not held and in no wave yet, those first that leave first; none where there
    is nothing. What is being picked, but not by a wave, is gathered too.

    Raises WaveRefused for a way of picking that nobody knows, NotFound for an unknown warehouse.
    """
    terms = pick_terms(session, merchant, wanted.warehouse)
    method = wanted.method or terms.method
    if method not in METHODS or not 1 <= wanted.most <= LARGEST:
        raise WaveRefused(f"a wave is picked as {', '.join(METHODS)}, with 1 to {LARGEST} orders")
    found = gatherable(session, merchant, wanted.warehouse, LARGEST)
    warehouse = find_warehouse(session, merchant, wanted.warehouse)
    if warehouse is None:
        if not found:
            raise NotFound("warehouse", wanted.warehouse)
        warehouse = Warehouse(merchant_id=merchant, code=wanted.warehouse, country=NOWHERE)
    groups = _Gathering(session, site, warehouse, terms, wanted, now).groups(found)
    return tuple(
        _kept(session, site, merchant, replace(wanted, method=method), group, some, now, by)
        for group, parts in sorted(groups.items())
        for some in _chunks(parts, wanted.most)
    )


def cut_off_of(terms: PickTerms, warehouse: Warehouse, carrier: str, now: datetime) -> datetime:
    """When the carrier leaves next, by its own cut-off or the warehouse's, in the warehouse's time zone; in UTC."""
    return ships_by(replace(warehouse, cut_off=cut_offs_of(terms).get(carrier, warehouse.cut_off)), now)


class _Gathering:
    def __init__(
        self, session: ReadSession, site: Site, warehouse: Warehouse, terms: PickTerms, wanted: WavesWanted,
        now: datetime,
    ) -> None:  # fmt: skip
        self._session = session
        self._site = site
        self._warehouse = warehouse
        self._terms = terms
        self._wanted = wanted
        self._now = now

    def groups(self, found: Sequence[Fulfilment]) -> Mapping[_Group, Sequence[Fulfilment]]:
        """Parts by what a wave has in common."""
        asks_zone = self._wanted.by_zone or bool(self._wanted.zone)
        zones = self._zones(found) if asks_zone else {}
        groups: dict[_Group, list[Fulfilment]] = {}
        for part in found:
            if not self._site.desk.standing(self._session, part.order_id).is_clear:
                continue
            carrier = self._carrier(part)
            zone = zones.get(part.id, "")
            if self._wanted.carrier not in ("", carrier) or self._wanted.zone not in ("", zone):
                continue
            leaves = cut_off_of(self._terms, self._warehouse, carrier, self._now)
            groups.setdefault(_Group(leaves, carrier, zone), []).append(part)
        return groups

    def _carrier(self, part: Fulfilment) -> str:
        chosen = self._site.desk.order_of(self._session, part.order_id).shipping
        named = chosen.carrier if chosen is not None else None
        return named or forecast_carrier(self._session, part.merchant_id, part.id) or DEFAULT_CARRIER

    def _zones(self, found: Sequence[Fulfilment]) -> Mapping[str, str]:
        shelving: Shelving = shelving_of(self._session, self._terms)
        held = places_held(self._session, [part.id for part in found])
        return {
            part_id: shelving.one_zone(bin_ for spots in skus.values() for bin_, _ in spots)
            for part_id, skus in held.items()
        }


def _kept(
    session: WriteSession, site: Site, merchant: str, wanted: WavesWanted, group: _Group, some: Sequence[Fulfilment],
    now: datetime, by: str,
) -> Wave:  # fmt: skip
    wave = Wave(
        id=site.ids.new(Prefix.WAVE),
        merchant_id=merchant,
        warehouse=wanted.warehouse,
        state="planned",
        method=wanted.method,
        carrier=group.carrier,
        zone=group.zone,
        leaves_at=group.leaves_at,
        created_at=now,
        created_by=by,
    )
    parts = [
        WavePart(wave_id=wave.id, fulfilment_id=each.id, merchant_id=merchant, order_id=each.order_id) for each in some
    ]
    add_wave(session, wave, parts)
    return wave


def _chunks(parts: Sequence[Fulfilment], most: int) -> Iterator[Sequence[Fulfilment]]:
    for first in range(0, len(parts), most):
        yield parts[first : first + most]
