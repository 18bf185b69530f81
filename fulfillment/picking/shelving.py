"""Where bins are in a warehouse: their zone, and their place on the floor where a layout is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.store.sessions import ReadSession
from fulfillment.picking.errors import StopRejected
from fulfillment.picking.layout import Layout, Stop
from fulfillment.picking.stop_table import stop_of
from fulfillment.picking.stored_layout import layout_kept
from fulfillment.records import Bin, PickTerms
from fulfillment.store.warehouses import bins_of


@dataclass(frozen=True, slots=True)
class Shelving:
    """The bins of a warehouse by code, and its layout; None where nobody has drawn one."""

    bins: Mapping[str, Bin]
    layout: Layout | None

    def stop(self, code: str) -> Stop | None:
        """Where a bin is: by its aisle and place, else by the numbers in its code; None where that is not known."""
        if self.layout is None or not code:
            return None
        found = self._numbered(code) or stop_of(code)
        if found is None:
            return None
        try:
            self.layout.point(found)
        except StopRejected:
            return None
        return found

    def zone(self, code: str) -> str:
        """As the bin says, else as the layout draws it; empty where neither does."""
        bin_ = self.bins.get(code)
        if bin_ is not None and bin_.zone:
            return bin_.zone
        stop = self.stop(code)
        return "" if stop is None or self.layout is None else self.layout.zone_of(stop.aisle)

    def one_zone(self, codes: Iterable[str]) -> str:
        """The zone in which all these bins are; empty where they are in several or in none."""
        zones = {self.zone(code) for code in codes}
        return zones.pop() if len(zones) == 1 else ""

    def _numbered(self, code: str) -> Stop | None:
        bin_ = self.bins.get(code)
        if bin_ is None or not (_is_number(bin_.aisle) and _is_number(bin_.place)):
            return None
        return Stop(code, int(bin_.aisle), int(bin_.place))


def shelving_of(session: ReadSession, terms: PickTerms) -> Shelving:
    """Reads all of it once. Raises LayoutRejected for a layout that cannot be read any more."""
    bins = bins_of(session, terms.merchant_id, terms.warehouse)
    return Shelving({each.code: each for each in bins}, layout_kept(terms.layout))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6
