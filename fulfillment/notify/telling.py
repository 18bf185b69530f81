"""Something is to be told: noted once, and sent by a job of its own, outside the transaction."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from engine.ids import Prefix
from fulfillment.aftersales.ways import AGAIN, KEPT, settled_by
from fulfillment.casefile import CaseFile
from fulfillment.channels.answering import tell_channel
from fulfillment.jobs import NOTICE
from fulfillment.lifecycle import UNSENT
from fulfillment.notify.overtaking import SHIPMENT
from fulfillment.parts import INSIDE
from fulfillment.records import Notice, Shipment
from fulfillment.states import Effect
from fulfillment.store.aftersales import find_return
from fulfillment.store.notices import add_notice, mark_by_channel
from fulfillment.store.warehouses import find_warehouse

CUSTOMER, CARRIER = "customer", "carrier"
PART_SHIPPED = "part_shipped"
# What customers are told of a return beside what its steps say by themselves.
OF_RETURNS = frozenset(
    {"return_label", "return_send", "return_kept", "return_again", "return_photos", "return_reminder"}
)
LETTERS: Mapping[str, str] = {"asked": "question_link", "reminded": "question_reminder"}


def tell(
    file: CaseFile,
    kind: str,
    about: str,
    params: Mapping[str, object] | None = None,
    audience: str = CUSTOMER,
    parcel: Shipment | None = None,
) -> None:
    """Tells it unless the same (`kind`, `about`) was told before, of one parcel or of all that the order has.

    Whose channel writes to buyers itself has the channel told, and gets no letter from us.

    `params` hold no personal values.
    """
    notice = Notice(
        id=file.ids.new(Prefix.NOTICE),
        merchant_id=file.merchant,
        order_id=file.order_id,
        kind=kind,
        about=about,
        audience=audience,
        params=_numbers(file.shipments() if parcel is None else [parcel]) | _named(parcel) | dict(params or {}),
        created_at=file.now,
    )
    if not add_notice(file.session, notice):
        return
    if audience == CUSTOMER and tell_channel(file, notice, parcel):
        mark_by_channel(file.session, notice.id)
    else:
        file.add_job(NOTICE, {"notice_id": notice.id}, track="notice")


def _numbers(parcels: Sequence[Shipment]) -> dict[str, object]:
    return {"number": ", ".join(each.number for each in parcels)} if parcels else {}


def _named(parcel: Shipment | None) -> dict[str, object]:
    return {} if parcel is None else {SHIPMENT: parcel.id}


def _tell(kind: str, file: CaseFile, subject: str) -> None:
    tell(file, kind, about=subject)


def _tell_of_parcel(kind: str, file: CaseFile, subject: str) -> None:
    own = next((each for each in file.shipments() if each.id == subject), None)
    tell(file, kind, about=subject, parcel=own)


def _tell_shipped(file: CaseFile, shipment_id: str) -> None:
    is_last = not any(each.state in INSIDE for each in file.fulfilments())
    _tell_of_parcel("shipped" if is_last else PART_SHIPPED, file, shipment_id)


def _tell_again(kind: str, file: CaseFile, subject: str) -> None:
    # May rightly be told more than once of the same subject, so the place in the history tells them apart.
    tell(file, kind, about=f"{subject}:{file.case.entries}")


def _tell_payment(kind: str, file: CaseFile, subject: str) -> None:
    """Both say that the order waits for its money: none does that has left or ended."""
    if file.case.stage in UNSENT:
        _tell_again(kind, file, subject)


def _tell_authorised(file: CaseFile, subject: str) -> None:
    """What the customer is to do now: nothing, to send the goods by our label, or at their own cost."""
    case = find_return(file.session, file.merchant, subject)
    if case is None or not case.way:
        _tell("return_authorised", file, subject)
        return
    way = settled_by(case.way)
    if way.goods == KEPT:
        tell(file, "return_again" if way.remedy == AGAIN else "return_kept", about=subject, params={"rma": case.number})
        return
    told = {"rma": case.number, "until": "" if case.due_at is None else case.due_at.isoformat()}
    if case.label:
        tell(file, "return_label", about=subject, params={**told, "number": case.label})
    else:
        place = find_warehouse(file.session, file.merchant, case.warehouse)
        lines = (
            ()
            if place is None
            else (place.name or place.code, place.address, place.postcode, place.city, place.country)
        )
        tell(file, "return_send", about=subject,
             params={**told, "address": "\n".join(line for line in lines if line) or case.warehouse})  # fmt: skip


TELLING: Mapping[Effect, Callable[[CaseFile, str], None]] = {
    Effect.TELL_ACCEPTED: partial(_tell, "accepted"),
    Effect.TELL_PAYMENT_PROBLEM: partial(_tell_payment, "payment_problem"),
    Effect.TELL_PAYMENT_EXPIRED: partial(_tell_payment, "payment_expired"),
    Effect.TELL_BACKORDERED: partial(_tell_again, "backordered"),
    Effect.TELL_SHIPPED: _tell_shipped,
    Effect.TELL_DELIVERED: partial(_tell, "delivered"),
    Effect.TELL_CANCELLED: partial(_tell, "cancelled"),
    Effect.TELL_RETURNING: partial(_tell_of_parcel, "returning"),
    Effect.TELL_LOST: partial(_tell_of_parcel, "lost"),
    Effect.TELL_RETURN_AUTHORISED: _tell_authorised,
    Effect.TELL_RETURN_EXPIRED: partial(_tell, "return_expired"),
    Effect.TELL_RETURN_DECLINED: partial(_tell, "return_declined"),
    Effect.TELL_RETURN_RECEIVED: partial(_tell, "return_received"),
}
