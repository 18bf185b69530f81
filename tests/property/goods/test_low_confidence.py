"""What only an old or weak source says is told, and never stops an order, however sure we are of the goods."""

from hypothesis import given
from hypothesis import strategies as st

from engine.goods.classification import Basis, Evidence
from engine.goods.limits import Against
from engine.goods.line_law import LineLaw, line_law
from engine.goods.restriction import Restriction, Trust
from engine.goods.screening import Applied, Side
from tests.unit.goods.builders import knowledge

WEAK = tuple(item for item in knowledge().restrictions if item.trust is Trust.LOW)
TOLD = frozenset({"low_confidence", "movements", "restrictions"})


@st.composite
def applications(draw: st.DrawFn, restriction: Restriction) -> Applied:
    return Applied(
        restriction=restriction,
        side=draw(st.sampled_from(Side)),
        movement=draw(st.sampled_from(sorted(restriction.movements))),
        standing=draw(st.sampled_from(Against)),
        measured=(),
        evidence=Evidence(restriction.category, Basis.HS, "0000"),
        certain=draw(st.booleans()),
        firm=draw(st.booleans()),
        origin_unknown=draw(st.booleans()),
    )


def _filled(law: LineLaw) -> set[str]:
    """The sets of the law of a line that say something."""
    return {name for name in LineLaw.__slots__ if getattr(law, name)}


@given(st.data())
def test_weak_restrictions_when_they_speak_then_no_set_that_stops_is_filled(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(WEAK), min_size=1, max_size=6))
    assert _filled(line_law([data.draw(applications(each)) for each in chosen])) == TOLD


def test_each_weak_restriction_when_it_speaks_for_certain_then_no_set_that_stops_is_filled() -> None:
    found = {
        each.id: _filled(
            line_law(
                [
                    Applied(
                        restriction=each,
                        side=Side.DESTINATION,
                        movement=next(iter(each.movements)),
                        standing=Against.EXCEEDED,
                        measured=(),
                        evidence=Evidence(each.category, Basis.HS, "0000"),
                        certain=True,
                        firm=True,
                        origin_unknown=False,
                    )
                ]
            )
        )
        for each in WEAK
    }
    assert {name: sets for name, sets in found.items() if sets != TOLD} == {}


def test_weak_bans_when_goods_are_unknown_then_nobody_is_asked_for_their_sake() -> None:
    law = knowledge().law
    assert not [ban.id for code in law.files for ban in law.of(code).bans if ban.trust is Trust.LOW]
