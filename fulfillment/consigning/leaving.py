"""A part leaves its consignment, once: its order ends, is held or was changed, or somebody opened the shared box.

Who leaves decides nothing for the others: a job of the consignment opens what was packed and judges the rest again.
Until it has, nothing of the consignment leaves the house.
"""

from collections.abc import Mapping

from fulfillment.casefile import CaseFile
from fulfillment.consigning.errors import ConsignmentRefused
from fulfillment.consigning.stages import ACCEPTED, OPENING, PACKED, SENT, moved, shared
from fulfillment.errors import CaseChanged
from fulfillment.jobs import CONSIGNMENT
from fulfillment.records import Consignment
from fulfillment.states import Event, Machine
from fulfillment.store.consignments import leave_slot, put_consignment


def leave_consignment(file: CaseFile, fulfilment_id: str, why: str = "cancelled") -> bool:
    """Takes a part out; false when it was in none. A box that it is packed in is opened."""
    found = shared(file.session, file.merchant, fulfilment_id)
    if found is None or found[0].state == SENT:
        return False
    consignment, member = found
    if not leave_slot(file.session, member, file.now, why):
        return False
    file.note("unmerged", dedup=f"unmerged:{consignment.id}:{fulfilment_id}", data={"consignment": consignment.id,
                                                                                    "why": why})  # fmt: skip
    _open(file, consignment)
    if consignment.state == PACKED and file.can(Machine.FULFILMENT, Event.UNPACK, fulfilment_id):
        file.take(Machine.FULFILMENT, Event.UNPACK, fulfilment_id, data={"cause": "unmerged"})
    return True


def leave_held(file: CaseFile) -> None:
    """An order that may not go on leaves with all its parts; one that was changed is looked at again."""
    standing = file.standing
    for part in file.fulfilments():
        if not standing.is_clear:
            leave_consignment(file, part.id, "held")
        elif (found := shared(file.session, file.merchant, part.id)) and found[1].order_version != standing.version:
            _open(file, found[0])


def part_opened(file: CaseFile, fulfilment_id: str) -> None:
    """The box of a part was opened, and with it that of all who share it."""
    found = shared(file.session, file.merchant, fulfilment_id)
    if found is not None and found[0].state == PACKED:
        _open(file, found[0])


def refuse_shared(file: CaseFile, fulfilment_id: str) -> None:
    """Raises ConsignmentRefused for a part that is packed together with others, and not by itself."""
    found = shared(file.session, file.merchant, fulfilment_id)
    if found is not None and found[0].state in (ACCEPTED, PACKED, OPENING):
        msg = f"it shares a parcel; pack consignment `{found[0].id}`, or undo it first"
        raise ConsignmentRefused(msg)


def _open(file: CaseFile, consignment: Consignment) -> None:
    if consignment.state not in (OPENING, SENT):
        if not put_consignment(file.session, moved(consignment, OPENING), consignment.state):
            raise CaseChanged
        file.touch()
    told: Mapping[str, object] = {"consignment_id": consignment.id}
    file.add_job(CONSIGNMENT, told, track=consignment.id)
