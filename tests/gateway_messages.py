"""Messages of gateways for tests, in the shapes of their public documentation; everything in them is invented."""

from datetime import timedelta

from tests.fulfilment_site import NOON

Message = dict[str, object]
ORDER = "A-1001"


def _seconds(later: int) -> int:
    return int((NOON + timedelta(days=later)).timestamp())


def stripe(type_: str, thing: Message, later: int = 0, number: int = 1) -> Message:
    """An event around an object."""
    return {"object": "event", "id": f"evt_{type_}_{number}", "type": type_, "created": _seconds(later),
            "data": {"object": thing}}  # fmt: skip


def stripe_intent(type_: str, *, later: int = 0, **fields: object) -> Message:
    """A PaymentIntent of the sample order."""
    thing = {"object": "payment_intent", "id": "pi_1", "currency": "eur", "amount": 4488,
             "metadata": {"order_id": ORDER}, "latest_charge": "ch_1"}  # fmt: skip
    return stripe(type_, {**thing, **fields}, later)


def stripe_dispute(type_: str, status: str, *, reason: str = "fraudulent", later: int = 0) -> Message:
    """A dispute over the whole amount, by Visa's 10.4, to be answered within nine days."""
    thing = {
        "object": "dispute",
        "id": "dp_1",
        "charge": "ch_1",
        "payment_intent": "pi_1",
        "amount": 4488,
        "currency": "eur",
        "status": status,
        "reason": reason,
        "evidence_details": {"due_by": _seconds(9)},
        "payment_method_details": {"type": "card", "card": {"brand": "visa", "network_reason_code": "10.4"}},
        "metadata": {"order_id": ORDER},
    }
    return stripe(type_, thing, later)


def paypal(type_: str, value: str, *, later: int = 0, **fields: object) -> Message:
    """A capture, authorisation or refund of the sample order."""
    thing = {"id": "PP1", "amount": {"currency_code": "EUR", "value": value}, "custom_id": ORDER}
    created = (NOON + timedelta(days=later)).isoformat().replace("+00:00", "Z")
    return {"id": f"WH-{type_}", "event_type": type_, "create_time": created, "resource": {**thing, **fields}}


def paypal_dispute(type_: str, *, stage: str = "", outcome: str = "", later: int = 0) -> Message:
    """A dispute over the whole amount."""
    thing: Message = {
        "dispute_id": "PP-D-1",
        "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
        "dispute_amount": {"currency_code": "EUR", "value": "44.88"},
        "disputed_transactions": [{"seller_transaction_id": "PP1", "custom": ORDER}],
    }
    thing |= {"dispute_life_cycle_stage": stage} if stage else {}
    thing |= {"dispute_outcome": {"outcome_code": outcome}} if outcome else {}
    created = (NOON + timedelta(days=later)).isoformat()
    return {"id": f"WH-{type_}", "event_type": type_, "create_time": created, "resource": thing}


def adyen(code: str, value: int, *, later: int = 0, **fields: object) -> Message:
    """One item of a standard webhook. A modification has its own name, and the payment's as `originalReference`."""
    item = {
        "amount": {"currency": "EUR", "value": value},
        "eventCode": code,
        "eventDate": (NOON + timedelta(days=later)).isoformat(),
        "merchantAccountCode": "ShopDE",
        "merchantReference": ORDER,
        "paymentMethod": "visa",
        "pspReference": f"MOD{code}" if "originalReference" in fields else "PSP1",
        "success": "true",
        **fields,
    }
    return {"live": "false", "notificationItems": [{"NotificationRequestItem": item}]}
