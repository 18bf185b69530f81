"""The lists of a wave on paper: what `pick_list` draws, from what was stored of the walk."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from engine.store.sessions import ReadSession
from fulfillment.documents.errors import PaperEmpty
from fulfillment.documents.letters import Faces, Scribe
from fulfillment.documents.pick_list import PickHead, PickRow, pick_sheet
from fulfillment.documents.pick_words import BETWEEN, IN_TOTE, METHODS, OF_LOT, Language, said
from fulfillment.documents.sheet import Sheet
from fulfillment.picking.scanning import WalkSeen
from fulfillment.records import WalkStop
from fulfillment.store.warehouses import find_warehouse

SHORT = 8  # characters that tell waves of a day apart


def walk_sheets(session: ReadSession, faces: Faces, lists: Sequence[WalkSeen], language: Language) -> tuple[Sheet, ...]:
    """One sheet a list that has something to be fetched, for a picker who reads that language. Times are the
    warehouse's.

    Raises PaperEmpty where none has, LettersMissing, FontMissing.
    """
    filled = [each for each in lists if any(stop.state != "dropped" for stop in each.stops)] or lists[:1]
    if not filled:
        raise PaperEmpty
    return tuple(_sheet(session, faces, each, language) for each in filled)


def _sheet(session: ReadSession, faces: Faces, seen: WalkSeen, language: Language) -> Sheet:
    walk = seen.walk
    warehouse = find_warehouse(session, walk.merchant_id, walk.warehouse)
    zone = ZoneInfo("UTC" if warehouse is None else warehouse.time_zone)
    head = PickHead(
        number=walk.id,
        warehouse=walk.warehouse,
        made_at=walk.created_at.astimezone(zone),
        method=" ".join(each for each in (said(METHODS[walk.method], language), walk.zone) if each),
        wave=f"…{walk.wave_id[-SHORT:]} / {walk.number}",
        policy=walk.policy,
        distance_mm=walk.distance_mm,
        best_mm=walk.best_mm,
    )
    several = len({each.tote for each in seen.stops}) > 1
    rows = [
        PickRow(
            bin=each.bin,
            sku=each.sku,
            title=each.title,
            quantity=each.quantity,
            note=said(BETWEEN, language).join(_notes(each, language, several=several)),
        )
        for each in seen.stops
        if each.state != "dropped"
    ]
    scribe = Scribe(faces, "" if warehouse is None else warehouse.country, language)
    return pick_sheet(head, rows, scribe, language)


def _notes(stop: WalkStop, language: Language, *, several: bool) -> Iterator[str]:
    if stop.lot:
        yield said(OF_LOT, language, stop.lot)
    if several:
        yield said(IN_TOTE, language, stop.tote)
