"""Hit policies, gaps and overlaps of random tables against plain loops over every case of a grid."""

from itertools import product
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.lexicon.spec import FactType, Value
from engine.rulebook.condition import Operator
from engine.rulebook.lints import BY_CODE
from engine.rulebook.operand_reading import Known
from engine.rulebook.table_findings import findings_of
from engine.rulebook.table_truth import truth_of_cell
from engine.runtime.evaluation import RuleState
from engine.runtime.leaf import of_unknown
from engine.runtime.leaf import test_of as leaf_test
from tests.airport_rules import codes_of, faults_of, read
from tests.random_rules import random_leaf, random_value
from tests.table_books import HEAD, SHEET, endings, sheet, with_table
from tests.toy import AIRPORT, TOY_LEXICON

CELLS = {
    "flight.seats": ("-", "5", ">= 5", "< 8", "[3..7]", "]3..7[", "not(5)", "3, 7", "<= 2, > 9", "not([4..6])"),
    "flight.cabin": ("-", "first", "first, business", "not(first)", "not(first, economy)"),
    "flight.country": ("-", "NO, SE", "not(SE)", "SE"),
}
DATED = {
    "flight.seats": ("[5..$delay.long]", ">= $delay.long", "> $delay.long"),
    "flight.country": ("@strict", "not(@strict)", "SE, @strict"),
}
GRID: dict[str, tuple[Value, ...]] = {
    "flight.seats": (*range(11), 44, 45, 46, 59, 60, 61),
    "flight.cabin": ("first", "business", "economy"),
    "flight.country": ("NO", "SE", "DE", "FR"),
}
FACTS = ("flight.seats", "flight.cabin", "flight.country")
COMPLETE = [dict(zip(FACTS, values, strict=True)) for values in product(*(GRID[fact] for fact in FACTS))]
WORDS = ("offload", "inspect", "ask")
FIRES = RuleState.FIRES


def _row(draw: st.DrawFn, more: tuple[str, ...], dated: bool) -> str:
    every = [(*CELLS[fact], *more, *(DATED.get(fact, ()) if dated else ())) for fact in FACTS]
    cells = [draw(st.sampled_from(each)) for each in every]
    outcome, severity = draw(st.sampled_from(WORDS)), draw(st.sampled_from(("low", "high")))
    return ",".join([*(f'"{cell}"' for cell in cells), outcome, severity, "TOO_MANY", "crew"])


@st.composite
def sheets(draw: st.DrawFn, *more: str, dated: bool = True) -> str:
    """A table of a few rows over three columns."""
    return sheet(*(_row(draw, more, dated) for _ in range(draw(st.integers(2, 4)))), facts=",".join(FACTS))


def _fired(ending: dict[str, RuleState]) -> list[str]:
    return sorted(id_ for id_, state in ending.items() if state is FIRES)


@given(sheets())
@settings(max_examples=40, deadline=None)
def test_first_when_every_fact_is_known_then_the_first_matching_row_counts(text: str) -> None:
    texts = with_table(text, "FIRST")
    assume("R057" not in codes_of(texts))
    matching = list(map(_fired, endings(read(with_table(text)), COMPLETE)))
    never = {fault.message.split()[0] for fault in faults_of(texts) if fault.code == "R054"}
    first = [found[:1] for found in matching]
    assert {id_ for found in matching for id_ in found} - {id_ for found in first for id_ in found} <= never
    if not never:
        assert list(map(_fired, endings(read(texts), COMPLETE))) == first


@given(sheets())
@settings(max_examples=40, deadline=None)
def test_priority_when_every_fact_is_known_then_the_gravest_matching_row_counts(text: str) -> None:
    texts = with_table(text, "PRIORITY")
    assume(codes_of(texts) == [])
    book = read(texts)
    then = {rule.id: rule.then for rule in book.rules}

    def rank(id_: str) -> tuple[int, bool, str]:
        return AIRPORT.precedence.index(then[id_].verdict), then[id_].severity != "high", id_

    matching = list(map(_fired, endings(read(with_table(text)), COMPLETE)))
    assert list(map(_fired, endings(book, COMPLETE))) == [sorted(found, key=rank)[:1] for found in matching]


@given(sheets("missing"), st.data())
@settings(max_examples=40, deadline=None)
def test_priority_when_facts_are_unknown_then_the_outcome_is_that_of_all_rows_together(
    text: str, data: st.DataObject
) -> None:
    texts = with_table(text, "PRIORITY")
    assume(codes_of(texts) == [])
    book, together = read(texts), read(with_table(text))
    then = {rule.id: rule.then.verdict for rule in book.rules}
    some = [_without(data.draw(st.sampled_from(COMPLETE)), data) for _ in range(20)]
    outcomes = [
        [AIRPORT.worst(*(then[id_] for id_ in _fired(found))) for found in endings(each, some)]
        for each in (book, together)
    ]
    assert outcomes[0] == outcomes[1]


@given(sheets("missing"), st.data())
@settings(max_examples=40, deadline=None)
def test_first_when_facts_are_unknown_then_no_row_counts_that_a_plain_loop_would_not_reach(
    text: str, data: st.DataObject
) -> None:
    texts = with_table(text, "FIRST")
    assume(codes_of(texts) == [])
    some = [_without(data.draw(st.sampled_from(COMPLETE)), data) for _ in range(20)]
    for mine, plain in zip(endings(read(texts), some), endings(read(with_table(text)), some), strict=True):
        assert _fired(mine) in ([], _fired(plain)[:1])


def _without(facts: dict[str, Value], data: st.DataObject) -> dict[str, Value]:
    gone = data.draw(st.sets(st.sampled_from(FACTS)))
    return {name: value for name, value in facts.items() if name not in gone}


@given(sheets())
@settings(max_examples=40, deadline=None)
def test_unique_when_two_rows_take_a_case_of_the_grid_then_and_only_then_is_it_refused(text: str) -> None:
    refused = {fault.message.split(" both")[0] for fault in faults_of(with_table(text, "UNIQUE"))}
    matching = map(_fired, endings(read(with_table(text)), COMPLETE))
    pairs = {(one, other) for found in matching for one in found for other in found if one < other}
    assert refused == {f"{other} and {one}" for one, other in pairs}


@given(sheets(dated=False))
@settings(max_examples=40, deadline=None)
def test_gaps_when_read_as_a_table_then_take_what_no_row_takes_and_each_case_once(text: str) -> None:
    book = read(with_table(text))
    gaps = findings_of(book.tables[0], Known(AIRPORT, book.lists, book.params)).gaps
    bare = [not found for found in map(_fired, endings(book, COMPLETE))]
    rows = [",".join(f'"{gap.get(fact, "-")}"' for fact in FACTS) for _, gap in gaps]
    if not rows:
        assert not any(bare)
        return
    told = endings(read(with_table(sheet(*rows, facts=",".join(FACTS)))), COMPLETE)
    assert [len(_fired(found)) for found in told] == [int(each) for each in bare]


ASKED = frozenset(
    {Operator.EQ, Operator.NE, Operator.GT, Operator.GTE, Operator.LT, Operator.LTE, Operator.BETWEEN, Operator.IN}
    | {Operator.NOT_IN, Operator.MISSING, Operator.PRESENT, Operator.STARTS_WITH}
)


@given(st.sampled_from(sorted(TOY_LEXICON)), st.integers(0, 1 << 32))
@settings(max_examples=400, deadline=None)
def test_cell_when_asked_about_a_value_then_answers_as_the_executors_do(name: str, seed: int) -> None:
    rng, fact = Random(seed), TOY_LEXICON[name]
    leaf = random_leaf(rng, fact)
    of_set = fact.type is FactType.SET and leaf.operator is Operator.CONTAINS
    assume(leaf.operator in ASKED or of_set)
    value = random_value(rng, fact)
    assert truth_of_cell(leaf, value) is leaf_test(leaf, fact)(value)
    assert truth_of_cell(leaf, None) is of_unknown(leaf)


SOUND_TABLE = with_table(
    sheet(
        '[1..5],"""first"", business",@strict,starts CW', 'not(7),-,"not(NO, SE)",missing', "> $delay.long,,DE,-",
        facts="flight.seats,flight.cabin,flight.country,flight.number",
    ),
    "PRIORITY",
)  # fmt: skip


@given(st.sampled_from([HEAD, SHEET]), st.sampled_from(["", '"', ",", "(", "=", "..", "\n", "\x0b", "é"]), st.data())
@settings(max_examples=200, deadline=None)
def test_table_when_a_piece_is_torn_out_then_is_read_or_refused_with_places(
    path: str, instead: str, data: st.DataObject
) -> None:
    text = SOUND_TABLE[path]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    faults = faults_of({**SOUND_TABLE, path: text[:start] + instead + text[end:]})
    assert all(fault.code in BY_CODE and fault.span.line >= 1 and fault.span.column >= 1 for fault in faults)
    assert not [fault for fault in faults if not fault.hint]
