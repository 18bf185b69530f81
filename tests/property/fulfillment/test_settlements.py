"""Reconciliation does not depend on how lines are spread over files and rows, loses none and invents nothing."""

import itertools
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.payments.settlement.against_orders import Held, held, sums_of
from fulfillment.payments.settlement.banking import paired
from fulfillment.payments.settlement.expected import BOUNDS, Terms
from fulfillment.payments.settlement.kinds import Differs, Place
from fulfillment.payments.settlement.penalties import bundled_penalties
from fulfillment.payments.settlement.periods import totals
from fulfillment.payments.settlement.report import SettlementLine, SettlementReport
from fulfillment.records import Payout, SettledLine
from tests.settlements import a_report
from tests.synthetic.settlements import AGREED, NOW, PROVIDER, World, world

TERMS = Terms(now=NOW, fees={(PROVIDER, "EUR"): AGREED})
SMALL = world(60, planted=1)


def files_of(made: World, lines: Sequence[SettlementLine], cuts: Sequence[int]) -> list[SettlementReport]:
    """The lines in files of their own, cut at these places; the last states what batches come to."""
    edges = [0, *sorted(each % (len(lines) + 1) for each in cuts), len(lines)]
    parts = [lines[begin:end] for begin, end in itertools.pairwise(edges)]
    files = [a_report(*part, provider=PROVIDER, name=f"{number}") for number, part in enumerate(parts)]
    return [*files[:-1], replace(files[-1], totals=tuple(made.totals))]


def compared(made: World, files: Sequence[SettlementReport]) -> Held:
    return held(files, made.knowing(), made.books, TERMS, bundled_penalties())


def differences(found: Held) -> list[tuple[str, str, int]]:
    return sorted((each.about, each.kind, each.amount) for each in found.differences)


def planted(found: Held) -> Counter[tuple[str, str, int]]:
    kinds = [(each.kind.value, each.order_id or "", each.amount) for each in found.differences]
    return Counter(kinds)


WHOLE = compared(SMALL, files_of(SMALL, SMALL.lines, []))


@given(st.randoms(use_true_random=False), st.lists(st.integers(0, 200), max_size=5))
def test_lines_when_they_are_shuffled_and_split_over_files_then_sums_and_differences_are_the_same(
    luck: random.Random, cuts: list[int]
) -> None:
    shuffled = luck.sample(SMALL.lines, len(SMALL.lines))
    found = compared(SMALL, files_of(SMALL, shuffled, cuts))
    assert differences(found) == differences(WHOLE)
    assert totals(found.lines) == totals(WHOLE.lines)


@given(st.lists(st.integers(0, 200), max_size=3), st.lists(st.integers(0, 5), max_size=4))
def test_files_when_some_come_again_then_nothing_changes(cuts: list[int], again: list[int]) -> None:
    files = files_of(SMALL, SMALL.lines, cuts)
    more = [files[each % len(files)] for each in again]
    assert differences(compared(SMALL, [*files, *more])) == differences(WHOLE)


@given(st.integers(0, 10_000))
def test_lines_when_matched_then_each_has_an_order_or_a_case_or_is_of_the_account(seed: int) -> None:
    made = world(40, seed=seed, planted=1)
    found = compared(made, files_of(made, made.lines, []))
    asked = Counter(
        each.line_id for each in found.differences if each.kind in (Differs.UNKNOWN, Differs.PROPOSAL) and each.line_id
    )
    for line in found.lines:
        is_asked = line.place in (Place.UNKNOWN, Place.PROPOSED)
        assert (line.order_id is not None) == (line.place == Place.ORDER)
        assert asked[line.id] == (1 if is_asked else 0)
    assert len(found.lines) == len(made.lines)


@given(st.integers(0, 10_000))
def test_batches_when_they_close_then_their_lines_come_to_the_payout(seed: int) -> None:
    made = world(40, seed=seed, planted=1)
    found = compared(made, files_of(made, made.lines, []))
    wrong = {each.batch for each in found.differences if each.kind is Differs.BATCH}
    for each in sums_of(found.lines):
        lines = [line for line in found.lines if (line.batch, line.currency) == (each.batch, each.currency)]
        assert each.is_closed == (sum(line.net for line in lines) == 0)
        assert each.is_closed or each.batch in wrong


@given(st.integers(0, 10_000))
def test_differences_when_planted_then_all_are_found_and_none_invented(seed: int) -> None:
    made = world(50, seed=seed, planted=1)
    assert planted(compared(made, files_of(made, made.lines, []))) == Counter(made.planted)


@pytest.mark.proof
def test_a_hundred_thousand_lines_when_differences_are_planted_then_all_are_found_and_none_invented() -> None:
    made = world(90_000, planted=25)
    assert len(made.lines) > 95_000
    luck = random.Random(1)
    shuffled = luck.sample(made.lines, len(made.lines))
    found = compared(made, files_of(made, shuffled, [luck.randrange(len(shuffled)) for _ in range(30)]))
    assert planted(found) == Counter(made.planted)
    assert len(found.lines) == len(made.lines)


A_PAYOUT = Payout(id="p", merchant_id="main", provider=PROVIDER, batch="b1", currency="EUR", amount=100, at=NOW,
                  reference="b1", line_id="l")  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from([100, 200]), st.integers(0, 9)), max_size=6),
       st.lists(st.tuples(st.sampled_from([100, 200]), st.integers(0, 12), st.sampled_from(["", "batch-3"])),
                max_size=6), st.randoms(use_true_random=False))  # fmt: skip
def test_payouts_when_paired_then_each_arrives_once_and_order_says_nothing(
    sent: list[tuple[int, int]], credited: list[tuple[int, int, str]], luck: random.Random
) -> None:
    payouts = [
        replace(
            A_PAYOUT, id=f"p{place}", batch=f"batch-{place}", reference="", amount=amount, at=NOW + timedelta(days=day)
        )
        for place, (amount, day) in enumerate(sent)
    ]
    credits_ = [_credit(f"c{place}", *each) for place, each in enumerate(credited)]
    found = paired(payouts, credits_, BOUNDS)
    other = paired(luck.sample(payouts, len(payouts)), luck.sample(credits_, len(credits_)), BOUNDS)
    pairs = {(each.payout.id, each.credit.id) for each in found.arrived}
    assert pairs == {(each.payout.id, each.credit.id) for each in other.arrived}
    assert found.asked == other.asked
    assert len({each for each, _ in pairs}) == len({each for _, each in pairs}) == len(pairs)
    assert all(each.payout.amount == each.credit.gross for each in found.arrived)


def on_day(day: int) -> datetime:
    return NOW + timedelta(days=day)


def _credit(id_: str, amount: int, day: int, named: str) -> SettledLine:
    line = WHOLE.lines[0]
    return replace(line, id=id_, gross=amount, fee=0, tax=0, at=on_day(day), merchant_reference=named,
                   payment_reference="", modification_reference="")  # fmt: skip
