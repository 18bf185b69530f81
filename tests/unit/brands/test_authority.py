"""Leave to sell a brand: for which names, where, and until when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.brands.authority import (
    AuthorityState,
    BrandAuthority,
    BrandStatement,
    state_for,
    statement,
    worst,
)
from engine.facts.brands import Facts, brand_facts
from engine.products.effective import EffectiveLine, Standing
from engine.products.product import BrandLicence, Product
from engine.takedown import Takedown
from tests.brand_screen import brand_screen
from tests.builders import a_line, an_order

TODAY = date(2026, 11, 25)
LEAVE = BrandAuthority(licensor="Nike Europe", brands=("Nike",), territory=("DE", "FR"), until=TODAY)
NAMES = frozenset({"nike"})


@pytest.mark.parametrize(
    ("destination", "on", "state"),
    [
        ("DE", TODAY, AuthorityState.VALID),
        ("DE", TODAY + timedelta(days=1), AuthorityState.EXPIRED),
        ("US", TODAY, AuthorityState.ELSEWHERE),
        (None, TODAY, AuthorityState.ELSEWHERE),
    ],
)
def test_authority_when_asked_for_a_place_and_day_then_covers_those_named(
    destination: str | None, on: date, state: AuthorityState
) -> None:
    assert state_for(NAMES, [LEAVE], destination, on) is state


def test_authority_when_another_brand_then_is_missing() -> None:
    assert state_for(frozenset({"puma"}), [LEAVE], "DE", TODAY) is AuthorityState.MISSING


def test_authorities_when_several_then_the_best_counts_for_a_brand_and_the_worst_for_a_line() -> None:
    everywhere = replace(LEAVE, territory=(), until=None)
    assert state_for(NAMES, [LEAVE, everywhere], "US", TODAY) is AuthorityState.VALID
    assert worst([AuthorityState.VALID, AuthorityState.EXPIRED]) is AuthorityState.EXPIRED


def test_statement_when_the_product_file_has_a_licence_then_it_is_for_its_brand() -> None:
    made = statement("Nike", LEAVE, kept=False)
    assert made == BrandStatement(brand="Nike", authorities=(LEAVE,))
    assert statement("Nike", None, kept=True).authorities == ()
    assert statement("Nike", None, kept=False).authorities is None


def facts(title: str, leave: BrandAuthority | None = None, *notices: Takedown) -> Facts:
    """Of a line whose article the product file knows, with leave for its brand or without."""
    order = an_order(lines=(a_line(sku="A-1", title=title),))
    product = None if leave is None else a_product(leave)
    line = EffectiveLine(line=order.lines[0], number=1, standing=Standing.JOINED, product=product)
    (found,) = brand_facts(order, [line], notices, "DE", TODAY, brand_screen())
    return found


def a_product(leave: BrandAuthority) -> Product:
    licence = BrandLicence(licensor=leave.licensor, territory=leave.territory, until=leave.until)
    return Product(sku="A-1", brand=leave.brands[0], brand_licence=licence)


def test_facts_when_nobody_keeps_authorities_then_none_is_stated() -> None:
    found = facts("Nike shoes")
    assert found["line.brand_claimed"] is True
    assert not {"line.brand_authorised", "line.brand_authority"} & found.keys()


def test_facts_when_leave_covers_the_brand_then_authorised() -> None:
    found = facts("Nike shoes", LEAVE)
    assert (found["line.brand_authorised"], found["line.brand_authority"]) == (True, "valid")


def test_facts_when_one_of_two_brands_has_no_leave_then_not_authorised() -> None:
    found = facts("Nike and Adidas shoes", LEAVE)
    assert (found["line.brand_authorised"], found["line.brand_authority"]) == (False, "missing")


def test_facts_when_a_seller_with_leave_misspells_then_nothing_is_odd() -> None:
    leave = replace(LEAVE, brands=("skechers",))
    assert facts("Sketchers shoes")["line.brand_misspelt"] is True
    assert facts("Sketchers shoes", leave)["line.brand_misspelt"] is False


def test_facts_when_the_disguised_name_is_a_mark_of_its_own_then_nothing_is_odd() -> None:
    own, leave = replace(LEAVE, brands=("Adldas",)), replace(LEAVE, brands=("Adidas",))
    assert facts("Adldas shoes", leave)["line.brand_disguised"] is True
    assert facts("Adldas shoes", own)["line.brand_disguised"] is False


def test_facts_when_a_notice_concerns_the_line_then_taken_down() -> None:
    notice = Takedown(id="tkd_1", sku="a-1 ")
    assert facts("Lamp", None, notice)["line.takedowns"] == frozenset({"tkd_1"})
    assert facts("Lamp", None, replace(notice, sku="A-2"))["line.taken_down"] is False


@pytest.mark.parametrize(
    ("pattern", "title", "concerned"),
    [
        ("moon lamp", "LED Moon Lamp, 12 cm", True),
        ("moon*12", "LED Moon Lamp, 12 cm", True),
        ("moon lamp", "Moonlamp", False),
        ("moon*lamp", "Moonlamp", True),
        ("lamp*moon", "Moon lamp", False),
        ("*耐克*", "男子耐克鞋", True),
    ],
)
def test_notice_when_it_names_a_title_then_words_stand_in_its_order(pattern: str, title: str, concerned: bool) -> None:
    assert Takedown(id="tkd_1", title=pattern).concerns(None, title) is concerned


def test_notice_when_it_names_sku_and_title_then_both_are_met() -> None:
    notice = Takedown(id="tkd_1", sku="A-1", title="lamp")
    assert notice.concerns("A-1", "Moon lamp")
    assert not notice.concerns("A-1", "Moon rug")
    assert not notice.concerns("A-2", "Moon lamp")


def test_facts_when_a_kit_is_sold_as_an_imitation_then_what_lies_in_it_is_one() -> None:
    order = an_order(lines=(a_line(sku="KIT", title="Replica Rolex watch and box"),))
    part = EffectiveLine(line=a_line(sku="W-1", title="Wrist watch"), number=1, standing=Standing.JOINED)
    (found,) = brand_facts(order, [part], (), "DE", TODAY, brand_screen())
    assert (found["line.brand_replica"], found["line.brand_claimed"]) == (frozenset({"rolex"}), False)
