"""Labels of returns are asked for at sources; what is told moves the return, and silence is flagged once."""

from datetime import timedelta

import pytest

from fulfillment.inventory.keeping import keep_warehouse
from fulfillment.records import ReturnCase
from fulfillment.states import Comeback
from fulfillment.tracking.silent_returns import look_at_returns
from fulfillment.tracking.sources.connecting import Asked, change, switch_on
from fulfillment.tracking.sources.words import RETURNS, SourceKind
from fulfillment.tracking.vocabulary import Word
from tests.channel_servers.seventeen_track import SeventeenTrackServer, an_event
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_return_policy import BERLIN
from tests.integration.fulfillment.test_return_scans import entered, labelled, told
from tests.return_house import now
from tests.tracked_parcels import all_watches, watches
from tests.tracking_house import OPERATOR, TrackingHouse

HANDED_IN = an_event("InTransit_PickedUp", "2026-11-28T09:00:00+01:00")
HERE = an_event("Delivered_Other", "2026-12-01T09:00:00+01:00")


def connected(house: TrackingHouse, server: SeventeenTrackServer) -> None:
    house.connected(SourceKind.SEVENTEEN_TRACK, server.url, secrets={"token": server.token})
    house.drain()


def an_hour_later(house: TrackingHouse) -> None:
    house.pass_by(hours=5)
    house.drain()


def labelled_at_home(house: House) -> ReturnCase:
    """Its goods come back within the customer's country."""
    with house.database.write() as session:
        keep_warehouse(session, BERLIN)
    return labelled(house, "refund_back_local_house")


def swept(house: House, days: int) -> list[str]:
    """Some days pass, and returns are looked at as each sweep does; what stands open then."""
    house.clock.pass_by(timedelta(days=days))
    for _ in range(2):
        with house.database.write() as session:
            look_at_returns(session, house.site.ids, house.clock.now())
    return [each for each in watches(house) if each == "return_silent"]


def test_label_of_a_return_when_the_customer_has_it_then_is_asked_for_and_moves_the_return(
    asking: TrackingHouse, seventeen: SeventeenTrackServer
) -> None:
    case = labelled(asking)
    connected(asking, seventeen)
    assert case.label in seventeen.registered
    seventeen.events[case.label] = [HANDED_IN]
    an_hour_later(asking)
    assert now(asking, case).state == Comeback.IN_TRANSIT
    seventeen.events[case.label] = [HERE, HANDED_IN]
    an_hour_later(asking)
    assert now(asking, case).state == Comeback.RECEIVED
    assert entered(asking).count("return_scanned") == 2


def test_label_of_a_return_when_it_has_arrived_then_is_asked_for_no_more(
    asking: TrackingHouse, seventeen: SeventeenTrackServer
) -> None:
    case = labelled(asking)
    connected(asking, seventeen)
    seventeen.events[case.label] = [HERE]
    an_hour_later(asking)
    an_hour_later(asking)
    calls = len(seventeen.calls)
    an_hour_later(asking)
    assert (now(asking, case).state, len(seventeen.calls)) == (Comeback.RECEIVED, calls)


@pytest.mark.parametrize(("carriers", "is_asked"), [(("yanwen",), False), (("yanwen", RETURNS), True)])
def test_source_when_it_follows_some_carriers_then_asks_for_returns_where_they_are_among_them(
    asking: TrackingHouse, seventeen: SeventeenTrackServer, carriers: tuple[str, ...], is_asked: bool
) -> None:
    case = labelled(asking)
    made = asking.connected(SourceKind.SEVENTEEN_TRACK, seventeen.url, on=False, secrets={"token": seventeen.token})
    change(asking.port, OPERATOR, made.id, Asked(carriers=carriers))
    switch_on(asking.port, OPERATOR, made.id)
    asking.drain()
    assert (case.label in seventeen.registered) == is_asked


def test_return_when_it_is_silent_then_is_flagged_once_and_news_close_it(house: House) -> None:
    case = told(house, labelled_at_home(house), Word.ACCEPTED)
    assert (swept(house, 4), swept(house, 2), swept(house, 2)) == ([], ["return_silent"], ["return_silent"])
    told(house, case, Word.TRANSIT_HUB)
    assert (swept(house, 0), swept(house, 6)) == ([], ["return_silent"])
    assert len([each for each in all_watches(house) if each.kind == "return_silent"]) == 2


def test_return_when_it_crosses_a_border_then_may_be_silent_for_longer(house: House) -> None:
    told(house, labelled(house), Word.ACCEPTED)
    assert (swept(house, 13), swept(house, 2)) == ([], ["return_silent"])


def test_return_when_nobody_handed_it_in_then_is_not_silent(house: House) -> None:
    labelled(house)
    assert swept(house, 13) == []


def test_flag_when_its_return_is_here_then_is_closed(house: House) -> None:
    case = told(house, labelled_at_home(house), Word.ACCEPTED)
    assert swept(house, 6) == ["return_silent"]
    told(house, case, Word.DELIVERED)
    assert swept(house, 0) == []
