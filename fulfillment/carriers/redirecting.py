"""Asking the carrier to bring parcels that have left to another address; whether it does shows in the tracking.

An address that changed on the way, whoever changed it and where, is told to the carrier once the order may go on with
it: no parcel is redirected to an address that the rules have not seen.
"""

from fulfillment.casefile import CaseFile
from fulfillment.consigning.stages import shared
from fulfillment.late_changes.reach import is_movable
from fulfillment.notify.telling import CARRIER, tell
from fulfillment.records import Shipment


def redirect_parcels(file: CaseFile) -> None:
    """Has each parcel that went to another address brought to the one in force, told once for each address.

    A parcel that other orders share stays on its way, since their goods are in it; so does one whose order moved to
    another country, since it was declared for the first.
    """
    for each in file.shipments():
        changed = _changed_with(file, each) if is_movable(each) else 0
        if changed and shared(file.session, file.merchant, each.fulfilment_id) is None:
            file.touch()
            tell(file, "redirection", about=f"{each.id}:{changed}", audience=CARRIER, parcel=each)


def _changed_with(file: CaseFile, parcel: Shipment) -> int:
    """The version that brought the address in force; 0 where the parcel goes there already."""
    version, sent_with = file.standing.version, parcel.order_version
    if sent_with >= version or _goes_there(file, sent_with) or _is_abroad(file, sent_with):
        return 0
    while version > sent_with + 1 and _goes_there(file, version - 1):
        version -= 1
    return version


def _is_abroad(file: CaseFile, version: int) -> bool:
    before = file.site.desk.order_at(file.session, file.merchant, file.order_id, version)
    return before is not None and before.shipping_address.country != file.order.shipping_address.country


def _goes_there(file: CaseFile, version: int) -> bool:
    """Whether a version had the address that is in force."""
    before = file.site.desk.order_at(file.session, file.merchant, file.order_id, version)
    return before is None or before.shipping_address == file.order.shipping_address
