"""What the carrier's first scans say of a hand-over: which parcels of a manifest it has not scanned, and which it
scanned that stand on none. `tracking/recording` keeps the scans; here they are only read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.records import Manifest, Shipment
from fulfillment.store.carriers import shipments_left_without, shipments_on
from fulfillment.store.shipments import find_manifest, tracked
from fulfillment.tracking.vocabulary import is_under_way

MOST_STRAYS = 500
BEFORE = timedelta(hours=12)  # a parcel may be fetched before its manifest is closed


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanIn:
    """A manifest against the carrier's scans, by parcel number: `strays` were scanned since shortly before it was
    closed and are on no manifest of this merchant."""

    manifest: Manifest
    scanned: tuple[str, ...]
    missing: tuple[str, ...]
    strays: tuple[str, ...]


def scan_in(session: ReadSession, merchant: str, manifest_id: str) -> ScanIn:
    """How a hand-over went. Raises NotFound."""
    manifest = find_manifest(session, merchant, manifest_id)
    if manifest is None:
        raise NotFound("manifest", manifest_id)
    seen: dict[str, bool] = {}
    for each in shipments_on(session, merchant, manifest_id):
        seen[each.number] = seen.get(each.number, False) or _is_scanned(session, each)
    strays = shipments_left_without(session, merchant, manifest.carrier, _since(manifest), MOST_STRAYS)
    return ScanIn(
        manifest=manifest,
        scanned=tuple(sorted(number for number, is_seen in seen.items() if is_seen)),
        missing=tuple(sorted(number for number, is_seen in seen.items() if not is_seen)),
        strays=tuple(sorted({each.number for each in strays if _is_scanned(session, each)})),
    )


def _since(manifest: Manifest) -> datetime:
    return manifest.created_at - BEFORE


def _is_scanned(session: ReadSession, shipment: Shipment) -> bool:
    return any(is_under_way(each.status) for each in tracked(session, shipment.id))
