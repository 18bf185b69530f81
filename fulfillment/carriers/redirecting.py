"""Asking the carrier to bring parcels that have left to another address; whether it does shows in the tracking.

An address that changed on the way is noted, decided anew, and told to the carrier once the order may go on: no parcel
is redirected to an address that the rules have not seen.
"""

from fulfillment.casefile import CaseFile
from fulfillment.late_changes.reach import is_movable
from fulfillment.notify.telling import CARRIER, tell
from fulfillment.store.cases import history

ADDRESS_CHANGED = "address_changed"


def note_changed_address(file: CaseFile, version: int) -> None:
    """An order got another address with this version."""
    file.note(ADDRESS_CHANGED, dedup=f"{ADDRESS_CHANGED}:{version}", data={"version": version})


def redirect_parcels(file: CaseFile) -> None:
    """Has each parcel that went to an older address brought to the newest, told once for each address."""
    away = [each for each in file.shipments() if is_movable(each)]
    changed = _changed_with(file) if away else 0
    for each in away:
        if each.order_version < changed:
            file.touch()
            tell(file, "redirection", about=f"{each.id}:{changed}", audience=CARRIER, parcel=each)


def _changed_with(file: CaseFile) -> int:
    """The version that brought the address in force; 0 where it never changed."""
    entries = [*history(file.session, file.merchant, file.order_id), *file.entered]
    return max((int(str(each.data["version"])) for each in entries if each.event == ADDRESS_CHANGED), default=0)
