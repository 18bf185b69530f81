"""Parties against lists: hits, bands, evidence for and against, addresses, order of hits."""

import pickle
from datetime import date

import pytest

from engine.parties.evidence import Party, PostalAddress
from engine.parties.order_parties import parties_of
from engine.parties.party_list import Birth, Kind, ListedAddress
from engine.parties.screen import Band, Field, Screen
from tests.builders import an_order
from tests.unit.parties.builders import asked, entry, hits, party_list

DAY = date(1961, 3, 4)
BORN = (Birth(earliest=DAY, latest=DAY),)


@pytest.mark.parametrize("name", ["Timofei Veranov", "TIMOFEI VERANOVV", "Veranov Timofej", "Тимофей Веранов"])
def test_name_when_it_is_the_listed_one_then_hits(name: str) -> None:
    (hit,) = hits(entry("VERANOV, Timofei"), asked(name))
    assert (hit.entry_id, hit.list_source, hit.list_dated, hit.asked) == ("1", "TEST", date(2026, 1, 2), name)


@pytest.mark.parametrize("name", ["Maria Garcia", "Ivan Petrov", "Global Trading Ltd", "Timofei Ivanov", "", "—"])
def test_name_when_it_shares_only_what_many_share_then_does_not_hit(name: str) -> None:
    listed = party_list(entry("GARCIA VERANOVA, Maria Elena"), entry("Orbeline Global Trading"), entry("VERANOV, Ivan"))
    assert Screen((listed,)).hits((asked(name),)) == ()


def test_alias_when_weak_then_hits_weakly_and_says_so() -> None:
    (hit,) = hits(entry("Somebody Veranov", weak=("Tima Kolchugin",)), asked("Tima Kolchugin"))
    assert (hit.band, hit.listed) == (Band.WEAK, "Tima Kolchugin")
    assert "the publisher calls this alias weak" in hit.explanation


@pytest.mark.parametrize(("born", "count"), [(DAY, 1), (date(1961, 9, 1), 1), (date(1990, 1, 1), 0)])
def test_birth_when_it_cannot_be_the_same_then_takes_the_hit_away(born: date, count: int) -> None:
    party = Party(role="buyer", names=("Timofei Veranov",), birth=born)
    assert len(hits(entry("VERANOV, Timofei", births=BORN), party)) == count


def test_vessel_when_a_person_has_its_name_then_does_not_hit() -> None:
    listed = entry("OCEANA KESTREL", kind=Kind.VESSEL)
    assert hits(listed, Party(role="buyer", names=("Oceana Kestrel",), kind=Kind.PERSON)) == ()
    assert len(hits(listed, Party(role="buyer", names=("Oceana Kestrel",), kind=Kind.VESSEL))) == 1


@pytest.mark.parametrize(
    ("street", "city", "count"),
    [
        ("12, Harbour Example Road", "Limassol", 1),
        ("14 Harbour Example Road", "Limassol", 0),
        ("12 Harbour Example Road", "Nicosia", 0),
        ("Harbour Example Road", "Limassol", 0),
    ],
)
def test_address_when_it_is_a_listed_one_then_hits_weakly(street: str, city: str, count: int) -> None:
    listed = entry("Orbeline", address=ListedAddress(street="12 Harbour Example Road", city="Limassol", country="CY"))
    place = PostalAddress(street=street, city=city, country="CY")
    found = hits(listed, Party(role="consignee", names=("Somebody Else",), addresses=(place,)))
    assert [(each.field, each.band) for each in found] == [(Field.ADDRESS, Band.WEAK)] * count


def test_entry_when_several_names_hit_then_the_best_is_told_once_a_role() -> None:
    listed = entry("VERANOV, Timofei", "VERANOFF, Timofei")
    found = hits(listed, asked("Timofei Veranoff", "Timofey Veranov"), asked("Timofei Veranov", role="payer"))
    assert [(each.role, each.listed) for each in found] == [
        ("buyer", "VERANOFF, Timofei"),
        ("payer", "VERANOV, Timofei"),
    ]


def test_hits_when_lists_come_in_another_order_then_stay_the_same() -> None:
    lists = [party_list(entry("VERANOV, Timofei", id_=each), source=each) for each in ("B", "A")]
    found = [Screen(order_).hits((asked("Timofei Veranov"),)) for order_ in (lists, lists[::-1])]
    assert found[0] == found[1]
    assert [each.list_source for each in found[0]] == ["A", "B"]


def test_screen_when_pickled_then_answers_the_same() -> None:
    screen = Screen((party_list(entry("VERANOV, Timofei")),))
    copied = pickle.loads(pickle.dumps(screen))  # noqa: S301 (our own)
    assert copied.hits((asked("Timofey Veranov"),)) == screen.hits((asked("Timofey Veranov"),))


def test_order_when_asked_for_its_parties_then_names_consignee_and_place() -> None:
    consignee = next(each for each in parties_of(an_order()) if each.role == "consignee")
    assert consignee.names
    assert consignee.addresses[0].country is not None
