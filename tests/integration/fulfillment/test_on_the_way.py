"""What customers are told of a parcel on its way: once a happening, with the reason in our own words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.order.order import ShippingChoice
from engine.order.terms import Incoterm
from fulfillment.notify.letter import letter_of
from fulfillment.notify.on_the_way import LATE, SILENT, tell_of_event, tell_of_watch, who_pays
from fulfillment.records import Notice
from fulfillment.store.notices import notices_of
from fulfillment.store.shipments import tracked
from fulfillment.thread import at_work
from fulfillment.tracking.recording import record_tracking
from fulfillment.tracking.scan import Scan
from fulfillment.tracking.vocabulary import Word, current
from tests.builders import an_order
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_stopping import handed_over


@pytest.fixture
def under_way(house: House) -> House:
    handed_over(house)
    scan(house, Word.ACCEPTED)
    return house


def scan(house: House, word: Word, reason: str = "", **later: float) -> None:
    house.pass_by(hours=1, **later)
    (parcel,) = house.parcels()
    with house.database.write() as session:
        record_tracking(
            session, house.site, "main", parcel.number, [Scan(status=word, at=house.clock.now(), reason=reason)],
            house.clock.now(),
        )  # fmt: skip


def told(house: House) -> list[Notice]:
    with house.database.read() as session:
        found = notices_of(session, "main", "ord_1")
    return [each for each in found if each.kind not in ("accepted", "shipped")]


def test_attempts_when_they_fail_on_two_days_then_each_day_is_told_once(under_way: House) -> None:
    scan(under_way, Word.ATTEMPT_FAILED, "absent")
    scan(under_way, Word.ATTEMPT_FAILED, "absent")
    scan(under_way, Word.ATTEMPT_FAILED, "gate code 1234 of Mr Smith", days=1)
    first, second = told(under_way)
    assert [first.kind, second.kind] == ["attempt_failed"] * 2
    assert "Nobody was at home." in letter_of(first, an_order(), language="en").text
    assert "1234" not in str(second.params)


def test_attempt_when_the_address_is_wrong_then_asks_for_it(under_way: House) -> None:
    scan(under_way, Word.ATTEMPT_FAILED, "address_problem")
    assert [each.kind for each in told(under_way)] == ["address_problem"]


@pytest.mark.parametrize("word", [Word.IMPORT_CUSTOMS, Word.IMPORT_HELD])
def test_customs_when_duty_is_due_then_says_who_pays(under_way: House, word: Word) -> None:
    scan(under_way, word, "duty_due")
    (notice,) = told(under_way)
    assert (notice.kind, notice.params["pays"]) == ("duty_due", "seller")


def test_customs_when_they_look_without_a_demand_then_only_a_hold_is_told(under_way: House) -> None:
    scan(under_way, Word.IMPORT_CUSTOMS)
    scan(under_way, Word.IMPORT_HELD)
    assert [each.kind for each in told(under_way)] == ["import_held"]


def test_event_when_it_comes_late_then_is_no_news(under_way: House) -> None:
    scan(under_way, Word.OUT_FOR_DELIVERY)
    (parcel,) = under_way.parcels()
    early = Scan(status=Word.IMPORT_HELD, at=under_way.clock.now() - timedelta(hours=1))
    with under_way.database.write() as session:
        record_tracking(session, under_way.site, "main", parcel.number, [early], under_way.clock.now())
    assert [each.kind for each in told(under_way)] == ["out_for_delivery"]


@pytest.mark.parametrize(("watch", "kind"), [(SILENT, "parcel_silent"), (LATE, "parcel_late")])
def test_watch_when_it_finds_the_parcel_twice_then_apologises_once(under_way: House, watch: str, kind: str) -> None:
    for _ in range(2):
        with under_way.database.write() as session, at_work(session, under_way.site, under_way.on()) as file:
            tell_of_watch(file, file.shipment(), watch)
    assert [each.kind for each in told(under_way)] == [kind]


@pytest.mark.parametrize(
    ("term", "link", "kept"),
    [
        (Incoterm.DAP, "https://duty.example/1", {"pays": "customer", "pay_link": "https://duty.example/1"}),
        (Incoterm.DAP, "http://duty.example/1", {"pays": "customer"}),
        (Incoterm.DAP, "https://duty.example/1 https://other.example", {"pays": "customer"}),
        (Incoterm.DDP, "https://duty.example/1", {"pays": "seller"}),
    ],
)
def test_duty_when_the_carrier_gives_a_link_then_only_who_pays_sees_it(
    under_way: House, term: Incoterm, link: str, kept: dict[str, str]
) -> None:
    order = replace(under_way.desk.orders["ord_1"], shipping=ShippingChoice(incoterm=term))
    under_way.desk.orders["ord_1"] = order
    scan(under_way, Word.IMPORT_CUSTOMS)
    with under_way.database.write() as session, at_work(session, under_way.site, under_way.on()) as file:
        event = current(tracked(session, file.shipment().id))
        assert event is not None
        tell_of_event(file, file.shipment(), replace(event, reason="duty_due"), pay_link=link)
    (notice,) = told(under_way)
    assert {name: value for name, value in notice.params.items() if name.startswith("pay")} == kept
    assert who_pays(order) == kept["pays"]
