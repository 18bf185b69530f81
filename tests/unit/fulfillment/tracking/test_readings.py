"""Told events as they are read: the side of the border, the zone of a time, words that may be a name."""

from datetime import UTC, datetime

import pytest

from fulfillment.tracking.reading import Lane, read
from fulfillment.tracking.told import Told, place_of, plain
from fulfillment.tracking.vocabulary import Word
from fulfillment.tracking.zones import ZoneFrom, happened

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LANE, HOME = Lane("CN", "FR"), Lane("DE", "DE")


def word(code: str, country: str, lane: Lane = LANE, table: str = "17track", detail: str = "") -> Word:
    told = Told(table=table, code=code, stated="2026-11-25T12:00:00Z", country=country, detail=detail)
    return read(told, lane, NOW).word


@pytest.mark.parametrize(
    ("code", "country", "lane", "meant"),
    [
        ("InTransit_CustomsReleased", "CN", LANE, Word.EXPORT_RELEASED),
        ("InTransit_CustomsReleased", "FR", LANE, Word.CUSTOMS_CLEARED),
        ("InTransit_CustomsReleased", "BE", LANE, Word.CUSTOMS_CLEARED),
        ("InTransit_CustomsReleased", "", LANE, Word.EXPORT_RELEASED),
        ("InTransit_CustomsRequiringInformation", "FR", LANE, Word.IMPORT_HELD),
        ("InTransit_Other", "CN", LANE, Word.ORIGIN_HUB),
        ("InTransit_Other", "AE", LANE, Word.TRANSIT_HUB),
        ("InTransit_Other", "FR", LANE, Word.ARRIVED_DESTINATION),
        ("InTransit_Other", "DE", HOME, Word.ORIGIN_HUB),
    ],
)
def test_code_when_it_says_not_where_then_its_country_decides(code: str, country: str, lane: Lane, meant: Word) -> None:
    assert word(code, country, lane) == meant


@pytest.mark.parametrize(
    ("code", "detail", "meant"),
    [
        ("transit", "shipment is out with courier for delivery", Word.OUT_FOR_DELIVERY),
        ("transit", "clearance delay", Word.EXPORT_HELD),
        ("failure", "recipient refused delivery", Word.ATTEMPT_FAILED),
        ("delivered", "delivered", Word.DELIVERED),
        ("failure", "", Word.DELAYED),
    ],
)
def test_dhl_code_when_its_words_say_more_then_these_count(code: str, detail: str, meant: Word) -> None:
    assert word(code, "CN", table="dhl", detail=detail) == meant


@pytest.mark.parametrize(
    ("code", "meant"), [("EMA", Word.ACCEPTED), ("EME", Word.IMPORT_HELD), ("EMI", Word.DELIVERED)]
)
def test_postal_event_when_read_then_is_one_of_our_words(code: str, meant: Word) -> None:
    assert word(code, "FR", table="upu") == meant


def test_code_when_unknown_then_is_kept_and_says_nothing() -> None:
    found = read(Told(table="upu", code="EQQ", stated="2026-11-25T12:00:00Z"), LANE, NOW)
    assert (found.word, found.is_known) == (Word.NO_NEWS, False)


@pytest.mark.parametrize(
    ("stated", "zone", "country", "place", "at", "known_from"),
    [
        ("2026-11-25T12:00:00+08:00", "", "US", "", "2026-11-25T04:00:00", ZoneFrom.STATED),
        ("2026-11-25T12:00:00", "Asia/Tokyo", "US", "", "2026-11-25T03:00:00", ZoneFrom.STATED),
        ("2026-11-25T12:00:00", "", "DE", "LEIPZIG", "2026-11-25T11:00:00", ZoneFrom.COUNTRY),
        ("2026-07-25T12:00:00", "", "DE", "LEIPZIG", "2026-07-25T10:00:00", ZoneFrom.COUNTRY),
        ("2026-11-25T12:00:00", "", "US", "LOS ANGELES, CA", "2026-11-25T20:00:00", ZoneFrom.PLACE),
        ("2026-11-25T12:00:00", "", "US", "CINCINNATI HUB - USA", "2026-11-25T17:00:00", ZoneFrom.PLACE),
        ("2026-11-25T12:00:00", "", "US", "SOMEWHERE", "2026-11-25T18:00:00", ZoneFrom.ASSUMED),
        ("2026-11-25T12:00:00", "", "", "", "2026-11-25T12:00:00", ZoneFrom.ASSUMED),
        ("no time", "", "DE", "", "2026-11-25T12:00:00", ZoneFrom.RECEIVED),
        ("2026-11-25T12:00:00", "No/Zone", "DE", "", "2026-11-25T11:00:00", ZoneFrom.COUNTRY),
    ],
)
def test_time_when_told_without_a_zone_then_is_read_where_it_happened(
    stated: str, zone: str, country: str, place: str, at: str, known_from: ZoneFrom
) -> None:
    found = happened(stated, zone, country, place, NOW)
    assert (found.at.replace(tzinfo=None).isoformat(), found.zone_from) == (at, known_from)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Delivered - Signed for by: MUSTERMANN", "delivered signed"),
        ("Left with neighbour Kim Muster, Testgasse 1", "left"),
        ("Shipment picked up", "shipment picked up"),
        ("Received by ANNA PORT", "received"),
        ("Zugestellt Herrn Beispiel", ""),
    ],
)
def test_words_when_they_may_be_a_name_then_are_left_out(said: str, kept: str) -> None:
    assert plain(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [("12 Testgasse, Wien", "Wien"), ("Testgasse 12, Wien", "Wien"), ("LOS ANGELES, CA 90001", "LOS ANGELES, CA")],
)
def test_place_when_told_with_street_or_postcode_then_is_kept_without(said: str, kept: str) -> None:
    assert place_of(said) == kept


def test_told_when_kept_and_read_again_then_is_the_same() -> None:
    told = Told(table="own", code="accepted", stated="2026-11-25T12:00:00", place="Wien", voids=True)
    assert Told.of(told.kept()) == told
