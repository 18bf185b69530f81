"""What is kept of a choice is enough to make it again, by other services, wishes or policies, and to tell it."""

import csv
from dataclasses import replace
from functools import cache
from io import StringIO
from pathlib import Path

import orjson
import pytest
from hypothesis import given

from engine.domains import POLICIES
from engine.policy_books import PolicyBook
from engine.rulebook.folder import load_rulebook
from fulfillment.records import ServiceChoice
from fulfillment.shipping.choosing import Needs
from fulfillment.shipping.desk import LaneSeen
from fulfillment.shipping.dispatch import Dispatch
from fulfillment.shipping.explaining import explained
from fulfillment.shipping.kept import dispatch_of, says_of, seen_then
from fulfillment.shipping.stating import OfOrder
from fulfillment.shipping.what_if import Again, Change, Judge, Tally, as_document, count, read_tally
from fulfillment.shipping.what_if_report import About, csv_text, page
from fulfillment.shipping.what_if_words import WORDS
from tests.kept_choices import GROUND, OWN, WEIGHED, a_choice, selected
from tests.shipping_goods import BOOK, DATA, dispatch, dispatches, parcel

RULES = Path(__file__).parents[4] / "rules"
CNY = Change(currency="CNY")


@cache
def live() -> PolicyBook:
    return PolicyBook(load_rulebook(RULES / "shipping", POLICIES["shipping"]))


def again(change: Change = CNY, judge: Judge | None = None) -> Again:
    return Again(data=DATA, book=lambda _: BOOK, rates=None, judge=judge or (lambda *_: None), change=change)


def counted(change: Change = CNY, row: ServiceChoice | None = None) -> Tally:
    tally = Tally()
    count(tally, again(change), a_choice() if row is None else row)
    return tally


@given(dispatches())
def test_dispatch_when_kept_then_is_the_same_but_for_the_postcode(sent: Dispatch) -> None:
    row = a_choice(selected(sent))
    assert dispatch_of(row.data) == replace(sent, postcode="")


def test_postcode_when_a_surcharge_asks_for_its_beginning_then_no_more_of_it_is_kept() -> None:
    assert dispatch_of(a_choice(selected(dispatch(postcode="99501"))).data).postcode == "995"


def test_order_when_kept_then_is_read_back() -> None:
    says = OfOrder(channel="ebay", shop="s", categories=frozenset({"knife"}), po_box=False, promised_days=3)
    ground = replace(GROUND, seen={"line-4px": LaneSeen(parcels=7, p90_days=9)})
    row = a_choice(selected(ground=ground, says=says))
    assert (says_of(row.data), seen_then(row.data)) == (says, ground.seen)


def test_choice_when_made_again_by_the_same_then_is_the_same_and_costs_no_more() -> None:
    total = counted().total()
    assert (total.same, total.other, total.minor, total.days, total.compared) == (1, 0, 0, 0, 1)


def test_choice_when_all_go_by_express_then_is_dearer_and_sooner() -> None:
    total = counted(Change(service="intl-express", currency="CNY")).total()
    assert (total.other, total.minor > 0, total.days < 0) == (1, True, True)


def test_choice_when_the_service_cannot_take_it_then_says_why() -> None:
    total = counted(Change(service="de-domestic", currency="CNY")).total()
    assert (total.could_not, dict(total.why_not)) == (1, {"lane": 1})


def test_choice_when_other_needs_count_then_follows_them() -> None:
    fast = replace(OWN, wishes=replace(WEIGHED, needs=Needs(most_days=6)))
    total = counted(Change(wishes=fast, currency="CNY")).total()
    assert next(iter(total.moves)).endswith("> intl-express")


def test_choice_when_a_person_named_it_then_stays_named() -> None:
    express = a_choice(service="intl-express", decided_by="person")
    tally = Tally()
    count(tally, again(), express)
    assert tally.total().same == 1


def test_choice_when_a_policy_bars_it_then_another_is_taken() -> None:
    row = a_choice(selected(dispatch(values={"EUR": 40_000, "USD": 44_000, "CNY": 300_000})))
    tally = Tally()
    count(tally, again(judge=live().judge), row)
    assert list(tally.total().moves) == [f"{row.service} > intl-express"]  # the only one that is insured


@pytest.mark.parametrize("row", [a_choice(service=""), a_choice(data={})])
def test_choice_when_nothing_can_be_made_again_then_is_left_out(row: ServiceChoice) -> None:
    tally = counted(CNY, row)
    assert (tally.left_out, tally.lanes) == (1, {})


def test_tally_when_kept_between_pages_then_is_read_back() -> None:
    tally = counted(Change(service="de-domestic", currency="CNY"))
    assert read_tally(orjson.loads(orjson.dumps(as_document(tally)))) == tally


def test_report_when_written_then_csv_and_page_say_the_same() -> None:
    tally = counted(Change(service="intl-express", currency="CNY"), a_choice(shop="=cmd"))
    row = next(csv.DictReader(StringIO(csv_text([("live", tally)], "CNY"))))
    about = About(asked="intl-express", since="2026-11-01", until="2026-12-01", currency="CNY")
    assert (row["shop"], row["other"], row["difference_minor"]) == ("'=cmd", "1", str(tally.total().minor))
    for language, says in WORDS.items():
        made = page(about, [("live", tally)], says)
        assert f'lang="{language}"' in made
        assert "CN &gt; US" in made


def test_parcels_when_no_service_takes_both_then_go_apart_only_where_that_is_wished() -> None:
    data = replace(DATA, services={"line-4px": DATA.services["line-4px"]})
    two = dispatch(parcel(500), parcel(700))
    together = selected(two, replace(GROUND, data=data))
    apart = selected(two, replace(GROUND, data=data, splits=True))
    assert (together.is_settled, len(apart.apart)) == (False, 2)
    assert [each["service"] for each in a_choice(apart).data["apart"]] == ["line-4px", "line-4px"]  # type: ignore[attr-defined]


def test_explanation_when_read_then_names_the_choice_and_each_other_service() -> None:
    row = a_choice()
    for language in ("en", "zh"):
        first, *others = explained(row, language)
        assert row.service in first
        for service in DATA.services:
            assert service == row.service or any(service in line for line in others)
