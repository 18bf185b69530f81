"""Manifests that were closed: whether their carrier was told, and whether it scanned what it took. `parcels` closes
them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.routes.examples import a_page
from api.schemas.carriers import (
    A_MANIFEST_READ,
    SCANS,
    ManifestRead,
    ScansShown,
    shown_manifest_read,
    shown_scans,
)
from api.schemas.ids import ManifestId
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from fulfillment.carriers.scanned_in import scan_in
from fulfillment.store.carriers import sendings_of
from fulfillment.store.shipments import find_manifest, manifests_after

routes = APIRouter()
Worker = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]


@routes.get(
    "/v1/manifests",
    **operation("list_manifests", "List manifests", Tag.FULFILMENT,
                Returns(Page[ManifestRead], a_page(A_MANIFEST_READ))),
)  # fmt: skip
def list_manifests(
    services: ServicesOf,
    who: Worker,
    wanted: Annotated[PageWanted, Depends(page)],
    newest_first: Annotated[bool, Query(description="The newest first, not the oldest.")] = False,
) -> Response:
    """Oldest first, unless asked otherwise; a cursor goes on in the order in which it was given."""
    key = wanted.after(str)
    with services.database.read() as session:
        after = "" if key is None else str(key[0])
        rows = manifests_after(session, who.merchant, wanted.rows, after, is_newest_first=newest_first)
        told = {each.id: sendings_of(session, who.merchant, each.id) for each in rows}
    return listing(rows, wanted, lambda row: (row.id,), lambda row: shown_manifest_read(row, told[row.id]))


@routes.get(
    "/v1/manifests/{manifest_id}",
    **operation("get_manifest", "Read a manifest", Tag.FULFILMENT, Returns(ManifestRead, A_MANIFEST_READ),
                ("not_found",)),
)  # fmt: skip
def get_manifest(services: ServicesOf, who: Worker, manifest_id: ManifestId) -> Response:
    """With whether its carrier was told."""
    with services.database.read() as session:
        found = find_manifest(session, who.merchant, manifest_id)
        if found is None:
            raise NotFound
        return answer(shown_manifest_read(found, sendings_of(session, who.merchant, manifest_id)))


@routes.get(
    "/v1/manifests/{manifest_id}/scans",
    **operation("compare_scans", "Hold a manifest against the carrier's scans", Tag.FULFILMENT,
                Returns(ScansShown, SCANS), ("not_found",)),
)  # fmt: skip
def compare_scans(services: ServicesOf, who: Worker, manifest_id: ManifestId) -> Response:
    """Which of its parcels the carrier has scanned, which not, and which it scanned that are on no manifest. A day
    after the hand-over what differs is told by an event."""
    with services.database.read() as session:
        return answer(shown_scans(scan_in(session, who.merchant, manifest_id)))
