"""How far an order is, between which days it should come, and how little of a person is shown."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.order.order import ShippingChoice
from engine.store.sessions import ReadSession
from fulfillment.notify.expecting import Days, expected_between, stated_days
from fulfillment.notify.order_page import DELIVERED, DONE, IN_COUNTRY, NEXT, NOW, first_name_of, level_of, steps_at
from fulfillment.notify.phrases import day_in
from fulfillment.records import Shipment
from fulfillment.tracking.vocabulary import MILESTONES, Word
from tests.builders import an_address, an_order

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
SENT = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
NO_SESSION: ReadSession = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Erika Muster", "Erika"),
        ("Erika", "Erika"),
        ("王小明", "王"),
        ("山田 花子", "山田"),
        ("Łukasz Wzór", "Łukasz"),
        ("", ""),
    ],
)
def test_name_when_shown_then_only_its_first_word(name: str, shown: str) -> None:
    customer = replace(an_order().customer, name=name or None)  # type: ignore[type-var]
    assert first_name_of(an_order(customer=customer, shipping_address=an_address(name=None))) == shown


def test_levels_when_milestones_are_reached_then_never_go_back() -> None:
    levels = [level_of(words[0]) for words in MILESTONES if words[0] not in (Word.RETURNING, Word.RETURNED)]
    assert levels == sorted(levels)
    assert level_of("something new") == level_of(Word.ACCEPTED)


def test_steps_when_at_one_then_those_before_are_done_and_at_the_last_all_are() -> None:
    assert [state for _, state in steps_at(IN_COUNTRY)] == [DONE, DONE, DONE, NOW, NEXT, NEXT]
    assert {state for _, state in steps_at(DELIVERED)} == {DONE}


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        (SENT, BERLIN, (date(2026, 11, 27), date(2026, 11, 30))),
        (SENT, TOKYO, (date(2026, 11, 28), date(2026, 12, 1))),
        (datetime(2026, 11, 29, 12, tzinfo=UTC), BERLIN, (date(2026, 11, 29), date(2026, 11, 30))),
        (datetime(2026, 12, 2, 12, tzinfo=UTC), BERLIN, None),
    ],
)
def test_window_when_days_pass_then_begins_today_and_ends_as_stated(
    now: datetime, zone: ZoneInfo, expected: tuple[date, date] | None
) -> None:
    assert expected_between(Days(2, 5), SENT, now, zone) == expected
    assert expected_between(None, SENT, now, zone) is None


def a_parcel() -> Shipment:
    return Shipment(
        id="shp_1", merchant_id="main", order_id="ord_1", fulfilment_id="ful_1", parcel_id="par_1", carrier="dhl",
        service="RX", number="N1", state="in_transit", status="accepted", order_version=1, created_at=SENT,
    )  # fmt: skip


@pytest.mark.parametrize(("promised", "days"), [(9, Days(9, 9)), (None, None)])
def test_days_when_no_service_was_chosen_then_are_as_promised(promised: int | None, days: Days | None) -> None:
    order = an_order(shipping_address=an_address(country="DE"), shipping=ShippingChoice(promised_days=promised))
    assert stated_days(NO_SESSION, a_parcel(), order) == days


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "2 December 2026"), ("de", "2. Dezember 2026"), ("fr", "2 décembre 2026"), ("es", "2 de diciembre de 2026"),
     ("zh", "2026年12月2日"), ("ja", "2026年12月2日")],
)  # fmt: skip
def test_day_when_written_then_as_the_language_has_it(language: str, written: str) -> None:
    assert day_in(date(2026, 12, 2), language) == written
