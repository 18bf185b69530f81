"""A service of the merchant's own is chosen for parts, named and counted like those that come with Clearway. On both
databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.order.order import ShippingChoice
from fulfillment.notify.expecting import Days, seen_days, stated_days
from fulfillment.records import ParcelTrip
from fulfillment.shipping.named_because import NamedBecause
from fulfillment.shipping.naming_service import Wanted, name_service
from fulfillment.shipping.own_rates import Entry
from fulfillment.shipping.own_services import import_services, withdraw_service
from fulfillment.shipping.what_if import read_tally
from fulfillment.shipping.what_if_running import Asked, begin_what_if
from fulfillment.states import Voyage
from fulfillment.store.service_choices import find_what_if
from fulfillment.tracking.counting import count
from fulfillment.tracking.expected import ENDED, ON_TIME, lane_seen, tallies_of
from tests.builders import an_address, an_order
from tests.choosing_house import choices, choosing, packed, unnamed
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_choosing_for_parts import LATE, YEAR, wish
from tests.own_line import LINE, OWN_LINE, STOPPED, with_own_line
from tests.shipping_goods import DATA

GERMAN = an_address(country="DE")


def offered(house: House) -> House:
    """It is cheaper than any other."""
    choosing(house)
    with house.database.write() as session:
        with_own_line(house, session)
    return house


def named(house: House) -> None:
    with house.database.write() as session:
        name_service(session, house.site, house.on(), None, Wanted(service=LINE, because=NamedBecause.CHEAPER))


def entry(house: House) -> Entry:
    return Entry(merchant=house.merchant, actor="tests", now=house.clock.now())


def test_part_when_the_merchants_own_line_is_best_then_goes_by_it_at_its_card(house: House) -> None:
    packed(offered(house))
    (made,) = (each for each in choices(house) if each.kind == "packed")
    assert (made.service, made.carrier, made.price_minor) == (LINE, "mine", 1000)
    assert (house.parcels()[0].service_id, house.parcels()[0].carrier) == (LINE, "mine")


def test_part_when_a_line_is_another_merchants_then_is_not_sent_by_it(house: House) -> None:
    offered(house)
    house.merchant = "other"
    packed(house)
    assert house.parcels()[0].service_id == "line-4px"


def test_part_when_the_line_that_could_take_it_goes_again_then_waits_no_longer(house: House) -> None:
    choosing(house)
    with house.database.write() as session:
        with_own_line(house, session, STOPPED)
    wish(house, needs={"most_minor": 200})
    packed(house)
    assert choices(house)[-1].state == "waits"
    with house.database.write() as session:
        import_services(session, house.site.ids, DATA, entry(house), OWN_LINE.encode())
    house.drain()
    assert house.parcels()[0].service_id == LINE


def test_person_when_they_name_the_own_line_then_the_part_goes_by_it(house: House) -> None:
    packed(offered(house), order=unnamed(shipping=LATE))
    named(house)
    house.drain()
    assert house.parcels()[0].service_id == LINE


@pytest.mark.parametrize(("stays", "same", "could_not"), [(True, 1, 0), (False, 0, 1)])
def test_count_when_all_go_by_the_own_line_then_is_counted_also_once_it_is_withdrawn(
    house: House, stays: bool, same: int, could_not: int
) -> None:
    packed(offered(house))
    asked = Asked(since=YEAR.since, until=YEAR.until + timedelta(days=1), service=LINE)
    desk = house.site.shipping
    assert desk is not None
    with house.database.write() as session:
        run = begin_what_if(session, house.site.ids, desk, house.merchant, asked, "tests", house.clock.now())
        if not stays:
            withdraw_service(session, house.site.ids, entry(house), LINE)
    house.drain()
    with house.database.read() as session:
        ended = find_what_if(session, house.merchant, run.id)
    assert ended is not None
    sums = read_tally(ended.data).total()
    assert (ended.state, sums.same, sums.could_not) == ("done", same, could_not)


def test_lane_when_only_an_own_line_states_its_days_then_parcels_are_expected_by_them(house: House) -> None:
    offered(house)
    with house.database.read() as session:
        seen = lane_seen(session, house.merchant, "CN", "DE")[LINE]
        assert LINE not in lane_seen(session, "other", "CN", "DE")
    assert (seen.carrier, seen.promised_days, seen.is_stated) == ("mine", 6, True)


@pytest.mark.parametrize(
    ("service", "days"), [(LINE, Days(4, 6)), ("intl-express", Days(3, 6)), ("withdrawn", Days(9, 9))]
)
def test_days_when_the_chosen_service_states_them_then_count_before_what_was_promised(
    house: House, service: str, days: Days
) -> None:
    packed(offered(house))
    parcel = replace(house.parcels()[0], service_id=service)
    order = an_order(shipping_address=GERMAN, shipping=ShippingChoice(promised_days=9))
    with house.database.read() as session:
        assert stated_days(session, parcel, order) == days


def test_days_when_the_service_was_restated_and_withdrawn_then_hold_as_when_the_parcel_got_its_label(
    house: House,
) -> None:
    packed(offered(house))
    (parcel,), order = house.parcels(), an_order(shipping_address=GERMAN)
    house.pass_by(days=1)
    later = replace(parcel, created_at=house.clock.now())
    with house.database.write() as session:
        slower = OWN_LINE.replace("days: [4, 6]", "days: [8, 9]")
        import_services(session, house.site.ids, DATA, entry(house), slower.encode())
        known = [days(session, each, order) for each in (parcel, later) for days in (stated_days, seen_days)]
        withdraw_service(session, house.site.ids, replace(entry(house), now=later.created_at + timedelta(days=1)), LINE)
        gone = [days(session, parcel, order) for days in (stated_days, seen_days)]
    assert known == [Days(4, 6), Days(5, 6), Days(8, 9), Days(9, 9)]
    assert gone == [Days(4, 6)] * 2


def test_lane_when_the_service_was_restated_then_counts_each_parcel_by_what_held_when_it_got_its_label(
    house: House,
) -> None:
    packed(offered(house))
    (parcel,) = house.parcels()
    house.pass_by(days=1)
    now = house.clock.now()
    slower = OWN_LINE.replace("days: [4, 6]", "days: [8, 9]")
    arrived = replace(parcel, state=Voyage.DELIVERED, status_at=now + timedelta(days=8))
    with house.database.write() as session:
        import_services(session, house.site.ids, DATA, entry(house), slower.encode())
        for each in (arrived, replace(arrived, id="shp_later", created_at=now)):
            trip = ParcelTrip(shipment_id=each.id, merchant_id=each.merchant_id, order_id=each.order_id, number="1",
                              carrier="mine", service_id=LINE, origin="CN", country="DE", left_at=now)  # fmt: skip
            assert count(session, trip, each, [])
        tally = tallies_of(session, house.merchant, "CN", "DE")[LINE]
    assert (tally.many(ENDED), tally.many(ON_TIME)) == (2, 1)
