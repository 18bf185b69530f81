"""What the packing station reports."""

from collections.abc import Mapping

from engine.store.sessions import WriteSession
from fulfillment.consigning.leaving import refuse_shared
from fulfillment.packing.boxing import pack_box
from fulfillment.records import Case, Parcel
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine
from fulfillment.thread import at_work


def pack(
    session: WriteSession,
    site: Site,
    occasion: Occasion,
    weight_g: int,
    contents: Mapping[int, int] | None = None,
    box: str = "",
    part: str | None = None,
) -> Parcel:
    """A box is closed and weighed, in grams; labels follow by a job when the last piece of the part is in a box.

    `contents`: number of the order's line -> pieces, all the rest of the part when None. Raises ParcelRefused when it
    is too light or holds what is not there, StepBlocked while the order is held, IllegalStep before it is picked,
    PartNeeded, and ConsignmentRefused for a part that is to be packed together with others.
    """
    with at_work(session, site, occasion) as file:
        fulfilment = file.fulfilment(part)
        refuse_shared(file, fulfilment.id)
        return pack_box(file, fulfilment, weight_g, contents, box)


def unpack(session: WriteSession, site: Site, occasion: Occasion, part: str | None = None) -> Case:
    """All boxes of a part are opened again and lose their labels. Raises IllegalStep once they left, PartNeeded."""
    with at_work(session, site, occasion) as file:
        file.take(Machine.FULFILMENT, Event.UNPACK, file.fulfilment(part).id)
    return file.case
