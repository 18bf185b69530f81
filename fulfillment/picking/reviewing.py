"""The review station: every picked piece is scanned again before it is packed."""

from collections.abc import Mapping

from engine.store.sessions import WriteSession
from fulfillment.errors import PickRefused
from fulfillment.parts import pieces_of
from fulfillment.records import Case
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine
from fulfillment.thread import at_work


def review(
    session: WriteSession,
    site: Site,
    occasion: Occasion,
    scanned: Mapping[int, int] | None = None,
    part: str | None = None,
) -> Case:
    """What was scanned of a part, by number of the order's line; all of it when None. Pieces that are missing, too many
    or not of it send the part back to picking, whose list is open again.

    Raises PickRefused for less than no pieces, StepBlocked while the order is held, IllegalStep, PartNeeded.
    """
    with at_work(session, site, occasion) as file:
        fulfilment = file.fulfilment(part)
        asked = pieces_of(file.lines(fulfilment.id))
        differing = _differing(asked, asked if scanned is None else scanned)
        if differing:
            file.take(Machine.FULFILMENT, Event.REVIEW_FAIL, fulfilment.id, data={"differing": differing})
        else:
            file.take(Machine.FULFILMENT, Event.REVIEW, fulfilment.id)
    return file.case


def _differing(asked: Mapping[int, int], scanned: Mapping[int, int]) -> Mapping[str, int]:
    """Number of a line -> pieces too many, or too few where negative."""
    if any(many < 0 for many in scanned.values()):
        msg = "nobody scans less than no pieces; scan again"
        raise PickRefused(msg)
    found = {line: scanned.get(line, 0) - asked.get(line, 0) for line in sorted({*asked, *scanned})}
    return {str(line): many for line, many in found.items() if many}
