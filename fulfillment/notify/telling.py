"""Something is to be told: noted once, and written by a job of its own, outside the transaction."""

from collections.abc import Callable, Mapping
from functools import partial

from engine.ids import Prefix
from fulfillment.casefile import CaseFile
from fulfillment.jobs import NOTICE
from fulfillment.records import Notice
from fulfillment.states import Effect
from fulfillment.store.notices import add_notice

CUSTOMER, CARRIER = "customer", "carrier"


def tell(
    file: CaseFile, kind: str, about: str, params: Mapping[str, object] | None = None, audience: str = CUSTOMER
) -> None:
    """Tells it unless the same (`kind`, `about`) was told before. `params` hold no personal values."""
    notice = Notice(
        id=file.ids.new(Prefix.NOTICE),
        merchant_id=file.merchant,
        order_id=file.order_id,
        kind=kind,
        about=about,
        audience=audience,
        params=_params(file) | dict(params or {}),
        created_at=file.now,
    )
    if add_notice(file.session, notice):
        file.add_job(NOTICE, {"notice_id": notice.id}, track="notice")


def _params(file: CaseFile) -> dict[str, object]:
    return {"number": file.shipment().number} if file.case.shipment_id is not None else {}


def _tell(kind: str, file: CaseFile, subject: str) -> None:
    tell(file, kind, about=subject)


def _tell_again(kind: str, file: CaseFile, subject: str) -> None:
    # May rightly be told more than once of the same subject, so the place in the history tells them apart.
    tell(file, kind, about=f"{subject}:{file.case.entries}")


TELLING: Mapping[Effect, Callable[[CaseFile, str], None]] = {
    Effect.TELL_ACCEPTED: partial(_tell, "accepted"),
    Effect.TELL_PAYMENT_PROBLEM: partial(_tell_again, "payment_problem"),
    Effect.TELL_PAYMENT_EXPIRED: partial(_tell_again, "payment_expired"),
    Effect.TELL_BACKORDERED: partial(_tell_again, "backordered"),
    Effect.TELL_SHIPPED: partial(_tell, "shipped"),
    Effect.TELL_DELIVERED: partial(_tell, "delivered"),
    Effect.TELL_CANCELLED: partial(_tell, "cancelled"),
    Effect.TELL_RETURNING: partial(_tell, "returning"),
    Effect.TELL_LOST: partial(_tell, "lost"),
    Effect.TELL_RETURN_AUTHORISED: partial(_tell, "return_authorised"),
    Effect.TELL_RETURN_DECLINED: partial(_tell, "return_declined"),
    Effect.TELL_RETURN_RECEIVED: partial(_tell, "return_received"),
}
