"""The choice of a service for each part: what waits, what lets it go, and what is counted again. On both databases."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from engine.domains import POLICIES
from engine.order.order import ShippingChoice
from engine.order.terms import Incoterm
from engine.policy_books import PolicyBook
from engine.rulebook.folder import load_rulebook
from fulfillment.aftersales.comebacks import worth
from fulfillment.deciding import cancel_order
from fulfillment.packing.packing import unpack
from fulfillment.shipping.errors import ApproverNeeded, ServiceRefused, WhatIfRefused, WishesRefused
from fulfillment.shipping.named_because import NamedBecause
from fulfillment.shipping.naming_service import Wanted, name_service
from fulfillment.shipping.what_if_running import Asked, begin_what_if, counted_at_once, judge_in_force
from fulfillment.shipping.wishing import as_stated, enter_wishes, read_wishes, wishes_of
from fulfillment.store.service_choices import find_what_if, orders_waiting
from tests.builders import a_line
from tests.choosing_house import ToldProfit, choices, choosing, packed, unnamed
from tests.fulfilment_site import NOON, House
from tests.merged_orders import FIRST, SECOND, admitted, boxed, merged
from tests.shipping_goods import DATA

RULES = Path(__file__).parents[3] / "rules"
LATE = ShippingChoice(carrier="yanwen", incoterm=Incoterm.DDP)  # which takes no DDP
YEAR = Asked(since=NOON - timedelta(days=30), until=NOON + timedelta(days=30))


@cache
def shipped() -> PolicyBook:
    return PolicyBook(load_rulebook(RULES / "shipping", POLICIES["shipping"]))


def waiting(house: House) -> tuple[str, ...]:
    with house.database.read() as session:
        return orders_waiting(session, house.merchant)


def wish(house: House, **stated: object) -> None:
    with house.database.write() as session:
        enter_wishes(session, house.site.ids, DATA, house.merchant, "", stated, "tests", house.clock.now())


def test_part_when_it_loses_money_then_waits_for_finance_until_a_person_lets_go(house: House) -> None:
    choosing(house, shipped(), ToldProfit(-5000))
    packed(house)
    (wait,) = house.desk.part_waits[house.parts()[0].id]
    assert (wait.rule, wait.acts, wait.waivable) == ("DEP-001", "finance", True)
    assert (house.parts()[0].state, waiting(house)) == ("packed", ("ord_1",))
    house.desk.let_go.append(wait)
    house.decide("admit")
    house.drain()
    assert (house.parts()[0].state, waiting(house), house.parcels()[0].service_id) == (
        "labelled", (), choices(house)[-1].service,
    )  # fmt: skip


def test_part_when_nothing_is_known_of_its_profit_then_is_not_kept(house: House) -> None:
    choosing(house, shipped())
    packed(house)
    assert [(each.kind, each.state) for each in choices(house)] == [("forecast", "chosen"), ("packed", "chosen")]


def test_part_when_nobody_chooses_services_then_is_labelled_as_before(house: House) -> None:
    packed(house)
    assert (choices(house), house.parcels()[0].carrier, house.parcels()[0].service_id) == ([], "post", "")


def test_part_when_it_waits_then_is_looked_at_again_every_day(house: House) -> None:
    choosing(house)
    packed(house, order=unnamed(shipping=LATE))
    assert (house.parts()[0].state, len(choices(house))) == ("packed", 2)
    house.desk.orders["ord_1"] = unnamed()
    house.pass_by(hours=25)
    house.drain()
    assert (house.parts()[0].state, house.parcels()[0].service_id != "") == ("labelled", True)


def test_part_when_it_waits_and_is_unpacked_or_ended_then_waits_no_more(house: House) -> None:
    choosing(house)
    packed(house, order=unnamed(shipping=LATE))
    part = house.parts()[0].id
    assert house.desk.part_waits[part] != ()
    with house.database.write() as session:
        unpack(session, house.site, house.on())
    assert house.desk.part_waits[part] == ()
    with house.database.write() as session:
        cancel_order(session, house.site, house.on(), "tests")
    assert (house.desk.part_waits[part], waiting(house)) == ((), ())


def test_part_when_the_merchant_gives_a_need_up_then_goes_on(house: House) -> None:
    choosing(house)
    wish(house, needs={"most_days": 0})
    packed(house)
    assert waiting(house) == ("ord_1",)
    wish(house)
    house.drain()
    assert (waiting(house), house.parts()[0].state) == ((), "labelled")


def test_choice_when_a_job_is_done_twice_then_is_entered_once(house: House) -> None:
    choosing(house)
    packed(house, order=unnamed(shipping=LATE))
    before = len(choices(house))
    house.drain(again=True)
    assert len(choices(house)) == before


def test_orders_when_they_share_a_box_then_go_by_one_service_for_all_of_it(house: House) -> None:
    choosing(house)
    admitted(house, FIRST, SECOND, shipping=ShippingChoice(incoterm=Incoterm.DDP))
    id_ = merged(house, FIRST, SECOND)
    boxed(house, id_, 1200)
    made = [[each for each in choices(house, order) if each.kind == "packed"][-1] for order in (FIRST, SECOND)]
    assert made[0].service == made[1].service != ""
    assert [each.data["dispatch"]["parcels"][0]["weight_g"] for each in made] == [1200, 1200]  # type: ignore[index]
    assert {each.data["subject"] for each in made} == {id_}
    both = sum(worth(house.desk.orders[each], {"1": 2}) for each in (FIRST, SECOND))
    assert made[0].data["dispatch"]["values"]["EUR"] == both  # type: ignore[index]


def test_person_when_they_name_what_cannot_take_it_then_nothing_is_kept(house: House) -> None:
    choosing(house)
    packed(house, order=unnamed(shipping=LATE))
    for service in ("post-packet", "no-such"):
        with house.database.write() as session, pytest.raises(ServiceRefused):
            name_service(session, house.site, house.on(), None, Wanted(service=service, because=NamedBecause.OTHER))
    assert [each for each in choices(house) if each.kind == "named"] == []


def test_person_when_they_name_another_for_a_part_that_waits_then_it_goes_by_that(house: House) -> None:
    choosing(house)
    packed(house, order=unnamed(shipping=LATE))
    with house.database.write() as session:
        name_service(session, house.site, house.on(), None, Wanted(service="line-4px", because=NamedBecause.FASTER))
    house.drain()
    assert (house.parcels()[0].service_id, house.parcels()[0].carrier) == ("line-4px", "4px")
    assert choices(house)[-1].decided_by == "person"


def test_person_when_the_house_bars_it_then_an_approver_may_name_it_all_the_same(house: House) -> None:
    choosing(house, shipped())
    by_buyer = ShippingChoice(incoterm=Incoterm.DAP)
    house.decide("admit", "ord_1", unnamed(shipping=by_buyer))
    house.drain()
    wanted = Wanted(service="post-packet", because=NamedBecause.CHEAPER)
    with house.database.write() as session, pytest.raises(ApproverNeeded):
        name_service(session, house.site, house.on(), None, wanted)
    with house.database.write() as session:
        named = name_service(session, house.site, house.on(), None, replace(wanted, may_pass_bar=True))
    assert named.data["over_bar"] is True


def test_wishes_when_of_a_shop_then_go_before_those_of_the_merchant(house: House) -> None:
    wish(house, way="pareto")
    with house.database.write() as session:
        enter_wishes(session, house.site.ids, DATA, "main", "de", {"splits": True}, "tests", house.clock.now())
    with house.database.read() as session:
        shop, other, elsewhere = (
            wishes_of(session, DATA, *each) for each in (("main", "de"), ("main", "fr"), ("acme", "de"))
        )
    assert (shop.of, shop.splits, str(shop.wishes.way)) == ("shop", True, "weighed")
    assert (other.of, str(other.wishes.way), elsewhere.of) == ("merchant", "pareto", "usual")


def test_wishes_when_stated_then_are_read_back() -> None:
    own = read_wishes({"way": "pareto", "needs": {"most_days": 9, "insured": True}, "worth": {"day": 7}}, DATA)
    assert read_wishes(as_stated(own), DATA) == own


@pytest.mark.parametrize(
    "stated",
    [
        {"way": "best"},
        {"when": 1},
        {"currency": "XXQ"},
        {"currency": "CNY", "worth": {"day": 1}},
        {"worth": {"day": -1}},
        {"worth": {"day": True}},
        {"worth": {"hour": 1}},
        {"needs": {"most_days": 400}},
        {"needs": {"tracked": 1}},
        {"needs": []},
        {"splits": "yes"},
    ],
)
def test_wishes_when_wrong_then_each_fault_is_told(stated: dict[str, object]) -> None:
    with pytest.raises(WishesRefused) as refused:
        read_wishes(stated, DATA)
    assert refused.value.details != ()


def test_count_when_done_page_by_page_then_comes_to_the_same_as_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosing(house, shipped())
    for number in range(3):
        packed(house, f"ord_{number}", unnamed(id=f"A-{number}", lines=(a_line(),)))
    monkeypatch.setattr("fulfillment.shipping.what_if_running.PAGE", 2)
    desk, asked = house.site.shipping, replace(YEAR, service="intl-express")
    assert desk is not None
    with house.database.write() as session:
        run = begin_what_if(session, house.site.ids, desk, "main", asked, "tests", house.clock.now())
    house.drain()
    with house.database.read() as session:
        done, hidden = (find_what_if(session, each, run.id) for each in ("main", "other"))
    at_once = counted_at_once(house.database, desk, judge_in_force(house.site, "main"), "main", asked)
    assert (done is not None and done.state, hidden) == ("done", None)
    assert done is not None
    assert [each["choices"] for each in done.data["lanes"]] == [at_once.total().choices] == [3]  # type: ignore[attr-defined]
    assert done.data["lanes"][0]["minor"] == at_once.total().minor > 0  # type: ignore[index]


@pytest.mark.parametrize(
    "changes", [{"until": YEAR.since}, {"service": "x"}, {"currency": "XXQ"}, {"service": "line-4px", "wishes": {}}]
)
def test_count_when_nothing_can_be_counted_then_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(WhatIfRefused):
        replace(YEAR, **changes).check(DATA)  # type: ignore[arg-type]


def test_orders_when_they_share_a_box_that_waits_then_naming_a_service_for_one_lets_all_go(house: House) -> None:
    choosing(house)
    admitted(house, FIRST, SECOND, shipping=LATE)
    boxed(house, merged(house, FIRST, SECOND), 1200)
    assert waiting(house) == (FIRST, SECOND)
    with house.database.write() as session:
        wanted = Wanted(service="line-4px", because=NamedBecause.CARRIER_FULL)
        name_service(session, house.site, house.on(SECOND), None, wanted)
    house.drain()
    assert {each.service_id for order in (FIRST, SECOND) for each in house.parcels(order)} == {"line-4px"}
    assert waiting(house) == ()
