"""Which sets a restriction gets into."""

import pytest

from engine.goods.line_law import line_law
from engine.goods.restriction import Kind, Movement, Reach, Trust
from tests.unit.goods.builders import a_line
from tests.unit.goods.laws import a_ban, a_book, a_journey, applied

CIGARS = a_line("Cigars", "24021000")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("movement", [Movement.IMPORT, Movement.EXPORT])
def test_line_law_when_confidence_is_low_then_only_that_is_told(kind: Kind, movement: Movement) -> None:
    rule = a_ban(kind=kind, trust=Trust.LOW, movements=frozenset({movement}))
    (found,) = applied(a_book({"DE": [rule], "CN": [rule]}), a_journey("DE", "CN"), CIGARS)
    law = line_law(found)
    told = {name for name in law.__slots__ if getattr(law, name)}
    assert told == {"low_confidence", "restrictions", "movements"}


@pytest.mark.parametrize(
    ("kind", "at_home", "abroad"),
    [
        (Kind.PROHIBITED, "prohibited", "export_prohibited"),
        (Kind.LICENCE_REQUIRED, "licence", "export_licence"),
        (Kind.CERTIFICATE_REQUIRED, "certificate", "export_licence"),
        (Kind.RESTRICTED, "conditional", "export_conditional"),
        (Kind.CONDITIONAL, "conditional", "export_conditional"),
    ],
)
def test_line_law_when_a_kind_bites_then_in_the_set_of_its_side(kind: Kind, at_home: str, abroad: str) -> None:
    coming = a_ban(kind=kind)
    leaving = a_ban(kind=kind, movements=frozenset({Movement.EXPORT}))
    (entering,) = applied(a_book({"DE": [coming]}), a_journey("DE", "CN"), CIGARS)
    (left,) = applied(a_book({"CN": [leaving]}), a_journey("DE", "CN"), CIGARS)
    assert getattr(line_law(entering), at_home) == getattr(line_law(left), abroad) == {"tobacco"}


def test_line_law_when_only_the_post_refuses_then_it_is_carriage() -> None:
    rule = a_ban(reaches=frozenset({Reach.POST}))
    journey = a_journey("DE", "CN")
    (open_,) = applied(a_book({"DE": [rule]}), journey, CIGARS)
    assert line_law(open_).carriage_refused == set()
