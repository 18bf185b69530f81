"""A count on paper: what `pick_list` draws, from the places that are still to be counted."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from engine.store.sessions import ReadSession
from fulfillment.documents.letters import Faces, Scribe
from fulfillment.documents.pick_list import CountRow, PickHead, count_sheet
from fulfillment.documents.pick_words import Language
from fulfillment.documents.sheet import Sheet
from fulfillment.records import CountLine, StockCount
from fulfillment.store.warehouses import find_warehouse

TO_COUNT = frozenset({"open", "again"})


def printed_count(
    session: ReadSession, faces: Faces, count: StockCount, lines: Sequence[CountLine], language: Language
) -> Sheet:
    """The sheet, for whoever counts and reads that language; once somebody counted, only what another person counts
    again. Times are the warehouse's.

    Raises PaperEmpty where nothing is left to count, LettersMissing, FontMissing.
    """
    warehouse = find_warehouse(session, count.merchant_id, count.warehouse)
    zone = ZoneInfo("UTC" if warehouse is None else warehouse.time_zone)
    head = PickHead(number=count.id, warehouse=count.warehouse, made_at=count.created_at.astimezone(zone))
    rows = [
        CountRow(bin=each.bin, sku=each.sku, title="", lot=each.lot) for each in lines if each.state in TO_COUNT
    ]  # the articles are named by whoever sells them, order by order: a shelf has none
    return count_sheet(head, rows, Scribe(faces, "" if warehouse is None else warehouse.country, language), language)
