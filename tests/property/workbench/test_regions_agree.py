"""What the analysis claims of conditions is what trying every case says, and its cases do what they are said to do."""

from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.rulebook.condition import Condition
from engine.workbench.demand import Way
from engine.workbench.inquiry import Inquiry, Verdict
from engine.workbench.needless import stays_open
from engine.workbench.regions import Search, beyond, case_of_both, some_case
from tests.analysis_books import a_condition, grid, is_opaque, some_facts, truth_on
from tests.toy import TOY_LEXICON

SEEDS = st.integers(min_value=0, max_value=2**40)


def _ways(inquiry: Inquiry, condition: Condition) -> tuple[Way, ...]:
    ways = inquiry.ways(condition)
    assume(ways is not None)
    return ways or ()


def _pair(seed: int) -> tuple[Inquiry, Condition, Condition]:
    rng = Random(seed)
    facts = some_facts(rng)
    return Inquiry(TOY_LEXICON), a_condition(rng, facts), a_condition(rng, facts)


def _check(search: Search, holds: set[bool], *, opaque: bool) -> None:
    """`holds` is what trying every case said: whether there is one."""
    assert search.verdict is not Verdict.OPEN or opaque
    if True in holds:
        assert search.verdict is not Verdict.IMPOSSIBLE


@given(SEEDS)
@settings(max_examples=300, deadline=None)
def test_condition_when_claimed_to_be_never_true_then_no_case_is_found(seed: int) -> None:
    inquiry, condition, _ = _pair(seed)
    search = some_case(inquiry, _ways(inquiry, condition))
    found = {truth_on(condition, case) is True for case in grid(condition)}
    _check(search, found, opaque=is_opaque(condition))
    assert search.case is None or truth_on(condition, search.case) is True


@given(SEEDS)
@settings(max_examples=300, deadline=None)
def test_implication_when_claimed_then_no_case_contradicts_it(seed: int) -> None:
    inquiry, one, other = _pair(seed)
    search = beyond(inquiry, _ways(inquiry, one), _ways(inquiry, other))
    found = {truth_on(one, case) is True and truth_on(other, case) is not True for case in grid(one, other)}
    _check(search, found, opaque=is_opaque(one, other))
    if search.case is not None:
        assert truth_on(one, search.case) is True
        assert truth_on(other, search.case) is not True


@given(SEEDS)
@settings(max_examples=300, deadline=None)
def test_meeting_when_denied_then_no_case_has_both(seed: int) -> None:
    inquiry, one, other = _pair(seed)
    search = case_of_both(inquiry, _ways(inquiry, one), _ways(inquiry, other))
    found = {truth_on(one, case) is truth_on(other, case) is True for case in grid(one, other)}
    _check(search, found, opaque=is_opaque(one, other))
    assert search.case is None or truth_on(one, search.case) is truth_on(other, search.case) is True


@given(SEEDS)
@settings(max_examples=200, deadline=None)
def test_condition_when_claimed_to_stay_open_then_is_false_on_no_case_of_the_first(seed: int) -> None:
    inquiry, one, other = _pair(seed)
    if stays_open(inquiry, one, other):
        assert not any(truth_on(other, case) is False and truth_on(one, case) is not False for case in grid(one, other))


@pytest.mark.proof
def test_claims_when_twenty_thousand_pairs_are_tried_then_agree() -> None:
    open_, told = 0, 0
    for seed in range(20_000):
        inquiry, one, other = _pair(seed)
        search = beyond(inquiry, inquiry.ways(one) or (), inquiry.ways(other) or ())
        if inquiry.ways(one) and search.verdict is Verdict.IMPOSSIBLE:
            told += 1
            assert not any(
                truth_on(one, case) is True and truth_on(other, case) is not True for case in grid(one, other)
            )
        open_ += search.verdict is Verdict.OPEN
    print(f"20000 pairs: {told} implied, {open_} left open")
    assert told > 500
