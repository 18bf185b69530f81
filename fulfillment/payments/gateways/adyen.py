"""Adyen's standard webhooks: `{notificationItems: [{NotificationRequestItem: …}]}`, amounts in Adyen's minor units.

Shapes after Adyen's Webhooks API v1, read 2026-11-26. `merchantReference` is the merchant's name of the order,
`originalReference` the payment that a modification is about.
"""

from fulfillment.payments.exponents import from_gateway
from fulfillment.payments.gateways.message import Disputed, Heard, Json, Reader, Told
from fulfillment.payments.gateways.vocabulary import Kind, vocabulary_of

GATEWAY = "adyen"
ATTEMPTS = frozenset({Kind.FAIL, Kind.VOID, Kind.EXPIRE, Kind.CAPTURE_FAILED})
CASES = frozenset({Kind.DISPUTE, Kind.WIN, Kind.LOSE, Kind.INQUIRY, Kind.WARN})


def read_event(message: Json) -> Heard:
    """What the items say. Raises MessageRefused for a shape that is not Adyen's, PaymentRefused for odd amounts."""
    told: list[Told] = []
    ignored: list[str] = []
    for each in Reader(message).parts("notificationItems"):
        item = each.part("NotificationRequestItem")
        kind = _kind(item)
        if kind is None:
            ignored.append(item.text("eventCode"))
        else:
            told.append(_told(item, kind))
    return Heard(tuple(told), tuple(ignored))


def _kind(item: Reader) -> Kind | None:
    words, code = vocabulary_of(GATEWAY), item.text("eventCode")
    if not item.truth("success"):
        return words.failures.get(code)
    kind = words.messages.get(code)
    if kind in CASES - {Kind.WARN, Kind.INQUIRY}:
        return words.disputes.get(item.part("additionalData").maybe("disputeStatus"), kind)
    return kind


def _told(item: Reader, kind: Kind) -> Told:
    own, original = item.text("pspReference"), item.maybe("originalReference")
    payment = original or own
    extra, money = item.part("additionalData"), item.part("amount")
    currency = money.text("currency")
    is_case = kind in CASES
    return Told(
        gateway=GATEWAY,
        word=item.text("eventCode"),
        kind=kind,
        amount=0 if kind in ATTEMPTS - {Kind.CAPTURE_FAILED} else from_gateway(GATEWAY, money.whole("value"), currency),
        currency=currency,
        reference=_reference(item, kind, own),
        subject=own if is_case or kind in (Kind.REFUND, Kind.REFUND_FAILED) else payment,
        at=item.moment("eventDate"),
        names=tuple(dict.fromkeys((payment, own))),
        orders=tuple(each for each in (item.maybe("merchantReference"),) if each),
        method=item.maybe("paymentMethod").replace("mc", "mastercard"),
        dispute=_disputed(item, extra, own) if is_case else None,
        refund=item.maybe("merchantReference") if item.maybe("merchantReference").startswith("rfd_") else "",
    )


def _reference(item: Reader, kind: Kind, own: str) -> str:
    if kind is Kind.CAPTURE:
        return own
    if kind in CASES and kind is not Kind.WARN:
        status = item.part("additionalData").maybe("disputeStatus")
        return f"{own}:{item.text('eventCode')}:{status}"
    return own if kind in (Kind.REFUND, Kind.WARN) else f"{own}:{kind}"


def _disputed(item: Reader, extra: Reader, own: str) -> Disputed:
    code = extra.maybe("chargebackReasonCode") or extra.maybe("rfiReasonCode") or extra.maybe("nofReasonCode")
    scheme = extra.maybe("chargebackSchemeCode") or extra.maybe("rfiSchemeCode") or extra.maybe("nofSchemeCode")
    return Disputed(
        reference=own,
        scheme=scheme or item.maybe("paymentMethod"),
        reason_code=code,
        due_at=extra.maybe_moment("defensePeriodEndsAt"),
    )
