"""Parcels that somebody has to see to: flagged once, before the customer asks, and closed by what happens next."""

from datetime import timedelta

from fulfillment.tracking.vocabulary import Word
from tests.fulfilment_site import NOON, House
from tests.tracked_parcels import a_told, all_watches, send_one, swept, told, watches


def test_parcel_when_nothing_is_told_of_it_then_is_silent_once_and_no_more_when_scanned(house: House) -> None:
    parcel = send_one(house)
    swept(house, days=3)
    assert watches(house) == ["silent"]
    swept(house, days=1)
    assert len(all_watches(house)) == 1
    told(house, parcel.number, a_told(Word.ACCEPTED, house.clock.now(), "CN"))
    swept(house, hours=1)
    assert (watches(house), watches(house, "closed")) == ([], ["silent"])


def test_parcel_when_customs_hold_it_then_is_flagged_until_they_let_it_go(house: House) -> None:
    parcel = send_one(house)
    held = NOON + timedelta(days=1)
    swept(house, days=1)
    told(house, parcel.number, a_told(Word.IMPORT_HELD, held, "DE"))
    swept(house, minutes=15)
    assert watches(house) == ["customs_held"]
    assert [(each.since, each.due - each.since) for each in all_watches(house)] == [(held, timedelta(days=3))]
    told(house, parcel.number, a_told(Word.CUSTOMS_CLEARED, held + timedelta(hours=2), "DE"))
    swept(house, minutes=15)
    assert watches(house) == []


def test_parcel_when_past_its_quantile_then_is_late_until_it_arrives(house: House) -> None:
    parcel = send_one(house)
    swept(house, days=80)
    assert watches(house) == ["late", "silent"]
    told(house, parcel.number, a_told(Word.DELIVERED, house.clock.now(), "DE"))
    swept(house, minutes=15)
    assert watches(house) == []


def test_hold_when_over_before_anybody_looked_then_is_never_told(house: House) -> None:
    parcel = send_one(house)
    told(house, parcel.number, a_told(Word.ATTEMPT_FAILED, NOON + timedelta(days=1), "DE"),
         a_told(Word.DELIVERED, NOON + timedelta(days=2), "DE"))  # fmt: skip
    swept(house, days=3)
    assert all_watches(house) == ()


def test_attempt_when_told_again_then_began_when_it_was_told_first(house: House) -> None:
    parcel = send_one(house)
    first = NOON + timedelta(hours=30)
    told(house, parcel.number, a_told(Word.ATTEMPT_FAILED, first, "DE"))
    swept(house, hours=31)
    told(house, parcel.number, a_told(Word.ATTEMPT_FAILED, first + timedelta(hours=1), "DE"))
    swept(house, minutes=15)
    assert [(each.kind, each.since) for each in all_watches(house)] == [("attempt_failed", first)]
