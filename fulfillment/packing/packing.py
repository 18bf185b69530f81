"""What the packing station reports."""

from engine.store.sessions import WriteSession
from fulfillment.packing.boxing import pack_box
from fulfillment.records import Parcel
from fulfillment.site import Occasion, Site
from fulfillment.thread import at_work


def pack(session: WriteSession, site: Site, occasion: Occasion, weight_g: int) -> Parcel:
    """The box is closed and weighed, in grams; its label follows by a job.

    Raises ParcelRefused when it is too light, StepBlocked while the order is held, IllegalStep before it is picked.
    """
    with at_work(session, site, occasion) as file:
        return pack_box(file, weight_g)
