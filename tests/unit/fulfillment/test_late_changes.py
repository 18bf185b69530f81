"""What a late change would do, by how far the goods are, and whose protection another address costs."""

from dataclasses import replace

import pytest

from engine.order.payment import Payment
from engine.order.terms import PaymentMethod, PaymentStatus
from fulfillment.late_changes.protection import warnings_for
from fulfillment.late_changes.reach import Follows, Outlook, Reach, outlook
from fulfillment.records import Case, Fulfilment, Shipment
from fulfillment.states import Stage, Voyage, Work
from tests.builders import an_order
from tests.fulfilment_site import NOON


def a_case(stage: Stage = Stage.FULFILLING) -> Case:
    return Case(order_id="ord_1", merchant_id="main", stage=stage, payment="captured", total=100, currency="EUR",
                opened_at=NOON, changed_at=NOON)  # fmt: skip


def a_part(state: Work) -> Fulfilment:
    return Fulfilment(id="ful_1", merchant_id="main", order_id="ord_1", number=1, warehouse="SZX-1", state=state,
                      created_at=NOON)  # fmt: skip


def a_parcel(state: Voyage) -> Shipment:
    return Shipment(id="shp_1", merchant_id="main", order_id="ord_1", fulfilment_id="ful_1", parcel_id="par_1",
                    carrier="post", service="RX", number="RX1", state=state, status="accepted", order_version=1,
                    created_at=NOON)  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "work", "voyage", "found"),
    [
        (Stage.ACCEPTED, Work.PLANNED, None, Outlook(Reach.UNPICKED, Follows.CHANGED, Follows.STOPPED)),
        (Stage.FULFILLING, Work.RESERVED, None, Outlook(Reach.UNPICKED, Follows.CHANGED, Follows.STOPPED)),
        (Stage.FULFILLING, Work.PICKING, None, Outlook(Reach.PICKED, Follows.CHANGED, Follows.STOPPED)),
        (Stage.FULFILLING, Work.PACKED, None, Outlook(Reach.PICKED, Follows.CHANGED, Follows.STOPPED)),
        (Stage.FULFILLING, Work.LABELLED, Voyage.LABELLED,
         Outlook(Reach.LABELLED, Follows.RELABELLED, Follows.STOPPED)),
        (Stage.SHIPPED, Work.HANDED_OVER, Voyage.HANDED_OVER,
         Outlook(Reach.HANDED_OVER, Follows.REDIRECTED, Follows.CALLED_BACK)),
        (Stage.IN_TRANSIT, Work.HANDED_OVER, Voyage.STUCK,
         Outlook(Reach.HANDED_OVER, Follows.REDIRECTED, Follows.CALLED_BACK)),
        (Stage.RETURNING, Work.HANDED_OVER, Voyage.RETURNING,
         Outlook(Reach.ARRIVED, Follows.TOO_LATE, Follows.TOO_LATE)),
        (Stage.DELIVERED, Work.HANDED_OVER, Voyage.DELIVERED,
         Outlook(Reach.ARRIVED, Follows.TOO_LATE, Follows.TOO_LATE)),
        (Stage.CANCELLED, Work.CANCELLED, None, Outlook(Reach.ENDED, Follows.TOO_LATE, Follows.NOTHING)),
    ],
)  # fmt: skip
def test_outlook_when_goods_are_so_far_then_is_what_people_are_told(
    stage: Stage, work: Work, voyage: Voyage | None, found: Outlook
) -> None:
    assert outlook(a_case(stage), [a_part(work)], [] if voyage is None else [a_parcel(voyage)]) == found


def test_outlook_when_some_parcels_left_then_they_decide() -> None:
    parts = [a_part(Work.HANDED_OVER), replace(a_part(Work.PICKED), id="ful_2", number=2)]
    assert outlook(a_case(), parts, [a_parcel(Voyage.IN_TRANSIT)]).address is Follows.REDIRECTED


PAYPAL = Payment(method=PaymentMethod.WALLET, status=PaymentStatus.CAPTURED, currency="EUR", gateway="paypal")


@pytest.mark.parametrize(
    ("channel", "payment", "teller", "codes"),
    [
        ("amazon", None, "service", ["amazon_address_of_order_only"]),
        ("ebay", None, "channel:ebay-de", []),
        ("own_shop", PAYPAL, "service", ["paypal_address_of_transaction_only"]),
        ("ebay", PAYPAL, "service", ["ebay_address_of_order_only", "paypal_address_of_transaction_only"]),
        ("own_shop", None, "service", []),
    ],
)
def test_warnings_when_somebody_else_changes_the_address_then_name_what_is_lost(
    channel: str, payment: Payment | None, teller: str, codes: list[str]
) -> None:
    assert [each.code for each in warnings_for(an_order(channel=channel, payment=payment), teller)] == codes


def test_warnings_when_told_then_in_both_languages_of_staff() -> None:
    [lost] = warnings_for(an_order(channel="amazon", payment=None), "service")
    assert lost.told("zh") != lost.told("en")
