"""A carrier refuses to book a part: the next service of the choice takes it, a few times, and then people are asked."""

from dataclasses import replace

import pytest

from engine.order.order import ShippingChoice
from engine.order.terms import Incoterm
from engine.store.outbox import NewJob, enqueue
from fulfillment.jobs import PART_OVER
from fulfillment.shipping.struck import MOST
from tests.builders import an_order
from tests.carrier_servers.own_carrier import OwnCarrierServer, refusal
from tests.http.carrier_town import bookings, connected, packed, stands, states
from tests.http.conftest import Service
from tests.http.lives import let_go, life, post, worked

UNNAMED = an_order(id="A-1001", shipping=ShippingChoice(incoterm=Incoterm.DDP, promised_days=20))
OVER = refusal("suspended", "no flights this week")
Shown = dict[str, object]


def live(service: Service, server: OwnCarrierServer, *, but: tuple[str, ...] = ()) -> None:
    """Every service of the house is booked at this carrier, but these."""
    every = [each["id"] for each in service.get("/v1/shipping-services").json()["data"]]
    connected(service, server, services={each: "VAN" for each in every if each not in but})


def choices(service: Service, order_id: str) -> list[Shown]:
    found = service.get(f"/v1/orders/{order_id}/services")
    assert found.status_code == 200, found.text
    return [each for each in found.json()["data"] if each["kind"] == "packed"]


def holds(service: Service, order_id: str) -> list[Shown]:
    """Those that are open."""
    found = service.get(f"/v1/orders/{order_id}/holds").json()["data"]
    return [each for each in found if each["state"] == "open"]


def over(service: Service, order_id: str, hold: Shown) -> None:
    """The desk tells that the last clock of what it waits for is over."""
    told = {"order_id": order_id, "subject": hold["subject"], "hold_id": hold["id"], "acts": hold["acts"]}
    desk = service.app.state.services.desk
    with service.database.write() as session:
        job = NewJob(kind=PART_OVER, merchant="main", aggregate=order_id, payload=told)
        enqueue(session, desk.ids, [job], desk.clock.now())
    worked(service)


def steps(service: Service, order_id: str) -> list[str]:
    found = service.get(f"/v1/orders/{order_id}/timeline").json()["data"]
    return [str(each["event"]) for each in found]


def test_part_when_its_carrier_refuses_then_the_next_service_takes_it_and_the_choice_says_why(service: Service) -> None:
    server = OwnCarrierServer(refuses=[OVER])
    live(service, server)
    order_id = packed(service, UNNAMED)
    first, second = choices(service, order_id)
    assert first["service"] != second["service"]
    assert (sorted(states(service)), stands(service, order_id)) == (["booked", "voided"], "labelled")
    assert len(server.bookings) == 1
    assert life(service, order_id)["shipment"]["number"] == bookings(service)[-1]["number"]
    assert "refused by the carrier" in str(second)
    assert "service_fallen_back" in steps(service, order_id)


def test_part_when_carrier_after_carrier_refuses_then_people_decide_behind_the_last_try(service: Service) -> None:
    server = OwnCarrierServer(refuses=[OVER] * 9)
    live(service, server)
    order_id = packed(service, UNNAMED)
    assert (len({each["service_id"] for each in bookings(service)}), len(server.bookings)) == (MOST, 0)
    assert sorted(states(service)) == ["refused", *["voided"] * (MOST - 1)]
    waiting = service.get("/v1/carrier-bookings?for_people=true").json()["data"]
    assert [(each["state"], each["why"]) for each in waiting] == [("refused", "suspended")]
    (hold,) = holds(service, order_id)
    assert (hold["reason"], hold["acts"], hold["waivable"]) == ("SHIPPING_BOOKING_REFUSED", "shipping", False)
    assert (hold["expires_at"] is not None, "suspended" in str(hold["texts"])) == (True, True)
    server.refuses.clear()
    post(service, f"/v1/carrier-bookings/{waiting[0]['id']}/retry")
    assert (stands(service, order_id), len(server.bookings), holds(service, order_id)) == ("labelled", 1, [])


def test_part_when_its_carrier_refused_and_nobody_saw_to_it_then_it_ends_with_its_last_clock(service: Service) -> None:
    live(service, OwnCarrierServer(refuses=[OVER] * 9))
    order_id = packed(service, UNNAMED)
    (hold,) = holds(service, order_id)
    over(service, order_id, hold)
    assert (stands(service, order_id), life(service, order_id)["stage"]) == ("cancelled", "cancelled")
    assert sorted(states(service)) == ["voided"] * MOST
    assert holds(service, order_id) == []


def test_part_when_its_booking_is_only_put_off_then_a_clock_that_is_over_leaves_it_alone(lone_service: Service) -> None:
    server = OwnCarrierServer()
    live(lone_service, server)
    server.faults.break_before = 9
    order_id = packed(lone_service, UNNAMED)
    part = life(lone_service, order_id)["fulfilment"]["id"]
    over(lone_service, order_id, {"subject": part, "id": "hld_1", "acts": "shipping"})
    assert stands(lone_service, order_id) == "packed"


def test_part_when_its_booking_is_tried_again_in_vain_then_its_clock_does_not_begin_anew(service: Service) -> None:
    live(service, OwnCarrierServer(refuses=[OVER] * 9))
    order_id = packed(service, UNNAMED)
    before = holds(service, order_id)
    service.clock.move(3600)
    (waiting,) = service.get("/v1/carrier-bookings?for_people=true").json()["data"]
    post(service, f"/v1/carrier-bookings/{waiting['id']}/retry")
    assert [(each["id"], each["placed_at"]) for each in holds(service, order_id)] == [
        (each["id"], each["placed_at"]) for each in before
    ]


@pytest.mark.parametrize("why", ["address", "papers"])
def test_part_when_what_is_refused_lies_in_the_order_then_people_are_asked_at_once(
    lone_service: Service, why: str
) -> None:
    live(lone_service, OwnCarrierServer(refuses=[refusal(why, "look at it")]))
    order_id = packed(lone_service, UNNAMED)
    assert (states(lone_service), stands(lone_service, order_id)) == (["refused"], "packed")


def test_part_when_its_buyer_chose_the_service_then_is_given_no_other(lone_service: Service) -> None:
    named = ShippingChoice(service="intl-express", incoterm=Incoterm.DDP)
    live(lone_service, OwnCarrierServer(refuses=[OVER]))
    order_id = packed(lone_service, replace(UNNAMED, shipping=named))
    assert (states(lone_service), stands(lone_service, order_id)) == (["refused"], "packed")


def test_part_when_a_person_names_the_service_that_was_refused_then_is_booked_by_it(lone_service: Service) -> None:
    live(lone_service, server := OwnCarrierServer(refuses=[OVER] * MOST))
    order_id = packed(lone_service, UNNAMED)
    first = bookings(lone_service)[0]["service_id"]
    post(lone_service, f"/v1/orders/{order_id}/services", {"service": first, "reason_code": "other"}, 201)
    assert (stands(lone_service, order_id), life(lone_service, order_id)["shipment"]["number"]) == (
        "labelled", bookings(lone_service)[-1]["number"],
    )  # fmt: skip
    assert len(server.bookings) == 1


def test_boxes_when_no_other_service_takes_them_then_what_is_booked_stays_and_people_have_the_rest(
    lone_service: Service,
) -> None:
    live(lone_service, server := OwnCarrierServer(refuses=[OVER]))
    order_id = packed(lone_service, UNNAMED, boxes=2)
    let_go(lone_service, order_id)  # two parcels cost more than the order earns, and any other service still more
    assert (stands(lone_service, order_id), sorted(states(lone_service))) == ("packed", ["booked", "refused"])
    (refused,) = lone_service.get("/v1/carrier-bookings?for_people=true").json()["data"]
    post(lone_service, f"/v1/carrier-bookings/{refused['id']}/retry")
    assert (stands(lone_service, order_id), len(server.bookings)) == ("labelled", 2)
