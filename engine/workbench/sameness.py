"""Whether two conditions come out alike on every case, by exact analysis: true on the same cases, false on the same."""

from engine.lexicon.spec import Lexicon
from engine.rulebook.condition import Condition, Not
from engine.workbench.inquiry import Inquiry
from engine.workbench.regions import EVERYTHING, beyond, outside


def are_same(one: Condition, other: Condition, lexicon: Lexicon) -> bool:
    """Whether it is sure that they do; False also where a pattern or a very large condition leaves it open."""
    inquiry = Inquiry(lexicon)
    pairs = ((one, other), (other, one), (Not(one), Not(other)), (Not(other), Not(one)))
    return all(_implies(inquiry, narrow, wide) for narrow, wide in pairs)


def _implies(inquiry: Inquiry, narrow: Condition, wide: Condition) -> bool:
    ways, wider = inquiry.ways(narrow), inquiry.ways(wide)
    return ways is not None and wider is not None and beyond(inquiry, ways, wider).impossible


def is_never_unknown(condition: Condition, lexicon: Lexicon) -> bool:
    """Whether it is sure that every case makes it true or false."""
    inquiry = Inquiry(lexicon)
    true, false = inquiry.ways(condition), inquiry.ways(Not(condition))
    if true is None or false is None:
        return False
    return outside(inquiry, EVERYTHING, (*true, *false)).impossible
