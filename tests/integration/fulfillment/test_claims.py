"""Claims for parcels that something happened to: what opens one, and until which day it may be filed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from fulfillment.claims.deadlines import claim_deadlines
from fulfillment.claims.kinds import Mishap
from fulfillment.claims.moving import Happened, move_claim, open_claim
from fulfillment.deadlines import DeadlinesWanted
from fulfillment.errors import ClaimRefused, IllegalStep, NotFound
from fulfillment.states import Demand, Event
from fulfillment.store.tables import SHIPMENT
from fulfillment.tracking.recording import record_tracking
from fulfillment.tracking.scan import Scan
from fulfillment.tracking.vocabulary import Word
from tests.claim_house import claim, claims, step, told_open, watched_open, with_claims
from tests.claimed_parcels import events, noted, sent, wait_for_the_end
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_stopping import scan
from tests.own_line import LINE, with_own_line


def test_parcel_when_told_as_lost_then_a_case_is_opened_once_with_its_last_day(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    scan(house, Word.LOST)
    scan(house, Word.LOST)
    (found,) = claims(house)
    assert (found.kind, found.carrier, found.terms) == (Mishap.LOSS, "dhl", "dhl-express")
    assert found.due_at is not None
    assert timedelta(days=30) < found.due_at - house.clock.now() <= timedelta(days=31)
    assert found.is_due_sure
    assert events(house) == ["claim.opened"]


@pytest.mark.parametrize(
    ("service", "carrier", "terms", "due"),
    [
        # Sixty days after the longest that the line states for Germany.
        (LINE, "ups", "ups-international", datetime(2027, 1, 31, tzinfo=UTC)),
        # Six months, though its number is none of the post.
        ("post-registered", "china-post", "china-post", datetime(2027, 5, 25, 16, tzinfo=UTC)),
        ("line-4px", "china-post", "other-international", datetime(2026, 12, 26, tzinfo=UTC)),
    ],
)
def test_parcel_when_a_service_was_chosen_then_its_mode_and_days_make_the_last_day(
    house: House, service: str, carrier: str, terms: str, due: datetime
) -> None:
    with_claims(house, by_rule=False)
    sent(house, carrier)
    with house.database.write() as session:
        with_own_line(house, session)
        session.run(update(SHIPMENT).values(service_id=service, number="T-1"))
    made = told_open(house, Mishap.LOSS)
    assert (made.terms, made.due_at) == (terms, due)


def test_parcel_when_withdrawn_and_lost_after_all_then_is_claimed_again(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    scan(house, Word.LOST)
    step(house, Event.WITHDRAW)
    assert watched_open(house, Mishap.LOSS) is not None
    assert [each.state for each in claims(house)] == [Demand.WITHDRAWN, Demand.OPENED]


def test_silence_when_the_parcel_is_told_as_lost_then_gives_way(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    watched_open(house, Mishap.SILENT)
    scan(house, Word.LOST)
    assert {each.kind: each.state for each in claims(house)} == {
        Mishap.SILENT: Demand.WITHDRAWN,
        Mishap.LOSS: Demand.OPENED,
    }
    assert watched_open(house, Mishap.SILENT) is None


def test_silence_when_it_was_filed_then_the_loss_is_no_claim_of_its_own(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    watched_open(house, Mishap.SILENT)
    step(house, Event.FILE)
    scan(house, Word.LOST)
    assert [each.kind for each in claims(house)] == [Mishap.SILENT]


def test_parcel_when_customs_sent_it_back_then_the_case_says_so(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    back = Scan(status=Word.RETURNED, at=house.clock.now(), reason="customs_prohibited")
    with house.database.write() as session:
        record_tracking(session, house.site, "main", house.parcels()[0].number, [back], house.clock.now())
    assert claim(house).kind == Mishap.CUSTOMS


@pytest.mark.parametrize("since", ["later", "unsent"])
def test_claim_when_it_cannot_have_happened_then_is_refused(house: House, since: str) -> None:
    with_claims(house)
    sent(house)
    told = Happened(kind=Mishap.DAMAGE, since=house.clock.now() + timedelta(days=1))
    if since == "unsent":
        told = replace(told, since=house.clock.now(), parcel="unknown")
    with house.database.write() as session, pytest.raises((ClaimRefused, NotFound)):
        open_claim(session, house.site, house.on(), told)


def test_claim_when_its_last_day_is_over_then_is_barred_by_time_and_never_filed(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    wait_for_the_end(house, told_open(house, Mishap.LOSS))
    assert claim(house).state == Demand.TIME_BARRED
    assert noted(house, "claim_due") == 2
    with house.database.write() as session, pytest.raises(IllegalStep):
        move_claim(session, house.site, house.on(), claims(house)[0].id, Event.FILE)


def test_claim_when_no_clock_rang_then_is_not_filed_too_late_either(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.LOSS)
    house.pass_by(days=40)
    with pytest.raises(ClaimRefused, match="last day"):
        step(house, Event.FILE)


def test_claim_when_the_day_is_only_assumed_then_passing_it_warns_and_ends_nothing(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house, carrier="nobody")
    wait_for_the_end(house, told_open(house, Mishap.LOSS))
    assert (claim(house).state, noted(house, "claim_due")) == (Demand.OPENED, 3)
    assert step(house, Event.FILE).state == Demand.FILED


def test_damage_when_nobody_knows_the_delivery_then_the_day_comes_with_it(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house, carrier="fedex")
    assert told_open(house, Mishap.DAMAGE).due_at is None
    scan(house, Word.DELIVERED)
    house.pass_by(days=1)
    house.drain()
    found = claim(house)
    assert found.due_at is not None
    assert found.due_at - house.clock.now() < timedelta(days=21)


def test_deadlines_when_listed_then_say_what_happens_and_by_whose_rule(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    made = told_open(house, Mishap.LOSS)
    with house.database.read() as session:
        (end,) = claim_deadlines(session, "main", DeadlinesWanted(limit=10))
        assert not claim_deadlines(session, "acme", DeadlinesWanted(limit=10))
    assert (end.kind, end.id, end.at, end.what_happens) == ("claim", made.id, made.due_at, "time_barred")
    assert "DHL Express" in end.source
