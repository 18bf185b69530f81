"""Carriers' bills taken in, held against what was packed and agreed, disputed, and closed by credits."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.order.order import Order, Totals
from engine.order.terms import Incoterm
from fulfillment.errors import NotFound
from fulfillment.freight.cases import FreightCaseDecided, decide
from fulfillment.freight.kinds import Act, FreightState
from fulfillment.freight.sources import Sources
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.records import FreightCase
from fulfillment.shipping.own_rates import Entry, import_rates
from fulfillment.states import Voyage
from fulfillment.store.freight_cases import freight_entries_of
from tests.builders import an_order
from tests.freight_bills import a_bill, a_row, cases_in, importing, take, told
from tests.fulfilment_site import NOON, House
from tests.money_house import HANDED_AT, file_of, sent, the_sources
from tests.own_line import LINE, with_own_line
from tests.shipping_goods import DATA


def ddp(order: Order | None = None) -> Order:
    chosen = an_order() if order is None else order
    assert chosen.shipping is not None
    return replace(chosen, shipping=replace(chosen.shipping, incoterm=Incoterm.DDP))


def by(house: House, case: FreightCase, act: Act) -> FreightCase:
    with house.database.write() as session:
        sitting = Sitting(session=session, site=house.site, merchant=house.merchant, now=NOON, actor="ana")
        return decide(sitting, case.id, act, "because")


@pytest.fixture
def sources(house: House) -> Sources:
    """One order whose parcel has left."""
    sent(house, number="YT1")
    return the_sources(file_of(ddp()))


def test_bill_when_it_is_as_agreed_then_nothing_differs(house: House, sources: Sources) -> None:
    done = take(house, sources, a_row("YT1"))
    assert (done.is_known, done.file.fresh, done.file.audited, done.moved.opened) == (False, 1, 1, 0)
    assert done.unchecked == {}


def test_bill_when_taken_in_again_or_within_another_file_then_nothing_changes(house: House, sources: Sources) -> None:
    take(house, sources, a_row("YT1", weight="1.5", freight="111"))
    again = take(house, sources, a_row("YT1", weight="1.5", freight="111"))
    assert again.is_known
    wider = take(house, sources, a_row("YT1", weight="1.5", freight="111"), a_row("YT9"), name="more.csv")
    assert (wider.file.size, wider.file.fresh) == (2, 1)
    assert [each[0] for each in told(house)] == ["billed_weight", "not_ours"]


def test_weight_when_more_is_billed_than_packed_then_its_price_is_at_stake(house: House, sources: Sources) -> None:
    take(house, sources, a_row("YT1", weight="1.5", freight="111"))
    assert told(house) == [("billed_weight", "freight", 7400, 11100, 3700, "open")]
    (case,) = cases_in(house)
    assert {name: case.data[name] for name in ("packed_g", "dimensional_g", "expected_g", "billed_g", "divisor")} == {
        "packed_g": 420, "dimensional_g": 1000, "expected_g": 1000, "billed_g": 1500, "divisor": 6000,
    }  # fmt: skip


def test_freight_when_weight_and_rate_differ_then_the_excess_is_split_without_rest(
    house: House, sources: Sources
) -> None:
    take(house, sources, a_row("YT1", weight="1.5", freight="120"))
    assert told(house) == [
        ("billed_weight", "freight", 7400, 12000, 3700, "open"),
        ("freight_rate", "freight", 7400, 12000, 900, "open"),
    ]


def test_zone_when_another_country_is_billed_then_what_its_card_asks_more_is_at_stake(
    house: House, sources: Sources
) -> None:
    take(house, sources, a_row("YT1", country="US", freight="95.10"))
    assert told(house) == [("zone", "freight", 7400, 9510, 2110, "open")]


def test_surcharges_when_none_was_agreed_then_each_is_a_difference_of_its_own(house: House, sources: Sources) -> None:
    take(house, sources, a_row("YT1", registration="25", 偏远="35", 燃油="0.30"))
    assert told(house) == [
        ("surcharge", "registration", 1900, 2500, 600, "open"),
        ("surcharge", "remote", 0, 3500, 3500, "open"),
    ]


def test_card_when_another_was_in_force_on_the_day_of_hand_over_then_that_one_counts(
    house: House, sources: Sources
) -> None:
    head = "service,zone,currency,valid_from,valid_until,over_g,up_to_g,base,included_g,step_g,per_kg"
    on, after = HANDED_AT.date(), (HANDED_AT + timedelta(days=1)).date()
    rows = [
        f"line-yunexpress,eu,CNY,{on},,0,30000,0,0,1,60",
        f"line-yunexpress,eu,CNY,{after},,0,30000,0,0,1,99",
    ]
    with house.database.write() as session:
        entry = Entry(merchant="main", actor="tests", now=NOON)
        assert not import_rates(session, house.site.ids, DATA, entry, "\n".join((head, *rows)).encode()).faults
    take(house, sources, a_row("YT1", registration=""))
    assert told(house) == [("freight_rate", "freight", 6000, 7400, 1400, "open")]
    assert cases_in(house)[0].data["own_card"] is True


def test_parcel_when_billed_again_on_another_bill_then_twice(house: House, sources: Sources) -> None:
    take(house, sources, a_row("YT1"))
    take(house, sources, a_row("YT1", "B-2", registration=""), name="second.csv")
    assert told(house) == [("billed_twice", "", 0, 7400, 7400, "open")]
    assert cases_in(house)[0].data["first_bill"] == "B-1"


def test_parcel_when_it_is_not_ours_then_all_of_it_is_at_stake(house: House, sources: Sources) -> None:
    take(house, sources, a_row("XX-OTHER"))
    assert told(house) == [("not_ours", "", 0, 9300, 9300, "open")]


def test_parcel_when_its_label_was_voided_then_nothing_is_due(house: House) -> None:
    sent(house, number="YT1", state=Voyage.VOIDED, handed_at=None)
    take(house, the_sources(file_of(ddp())), a_row("YT1"))
    assert told(house) == [("voided_billed", "", 0, 9300, 9300, "open")]


def test_parcel_when_labelled_and_not_handed_over_then_not_due(house: House) -> None:
    sent(house, number="YT1", state=Voyage.LABELLED, handed_at=None)
    take(house, the_sources(file_of(ddp())), a_row("YT1"))
    assert [each[0] for each in told(house)] == ["billed_before_hand_over"]


def test_parcel_when_billed_before_the_hand_over_then_not_due(house: House, sources: Sources) -> None:
    take(house, sources, a_row("YT1", on="2026-11-10"))
    assert told(house) == [("billed_before_hand_over", "", 0, 9300, 9300, "open")]


def test_tax_when_it_was_paid_at_the_sale_and_is_advanced_again_then_it_and_its_fee_differ(
    house: House, sources: Sources
) -> None:
    take(house, sources, a_row("YT1", 增值税="60", 代垫手续费="120"))
    assert told(house) == [
        ("advance_fee", "advance_fee", 0, 12000, 12000, "open"),
        ("import_tax", "import_tax", 0, 6000, 6000, "open"),
    ]


def test_duty_when_nobody_can_tell_it_then_it_is_not_judged_and_that_is_said(house: House) -> None:
    sent(house, number="YT1")
    done = take(house, the_sources(file_of(ddp(), duty_due=True)), a_row("YT1", 关税代垫="30"))
    assert (told(house), done.unchecked) == ([], {"duty_not_known": 1})


def test_duty_when_the_order_states_what_the_buyer_paid_for_it_then_more_than_that_differs(house: House) -> None:
    sent(house, number="YT1")
    order = ddp(an_order(totals=Totals(total=4888, goods=3998, shipping=490, duty=400)))
    take(house, the_sources(file_of(order, duty_due=True)), a_row("YT1", 关税代垫="40"))
    assert told(house) == [("duty", "duty", 3296, 4000, 704, "open")]  # 4.00 EUR at 8.24


def test_parcel_when_no_service_was_chosen_then_freight_is_not_judged_and_that_is_said(house: House) -> None:
    sent(house, number="YT1", service="")
    done = take(house, the_sources(file_of(ddp())), a_row("YT1", freight="999"))
    assert (told(house), done.unchecked) == ([], {"service_not_chosen": 1})


def test_bill_when_only_looked_at_then_the_same_is_told_and_nothing_kept(house: House, sources: Sources) -> None:
    rows = (a_row("YT1"), a_row("YT1", "B-2", registration=""), a_row("XX"))
    looked = importing(house, sources).look(a_bill(*rows))
    assert (looked.fresh, looked.matched) == (3, 2)
    assert [each.kind for _, each in looked.found] == ["billed_twice", "not_ours"]
    assert cases_in(house) == ()


def test_credit_when_it_comes_in_a_later_bill_then_it_closes_what_was_disputed(house: House, sources: Sources) -> None:
    take(house, sources, a_row("YT1", weight="1.5", freight="111"))
    by(house, cases_in(house)[0], Act.DISPUTE)
    part = take(house, sources, a_row("YT1", "B-2", weight="", freight="-20", registration=""), name="credit.csv")
    assert (part.moved.credited, cases_in(house)[0].state, cases_in(house)[0].credited) == (0, "disputed", 2000)
    rest = take(house, sources, a_row("YT1", "B-3", weight="", freight="-18", registration=""), name="credit2.csv")
    assert (rest.moved.credited, rest.spare) == (1, {"CNY": 100})
    (case,) = cases_in(house)
    assert (case.state, case.credited) == (FreightState.CREDITED, 3700)
    with house.database.read() as session:
        acts = [each.act for each in freight_entries_of(session, "main", case.id)]
    assert acts == ["open", "dispute", "part_credit", "credit"]


def test_compensation_for_a_lost_parcel_when_paid_then_it_closes_no_difference(house: House, sources: Sources) -> None:
    take(house, sources, a_row("YT1", weight="1.5", freight="111"))
    take(house, sources, a_row("YT1", "B-2", weight="", freight="", registration="", 赔付="-50"), name="c.csv")
    assert cases_in(house)[0].credited == 0


def test_bill_when_the_parcel_is_known_later_then_looking_again_ends_the_difference(house: House) -> None:
    sources = the_sources(file_of(ddp()))
    first = take(house, sources, a_row("YT1"))
    assert told(house)[0][0] == "not_ours"
    sent(house, number="YT1")
    done = importing(house, sources).audit(first.file.id)
    assert (done.moved.closed, told(house)) == (1, [("not_ours", "", 0, 9300, 0, "accepted")])


def test_difference_when_accepted_then_looking_again_leaves_it_so(house: House, sources: Sources) -> None:
    first = take(house, sources, a_row("YT1", weight="1.5", freight="111"))
    by(house, cases_in(house)[0], Act.ACCEPT)
    done = importing(house, sources).audit(first.file.id)
    assert (done.moved.opened, cases_in(house)[0].state) == (0, "accepted")


def test_difference_when_it_stands_elsewhere_then_a_step_is_refused_with_those_that_can_be(
    house: House, sources: Sources
) -> None:
    take(house, sources, a_row("YT1", weight="1.5", freight="111"))
    with pytest.raises(FreightCaseDecided, match="possible now: `dispute`, `accept`, `credit`"):
        by(house, cases_in(house)[0], Act.LOSE)


def test_bill_when_of_another_merchant_then_not_found(house: House, sources: Sources, tmp_path: object) -> None:
    first = take(house, sources, a_row("YT1"))
    other = replace(importing(house, sources), merchant="other")
    with pytest.raises(NotFound):
        other.audit(first.file.id)
    assert other.take(a_bill(a_row("YT1"))).moved.opened == 1  # nothing of ours is known there


def test_bill_when_broken_off_then_it_goes_on_and_nothing_opens_twice(house: House, sources: Sources) -> None:
    rows = [a_row(f"XX{number}") for number in range(5)]
    work = importing(house, sources)

    def stop(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work.take(a_bill(*rows), step=stop, at_once=2)
    assert len(cases_in(house)) == 2
    done = work.take(a_bill(*rows), at_once=2)
    assert (done.is_known, done.file.audited, len(cases_in(house))) == (True, 5, 5)


def test_rate_when_a_parcel_went_by_the_merchants_own_line_then_is_held_against_its_card(house: House) -> None:
    with house.database.write() as session:
        with_own_line(house, session)
    sent(house, number="YT1", service=LINE, carrier="mine")
    done = take(house, the_sources(file_of(ddp())), a_row("YT1", freight="30", registration=""))
    assert done.unchecked == {}
    (case,) = cases_in(house)
    assert (case.kind, case.billed, case.expected, case.amount) == ("freight_rate", 3000, 1000, 2000)
